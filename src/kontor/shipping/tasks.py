"""Jobs of shipping: book labels at carriers, look lost bookings up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Permanent, Retryable
from kontor.platform.outside.guard import calling_outside
from kontor.platform.outside.registry import list_connectors
from kontor.platform.start.crashpoints import crash_point
from kontor.shipping.calls import BOOK_TASK, call_label_again
from kontor.shipping.ports import BookedLabel, Carrier
from kontor.shipping.public import (
    MEDIA_TYPES,
    CarrierUnknown,
    ClaimedLabel,
    LabelOutOfDate,
    claim_labels,
    find_lost_intents,
    record_label,
    release_label,
)

# A packer stands and waits: again after moments, then every minute.
AGAIN_AFTER_S = (4.0, 15.0, 60.0)


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
        booked = carrier.book_label(claimed.request)
    if strange := {file.media_type for file in booked.files} - MEDIA_TYPES:
        raise Permanent("The carrier sent a label of a kind that Kontor cannot keep.", kinds=", ".join(sorted(strange)))
    return booked


@app.task(name=BOOK_TASK, queue="carriers")
def book_labels(intent_ids: list[int]) -> None:
    """Book labels: claim, call with no transaction open, record. One that failed on the way is booked again in a moment."""
    close_old_connections()
    with transaction.atomic():
        claimed = claim_labels(intent_ids=intent_ids)
    crash_point("label.intent_committed")
    for label in claimed:
        try:
            booked = _buy(label)
        except (Outside, CarrierUnknown) as failure:
            _give_back(label, failure)
            continue
        crash_point("label.called")
        # Another worker may have it by now; that is no reason to leave the others.
        with suppress(LabelOutOfDate), transaction.atomic():
            record_label(intent_id=label.intent_id, fence=label.fence, booked=booked, at=read_clock(), by=SYSTEM)


def _give_back(label: ClaimedLabel, failure: Exception) -> None:
    """What the carrier refused has failed; what it may have sold is looked up, and asked for again, soon: somebody waits."""
    later = isinstance(failure, Retryable)
    told = failure.after_s if isinstance(failure, Outside) else None
    wait = told if told is not None else AGAIN_AFTER_S[min(label.attempts, len(AGAIN_AFTER_S)) - 1]
    with transaction.atomic():
        mine = release_label(claimed=label, refused=not later, problem=str(failure), after_s=wait, at=read_clock())
        if later and mine:
            call_label_again(label.intent_id, wait=timedelta(seconds=wait + 1))


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_labels", queue="sweep", queueing_lock="find_lost_labels")
def find_lost_labels(timestamp: int) -> None:
    """Bookings whose worker died are looked up at the carrier and finished."""
    close_old_connections()
    book_labels(intent_ids=find_lost_intents())
