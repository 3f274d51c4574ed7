"""An answer from outside that nobody can read: told as a failed call, looked up, and in nobody's way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playing import Played

from builders import hear_news, walk_to_packed
from kontor.channels.models import ChannelIntent
from kontor.connectors.house_carrier import HouseCarrier
from kontor.connectors.kaufland.connector import Kaufland
from kontor.flows.waiting import list_waiting, set_going
from kontor.orders.tables import Order
from kontor.platform.outside.guard import AnswerUnread, calling_outside
from kontor.platform.sql.bulk import execute, select_rows
from kontor.shipping.ports import LabelFile
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels, find_lost_labels

pytestmark = pytest.mark.django_db(transaction=True)


class TestAnUnreadableAnswer:
    def test_is_a_failed_call_and_no_bug_of_the_job(self):
        with pytest.raises(AnswerUnread, match="KeyError"), calling_outside():
            {}["trackingNumber"]

    def test_to_one_notice_keeps_no_other_from_being_told(self, real_shop, monkeypatch):
        played = Played(real_shop, "kaufland")
        played.publish()
        played.direct("buy", sku="LAMP", quantity=1, pending=True)
        played.direct("buy", sku="VASE", quantity=1, pending=True)
        played.poll()
        asked, real = [], Kaufland.acknowledge

        def strange(self, orders):
            asked.append(orders)
            if len(asked) == 1:
                raise KeyError("data")
            return real(self, orders)

        monkeypatch.setattr(Kaufland, "acknowledge", strange)

        played.tell()

        ChannelIntent.objects.filter(state="unknown").update(attempts=5)
        waiting = [(it.kind, it.again) for it in list_waiting(real_shop.at)]
        states = ChannelIntent.objects.filter(kind="acknowledge").order_by("state").values_list("state", "problem")
        played.stop()
        assert [state for state, _ in states] == ["succeeded", "unknown"]
        assert "KeyError" in states[1][1]
        assert ("told", False) in waiting


class TestALabelThatNobodyCanRead:
    def test_keeps_no_other_from_being_bought_and_is_bought_in_the_end(self, real_shop, monkeypatch):
        orders = [real_shop.place((1, "LAMP")), real_shop.place((1, "VASE"))]
        for order in orders:
            walk_to_packed(real_shop, Order.objects.get(id=order.id))
        hear_news()
        first, real = min(LabelIntent.objects.values_list("reference", flat=True)), HouseCarrier.book_label

        def strange(self, request):
            if request.reference == str(first):
                raise TypeError("half a PDF")
            return real(self, request)

        monkeypatch.setattr(HouseCarrier, "book_label", strange)
        for _ in range(5):
            book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
            execute("UPDATE shipping_labelintent SET not_before = now()")
        waiting = [it for it in list_waiting(real_shop.at) if it.kind == "label"]
        called_for = select_rows("SELECT count(*) FROM procrastinate_jobs WHERE queueing_lock LIKE 'label:%%'")[0][0]
        execute("UPDATE shipping_labelintent SET not_before = now() + interval '1 h' WHERE state = 'unknown'")
        monkeypatch.setattr(HouseCarrier, "book_label", real)
        find_lost_labels.func(timestamp=0)
        early = set(LabelIntent.objects.values_list("state", flat=True))
        pressed = set_going(kind="label", id_=waiting[0].id, at=real_shop.at, by=real_shop.by)
        find_lost_labels.func(timestamp=0)

        assert (len(waiting), called_for, early, pressed) == (1, 1, {"succeeded", "unknown"}, True)
        assert "half a PDF" in waiting[0].problem
        assert set(LabelIntent.objects.values_list("state", flat=True)) == {"succeeded"}
        assert not Parcel.objects.filter(tracking_number="").exists()

    def test_of_a_kind_that_nobody_can_keep_is_refused_and_keeps_no_other_back(self, real_shop, monkeypatch):
        for sku in ("LAMP", "VASE"):
            walk_to_packed(real_shop, Order.objects.get(id=real_shop.place((1, sku)).id))
        hear_news()
        first, real = min(LabelIntent.objects.values_list("reference", flat=True)), HouseCarrier.book_label

        def strange(self, request):
            booked = real(self, request)
            return (
                replace(booked, files=(LabelFile("image/gif", b"GIF"),)) if request.reference == str(first) else booked
            )

        monkeypatch.setattr(HouseCarrier, "book_label", strange)
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))

        assert sorted(LabelIntent.objects.values_list("state", flat=True)) == ["failed", "succeeded"]
