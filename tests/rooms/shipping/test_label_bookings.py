"""A packed box has one booking of its label, whatever becomes of the call."""

from __future__ import annotations

from kontor.kernel.address import Address
from kontor.shipping.public import Mate, NewParcel, claim_labels, release_label, request_labels
from kontor.shipping.tables import LabelIntent, Parcel

PLACE = Address(name="Lager", street="Tor 1", postal_code="50996", city="Köln", country="DE")


def ask(shop, *mates: Mate) -> list[int]:
    parcel = NewParcel(1, 2, "100001", "house_carrier", 900, PLACE, PLACE, mates)
    return request_labels(parcels=[parcel], at=shop.at)


def test_request_labels_writes_one_booking_for_a_box_and_a_row_for_each_order_in_it(shop):
    lead = ask(shop, Mate(3, 4, "100002"))[0]

    assert [(it.order_number, it.lead_id, it.weight_g) for it in Parcel.objects.order_by("id")] == [
        ("100001", None, 900),
        ("100002", lead, 0),
    ]
    assert LabelIntent.objects.count() == 1
    assert request_labels(parcels=[], at=shop.at) == []


def test_release_label_fails_what_was_refused_and_looks_up_what_may_be_sold(shop):
    ask(shop)
    ask(shop)
    ids = list(LabelIntent.objects.order_by("id").values_list("id", flat=True))
    one, two = claim_labels(intent_ids=ids)

    release_label(claimed=one, refused=True, problem="no street", after_s=0, at=shop.at)
    release_label(claimed=two, refused=False, problem="cut off", after_s=0, at=shop.at)
    late = release_label(claimed=one, refused=False, problem="late", after_s=0, at=shop.at)

    assert [it.state for it in LabelIntent.objects.order_by("id")] == ["failed", "unknown"]
    assert late is False
