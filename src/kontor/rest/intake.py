"""Orders over HTTP: requests that arrive while a batch commits form the next batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kontor.channels.ports import IncomingOrder
from kontor.flows.errors import IntakeFailed
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError, Refused, Unavailable
from kontor.payments.public import PaymentMethod
from kontor.platform.sql.batching import Batcher
from kontor.platform.sql.blame import is_data_fault, is_house_trouble
from kontor.platform.sql.bulk import together
from kontor.platform.sql.halving import work_in_batches
from kontor.platform.sql.idempotency import KeyClaim, KeyInFlight, StoredAnswer, claim_keys, store_answers
from kontor.platform.start.crashpoints import crash_point
from kontor.rest.problems import bug_body, refusal_body

# Past this a batch gains nothing and its first order only waits longer.
MOST_IN_BATCH = 200

# Whoever places an order that is said to be paid says so of money that nobody here has seen.
SAID_TO_BE_PAID = frozenset({PaymentMethod.PAID.value, PaymentMethod.MARKETPLACE.value})


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """One order to be placed, by whom, and the key under which it is asked for."""

    order: IncomingOrder
    by: Actor
    claim: KeyClaim | None


def _answer(outcome: TakenIn | Refused) -> StoredAnswer:
    if isinstance(outcome, TakenIn):
        body = {"uuid": str(outcome.uuid), "number": outcome.number, "new": outcome.new}
        return StoredAnswer(201 if outcome.new else 200, json.dumps(body))
    return StoredAnswer(*refusal_body(outcome))


def _place(requests: Sequence[PlaceRequest]) -> list[StoredAnswer]:
    """Answer a batch in one transaction: claim keys, place what is to be placed, keep the answers."""
    at = read_clock()
    answers: dict[int, StoredAnswer] = {}
    claims = [(place, request.claim) for place, request in enumerate(requests) if request.claim is not None]
    if claims:
        for (place, _), known in zip(claims, claim_keys([claim for _, claim in claims]), strict=True):
            if known is not None:
                answers[place] = known if isinstance(known, StoredAnswer) else StoredAnswer(*refusal_body(known))
    taken: set[tuple[str, str]] = set()
    work = []
    for place, request in enumerate(requests):
        if place in answers:
            continue
        if request.claim is not None:
            key = (request.claim.principal, request.claim.key)
            if key in taken:
                answers[place] = StoredAnswer(*refusal_body(KeyInFlight(key=request.claim.key)))
                continue
            taken.add(key)
        work.append(place)
    if work:
        with together():
            by = requests[work[0]].by
            outcomes = accept_orders(incoming=[requests[place].order for place in work], at=at, by=by)
            for place, outcome in zip(work, outcomes, strict=True):
                answers[place] = _answer(outcome)
            kept = [(claim, answers[place]) for place in work if (claim := requests[place].claim) is not None]
            kept = [(claim, answer) for claim, answer in kept if answer.status < 400]
            store_answers([claim for claim, _ in kept], [answer for _, answer in kept], at=at)
    return [answers[place] for place in range(len(requests))]


def _culprit(request: PlaceRequest, failure: BaseException) -> StoredAnswer:
    """Only data that the database refuses are the sender's fault; a bug of ours is said to be one."""
    if isinstance(failure, KontorError):
        return StoredAnswer(*refusal_body(failure))
    return StoredAnswer(*(refusal_body(IntakeFailed()) if is_data_fault(failure) else bug_body()))


def place_batch(requests: Sequence[PlaceRequest]) -> list[StoredAnswer]:
    """Place a batch; one bad order never spoils it. Orders of different keys' holders are written in one go each.

    Raises: Unavailable where the house cannot work at the moment; nothing is known of the orders then.
    """
    by_holder: dict[Actor, list[int]] = {}
    for place, request in enumerate(requests):
        by_holder.setdefault(request.by, []).append(place)
    answers: dict[int, StoredAnswer] = {}
    for places in by_holder.values():
        try:
            done = work_in_batches([requests[place] for place in places], _place, _culprit)
        except Exception as failure:
            if is_house_trouble(failure):
                raise Unavailable() from failure
            raise
        answers |= dict(zip(places, done, strict=True))
    crash_point("intake.committed")
    return [answers[place] for place in range(len(requests))]


writer: Batcher[PlaceRequest, StoredAnswer] = Batcher(place_batch, most=MOST_IN_BATCH, name="intake-writer")
