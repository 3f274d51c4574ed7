"""Jobs of shipping: book labels at carriers, look lost bookings up."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Retryable
from kontor.platform.connectors import list_connectors
from kontor.platform.crashpoints import crash_point
from kontor.platform.outside import calling_outside
from kontor.shipping.ports import BookedLabel, Carrier
from kontor.shipping.public import (
    BOOK_TASK,
    CarrierUnknown,
    ClaimedLabel,
    claim_labels,
    find_lost_intents,
    record_label,
    release_label_claim,
)


def _carrier(code: str) -> Carrier:
    found = list_connectors().get(code)
    if found is None or found.kind != "carrier":
        raise CarrierUnknown(carrier=code)
    carrier: Carrier = found.make()
    return carrier


def _buy(claimed: ClaimedLabel) -> BookedLabel:
    """Look the label up first where an earlier call may have bought it; buy it only if it is not there."""
    carrier = _carrier(claimed.carrier)
    with calling_outside():
        if claimed.must_look_up and "find_label" in carrier.features:
            known = carrier.find_label(claimed.request.reference)
            if known is not None:
                return known
        return carrier.book_label(claimed.request)


@app.task(name=BOOK_TASK, queue="carriers", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def book_labels(intent_ids: list[int]) -> None:
    """Book labels: claim, call with no transaction open, record."""
    close_old_connections()
    with transaction.atomic():
        claimed = claim_labels(intent_ids=intent_ids)
    crash_point("label.intent_committed")
    again: Retryable | None = None
    for label in claimed:
        try:
            booked = _buy(label)
        except (Outside, CarrierUnknown) as failure:
            unknown = isinstance(failure, Retryable)
            again = failure if isinstance(failure, Retryable) else again
            with transaction.atomic():
                release_label_claim(
                    intent_id=label.intent_id, fence=label.fence, state="unknown" if unknown else "failed",
                    problem=str(failure),
                )  # fmt: skip
            continue
        crash_point("label.called")
        with transaction.atomic():
            record_label(intent_id=label.intent_id, fence=label.fence, booked=booked, at=read_clock(), by=SYSTEM)
    if again is not None:
        raise again


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_labels", queue="sweep", queueing_lock="find_lost_labels")
def find_lost_labels(timestamp: int) -> None:
    """Bookings whose worker died are looked up at the carrier and finished."""
    close_old_connections()
    book_labels(intent_ids=find_lost_intents())
