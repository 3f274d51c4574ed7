"""The front door of shipping."""

from kontor.shipping.errors import CarrierUnknown, LabelOutOfDate, NotLabelled, NumberRefused, ParcelUnknown
from kontor.shipping.events import LabelBooked
from kontor.shipping.models import (
    LabelState,
)
from kontor.shipping.queries import (
    FailedLabelRow,
    ParcelRow,
    check_labelled,
    find_lost_intents,
    find_parcel_order,
    get_parcels,
    list_failed_labels,
)
from kontor.shipping.rules import CARRIERS, HOUSE_CARRIER, tracked_by
from kontor.shipping.use_cases.book_again import book_again
from kontor.shipping.use_cases.claim_labels import ClaimedLabel, claim_labels
from kontor.shipping.use_cases.enter_number import enter_number
from kontor.shipping.use_cases.record_label import MEDIA_TYPES, record_label
from kontor.shipping.use_cases.release_label import release_label
from kontor.shipping.use_cases.request_labels import Mate, NewParcel, request_labels

__all__ = [
    "CARRIERS",
    "HOUSE_CARRIER",
    "MEDIA_TYPES",
    "CarrierUnknown",
    "ClaimedLabel",
    "FailedLabelRow",
    "LabelBooked",
    "LabelOutOfDate",
    "LabelState",
    "Mate",
    "NewParcel",
    "NotLabelled",
    "NumberRefused",
    "ParcelRow",
    "ParcelUnknown",
    "book_again",
    "check_labelled",
    "claim_labels",
    "enter_number",
    "find_lost_intents",
    "find_parcel_order",
    "get_parcels",
    "list_failed_labels",
    "record_label",
    "release_label",
    "request_labels",
    "tracked_by",
]
