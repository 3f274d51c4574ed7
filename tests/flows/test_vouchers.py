"""Vouchers: sold, redeemed once, never for more than is left; taxed when sold or when redeemed, and never twice."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from test_invoices import correct

from builders import an_order, assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.access.public import create_api_key
from kontor.accounting.public import list_claims, list_open_items
from kontor.accounting.tables import Posting
from kontor.catalog.tables import Product
from kontor.cli.check import evaluate
from kontor.flows.invoicing.credits import list_credits
from kontor.flows.money.collecting import refund_order
from kontor.flows.selling.intake import accept_history, accept_orders
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.resolving import TakenIn
from kontor.flows.waiting import list_waiting, set_going
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import pack_order, pick_pieces, start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.invoicing.public import build_einvoice, find_faults, read_record
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order, OrderCharge, OrderLine
from kontor.payments.public import (
    NewVoucher,
    VoucherRefused,
    block_voucher,
    find_voucher,
    issue_voucher,
    settle_voucher,
)
from kontor.payments.tables import Payment, Voucher, VoucherEntry
from kontor.platform.models import IdempotencyKey
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)


def a_voucher(shop, amount: str, **more) -> str:
    new = NewVoucher(
        shop.channel.legal_entity_id,
        more.pop("purpose", "multi"),
        D(amount),
        tax_class=more.pop("tax_class", ""),
        **more,
    )
    with transaction.atomic():
        return issue_voucher(new=new, at=shop.at, by=shop.by)[1]


def using(*codes, **more) -> dict:
    return {"vouchers": [{"code": code} for code in codes], "payment": "prepayment", **more}


def left(code: str) -> D:
    return find_voucher(code).left


def ship(shop, order) -> None:
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()


def balances(order) -> dict[int, D]:
    """Credit less debit of each account of an order's postings, the debtors' as one."""
    sums: dict[int, D] = {}
    for row in Posting.objects.filter(order_id=order.id):
        for account, amount in ((row.credit, row.amount), (row.debit, -row.amount)):
            key = account if account < 10_000 else 0
            sums[key] = sums.get(key, D(0)) + amount
    return sums


class TestAMultiPurposeVoucher:
    def test_pays_for_an_order_and_the_rest_stays_on_it(self, real_shop):
        code = a_voucher(real_shop, "50.00")

        order = real_shop.place((3, "LAMP"), **using(code))
        hear_news()

        order.refresh_from_db()
        assert (order.gross, order.state) == (D("30.00"), "RELEASED")
        assert left(code) == D("20.00")
        assert Payment.objects.get(order_id=order.id).amount == 0
        nothing_failed()
        assert_house_in_order()

    def test_pays_a_part_and_the_rest_is_owed(self, real_shop):
        code = a_voucher(real_shop, "12.50")

        order = real_shop.place((3, "LAMP"), **using(code))
        hear_news()

        payment = Payment.objects.get(order_id=order.id)
        assert (payment.amount, payment.captured, left(code)) == (D("17.50"), 0, 0)

    def test_is_no_discount_the_goods_are_taxed_whole_and_the_books_owe_it_no_longer(self, real_shop):
        code = a_voucher(real_shop, "30.00")
        order = real_shop.place((3, "LAMP"), **using(code))
        ship(real_shop, order)

        invoice = Invoice.objects.get(order=order)
        assert (invoice.gross, invoice.tax) == (D("30.00"), D("4.79"))
        assert read_record(invoice.content, number=invoice.number).paid == D("30.00")
        assert balances(order) == {8400: D("30.00"), 1700: D("-30.00"), 0: D("0.00")}
        assert list_open_items(real_shop.at.date()) == []
        nothing_failed()
        assert_house_in_order()

    def test_gets_back_what_was_paid_for_cancelled_goods_money_first(self, real_shop):
        """100 of which the voucher paid 12.50: what is left of it comes to 10, and the voucher pays that."""
        code = a_voucher(real_shop, "12.50")
        order = real_shop.place((3, "LAMP"), **using(code))
        hear_news()
        line = OrderLine.objects.get(order=order)

        for _ in range(2):
            with transaction.atomic():
                cancel_pieces(
                    order_id=order.id, pieces={line.id: 1}, reference=f"t{_}", at=real_shop.at, by=real_shop.by
                )
            hear_news()

        assert Payment.objects.get(order_id=order.id).amount == 0
        assert left(code) == D("2.50")
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()
        assert left(code) == D("12.50")
        assert VoucherEntry.objects.filter(kind="returned").count() == 2
        nothing_failed()
        assert_house_in_order()

    def test_that_is_sold_is_no_revenue_but_owed(self, real_shop):
        Product.objects.filter(skus__code="VASE").update(tax_class="voucher")
        order = real_shop.place((1, "VASE"), (1, "LAMP"), charges=[{"kind": "shipping", "amount": "4.99"}])
        ship(real_shop, order)

        invoice = Invoice.objects.get(order=order)
        sheet = read_record(invoice.content, number=invoice.number)
        assert find_faults(build_einvoice(sheet)) == []
        assert "Mehrzweckgutschein" in sheet.reasons["E"]
        assert invoice.tax == D("2.39")  # in lamp and shipping alone: 14.99
        assert balances(order)[1700] == D("10.00")
        nothing_failed()
        assert_house_in_order()


class TestASinglePurposeVoucher:
    def test_lowers_what_the_goods_of_its_class_cost_and_their_tax(self, real_shop):
        code = a_voucher(real_shop, "25.00", purpose="single", tax_class="standard")
        order = real_shop.place((2, "LAMP"), (1, "BOOK"), **using(code, total="10.00", payment="paid"))
        ship(real_shop, order)

        charge = OrderCharge.objects.get(order=order)
        assert (charge.kind, charge.gross, charge.rate) == ("voucher", D("-20.00"), 19)
        assert left(code) == D("5.00")
        invoice = sum(it.tax for it in Invoice.objects.filter(order=order))
        assert invoice == D("0.65")  # the book's 7 %
        assert Payment.objects.get(order_id=order.id).amount == D("10.00")

    def test_gets_back_the_part_of_cancelled_goods(self, real_shop):
        code = a_voucher(real_shop, "10.00", purpose="single", tax_class="standard")
        order = real_shop.place((2, "LAMP"), **using(code))
        hear_news()

        with transaction.atomic():
            pieces = {OrderLine.objects.get(order=order).id: 1}
            cancel_pieces(order_id=order.id, pieces=pieces, reference="t", at=real_shop.at, by=real_shop.by)
        hear_news()

        assert left(code) == D("5.00")
        assert Payment.objects.get(order_id=order.id).amount == D("5.00")
        nothing_failed()
        assert_house_in_order()


class TestAVoucherThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"valid_until": date(2026, 11, 19)}, "expired"), ({"currency": "GBP"}, "currency"),
            ({"left": D("0")}, "amount"), ({"amount": D("1"), "left": D("1")}, "amount"),
        ],
    )  # fmt: skip
    def test_refuses_the_order_by_name_and_nothing_moves(self, real_shop, change, why):
        code = a_voucher(real_shop, "50.00")
        Voucher.objects.update(**change)
        before = left(code)

        outcome = real_shop.take(an_order((3, "LAMP"), vouchers=[{"code": code, "amount": "30.00"}]))[0]

        assert isinstance(outcome, VoucherRefused)
        assert outcome.facts["why"] == why
        assert (left(code), Order.objects.count()) == (before, 0)

    def test_is_refused_where_nobody_knows_it_or_it_is_blocked(self, real_shop):
        code = a_voucher(real_shop, "50.00")
        with transaction.atomic():
            block_voucher(voucher_id=find_voucher(code).id, at=real_shop.at, by=real_shop.by)

        outcomes = real_shop.take(an_order((1, "LAMP"), **using(code)), an_order((1, "LAMP"), **using("NOPE")))

        assert [it.facts["why"] for it in outcomes] == ["blocked", "unknown"]

    @pytest.mark.parametrize("dead", ["blocked", "over"])
    def test_and_gets_something_back_waits_for_somebody(self, real_shop, dead):
        code = a_voucher(real_shop, "100.00")
        order = real_shop.place((3, "LAMP"), **using(code))
        hear_news()
        if dead == "blocked":
            with transaction.atomic():
                block_voucher(voucher_id=find_voucher(code).id, at=real_shop.at, by=real_shop.by)
        else:
            Voucher.objects.update(valid_until=real_shop.at.date() - timedelta(days=1))
        assert not [it for it in list_waiting(real_shop.at) if it.kind == "voucher"]

        later = real_shop.at + timedelta(days=1)
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=later, by=real_shop.by)
        hear_news()

        [told] = [it for it in list_waiting(later) if it.kind == "voucher"]
        assert (told.order_id, told.amount, told.currency, told.name) == (order.id, D(30), "EUR", f"…{code[-4:]}")
        with transaction.atomic():
            assert set_going(kind="voucher", id_=told.id, at=read_clock(), by=real_shop.by)
        assert not [it for it in list_waiting(later) if it.kind == "voucher"], "the next one issues no second voucher"
        with transaction.atomic():
            assert not settle_voucher(voucher_id=10**9, at=later, by=real_shop.by)

    def test_spoils_no_other_order_of_its_batch(self, real_shop):
        code = a_voucher(real_shop, "50.00", purpose="single", tax_class="standard")

        outcomes = real_shop.take(
            an_order((1, "LAMP"), **using(code, "NOPE")), an_order((1, "LAMP"), **using(code)), an_order((1, "VASE"))
        )

        assert [isinstance(it, TakenIn) for it in outcomes] == [False, True, True]
        assert left(code) == D("40.00")

    def test_is_typed_as_people_type(self, real_shop):
        code = a_voucher(real_shop, "5.00", code="AB01-CDEF")

        assert find_voucher(" aboi cdef ") == find_voucher(code)
        with pytest.raises(VoucherRefused):
            a_voucher(real_shop, "5.00", code="ab01cdef")


class TestTwoOrdersAtOnce:
    """Ten buyers redeem one voucher of 30 with orders of 10 each, all at the same moment: three of them can."""

    def redeem(self, shop, code: str) -> list:
        gate, outcomes = threading.Barrier(10), []

        def buy(number: int) -> None:
            order = an_order((1, "LAMP"), vouchers=[{"code": code, "amount": "10.00"}], external_id=f"R-{number}")
            gate.wait()
            try:
                with transaction.atomic():
                    outcomes.extend(accept_orders(incoming=[order], at=shop.at, by=shop.by))
            except DatabaseError as failure:
                outcomes.append(failure)
            finally:
                connection.close()

        threads = [threading.Thread(target=buy, args=(n,)) for n in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def test_use_no_more_than_there_is(self, real_shop):
        code = a_voucher(real_shop, "30.00")

        outcomes = self.redeem(real_shop, code)

        assert sum(isinstance(it, TakenIn) for it in outcomes) == 3
        assert sum(isinstance(it, VoucherRefused) for it in outcomes) == 7
        assert left(code) == 0
        assert_house_in_order()

    def test_are_stopped_by_the_database_where_the_lock_is_off(self, real_shop, monkeypatch):
        """The twin: without the lock some of them get as far as the database, which refuses; none gets through."""
        from django.db.models import QuerySet

        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
        code = a_voucher(real_shop, "30.00")

        outcomes = self.redeem(real_shop, code)

        assert sum(isinstance(it, TakenIn) for it in outcomes) == 3
        assert left(code) == 0
        assert any(isinstance(it, DatabaseError) for it in outcomes)


class TestThePage:
    def test_issues_shows_and_blocks(self, real_shop):
        client = person("payments:*")
        entity = real_shop.channel.legal_entity_id

        issued = client.post(
            "/office/vouchers/issue/", {"legal_entity": entity, "amount": "25,00", "purpose": "multi"}, follow=True
        )
        voucher = Voucher.objects.get()
        client.post(f"/office/vouchers/{voucher.id}/block/")
        unknown = client.post("/office/vouchers/", {"code": "NOPE"}).content.decode()
        client.post("/office/vouchers/issue/", {"legal_entity": entity, "amount": "x", "purpose": "multi"})

        assert f"-{voucher.hint}" in issued.content.decode()
        voucher.refresh_from_db()
        assert (voucher.amount, voucher.blocked_at is not None) == (D("25.00"), True)
        assert "no voucher with this code" in unknown or "keinen Gutschein mit diesem Code" in unknown
        assert Voucher.objects.count() == 1

    def test_is_closed_to_who_may_not(self, real_shop):
        client = person("orders:*")

        assert client.get("/office/vouchers/").status_code == 403
        assert client.post("/office/vouchers/issue/", {"amount": "5"}).status_code == 403
        assert not Voucher.objects.exists()


class TestWhatFreshEyesFound:
    """Each was wrong once."""

    def cancel(self, shop, order, count: int) -> None:
        line = OrderLine.objects.filter(order=order).first()
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: count}, reference=f"c{count}", at=shop.at, by=shop.by)
        hear_news()

    def test_an_order_whose_rest_a_voucher_pays_goes_on(self, real_shop):
        order = real_shop.place((3, "LAMP"), **using(a_voucher(real_shop, "12.50")))
        hear_news()

        self.cancel(real_shop, order, 2)

        order.refresh_from_db()
        assert order.state == "RELEASED"
        assert_house_in_order()

    @pytest.mark.parametrize("off", ["5.00", "10.00"])
    def test_a_voucher_and_a_discount_never_come_to_more_than_the_goods(self, real_shop, off):
        code = a_voucher(real_shop, "10.00", purpose="single", tax_class="standard")

        lines = [
            {"sku": "LAMP", "quantity": 1, "unit_price": "10.00"},
            {"sku": "BOOK", "quantity": 1, "unit_price": "10.00"},
        ]
        charges = [{"kind": "discount", "amount": off}]
        order = real_shop.place(lines=lines, charges=charges, **using(code))

        standard = order.lines.get(rate=19).gross + sum(
            charge.gross for charge in OrderCharge.objects.filter(order=order, rate=19)
        )
        assert standard == 0
        assert left(code) == D(off) / 2
        assert (order.gross, order.tax >= 0) == (10 - D(off) / 2, True)

    def test_a_refused_order_leaves_all_of_its_vouchers_to_the_next_one(self, real_shop):
        first, second = a_voucher(real_shop, "30.00"), a_voucher(real_shop, "5.00")
        with transaction.atomic():
            block_voucher(voucher_id=find_voucher(second).id, at=real_shop.at, by=real_shop.by)

        outcomes = real_shop.take(an_order((2, "LAMP"), **using(first, second)), an_order((3, "LAMP"), **using(first)))

        assert [isinstance(it, TakenIn) for it in outcomes] == [False, True]
        assert left(first) == 0

    def test_one_voucher_named_twice_is_refused_by_name(self, real_shop):
        code = a_voucher(real_shop, "30.00")

        outcome = real_shop.take(an_order((3, "LAMP"), **using(code, code.lower())))[0]

        assert outcome.facts["why"] == "twice"
        assert left(code) == D("30.00")

    def test_what_a_voucher_paid_for_returned_goods_goes_back_to_it_once(self, real_shop):
        code = a_voucher(real_shop, "20.00")
        order = real_shop.place((3, "LAMP"), **using(code, payment="paid"))
        ship(real_shop, order)

        for _ in range(2):
            with transaction.atomic():
                refund_order(
                    order_id=order.id, amount=D("25.00"), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by
                )

        assert left(code) == D("15.00")
        assert Payment.objects.get(order_id=order.id).refund_pending == D("10.00")
        assert_house_in_order()

    @pytest.mark.parametrize(("amount", "back"), [("30.00", "10.00"), ("12.50", "20.00")])
    def test_goodwill_that_a_voucher_gets_back_is_claimed_from_nobody(self, real_shop, amount, back):
        order = real_shop.place((3, "LAMP"), **using(a_voucher(real_shop, amount)))
        hear_news()
        if rest := D(30) - D(amount):
            with transaction.atomic():
                book_payment(order_id=order.id, amount=rest, reference="r", at=real_shop.at, by=real_shop.by)
            hear_news()
        ship(real_shop, order)

        with transaction.atomic():
            refund_order(
                order_id=order.id, amount=D(back), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert list_open_items(real_shop.at.date() + timedelta(days=60)) == []
        assert_house_in_order()

    @pytest.mark.parametrize(("pieces", "back"), [(None, "30.00"), ({1: 1}, "10.00")])
    def test_what_a_single_purpose_voucher_lowered_goes_back_to_it_with_the_correction(self, real_shop, pieces, back):
        code = a_voucher(real_shop, "30.00", purpose="single", tax_class="standard")
        order = real_shop.place((3, "LAMP"), **using(code))
        hear_news()
        ship(real_shop, order)
        assert left(code) == 0

        correct(real_shop, Invoice.objects.filter(kind="invoice").get(), pieces)

        assert left(code) == D(back)
        assert_house_in_order()

    @pytest.mark.parametrize(("purpose", "back"), [("single", "10.00"), ("multi", "0.00")])
    def test_what_was_corrected_is_not_owed_once_the_rest_is_cancelled(self, real_shop, purpose, back):
        """A vase leaves and is corrected on paper while the book is still to come; then the book is cancelled."""
        classed = {"tax_class": "standard"} if purpose == "single" else {}
        code = a_voucher(real_shop, "10.00", purpose=purpose, **classed)
        order = real_shop.place((1, "VASE"), (1, "BOOK"), **using(code) | {"payment": "invoice"})
        hear_news()
        self.ship_from(real_shop, order, real_shop.near)
        correct(real_shop, Invoice.objects.get())

        with transaction.atomic():
            book = order.lines.get(sku=real_shop.skus["BOOK"])
            cancel_pieces(order_id=order.id, pieces={book.id: 1}, reference="c", at=real_shop.at, by=real_shop.by)
        hear_news()

        assert Payment.objects.get().amount == 0
        assert list_claims(real_shop.channel.legal_entity_id) == []
        assert left(code) == D(back)
        assert_house_in_order()

    def ship_from(self, shop, order, location) -> None:
        open_here = FulfilmentOrder.objects.filter(order=order, location=location)
        with transaction.atomic():
            picked = start_picking(fulfilment_order_ids=[it.id for it in open_here], at=shop.at, by=shop.by)
        for task in PickTask.objects.filter(pick_list_id=picked):
            with transaction.atomic():
                pick_pieces(task_id=task.id, quantity=task.quantity, at=shop.at, by=shop.by)
        with transaction.atomic():
            packed = pack_order(fulfilment_order_id=open_here[0].id, at=shop.at, by=shop.by)
        hear_news()
        with transaction.atomic():
            dispatch_shipments(shipment_ids=[packed], at=shop.at, by=shop.by)
        hear_news()

    def test_a_single_purpose_voucher_that_got_nothing_back_is_found(self, real_shop):
        order = real_shop.place(
            (3, "LAMP"), **using(a_voucher(real_shop, "30.00", purpose="single", tax_class="standard"))
        )
        hear_news()
        ship(real_shop, order)
        correct(real_shop, Invoice.objects.get(), {1: 1})
        with transaction.atomic():
            execute("SET LOCAL session_replication_role = replica")
            execute("DELETE FROM payments_voucherentry WHERE kind <> 'redeemed'")
            execute("UPDATE invoicing_invoice SET issued_at = issued_at - interval '1 hour'")

        found = next(it for it in evaluate() if it["id"] == "I14")

        assert [it for it in found["examples"] if "of vouchers and its papers say" in it]

    @pytest.mark.parametrize(("pieces", "told"), [(None, 30), ({1: 1}, 10)])
    def test_what_a_voucher_paid_of_a_corrected_invoice_waits_to_go_back(self, real_shop, pieces, told):
        order = real_shop.place((3, "LAMP"), **using(a_voucher(real_shop, "30.00")))
        hear_news()
        ship(real_shop, order)

        correct(real_shop, Invoice.objects.get(), pieces)

        assert [it.amount for it in list_credits(real_shop.at, most=9)] == [told]
        assert_house_in_order()

    def test_orders_of_the_past_use_no_voucher(self, real_shop):
        code = a_voucher(real_shop, "10.00")

        with transaction.atomic():
            accept_history(incoming=[an_order((1, "LAMP"), **using(code))], at=real_shop.at, by=real_shop.by)

        assert left(code) == D("10.00")

    def test_the_same_order_told_twice_at_once_is_in_once(self, real_shop):
        code = a_voucher(real_shop, "10.00")
        order = an_order((1, "LAMP"), **using(code))
        outcomes, gate = [], threading.Barrier(2)

        def tell() -> None:
            gate.wait()
            with transaction.atomic():
                outcomes.extend(accept_orders(incoming=[order], at=real_shop.at, by=real_shop.by))
            connection.close()

        threads = [threading.Thread(target=tell) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(it.new for it in outcomes) == [False, True]
        assert Order.objects.count() == 1

    def test_without_a_key_none_is_issued_as_a_second_request_would_be_a_second_voucher(self, real_shop):
        with transaction.atomic():
            secret = create_api_key(name="shop", capabilities=["payments:*"], at=real_shop.at, by=real_shop.by)
        api = Client(headers={"Authorization": f"Bearer {secret}"})

        answer = api.post("/api/v1/vouchers", '{"amount": "5.00"}', content_type="application/json")

        assert (answer.status_code, answer.json()["code"]) == (422, "intake.key_missing")
        assert not Voucher.objects.exists()

    def test_a_code_is_in_no_kept_answer(self, real_shop):
        with transaction.atomic():
            secret = create_api_key(name="shop", capabilities=["payments:*"], at=real_shop.at, by=real_shop.by)
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"}

        first, again = (
            Client(headers=headers)
            .post("/api/v1/vouchers", '{"amount": "5.00"}', content_type="application/json")
            .json()
            for _ in range(2)
        )

        assert find_voucher(first["code"]).left == 5
        assert again == {"ends_in": first["code"][-4:]}
        assert not IdempotencyKey.objects.filter(body__contains=first["code"]).exists()
        assert Voucher.objects.count() == 1

    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"purpose": "gift"}, "purpose"),
            ({"purpose": "single"}, "tax_class"),
            ({"tax_class": "standard"}, "tax_class"),
            ({"amount": "0.00"}, "amount"),
            ({"amount": "1.005"}, "amount"),
            ({"code": "AAAA-BBBB"}, "known"),
        ],
    )
    def test_that_is_none_is_refused_with_the_reason_that_fits(self, real_shop, facts, why):
        a_voucher(real_shop, "5.00", code="AAAA-BBBB")

        with pytest.raises(VoucherRefused) as refused:
            a_voucher(real_shop, facts.pop("amount", "5.00"), **facts)

        assert refused.value.facts["why"] == why

    @pytest.mark.parametrize("code", ["-", "5OFF", "ABC-1234"[:7]])
    def test_a_short_code_is_refused(self, real_shop, code):
        with pytest.raises(VoucherRefused):
            a_voucher(real_shop, "5.00", code=code)
