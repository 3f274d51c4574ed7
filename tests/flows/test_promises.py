"""Buyers hear when a day moves and when their payment is missing; what is never paid is cancelled and its stock free again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from bank_files import camt, entry
from builders import assert_house_in_order, hear_news, nothing_failed, person
from kontor.channels.tables import Channel
from kontor.flows.money.bank import take_in_statement
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.unpaid import cancel_unpaid, list_ended
from kontor.flows.tasks import cancel_unpaid_orders, remind_of_payments, tell_late_days
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.picking import pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.tables import Order
from kontor.payments.tables import Payment
from lives import set_state

pytestmark = pytest.mark.django_db(transaction=True)


def follow_promises(_: int = 0) -> None:
    """The three clocks of an hour."""
    for clock in (tell_late_days, remind_of_payments, cancel_unpaid_orders):
        clock.func(0)


def ended() -> list[int]:
    return list_ended(after=0, at=read_clock())[0]


def reminded(days: int, state: str = "sent") -> None:
    """As if the reminder had come to this state so many days ago."""
    then = read_clock() - timedelta(days=days)
    sent_at = then if state in ("sent", "kept") else None
    set_state(Message.objects.filter(kind="prepayment_reminder"), state, written_at=then, sent_at=sent_at)


def mails(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("body", flat=True))


def opened(order: Order, days: int) -> None:
    """As if the order had waited for its money so many days already."""
    Payment.objects.filter(order_id=order.id).update(opened_at=read_clock() - timedelta(days=days))


@pytest.fixture
def unpaid(real_shop):
    order = real_shop.place((2, "LAMP"), payment="prepayment")
    hear_news()
    return order


class TestAPrepaymentThatDoesNotCome:
    def test_is_reminded_once_with_the_day_until_when_the_goods_are_kept(self, real_shop, unpaid):
        opened(unpaid, 6)
        follow_promises(0)
        assert mails("prepayment_reminder") == []

        opened(unpaid, 7)
        follow_promises(0)
        follow_promises(0)

        (text,) = mails("prepayment_reminder")
        assert "20,00\xa0€" in text
        assert "Wir halten die Ware bis zum" in text
        assert real_shop.stock("LAMP") == (15, 2)

    def test_is_cancelled_after_the_days_of_the_channel_and_its_stock_is_free(self, real_shop, unpaid):
        opened(unpaid, 21)
        follow_promises(0)  # the reminder goes out first, and gives three days
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"
        reminded(4)

        follow_promises(0)
        hear_news()

        assert Order.objects.get(id=unpaid.id).state == "CANCELLED"
        assert real_shop.stock("LAMP") == (15, 0)
        assert len(mails("order_cancelled")) == 1
        nothing_failed()
        assert_house_in_order()

    def test_stays_where_the_channel_says_never(self, unpaid):
        Channel.objects.update(remind_unpaid_days=0, cancel_unpaid_days=0)
        opened(unpaid, 400)

        follow_promises(0)

        assert mails("prepayment_reminder") == []
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"

    def test_is_left_to_a_person_where_a_part_was_paid(self, real_shop, unpaid):
        with transaction.atomic():
            book_payment(order_id=unpaid.id, amount=Decimal(5), reference="t", at=real_shop.at, by=real_shop.by)
        opened(unpaid, 400)

        follow_promises(0)

        assert ended() == []
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"

    def test_that_nobody_was_reminded_of_is_not_cancelled(self, unpaid):
        """An old stock of orders, a buyer without an address, a shop that writes to its buyers itself."""
        opened(unpaid, 60)
        follow_promises(0)
        assert (mails("prepayment_reminder"), ended()) == ([], [])

        Channel.objects.update(capabilities=["tells_buyer"])
        opened(unpaid, 25)
        follow_promises(0)

        assert (mails("prepayment_reminder"), ended()) == ([], [])
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"

    @pytest.mark.parametrize("state", ["queued", "failed", "kept"])
    def test_whose_reminder_never_left_the_house_is_not_cancelled(self, unpaid, state):
        """A mail server that refuses, one that hangs, none at all: the buyer heard nothing."""
        opened(unpaid, 25)
        follow_promises(0)
        reminded(40, state)

        follow_promises(0)

        assert ended() == []
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"
        assert len(mails("prepayment_reminder")) == 1

    def test_that_nobody_ends_waits_for_somebody_on_the_page(self, real_shop, unpaid):
        opened(unpaid, 29)
        assert [it.kind for it in list_waiting(read_clock())] == []

        opened(unpaid, 31)

        (row,) = list_waiting(read_clock())
        assert (row.kind, row.order_id) == ("unpaid", unpaid.id)

    def test_that_a_transfer_may_be_meant_for_is_left_to_a_person(self, real_shop, unpaid):
        opened(unpaid, 25)
        follow_promises(0)
        reminded(4)
        assert ended() == [unpaid.id]
        entity = LegalEntity.objects.get()
        with transaction.atomic():
            take_in_statement(
                content=camt(entry("19.50", f"Bestellung {unpaid.number}"), closing="119.50"), name="c.xml",
                legal_entity_id=entity.id, mine=True,
                at=real_shop.at, by=real_shop.by,
            )  # fmt: skip

        assert ended() == []
        follow_promises(0)
        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"

    def test_asks_for_what_is_owed_and_not_for_what_was_cancelled(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 2}, reference="t", at=real_shop.at, by=real_shop.by
            )
        hear_news()
        opened(order, 7)

        follow_promises(0)

        (text,) = mails("prepayment_reminder")
        assert "10,00\xa0€" in text
        assert "1 × Tischlampe" in text

    def test_whose_money_comes_between_list_and_cancelling_is_not_cancelled(self, real_shop, unpaid):
        opened(unpaid, 25)
        follow_promises(0)
        reminded(4)
        assert ended() == [unpaid.id]
        with transaction.atomic():
            book_payment(order_id=unpaid.id, amount=Decimal(20), reference="t", at=real_shop.at, by=real_shop.by)

        with transaction.atomic():
            assert not cancel_unpaid(order_id=unpaid.id, at=read_clock(), by=SYSTEM)

        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"

    def test_of_a_marketplace_is_the_marketplaces_own_affair(self, unpaid):
        Channel.objects.update(kind="marketplace")
        opened(unpaid, 400)

        follow_promises(0)

        assert Order.objects.get(id=unpaid.id).state != "CANCELLED"


class TestADayThatMoves:
    def test_is_told_when_a_piece_is_missing_on_the_shelf_and_nowhere_else(self, real_shop):
        order = real_shop.place((4, "VASE"))
        hear_news()
        with transaction.atomic():
            ids = list(FulfilmentOrder.objects.filter(order=order).values_list("id", flat=True))
            start_picking(fulfilment_order_ids=ids, at=real_shop.at, by=real_shop.by)
        task = PickTask.objects.get()
        with transaction.atomic():
            pick_pieces(task_id=task.id, quantity=3, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            report_short_pick(task_id=task.id, missing=1, at=real_shop.at, by=real_shop.by)

        (text,) = mails("order_delayed")
        assert "1 × Vase" in text
        page = person("*").get(reverse("admin:order", args=[order.id])).content.decode()
        assert "Beim Kommissionieren nicht gefunden" in page

    def test_is_not_told_when_another_location_has_it(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        with transaction.atomic():
            ids = list(FulfilmentOrder.objects.filter(order=order).values_list("id", flat=True))
            start_picking(fulfilment_order_ids=ids, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            report_short_pick(task_id=PickTask.objects.get().id, missing=2, at=real_shop.at, by=real_shop.by)

        assert mails("order_delayed") == []

    def test_is_told_once_when_it_went_by(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        Order.objects.filter(id=order.id).update(ship_by=read_clock() - timedelta(hours=1))

        follow_promises(0)
        follow_promises(0)

        (text,) = mails("order_late")
        assert "2 × Tischlampe" in text

    def test_is_told_of_what_is_still_here_only(self, real_shop):
        order = real_shop.place((3, "LAMP"))
        hear_news()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 2}, reference="t", at=real_shop.at, by=real_shop.by
            )
        Order.objects.filter(id=order.id).update(ship_by=read_clock() - timedelta(hours=1))

        follow_promises(0)

        assert "1 × Tischlampe" in mails("order_late")[0]

    def test_that_is_long_past_is_no_news(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        Order.objects.filter(id=order.id).update(ship_by=read_clock() - timedelta(days=5))

        follow_promises(0)

        assert mails("order_late") == []
