"""A label is kept by the owner of its booking alone, and a refused one is asked for again only where no other lives."""

from __future__ import annotations

import pytest

from builders import hear_news, walk_to_packed
from kontor.shipping.ports import BookedLabel, LabelFile
from kontor.shipping.public import (
    LabelOutOfDate,
    NumberRefused,
    ParcelUnknown,
    book_again,
    claim_labels,
    enter_number,
    record_label,
)
from kontor.shipping.tables import LabelIntent, Parcel
from lives import set_state


@pytest.fixture
def intent(shop) -> LabelIntent:
    walk_to_packed(shop, shop.place((1, "LAMP")))
    hear_news()
    return LabelIntent.objects.get()


SOLD = BookedLabel("00340", (LabelFile("application/pdf", b"%PDF-1.7"),), "00341")


def test_record_label_keeps_what_was_sold_with_the_parcel(shop, intent):
    mine = claim_labels(intent_ids=[intent.id])[0]

    record_label(intent_id=intent.id, fence=mine.fence, booked=SOLD, at=shop.at, by=shop.by)

    parcel = Parcel.objects.get()
    assert (parcel.tracking_number, parcel.return_tracking_number, parcel.pdf.name) == ("00340", "00341", "00340.pdf")


def test_record_label_of_a_worker_that_comes_back_late_is_refused(shop, intent):
    mine = claim_labels(intent_ids=[intent.id])[0]

    with pytest.raises(LabelOutOfDate):
        record_label(intent_id=intent.id, fence=mine.fence - 1, booked=SOLD, at=shop.at, by=shop.by)
    record_label(intent_id=intent.id, fence=mine.fence, booked=SOLD, at=shop.at, by=shop.by)
    with pytest.raises(LabelOutOfDate):
        record_label(intent_id=intent.id, fence=mine.fence, booked=SOLD, at=shop.at, by=shop.by)


def test_book_again_asks_for_what_was_refused_and_not_for_what_was_sold(shop, intent):
    waits = book_again(intent_id=intent.id, at=shop.at, by=shop.by)
    set_state(LabelIntent.objects.all(), "failed", problem="no such street", ended_at=shop.at)
    refused = book_again(intent_id=intent.id, at=shop.at, by=shop.by)
    again = LabelIntent.objects.get().state
    set_state(LabelIntent.objects.all(), "succeeded", ended_at=shop.at)

    assert (waits, refused, again) == (True, True, "new")
    assert not book_again(intent_id=intent.id, at=shop.at, by=shop.by)


def test_enter_number_takes_the_number_that_somebody_has_and_buys_no_label_besides(shop, intent):
    parcel = Parcel.objects.get()

    enter_number(
        order_id=parcel.order_id, parcel_id=parcel.id, carrier="dhl", number="00340434", at=shop.at, by=shop.by
    )

    parcel.refresh_from_db()
    intent.refresh_from_db()
    assert (parcel.carrier, parcel.tracking_number, intent.state) == ("dhl", "00340434", "failed")


@pytest.mark.parametrize(("carrier", "number"), [("dhl", "short"), ("nobody", "00340434"), ("dhl", "00340434\n")])
def test_enter_number_refuses_what_no_carrier_prints(shop, intent, carrier, number):
    parcel = Parcel.objects.get()

    with pytest.raises(NumberRefused):
        enter_number(
            order_id=parcel.order_id, parcel_id=parcel.id, carrier=carrier, number=number, at=shop.at, by=shop.by
        )


def test_enter_number_waits_while_a_label_is_being_bought(shop, intent):
    claim_labels(intent_ids=[intent.id])
    parcel = Parcel.objects.get()

    with pytest.raises(NumberRefused):
        enter_number(
            order_id=parcel.order_id, parcel_id=parcel.id, carrier="dhl", number="00340434", at=shop.at, by=shop.by
        )


def test_enter_number_knows_only_parcels_of_the_order(shop, intent):
    with pytest.raises(ParcelUnknown):
        enter_number(
            order_id=0, parcel_id=Parcel.objects.get().id, carrier="dhl", number="00340434", at=shop.at, by=shop.by
        )
