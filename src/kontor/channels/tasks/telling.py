"""Tell channels what happened to their orders: by intent, once, looked up where the outcome is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.channels.calls import TELL_TASK, call_tell
from kontor.channels.ports import (
    CancelReason,
    CancelRequest,
    Confirmation,
    Feature,
    Marketplace,
    NotOffered,
    RefundRequest,
    ShipmentNotice,
    ShippedLine,
)
from kontor.channels.queries import find_marketplace
from kontor.channels.use_cases.connection.record_problem import record_problem
from kontor.channels.use_cases.connection.tally_call import tally_call
from kontor.channels.use_cases.intents.claim_intents import ClaimedIntent, claim_intents
from kontor.channels.use_cases.intents.record_intent_outcome import record_intent_outcome
from kontor.channels.use_cases.intents.release_intent import release_intent
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Outside, Permanent, Retryable
from kontor.platform.outside.guard import calling_outside
from kontor.platform.start.crashpoints import crash_point


class RefundUnclear(Permanent):
    """Nobody knows whether the channel took the refund on. Look there: if it did, press "Done by hand", else "Tell again"."""

    code = "channels.refund_unclear"


MOST_AT_ONCE = 50


@app.task(name=TELL_TASK, queue="channels")
def send_intents(channel_id: int) -> None:
    """Tell a channel everything that is due: claim, call with no transaction open, record."""
    close_old_connections()
    marketplace = find_marketplace(channel_id)
    while marketplace is not None:
        with transaction.atomic():
            claimed = claim_intents(channel_id=channel_id, most=MOST_AT_ONCE)
        if not claimed:
            return
        crash_point("tell.claimed")
        for intent in claimed:
            _tell(channel_id, marketplace, intent)


def _tell(channel_id: int, marketplace: Marketplace, intent: ClaimedIntent) -> None:
    try:
        with calling_outside():
            done = _call(marketplace, intent)
    except Outside as failure:
        _record_failure(channel_id, intent, failure)
        return
    crash_point("tell.called")
    at = read_clock()
    with transaction.atomic():
        tally_call(channel_id=channel_id, failed=False, at=at)
        record_intent_outcome(claimed=intent, external_id=done.external_id, at=at)


def _record_failure(channel_id: int, intent: ClaimedIntent, failure: Outside) -> None:
    """What certainly did nothing is told again; what may have happened is unknown; what was refused waits for a person."""
    at = read_clock()
    state = "unknown" if isinstance(failure, OutcomeUnknown) else "new" if isinstance(failure, Retryable) else "failed"
    if isinstance(failure, Misconfigured):
        state = "new"
    with transaction.atomic():
        tally_call(channel_id=channel_id, failed=True, at=at)
        release_intent(claimed=intent, state=state, problem=str(failure), after_s=failure.after_s, at=at)
        if isinstance(failure, Misconfigured):
            record_problem(channel_id=channel_id, problem=str(failure), login=True, at=at)
    if state != "failed":
        again = timedelta(seconds=6)
        call_tell(channel_id, wait=again)


def _call(marketplace: Marketplace, intent: ClaimedIntent) -> Confirmation:
    """What the connector does not declare is not asked of it: a person reads why, and does it at the channel."""
    feature = Feature(intent.kind)
    if feature not in marketplace.manifest.features:
        raise NotOffered(marketplace.manifest, feature)
    if feature == Feature.CONFIRM_SHIPMENT:
        return _confirm_shipment(marketplace, intent)
    if feature == Feature.REFUND:
        # No channel makes a refund once however often it is asked: what may have arrived is never asked again by itself.
        if intent.must_look_up:
            raise RefundUnclear(order=intent.external_order)
        return marketplace.refund(_refund_request(intent))
    if feature == Feature.CANCEL:
        marketplace.cancel(_cancel_request(intent))
    else:
        marketplace.acknowledge([intent.external_order])
    return Confirmation()


def _confirm_shipment(marketplace: Marketplace, intent: ClaimedIntent) -> Confirmation:
    notice = shipment_notice(intent)
    if intent.must_look_up and Feature.FIND_SHIPMENT in marketplace.manifest.features:
        known = marketplace.find_shipment(notice)
        if known is not None:
            return known
    return marketplace.confirm_shipment(notice)


def _cancel_request(intent: ClaimedIntent) -> CancelRequest:
    payload = intent.payload
    lines = _lines(payload.get("lines", ()))
    return CancelRequest(intent.reference, intent.external_order, CancelReason(payload["reason"]), lines)


def _refund_request(intent: ClaimedIntent) -> RefundRequest:
    payload = intent.payload
    return RefundRequest(
        intent.reference, intent.external_order, Decimal(payload["amount"]), payload["currency"],
        payload["reason"], _lines(payload.get("lines", ())),
    )  # fmt: skip


def shipment_notice(intent: ClaimedIntent) -> ShipmentNotice:
    """Return the notice as it was written down."""
    payload: Mapping[str, Any] = intent.payload
    return ShipmentNotice(
        reference=intent.reference, order=intent.external_order, lines=_lines(payload["lines"]),
        carrier=payload["carrier"], tracking_number=payload["tracking_number"],
        shipped_at=datetime.fromisoformat(payload["shipped_at"]),
        return_tracking_number=payload["return_tracking_number"], from_city=payload["from_city"],
        from_postal_code=payload["from_postal_code"], from_country=payload["from_country"],
        completes=payload["completes"],
    )  # fmt: skip


def _lines(rows: Any) -> tuple[ShippedLine, ...]:
    return tuple(ShippedLine(line, sku, quantity) for line, sku, quantity in rows)
