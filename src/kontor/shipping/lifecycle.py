"""The life of a label that is to be bought."""

from __future__ import annotations

from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.shipping.models import LabelState

_NEW, _INFLIGHT, _UNKNOWN, _FAILED = LabelState.NEW, LabelState.INFLIGHT, LabelState.UNKNOWN, LabelState.FAILED

LABEL = Lifecycle(
    "a label that is to be bought",
    "shipping_labelintent",
    tuple(LabelState.values),
    (
        Step((), "request_labels", _NEW),
        Step((_NEW, _UNKNOWN, _INFLIGHT), "claim_labels", _INFLIGHT),
        Step((_INFLIGHT,), "record_label", LabelState.SUCCEEDED),
        Step((_INFLIGHT,), "release_label", _UNKNOWN),
        Step((_INFLIGHT,), "release_label", _FAILED),
        # The parcel got the number of another carrier.
        Step((_NEW,), "enter_number", _FAILED),
        Step((_FAILED,), "book_again", _NEW),
    ),
)
LIFECYCLES = (LABEL,)
