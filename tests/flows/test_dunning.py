"""Open items and reminders: shown with reasons before they are sent, each level once, and nobody is asked for too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction
from test_invoices import correct, ship

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.accounting.public import (
    NotToBeReminded,
    list_open_items,
    stop_dunning,
    sum_oss,
    sum_vat,
)
from kontor.accounting.rules import DunningStep, OpenItem, Role, account_of, find_interest, judge_item
from kontor.accounting.tables import BaseRate, DunningLetter, Posting
from kontor.channels.tables import Channel
from kontor.cli.check import evaluate
from kontor.flows.invoicing.dunning import preview_dunning, remind
from kontor.flows.money.collecting import confirm_by_hand
from kontor.flows.selling.payment import book_payment
from kontor.flows.tasks import post_books
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import local_day, read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.tables import Order, OrderLine
from kontor.payments.public import find_payment
from kontor.payments.tables import MoneyIntent, Payment
from kontor.platform.keep.files import read_file
from kontor.platform.models import StoredFile
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)
PARIS = {"name": "Jean", "street": "Rue 1", "postal_code": "75001", "city": "Paris", "country": "FR"}


def owed(shop, *lines, **more):
    """Ship an order on account; its invoice is due in a fortnight."""
    order = shop.place(*lines, payment="invoice", **more)
    ship(shop, order)
    return order


def issued_at():
    """Return when the invoice was issued: days count from there."""
    return Invoice.objects.earliest("id").issued_at


def issued_on():
    """Return the merchant's day of it: shortly before midnight it is tomorrow already."""
    return local_day(issued_at(), "Europe/Berlin")


def preview(shop, days: int) -> dict[int, tuple[int, str]]:
    on = issued_on() + timedelta(days=days)
    found = preview_dunning(legal_entity_id=shop.channel.legal_entity_id, on=on)
    return {it.item.order_id: (it.level, it.reason) for it in found}


def send(shop, *orders, days: int) -> list[DunningLetter]:
    with transaction.atomic():
        letters = remind(
            legal_entity_id=shop.channel.legal_entity_id, order_ids=[order.id for order in orders],
            at=issued_at() + timedelta(days=days), by=shop.by,
        )  # fmt: skip
    hear_news()
    return letters


class TestAnOpenItem:
    def test_is_what_invoices_come_to_less_what_was_received(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(12), reference="1", at=real_shop.at, by=real_shop.by)

        item = list_open_items(real_shop.at.date())[0]

        assert (item.order_id, item.open) == (order.id, 18)
        assert item.due_on == issued_on() + timedelta(days=14)

    def test_goes_with_the_last_cent(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(30), reference="1", at=real_shop.at, by=real_shop.by)

        assert list_open_items(real_shop.at.date()) == []

    def test_that_was_taken_back_is_not_owed(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        correct(real_shop, Invoice.objects.get(order=order), {1: 2})

        assert list_open_items(real_shop.at.date())[0].open == 10


class TestAReminder:
    def test_comes_after_the_due_day_and_costs_nothing_at_first(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))

        early, late = preview(real_shop, 20), preview(real_shop, 21)
        letter = send(real_shop, order, days=21)[0]

        assert (early[order.id], late[order.id]) == ((0, "waits"), (1, "due"))
        assert (letter.level, letter.open, letter.fee, letter.interest) == (1, 30, 0, 0)
        assert read_file(StoredFile.objects.get(sha256=letter.file)).startswith(b"%PDF")
        assert Message.objects.get(kind="payment_reminder").files == [letter.file]
        nothing_failed()
        assert_house_in_order()

    def test_of_the_second_level_costs_its_fee_and_interest_which_are_owed_and_posted(self, real_shop):
        year = read_clock().year
        for half in (date(year, 1, 1), date(year, 7, 1), date(year + 1, 1, 1)):
            BaseRate.objects.create(from_on=half, rate=D("1.27"))
        order = owed(real_shop, (15, "LAMP"))
        send(real_shop, order, days=21)

        letter = send(real_shop, order, days=35)[0]

        # 150.00 at 6.27 % for the 14 days since the first letter.
        assert (letter.level, letter.fee, letter.interest) == (2, D("2.50"), D("0.36"))
        assert find_payment(order.id).amount == D("152.86")
        assert list_open_items(real_shop.at.date())[0].open == D("152.86")
        assert sorted(Posting.objects.filter(source_kind="dunning", source_id=letter.id).values_list("credit", "amount")) == [
            (2650, D("0.36")), (2700, D("2.50")),
        ]  # fmt: skip
        assert_house_in_order()

    def test_without_a_known_base_rate_asks_for_no_interest_and_says_so(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        send(real_shop, order, days=21)

        assert preview(real_shop, 35)[order.id] == (2, "no_base_rate")

    def test_is_not_sent_twice_at_one_level(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        send(real_shop, order, days=21)

        with pytest.raises(NotToBeReminded):
            send(real_shop, order, days=21)

        assert DunningLetter.objects.count() == 1

    def test_is_not_sent_to_who_paid_between_preview_and_sending(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        assert preview(real_shop, 21)[order.id] == (1, "due")
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(30), reference="1", at=real_shop.at, by=real_shop.by)

        with pytest.raises(NotToBeReminded):
            send(real_shop, order, days=21)

    def test_is_stopped_by_hand_for_a_reason(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        with transaction.atomic():
            stop_dunning(order_id=order.id, reason="Reklamation", until=None, at=real_shop.at, by=real_shop.by)

        assert preview(real_shop, 40)[order.id] == (0, "stopped")


class TestWhatAReminderCosts:
    def a_part_delivered(self, shop):
        """Six pieces left and are reminded of; two are not there."""
        order = shop.place((2, "LAMP"), (6, "VASE"), payment="invoice")
        hear_news()
        shipments = walk_to_packed(shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
        hear_news()
        for days in (40, 55, 70):
            send(shop, order, days=days)
        return order

    def cancel_the_rest(self, shop, order) -> None:
        line = OrderLine.objects.get(order=order, short__gt=0)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: line.short}, reference="c", at=shop.at, by=shop.by)
        hear_news()

    def test_is_owed_still_once_the_rest_is_cancelled(self, real_shop):
        order = self.a_part_delivered(real_shop)
        fees = sum(it.fee + it.interest for it in DunningLetter.objects.all())

        self.cancel_the_rest(real_shop, order)

        invoiced = Invoice.objects.get().gross
        assert fees > 0
        assert Payment.objects.get().amount == invoiced + fees
        with transaction.atomic():
            book_payment(order_id=order.id, amount=invoiced + fees, reference="1", at=real_shop.at, by=real_shop.by)

    def test_does_not_go_back_where_it_was_paid(self, real_shop):
        order = self.a_part_delivered(real_shop)
        fees = sum(it.fee + it.interest for it in DunningLetter.objects.all())
        paid = Invoice.objects.get().gross + fees
        with transaction.atomic():
            book_payment(order_id=order.id, amount=paid, reference="1", at=real_shop.at, by=real_shop.by)
        hear_news()

        self.cancel_the_rest(real_shop, order)

        assert not MoneyIntent.objects.exists()
        assert_house_in_order()


class TestTheInterest:
    def test_follows_the_half_years(self):
        base = [(date(2025, 1, 1), D("2.27")), (date(2025, 7, 1), D("1.27"))]

        both = find_interest(D(1000), date(2025, 6, 20), date(2025, 7, 10), base, company=True)

        assert both == round(D(1000) * (D("11.27") * 10 + D("10.27") * 10) / 100 / 365, 2)
        assert find_interest(D(1000), date(2025, 12, 20), date(2026, 1, 2), base, company=True) is None

    def test_is_charged_once_and_never_on_itself(self):
        base = [(date(2026, 1, 1), D("1.27"))]
        steps = [DunningStep(level, 7, 7, interest=level > 1) for level in (1, 2, 3)]
        days = {1: date(2026, 2, 1), 2: date(2026, 3, 1)}
        charged = D("4.81")
        second = OpenItem(1, "1", 1, "EUR", D(1000), date(2026, 1, 1), False, "X", {1: days[1]})  # noqa: FBT003
        third = replace(second, open=D(1000) + charged, reminded=days, costs=charged, interest=charged)

        assert judge_item(second, steps, base, days[2]).interest == charged
        assert judge_item(third, steps, base, date(2026, 4, 1)).interest == D("10.14") - charged

    def test_of_a_business_brings_forty_euros_where_the_level_says_so(self):
        item = OpenItem(1, "1", 1, "EUR", D(100), date(2026, 1, 1), True, "X", {1: date(2026, 2, 1)})  # noqa: FBT003
        step = DunningStep(2, 7, 7, D(5), lump_sum=True)

        assert judge_item(item, [step], [], date(2026, 3, 1)).fee == 45


class TestTheReturns:
    def test_sort_sales_by_the_lines_of_the_form(self, real_shop):
        LegalEntity.objects.update(oss=True)
        ship(real_shop, real_shop.place((1, "LAMP"), (1, "BOOK")))
        abroad = ship(real_shop, real_shop.place((1, "VASE"), ship_to=PARIS))[0]
        year = (date(2026, 1, 1), date(2026, 12, 31))

        vat = {(it.line, it.rate): (it.net, it.tax) for it in sum_vat(*year)}
        oss = sum_oss(*year)

        assert vat == {
            ("81", D(19)): (D("8.40"), D("1.60")), ("86", D(7)): (D("9.35"), D("0.65")), ("45", D(20)): (D("8.33"), D("1.67")),
        }  # fmt: skip
        assert [(it.ship_from, it.country, it.rate, it.net, it.tax, it.corrects) for it in oss] == [
            ("DE", "FR", D(20), D("8.33"), D("1.67"), "")
        ]
        correct(real_shop, abroad)
        assert sum_oss(*year)[0].net == 0


class TestThePage:
    def test_shows_the_preview_and_sends_the_chosen(self, real_shop):
        order = owed(real_shop, (3, "LAMP"))
        client = person("accounting:read", "accounting:write")

        page = client.get("/office/dunning/").content.decode()
        books = client.get("/office/books/?first=2026-01-01&last=2026-12-31").content.decode()
        too_soon = client.post(
            "/office/dunning/send/",
            {"order": [str(order.id)], "legal_entity": str(LegalEntity.objects.get().id)},
            follow=True,
        )

        assert order.number in page
        assert ">81<" in books
        assert "noch nicht fällig" in too_soon.content.decode()
        assert not DunningLetter.objects.exists()


class TestAnOrderThatIsCancelledAfterItsReminders:
    """Invoiced before it left, reminded thrice, and then nothing of it was sent."""

    @pytest.fixture
    def reminded(self, real_shop) -> Order:
        shop = Channel.objects.get(code="shop")
        Channel.objects.filter(id=shop.id).update(capabilities=[*shop.capabilities, "invoice_at_order"])
        for day in (date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)):
            BaseRate.objects.create(from_on=day, rate=D("1.27"))
        company = {"company": "ACME GmbH", "street": "Deutz 1", "postal_code": "50667", "city": "Köln", "country": "DE"}
        order = real_shop.place((3, "LAMP"), payment="invoice", ship_to=company)
        hear_news()
        for days in (21, 35, 50):
            send(real_shop, order, days=days)
        return order

    def cancel(self, shop, order: Order) -> None:
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=shop.at, by=shop.by)
        hear_news()

    def costs_in_the_books(self) -> list[D]:
        """What the accounts of fees and of interest hold."""
        chart = LegalEntity.objects.get().chart
        accounts = [account_of(chart, role) for role in (Role.DUNNING, Role.INTEREST)]
        return [
            sum((it.amount if it.credit == account else -it.amount for it in Posting.objects.all()
                 if account in (it.debit, it.credit)), D(0))
            for account in accounts
        ]  # fmt: skip

    def test_owes_nothing_and_is_asked_no_more(self, real_shop, reminded):
        assert all(self.costs_in_the_books())

        self.cancel(real_shop, reminded)

        payment = Payment.objects.get()
        assert (payment.amount, payment.raised) == (0, 0)
        assert list_open_items(real_shop.at.date() + timedelta(days=60)) == []
        assert preview(real_shop, 90) == {}
        assert self.costs_in_the_books() == [0, 0]
        assert_house_in_order()

    def test_gets_back_what_it_paid_for_them_out_of_the_books_too(self, real_shop, reminded):
        paid = Payment.objects.get().amount
        with transaction.atomic():
            book_payment(order_id=reminded.id, amount=paid, reference="x", at=real_shop.at, by=real_shop.by)
        hear_news()

        self.cancel(real_shop, reminded)
        with transaction.atomic():
            confirm_by_hand(intent_id=MoneyIntent.objects.get().id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert MoneyIntent.objects.get().amount == paid
        assert self.costs_in_the_books() == [0, 0]
        debtor = Posting.objects.filter(source_kind="dunning")[0].debit
        sums = [it.amount if it.debit == debtor else -it.amount for it in Posting.objects.all()]
        assert sum(sums) == 0
        assert_house_in_order()

    def test_piece_by_piece_owes_nothing_either(self, real_shop, reminded):
        for turn, line in enumerate([reminded.lines.get()] * 3):
            with transaction.atomic():
                cancel_pieces(
                    order_id=reminded.id, pieces={line.id: 1}, reference=f"c{turn}", at=real_shop.at, by=real_shop.by
                )  # fmt: skip
            hear_news()

        payment = Payment.objects.get()
        assert (payment.amount, payment.raised) == (0, 0)
        assert list_open_items(real_shop.at.date() + timedelta(days=60)) == []
        assert self.costs_in_the_books() == [0, 0]
        assert_house_in_order()

    def test_of_which_the_books_were_told_nothing_is_found_and_taken_out_of_them(self, real_shop, reminded):
        with transaction.atomic():
            cancel_whole_order(order_id=reminded.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            execute("SET LOCAL session_replication_role = replica")
            execute("UPDATE orders_lineentry SET at = at - interval '3 hours'")
        assert len(self.seen_in_the_books()) == 1

        for _ in range(2):
            post_books.func(0)

        assert self.costs_in_the_books() == [0, 0]
        assert self.seen_in_the_books() == []
        hear_news()
        assert self.costs_in_the_books() == [0, 0]

    def seen_in_the_books(self) -> list[str]:
        found = next(it for it in evaluate() if it["id"] == "I14")
        return [it for it in found["examples"] if "what its reminders cost" in it]

    def test_whose_rest_is_left_owes_them_still(self, real_shop, reminded):
        owed = Payment.objects.get()
        with transaction.atomic():
            pieces = {reminded.lines.get().id: 1}
            cancel_pieces(order_id=reminded.id, pieces=pieces, reference="c", at=real_shop.at, by=real_shop.by)
        hear_news()

        assert (Payment.objects.get().amount, Payment.objects.get().raised) == (owed.amount - 10, owed.raised)
        assert owed.raised > 0
        assert all(self.costs_in_the_books())
        assert_house_in_order()
