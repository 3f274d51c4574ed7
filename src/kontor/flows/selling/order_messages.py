"""The inbox: raw messages become orders, or wait in quarantine under a named reason until they are replayed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from kontor.channels.ports import IncomingOrder, Unreadable
from kontor.channels.public import (
    ORDER_JSON,
    MessageOutcome,
    MessageRow,
    list_channels_coded,
    list_fetched,
    lock_open_messages,
    read_order,
    record_message_outcomes,
)
from kontor.flows.selling.connector_messages import culprit_outcome, replay_feed
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.kernel.actor import Actor
from kontor.platform.sql.halving import work_in_batches


def replay_messages(*, message_ids: Sequence[int], at: datetime, by: Actor) -> dict[int, str]:
    """Messages are taken in (again); what still fails stays in quarantine with today's reason.

    Opens its own transactions: a message that the database refuses is halved out of its batch.
    Returns what is wrong by message id, nothing where the order is in.
    """
    outcome = _replay_fetched(message_ids, at)
    message_ids = [message_id for message_id in message_ids if message_id not in outcome]

    def work(ids: Sequence[int]) -> list[tuple[int, str]]:
        outcomes = _take_in(lock_open_messages(ids), at, by)
        record_message_outcomes(outcomes=list(outcomes.values()), at=at)
        return [(message_id, outcomes[message_id].problem if message_id in outcomes else "") for message_id in ids]

    def culprit(message_id: int, failure: BaseException) -> tuple[int, str]:
        outcome = culprit_outcome(message_id, failure)
        record_message_outcomes(outcomes=[outcome], at=at)
        return message_id, outcome.problem

    return outcome | dict(work_in_batches(list(message_ids), work, culprit))


def _replay_fetched(message_ids: Sequence[int], at: datetime) -> dict[int, str]:
    """Messages that a connector fetched are understood by it."""
    fetched = list_fetched(message_ids)
    outcome: dict[int, str] = {}
    for channel in list_channels_coded(fetched):
        # What a message says the channel says, whoever lets it be read again: it is not told back.
        outcome |= replay_feed(
            channel=channel, message_ids=fetched[channel.code], at=at, by=Actor("channel", channel.code)
        )
    return outcome


def _take_in(rows: Sequence[MessageRow], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
    outcomes: dict[int, MessageOutcome] = {}
    readable: list[tuple[int, IncomingOrder]] = []
    for message in rows:
        try:
            readable.append((message.id, _read(message)))
        except Unreadable as refusal:
            outcomes[message.id] = MessageOutcome(message.id, refusal.code, str(refusal))
    results = accept_orders(incoming=[order for _, order in readable], at=at, by=by) if readable else []
    for (message_id, _), result in zip(readable, results, strict=True):
        if isinstance(result, TakenIn):
            outcomes[message_id] = MessageOutcome(message_id)
        else:
            outcomes[message_id] = MessageOutcome(message_id, result.code, str(result))
    return outcomes


def _read(message: MessageRow) -> IncomingOrder:
    body = bytes(message.body)
    if message.kind != ORDER_JSON:
        raise Unreadable(
            "This is a line of an imported file: mend the file or its profile and import it again.",
            kind=message.kind,
        )
    order = read_order(body)
    told = json.loads(body).get("channel")
    if told != message.channel:
        raise Unreadable("The message names another channel than the one it came from.", told=told)
    return order
