"""Bank statements: money finds its orders, once, and nobody's money is guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from test_invoices import correct, ship

from bank_files import camt, collective, entry, mt940
from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.accounting.public import list_open_items
from kontor.accounting.tables import Posting
from kontor.channels.tables import Channel
from kontor.cli.check import evaluate
from kontor.flows.books.posting import post_what_is_left
from kontor.flows.invoicing.credits import list_credits
from kontor.flows.money.bank import (
    book_transaction,
    take_in_statement,
    take_off_by_hand,
    take_off_order,
    take_out_again,
)
from kontor.flows.money.collecting import drop_by_hand, refund_order
from kontor.flows.money.handing_out import export_refunds
from kontor.flows.money.overpaid import send_rest_back
from kontor.flows.money.waiting import list_money_waiting
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.public import lock_orders
from kontor.orders.tables import Order
from kontor.payments.errors import MoneyBound, OtherPayer, StillOwed, TransactionTooSmall
from kontor.payments.public import (
    AccountUnknown,
    NothingToRebook,
    StatementUnreadable,
    TransactionElsewhere,
    TransactionSettled,
    amend_debt,
    find_payment,
    get_transaction,
    keep_rest,
    list_receipts,
    list_shares,
    put_aside,
    raise_debts,
    rebook_receipt,
    receive_elsewhere,
)
from kontor.payments.queries import find_payer
from kontor.payments.tables import BankStatement, BankTransaction, MoneyIntent, Payment, PaymentEntry
from kontor.platform.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def take(shop, *lines: str, closing: str, opening: str = "100.00"):
    with transaction.atomic():
        done = take_in_statement(
            content=camt("".join(lines), opening=opening, closing=closing), name="c.xml",
            legal_entity_id=shop.channel.legal_entity_id, at=shop.at, by=shop.by,
        )  # fmt: skip
    hear_news()
    return done


def owing(shop, *lines, **more) -> Order:
    order = shop.place(*lines, payment="prepayment", **more)
    hear_news()
    return order


class TestAFileThatNoBankWrites:
    @pytest.mark.parametrize(
        "change",
        [
            ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>NaN<"), ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>sNaN<"),
            ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>Infinity<"), ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>1e400<"),
            ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>1e-9<"), ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUROPA'>10.00<"),
            ("<Amt Ccy='EUR'>10.00<", "<Amt Ccy='EUR'>99999999999999999999<"),
            ("2026-11-20</Dt></BookgDt>", "9999-12-31</Dt></BookgDt>"),
            ("2026-11-20</Dt></BookgDt>", "0001-01-01</Dt></BookgDt>"), ("<Amt Ccy='EUR'>100.00<", "<Amt Ccy='EUR'>NaN<"),
        ],
    )  # fmt: skip
    def test_is_refused_by_name(self, real_shop, change):
        content = camt(entry("10.00", "x"), opening="100.00", closing="110.00").replace(*(it.encode() for it in change))

        page = person("*").post(
            reverse("admin:bank_upload"),
            {"file": SimpleUploadedFile("c.xml", content), "legal_entity": str(real_shop.channel.legal_entity_id)},
            follow=True,
        )

        assert page.status_code == 200
        assert not BankTransaction.objects.exists()

    def test_with_a_nul_in_it_is_refused_by_name(self, real_shop):
        with pytest.raises(StatementUnreadable), transaction.atomic():
            take_in_statement(
                content=mt940("?20x\x00y"), name="m.sta", legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

    def test_of_a_day_to_come_is_looked_at_before_it_is_booked(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        content = camt(entry("10.00", f"Bestellung {order.number}"), closing="110.00").replace(
            b"2026-11-20</Dt></BookgDt>", b"2027-11-20</Dt></BookgDt>"
        )

        with transaction.atomic():
            done = take_in_statement(
                content=content,
                name="c.xml",
                legal_entity_id=real_shop.channel.legal_entity_id,
                at=real_shop.at,
                by=real_shop.by,
            )

        assert (done.booked, done.open) == (0, 1)
        assert find_payment(order.id).captured == 0


class TestMoneyOnTheWrongOrder:
    @pytest.fixture
    def wrong(self, real_shop):
        """Money of the second order, booked on the first."""
        first, second = owing(real_shop, (1, "LAMP")), owing(real_shop, (1, "VASE"))
        take(real_shop, entry("10.00", "Gruß", name="Niemand"), closing="110.00")
        line = BankTransaction.objects.get()
        with transaction.atomic():
            book_transaction(transaction_id=line.id, shares=[(first.id, D(10))], at=real_shop.at, by=real_shop.by)
        hear_news()
        return first, second, line

    def test_is_taken_off_it_and_booked_on_the_right_one(self, real_shop, wrong):
        first, second, line = wrong
        assert Order.objects.get(id=first.id).state == "RELEASED"
        office = person("*")

        office.post(reverse("admin:bank_settle", args=[line.id, "off"]), {"order": first.id})
        hear_news()
        line.refresh_from_db()
        between = (
            line.state,
            find_payment(first.id).captured,
            find_payment(first.id).secured_at,
            Order.objects.get(id=first.id).state,
        )
        with transaction.atomic():
            book_transaction(transaction_id=line.id, shares=[(second.id, D(10))], at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            post_what_is_left(at=real_shop.at, by=real_shop.by)

        assert between == ("open", 0, None, "HELD")
        assert (find_payment(second.id).captured, Order.objects.get(id=second.id).state) == (10, "RELEASED")
        page = office.get(reverse("admin:bank")).content.decode()
        assert (f">{second.number}<" in page, f">{first.number}<" in page) == (True, False)
        nothing_failed()
        assert_house_in_order()

    def test_is_taken_off_once(self, real_shop, wrong):
        first, _, line = wrong
        with transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=first.id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(NothingToRebook), transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=first.id, at=real_shop.at, by=real_shop.by)

        assert find_payment(first.id).captured == 0

    def test_may_be_booked_on_it_again_and_taken_off_again(self, real_shop, wrong):
        """No line of the bank says booked while its money is nowhere."""
        first, _, line = wrong
        for paid in (10, 10):
            with transaction.atomic():
                take_off_order(transaction_id=line.id, order_id=first.id, at=real_shop.at, by=real_shop.by)
            assert find_payment(first.id).captured == 0
            with transaction.atomic():
                book_transaction(transaction_id=line.id, shares=[(first.id, D(paid))], at=real_shop.at, by=real_shop.by)
            line.refresh_from_db()
            assert (find_payment(first.id).captured, line.state) == (10, "booked")
        hear_news()
        assert find_payer(Payment.objects.get(order_id=first.id))[1] == line.iban
        assert_house_in_order()

    def test_is_no_payer_of_whom_money_was_taken_off_again(self, real_shop, wrong):
        """What goes back goes to who paid, not to a stranger whose transfer was booked there by mistake."""
        first, _, line = wrong
        with transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=first.id, at=real_shop.at, by=real_shop.by)

        assert find_payer(Payment.objects.get(order_id=first.id)) == ("", "", "")

    def test_stays_where_it_was_given_back(self, real_shop, wrong):
        first, _, line = wrong
        with transaction.atomic():
            refund_order(order_id=first.id, amount=D(4), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)

        with pytest.raises(MoneyBound), transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=first.id, at=real_shop.at, by=real_shop.by)

        assert find_payment(first.id).captured == 10


class TestWhatIsTransferredBeyondWhatIsOwed:
    def overpaid(self, shop, order, *, iban: str = "DE89370400440532013000") -> BankTransaction:
        take(shop, entry("50.00", "Danke", name="Erika Muster", iban=iban), closing="150.00")
        line = BankTransaction.objects.latest("id")
        with transaction.atomic():
            book_transaction(transaction_id=line.id, shares=[(order.id, order.gross)], at=shop.at, by=shop.by)
        return line

    def test_goes_back_to_its_sender_with_the_next_file(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order)
        office = person("*")
        assert "Zurücküberweisen" in office.get(reverse("admin:bank")).content.decode()

        office.post(reverse("admin:bank_settle", args=[line.id, "rest"]), {"order": order.id})

        line.refresh_from_db()
        payment, refund = find_payment(order.id), MoneyIntent.objects.get()
        assert (line.state, payment.captured, payment.refund_pending) == ("booked", 50, 40)
        assert (refund.amount, refund.iban, refund.holder) == (40, line.iban, "Erika Muster")
        hear_news()
        assert sum(list_shares([line.id])[line.id].values()) == 50
        nothing_failed()
        assert_house_in_order()

    def test_goes_back_once(self, real_shop):
        office, order = person("*"), owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order)

        for _ in range(2):
            office.post(reverse("admin:bank_settle", args=[line.id, "rest"]), {"order": order.id})

        assert find_payment(order.id).captured == 50
        assert MoneyIntent.objects.count() == 1

    def test_comes_into_no_file_above_the_limit_before_a_second_person_agreed(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order)
        LegalEntity.objects.update(four_eyes_above=D(20), iban="DE02120300000000202051")

        with transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            file = export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        assert (file, MoneyIntent.objects.get().state) == ("", "new")

    def test_from_another_account_than_the_order_was_paid_from_goes_to_nobody_by_itself(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", order.number, iban="DE02120300000000202051"), closing="110.00")
        take(real_shop, entry("5.00", f"{order.number} noch einmal", name="Bert"), opening="110.00", closing="115.00")
        line = BankTransaction.objects.latest("id")

        with pytest.raises(OtherPayer), transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)

        line.refresh_from_db()
        assert (line.state, find_payment(order.id).captured) == ("open", 10)

    def test_is_not_given_back_while_the_order_still_owes(self, real_shop):
        order = owing(real_shop, (4, "LAMP"))
        line = self.part_booked(real_shop, order, "10.00")

        with pytest.raises(StillOwed), transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)

        assert find_payment(order.id).captured == 10

    def part_booked(self, shop, order, amount: str) -> BankTransaction:
        take(shop, entry("30.00", "Danke", name="Erika Muster"), closing="130.00")
        line = BankTransaction.objects.latest("id")
        with transaction.atomic():
            book_transaction(transaction_id=line.id, shares=[(order.id, D(amount))], at=shop.at, by=shop.by)
        return line

    def test_without_an_account_goes_to_nobody_by_itself(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order, iban="")

        with pytest.raises(OtherPayer), transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)

    def test_is_given_back_once_whatever_follows(self, real_shop):
        """A piece is cancelled and the order told anew while the rest waits for the bank: each goes back once."""
        order = owing(real_shop, (2, "LAMP"))
        line = self.overpaid(real_shop, order)
        with transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 1}, reference="x", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        payment = find_payment(order.id)
        assert (payment.captured, payment.refund_pending, payment.amount) == (50, 40, 10)
        assert sorted(it.amount for it in MoneyIntent.objects.all()) == [10, 30]
        assert_house_in_order()

    def test_binds_what_it_was_beyond_of_and_a_later_refund_goes_to_who_paid(self, real_shop):
        """The buyer paid ten, then fifty from the same account: what he owes stays ten, whatever is taken off."""
        order = owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order)
        with transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        paid = next(it for it in list_receipts(order.id) if it.amount == 10)

        with pytest.raises(MoneyBound), transaction.atomic():
            rebook_receipt(order_id=order.id, receipt_id=paid.id, at=real_shop.at, by=real_shop.by)

        assert find_payer(Payment.objects.get(order_id=order.id))[1] == line.iban
        assert find_payment(order.id).captured == 50

    def test_is_taken_off_again_while_it_waits_to_go_back(self, real_shop):
        """It was another order's after all: its refund is withdrawn, the rest of the line waits again."""
        order = owing(real_shop, (1, "LAMP"))
        line = self.overpaid(real_shop, order)
        with transaction.atomic():
            send_rest_back(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        assert MoneyIntent.objects.get().state == "failed"

        line.refresh_from_db()
        assert (line.state, list_shares([line.id])[line.id]) == ("open", {order.id: 10})
        with transaction.atomic():
            assert (
                keep_rest(order_id=order.id, line=get_transaction(line.id), at=real_shop.at, by=real_shop.by)[1] == 40
            )
        hear_news()
        assert_house_in_order()


class TestMoneyThatWasBookedByMistake:
    def book(self, shop, order, amount: str, reference: str = "bar") -> None:
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(amount), reference=reference, at=shop.at, by=shop.by)
        hear_news()

    def take_off(self, office, order) -> None:
        receipt = next(iter(list_receipts(order.id)))
        office.post(reverse("admin:order_verb", args=[order.id, "take-off"]), {"receipt": receipt.id})
        hear_news()

    def test_is_taken_off_and_the_order_waits_for_its_payment_again(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        self.book(real_shop, order, str(order.gross))
        assert Order.objects.get(id=order.id).state == "RELEASED"

        self.take_off(person("*"), order)

        order.refresh_from_db()
        assert (find_payment(order.id).captured, order.secured_at, order.state) == (0, None, "HELD")
        assert list_receipts(order.id) == []
        nothing_failed()
        assert_house_in_order()

    def test_is_paid_there_where_its_channel_said_so_meanwhile(self, real_shop):
        """Booked by mistake, paid in the shop, sent; then the mistake is taken off: nobody asks the buyer a second time."""
        order = owing(real_shop, (1, "LAMP"))
        self.book(real_shop, order, str(order.gross))
        with transaction.atomic():
            receive_elsewhere(order_id=order.id, at=real_shop.at, by=real_shop.by)

        self.take_off(person("*"), order)

        payment = find_payment(order.id)
        assert (payment.captured, payment.method, payment.lacking) == (10, "paid", 0)
        assert Order.objects.get(id=order.id).state == "RELEASED"
        nothing_failed()
        assert_house_in_order()

    def test_is_given_back_there_where_a_part_was_cancelled_meanwhile(self, real_shop):
        """The shop has twenty, ten were cancelled since; then the stranger's twenty are taken off: ten go back at the shop."""
        order = owing(real_shop, (2, "LAMP"))
        self.book(real_shop, order, "20.00")
        with transaction.atomic():
            receive_elsewhere(order_id=order.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.get().id: 1}, reference="x", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        self.take_off(person("*"), order)

        payment = find_payment(order.id)
        assert (payment.captured, payment.amount, payment.refund_pending) == (20, 10, 10)
        assert [it.elsewhere for it in MoneyIntent.objects.exclude(state="failed")] == [True]
        assert Order.objects.get(id=order.id).payment == "paid"
        nothing_failed()
        assert_house_in_order()

    def test_is_paid_there_only_as_far_as_its_channel_said(self, real_shop):
        """Ten were booked here, and the shop says that ten are paid; raised to thirty since, twenty are owed."""
        order = owing(real_shop, (1, "LAMP"))
        self.book(real_shop, order, "10.00")
        with transaction.atomic():
            receive_elsewhere(order_id=order.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            amend_debt(order_id=order.id, amount=D(30), at=real_shop.at, by=real_shop.by)
        self.book(real_shop, order, "20.00", "irrtum")
        receipt = next(it for it in list_receipts(order.id) if it.amount == 20)

        with transaction.atomic():
            lock_orders([order.id])
            rebook_receipt(order_id=order.id, receipt_id=receipt.id, at=real_shop.at, by=real_shop.by)

        payment = Payment.objects.get()
        assert (payment.captured, payment.lacking) == (10, 20)
        assert payment.secured_at is None

    def test_is_not_booked_again_by_the_same_form_sent_late(self, real_shop):
        """The browser sends a form a second time, after somebody has taken its payment off: it is told, and nothing is booked."""
        office, order = person("*"), owing(real_shop, (1, "LAMP"))
        form = {"amount": "10,00", "reference": "bar", "form": "f-1"}
        office.post(reverse("admin:order_verb", args=[order.id, "pay"]), form)
        self.take_off(office, order)

        told = office.post(reverse("admin:order_verb", args=[order.id, "pay"]), form, follow=True).content.decode()

        assert (find_payment(order.id).captured, "wieder vom Auftrag genommen" in told) == (0, True)
        office.post(reverse("admin:order_verb", args=[order.id, "pay"]), form | {"form": "f-2"})
        assert find_payment(order.id).captured == 10

    @pytest.mark.parametrize("reference", ["bar", "bar 2", "channel:1"])
    def test_is_booked_again_once_it_comes(self, real_shop, reference):
        office, order = person("*"), owing(real_shop, (1, "LAMP"))
        self.book(real_shop, order, str(order.gross))
        self.take_off(office, order)

        for _twice in range(2):
            self.book(real_shop, order, str(order.gross), reference)

        order.refresh_from_db()
        assert (find_payment(order.id).captured, order.secured_at is not None) == (order.gross, True)
        self.take_off(office, order)
        assert find_payment(order.id).captured == 0
        assert_house_in_order()

    @pytest.mark.parametrize(("pieces", "given_back"), [(1, []), (2, [10])])
    def test_is_given_back_to_nobody(self, real_shop, pieces, given_back):
        """30 are booked, a part is cancelled and its money waits to go back; of the 30 the bank saw 20."""
        order = owing(real_shop, (3, "LAMP"))
        self.book(real_shop, order, "20", "bank")
        self.book(real_shop, order, "10")
        with transaction.atomic():
            line = order.lines.get().id
            cancel_pieces(order_id=order.id, pieces={line: pieces}, reference="c", at=real_shop.at, by=real_shop.by)
        hear_news()

        self.take_off(person("*"), order)

        live = MoneyIntent.objects.filter(state="new")
        assert [it.amount for it in live] == given_back
        payment = find_payment(order.id)
        order.refresh_from_db()
        assert payment.refund_pending == sum(given_back)
        assert (payment.lacking, payment.secured_at is not None, order.state) == (0, True, "RELEASED")
        assert_house_in_order()

    def test_is_a_claim_where_the_goods_are_gone(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        self.book(real_shop, order, str(order.gross))
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()

        self.take_off(person("*"), order)

        order.refresh_from_db()
        assert (order.state, order.secured_at) == ("CLOSED", None)
        waiting = [(it.kind, it.order_id, it.amount) for it in list_money_waiting(real_shop.at)]
        assert ("unpaid", order.id, order.gross) in waiting
        assert_house_in_order()

    def test_stays_where_a_line_of_the_bank_brought_it(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", order.number), closing="110.00")

        self.take_off(person("*"), order)

        assert find_payment(order.id).captured == 10


class TestAnOrderInPrepayment:
    def test_is_paid_once_what_was_to_go_back_of_it_stays(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        for amount, reference in ((10, "1"), (20, "2")):
            with transaction.atomic():
                book_payment(order_id=order.id, amount=D(amount), reference=reference, at=real_shop.at, by=real_shop.by)
                if reference == "1":
                    refund_order(
                        order_id=order.id, amount=D(10), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by
                    )
        assert find_payment(order.id).secured_at is None

        with transaction.atomic():
            drop_by_hand(intent_id=MoneyIntent.objects.get().id, at=real_shop.at, by=real_shop.by)
        hear_news()

        order.refresh_from_db()
        assert (find_payment(order.id).lacking, order.state) == (0, "RELEASED")
        assert_house_in_order()

    def test_is_booked_again_under_a_reference_of_any_length(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        for _ in range(3):
            with transaction.atomic():
                book_payment(order_id=order.id, amount=D(10), reference="x" * 120, at=real_shop.at, by=real_shop.by)
            with transaction.atomic():
                receipt = list_receipts(order.id)[0].id
                take_off_by_hand(order_id=order.id, receipt_id=receipt, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert sorted(PaymentEntry.objects.values_list("kind", "turn")) == [
            (kind, turn) for kind in ("captured", "unbooked") for turn in (1, 2, 3)
        ]
        assert_house_in_order()

    def test_stands_in_the_books_where_its_money_was_however_it_is_paid_later(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        take(real_shop, entry("10.00", order.number), closing="110.00")
        line = BankTransaction.objects.get()
        with transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=order.id, at=real_shop.at, by=real_shop.by)
        Payment.objects.update(method="paid")

        hear_news()

        accounts = [(it.debit, it.credit) for it in Posting.objects.order_by("id")]
        assert accounts[0] == accounts[1][::-1]


class TestWhatWasSettled:
    def test_is_found_with_its_orders_and_who_did_it(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", f"Bestellung {order.number}"), closing="110.00")

        office = person("*")
        page = office.get(reverse("admin:bank"), {"q": "bestellung"}).content.decode()
        other = office.get(reverse("admin:bank"), {"q": "Miete"}).content.decode()

        link = f'href="{reverse("admin:order", args=[order.id])}">{order.number}</a>'
        assert (link in page, link in other) == (True, False)

    def test_by_mistake_is_matched_after_all(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", "Gruß"), closing="110.00")
        aside, office = BankTransaction.objects.get(), person("payments:read", "payments:write")
        office.post(reverse("admin:bank_settle", args=[aside.id, "ignore"]))

        office.post(reverse("admin:bank_settle", args=[aside.id, "reopen"]))

        aside.refresh_from_db()
        assert (aside.state, aside.settled_at) == ("open", None)
        assert aside.proposals[0]["shares"] == [[order.id, "10.0000"]]
        assert AuditEntry.objects.filter(verb="reopen_transaction", key=aside.id).count() == 1

    def test_by_another_line_is_proposed_no_more(self, real_shop):
        """Two lines name one order: once the first has paid it, the second has nothing to be booked on."""
        order = owing(real_shop, (2, "LAMP"))
        for words in ("eins", "zwei"):
            take(real_shop, entry("10.00", f"Anzahlung {order.number} {words}"), closing="110.00")
        office = person("*")
        assert office.get(reverse("admin:bank")).content.decode().count(f'value="{order.number}=') == 2
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(15), reference="x", at=real_shop.at, by=real_shop.by)

        page = office.get(reverse("admin:bank")).content.decode()

        assert f'value="{order.number}=' not in page

    def test_in_part_proposes_no_order_that_it_paid_already(self, real_shop):
        order = owing(real_shop, (2, "LAMP"))
        take(real_shop, entry("20.00", "Gruß", name="Niemand"), closing="120.00")
        aside = BankTransaction.objects.get()
        with transaction.atomic():
            book_transaction(transaction_id=aside.id, shares=[(order.id, D(15))], at=real_shop.at, by=real_shop.by)
            put_aside(transaction_id=aside.id, at=real_shop.at, by=real_shop.by)
            take_out_again(transaction_id=aside.id, at=real_shop.at, by=real_shop.by)

        aside.refresh_from_db()
        assert aside.state == "open"
        assert order.id not in {share[0] for it in aside.proposals for share in it["shares"]}

    def test_is_looked_for_by_words_of_any_length(self, real_shop):
        assert person("*").get(reverse("admin:bank"), {"q": "a" * 500}).status_code == 200

    def test_as_booked_stays_booked(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", f"Bestellung {order.number}"), closing="110.00")

        with pytest.raises(TransactionSettled), transaction.atomic():
            take_out_again(transaction_id=BankTransaction.objects.get().id, at=real_shop.at, by=real_shop.by)

        assert find_payment(order.id).captured == 10


class TestATransfer:
    def test_that_names_its_order_releases_it(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))

        done = take(real_shop, entry("10.00", f"Bestellung {order.number}"), closing="110.00")

        order.refresh_from_db()
        assert (done.transactions, done.booked, done.open) == (1, 1, 0)
        assert order.state == "RELEASED"
        assert find_payment(order.id).captured == 10
        nothing_failed()
        assert_house_in_order()

    def test_told_by_two_statements_counts_once(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        line = entry("10.00", order.number, ref="BANK-1")

        first = take(real_shop, line, closing="110.00")
        second = take(real_shop, line, entry("5.00", "Miete", ref="BANK-2"), closing="115.00")

        assert (first.transactions, first.booked, second.transactions, second.known) == (1, 1, 1, 1)
        assert find_payment(order.id).captured == 10
        assert BankTransaction.objects.count() == 2

    def test_twice_alike_on_one_day_is_two_transactions(self, real_shop):
        owing(real_shop, (2, "LAMP"))

        done = take(real_shop, entry("10.00", "Danke"), entry("10.00", "Danke"), closing="120.00")
        again = take(real_shop, entry("10.00", "Danke"), entry("10.00", "Danke"), closing="120.00")

        assert (done.transactions, again.transactions, again.known) == (2, 0, 2)

    def test_for_several_orders_pays_each(self, real_shop):
        one, two = owing(real_shop, (1, "LAMP")), owing(real_shop, (2, "VASE"))

        done = take(real_shop, entry("30.00", f"{one.number} + {two.number}"), closing="130.00")

        assert done.booked == 1
        assert [find_payment(order.id).captured for order in (one, two)] == [10, 20]
        assert_house_in_order()

    def test_of_a_part_waits_for_somebody_and_leaves_the_order_unpaid(self, real_shop):
        order = owing(real_shop, (2, "LAMP"))
        take(real_shop, entry("10.00", order.number, name="Fremd"), closing="110.00")
        transfer = BankTransaction.objects.get()
        proposal = transfer.proposals[0]

        with transaction.atomic():
            book_transaction(
                transaction_id=transfer.id, shares=[(order.id, D("10.00"))], at=real_shop.at, by=real_shop.by
            )
        hear_news()

        order.refresh_from_db()
        assert (proposal["score"], proposal["reasons"]) == (60, ["number", "part"])
        assert find_payment(order.id).captured == 10
        assert order.state == "PLACED"
        assert BankTransaction.objects.get().state == "booked"

    def test_of_too_much_books_nothing_by_itself(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))

        done = take(real_shop, entry("12.00", order.number), closing="112.00")

        assert (done.booked, done.open) == (0, 1)
        assert find_payment(order.id).captured == 0
        assert BankTransaction.objects.get().proposals[0]["shares"] == [[order.id, "10.0000"]]

    def test_is_posted_to_the_bank(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", order.number), closing="110.00")

        with transaction.atomic():
            post_what_is_left(at=real_shop.at, by=real_shop.by)

        assert (Posting.objects.get().debit, Posting.objects.get().booked_on) == (1200, date(2026, 11, 20))
        assert_house_in_order()


class TestAStatement:
    def test_with_a_wrong_balance_changes_nothing(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))

        with pytest.raises(StatementUnreadable):
            take(real_shop, entry("10.00", order.number), closing="110.01")

        assert not BankStatement.objects.exists()
        assert not PaymentEntry.objects.exists()

    def test_of_an_account_that_nobody_knows_is_asked_about(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        file = camt(entry("10.00", "x"), closing="110.00")
        told = {"content": file, "name": "c.xml", "legal_entity_id": real_shop.channel.legal_entity_id}

        with pytest.raises(AccountUnknown, match="DE02120300000000202051"), transaction.atomic():
            take_in_statement(**told, at=real_shop.at, by=real_shop.by)
        assert not BankStatement.objects.exists()
        with transaction.atomic():
            take_in_statement(**told, mine=True, at=real_shop.at, by=real_shop.by)

        assert take(real_shop, entry("5.00", "y"), opening="110.00", closing="115.00").transactions == 1

    def test_taken_in_twice_is_kept_once(self, real_shop):
        for again in (0, 1):
            assert take(real_shop, entry("10.00", "x"), closing="110.00").again == again

        assert BankStatement.objects.count() == 1


class TestAMovement:
    def test_of_which_a_part_is_booked_proposes_the_rest(self, real_shop):
        """A part is booked: what is left is shown, and proposed where it fits now."""
        one, two = owing(real_shop, (1, "LAMP")), owing(real_shop, (1, "VASE"))
        take(real_shop, entry("20.00", f"{two.number}", name="X"), closing="120.00")
        transfer = BankTransaction.objects.get()

        with transaction.atomic():
            book_transaction(transaction_id=transfer.id, shares=[(one.id, D(10))], at=real_shop.at, by=real_shop.by)

        transfer.refresh_from_db()
        assert [it["shares"] for it in transfer.proposals] == [[[two.id, "10.0000"]]]
        page = person("*").get("/office/bank/").content.decode()
        assert "10,00 EUR" in page
        assert "übrig von" in page

    def test_is_settled_once(self, real_shop):
        order = owing(real_shop, (2, "LAMP"))
        take(real_shop, entry("5.00", "Danke"), closing="105.00")
        transfer = BankTransaction.objects.get()
        with transaction.atomic():
            put_aside(transaction_id=transfer.id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(TransactionSettled), transaction.atomic():
            book_transaction(
                transaction_id=transfer.id, shares=[(order.id, D("5.00"))], at=real_shop.at, by=real_shop.by
            )

        assert find_payment(order.id).captured == 0

    def test_keeps_the_rest_open_until_all_of_it_is_booked(self, real_shop):
        one, two = owing(real_shop, (1, "LAMP")), owing(real_shop, (1, "VASE"))
        take(real_shop, entry("12.00", "Danke", name="Fremd"), closing="112.00")
        transfer = BankTransaction.objects.get()

        def book(*shares):
            with transaction.atomic():
                book_transaction(transaction_id=transfer.id, shares=list(shares), at=real_shop.at, by=real_shop.by)
            transfer.refresh_from_db()
            return transfer.state

        assert book((one.id, D("5.00")), (one.id, D("5.00"))) == "open"
        with pytest.raises(TransactionTooSmall):
            book((two.id, D("3.00")))
        assert transfer.proposals == []
        assert book((two.id, D("2.00"))) == "booked"
        assert [find_payment(order.id).captured for order in (one, two)] == [10, 2]

    def test_pays_no_order_of_another_legal_entity(self, real_shop):
        order = owing(real_shop, (1, "LAMP"))
        take(real_shop, entry("10.00", "Danke", name="Fremd"), closing="110.00")
        BankStatement.objects.update(legal_entity=LegalEntity.objects.create(code="XY", name="Andere", country="DE"))

        with pytest.raises(TransactionElsewhere), transaction.atomic():
            book_transaction(
                transaction_id=BankTransaction.objects.get().id,
                shares=[(order.id, D("10.00"))],
                at=real_shop.at,
                by=real_shop.by,
            )

    def test_never_pays_more_than_it_holds(self, real_shop):
        order = owing(real_shop, (2, "LAMP"))
        take(real_shop, entry("5.00", "Danke"), closing="105.00")

        with pytest.raises(TransactionTooSmall), transaction.atomic():
            book_transaction(
                transaction_id=BankTransaction.objects.get().id,
                shares=[(order.id, D("6.00"))],
                at=real_shop.at,
                by=real_shop.by,
            )


class TestThePage:
    def test_takes_a_file_in_and_books_what_somebody_chose(self, real_shop):
        client, order = person("*"), owing(real_shop, (2, "LAMP"))
        sent = SimpleUploadedFile("auszug.xml", camt(entry("10.00", order.number, name="X"), closing="110.00"))

        client.post("/office/bank/upload/", {"file": sent, "legal_entity": str(real_shop.channel.legal_entity_id)})
        page = client.get("/office/bank/").content.decode()
        transfer = BankTransaction.objects.get()
        client.post(f"/office/bank/{transfer.id}/book/", {"shares": f"{order.number}=10,00"})

        assert order.number in page
        assert find_payment(order.id).captured == 10
        assert client.get("/office/bank/").status_code == 200

    def test_says_that_an_order_is_paid_already_that_a_transfer_names(self, real_shop):
        """Somebody booked it by hand before the statement came: nothing is owed, and the money is there once."""
        client, order = person("*"), owing(real_shop, (2, "LAMP"))
        client.cookies["django_language"] = "de"
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(20), reference="bar", at=real_shop.at, by=real_shop.by)
        take(real_shop, entry("20.00", f"RE {order.number} danke"), closing="120.00")

        page = client.get("/office/bank/").content.decode()

        assert ("Nichts passt" in page, order.number in page, "schon bezahlt" in page) == (True, True, True)

    @pytest.mark.parametrize("shares", ["", "999999=1", "x", "{number}=abc", "{number}=-1", "{number}=NaN"])
    def test_refuses_what_it_cannot_understand(self, real_shop, shares):
        client, order = person("*"), owing(real_shop, (2, "LAMP"))
        take(real_shop, entry("5.00", "Danke"), closing="105.00")

        sent = {"shares": shares.format(number=order.number)}
        answer = client.post(f"/office/bank/{BankTransaction.objects.get().id}/book/", sent, follow=True)

        assert answer.status_code == 200
        assert find_payment(order.id).captured == 0

    def test_shows_a_broken_file_its_reason(self, real_shop):
        sent = SimpleUploadedFile("auszug.xml", b"hello")

        answer = person("*").post(
            "/office/bank/upload/", {"file": sent, "legal_entity": str(real_shop.channel.legal_entity_id)}, follow=True
        )

        assert "weder CAMT" in answer.content.decode()


def payout(purpose: str) -> str:
    """A collective booking of one line, by the name that the bank gives to all of them."""
    told = collective("10.00", "PAYOUT", ("10.00", purpose)).replace("<AcctSvcrRef>PAYOUT</AcctSvcrRef>", "")
    return told.replace("<NtryDtls>", "<NtryDtls><Btch><PmtInfId>PAYOUT</PmtInfId></Btch>")


class TestACollectiveBooking:
    """The bank tells 30 euros as one, and later as 10 and 20."""

    def tell_parts(self, shop, first: Order, second: Order):
        parts = [("10.00", f"Bestellung {first.number}"), ("20.00", f"Bestellung {second.number}")]
        return take(shop, collective("30.00", "SAM1", *parts), closing="130.00")

    @pytest.fixture
    def whole(self, real_shop) -> BankTransaction:
        take(real_shop, collective("30.00", "SAM1"), closing="130.00")
        return BankTransaction.objects.get()

    def test_counts_by_its_parts_once_these_are_told(self, real_shop, whole):
        first, second = owing(real_shop, (1, "LAMP")), owing(real_shop, (2, "LAMP"))

        self.tell_parts(real_shop, first, second)

        whole.refresh_from_db()
        assert whole.state == "parted"
        assert [find_payment(it.id).captured for it in (first, second)] == [10, 20]
        assert_house_in_order()

    def test_that_counts_by_its_parts_is_matched_no_second_time(self, real_shop, whole):
        self.tell_parts(real_shop, owing(real_shop, (1, "LAMP")), owing(real_shop, (2, "LAMP")))

        page = person("*").get(reverse("admin:bank")).content.decode()
        with pytest.raises(TransactionSettled), transaction.atomic():
            take_out_again(transaction_id=whole.id, at=real_shop.at, by=real_shop.by)

        assert "Einzeln gemeldet" in page
        assert reverse("admin:bank_settle", args=[whole.id, "reopen"]) not in page

    def test_without_a_name_is_another_one_where_its_parts_are(self, real_shop):
        """Two of a day, each of two payers, and the bank writes NONREF over both."""
        told = [("10.00", "Rechnung A"), ("10.00", "Rechnung B")], [("10.00", "Rechnung C"), ("20.00", "Rechnung D")]

        for parts, opening, closing in zip(told, ("100.00", "120.00"), ("120.00", "150.00"), strict=True):
            total = str(sum(D(it) for it, _ in parts))
            take(real_shop, collective(total, "NONREF", *parts), opening=opening, closing=closing)

        assert sum(it.amount for it in BankTransaction.objects.all()) == 50

    @pytest.mark.parametrize("name", ["NOTPROVIDED", "PAYOUT", "1", "/ROC/123"])
    def test_of_one_payer_is_another_one_where_its_words_are(self, real_shop, name):
        """A bank that gives every payout the same name."""
        for purpose, opening, closing in (("Rechnung A", "100.00", "110.00"), ("Rechnung B", "110.00", "120.00")):
            told = collective("10.00", name, ("10.00", purpose)).replace(
                f"<AcctSvcrRef>{name}</AcctSvcrRef>", ""
            ).replace("<NtryDtls>", f"<NtryDtls><Btch><PmtInfId>{name}</PmtInfId></Btch>")  # fmt: skip
            take(real_shop, told, opening=opening, closing=closing)

        assert sum(it.amount for it in BankTransaction.objects.all()) == 20

    @pytest.mark.parametrize(("first", "second"), [("Rechnung 1", "Rechnung 12"), ("Danke", "Danke"), ("", "")])
    def test_of_the_next_statement_is_another_one_whatever_it_is_called(self, real_shop, first, second):
        for purpose, opening, closing in ((first, "100.00", "110.00"), (second, "110.00", "120.00")):
            take(real_shop, payout(purpose), opening=opening, closing=closing)

        assert sum(it.amount for it in BankTransaction.objects.all()) == 20

    @pytest.mark.parametrize(("first", "second"), [("", "Payout November"), ("Payout 20.11.", "November 4711")])
    def test_told_again_in_other_words_counts_once(self, real_shop, first, second):
        for purpose in (first, second):
            take(real_shop, payout(purpose), opening="100.00", closing="110.00")

        assert BankTransaction.objects.get().amount == 10

    def test_without_a_name_counts_by_its_parts_once_these_are_told(self, real_shop):
        take(real_shop, collective("30.00", "NONREF"), opening="100.00", closing="130.00")
        take(
            real_shop, collective("30.00", "NONREF", ("10.00", "A"), ("20.00", "B")), opening="100.00", closing="130.00"
        )

        assert sorted((it.amount, it.state) for it in BankTransaction.objects.all()) == [
            (10, "open"), (20, "open"), (30, "parted")
        ]  # fmt: skip

    def test_of_which_a_part_is_booked_stays_whole(self, real_shop, whole):
        booked, first, second = (owing(real_shop, (count, "LAMP")) for count in (1, 1, 2))
        with transaction.atomic():
            book_transaction(transaction_id=whole.id, shares=[(booked.id, D(10))], at=real_shop.at, by=real_shop.by)

        told = self.tell_parts(real_shop, first, second)

        assert (told.transactions, told.known) == (0, 2)
        assert sum(it.captured for it in Payment.objects.all()) == 10
        assert BankTransaction.objects.get().state == "open"
        assert_house_in_order()

    def test_that_pays_more_than_it_brought_is_found(self, real_shop, whole):
        order = owing(real_shop, (1, "LAMP"))
        with transaction.atomic():
            book_transaction(transaction_id=whole.id, shares=[(order.id, D(10))], at=real_shop.at, by=real_shop.by)
        BankTransaction.objects.update(state="parted", settled_at=real_shop.at)

        found = next(it for it in evaluate() if it["id"] == "I14")

        assert [it.split(" is ")[0] for it in found["examples"]] == [f"bank line {whole.id} of 30.0000"] * 2


class TestAnInvoiceThatWasCorrected:
    """Three lamps left on account; of 30 euros the invoice asks for 20 by now."""

    @pytest.fixture
    def corrected(self, real_shop) -> Order:
        order = real_shop.place((3, "LAMP"), payment="invoice")
        (invoice,) = ship(real_shop, order)
        correct(real_shop, invoice, {1: 1})
        return order

    def test_is_owed_as_it_stands_now(self, real_shop, corrected):
        assert find_payment(corrected.id).lacking == 20
        assert [it.open for it in list_open_items(real_shop.at.date())] == [20]
        assert_house_in_order()

    def test_is_paid_by_what_it_asks_for(self, real_shop, corrected):
        number = Invoice.objects.get(kind="invoice").number

        take(real_shop, entry("20.00", f"Rechnung {number}"), closing="120.00")

        assert BankTransaction.objects.get().state == "booked"
        assert list_open_items(real_shop.at.date()) == []
        assert_house_in_order()

    def test_is_owed_so_also_once_a_payment_is_taken_off_that_never_came(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="invoice")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(30), reference="1", at=real_shop.at, by=real_shop.by)
        (invoice,) = ship(real_shop, order)
        correct(real_shop, invoice, {1: 2})

        with transaction.atomic():
            take_off_by_hand(
                order_id=order.id, receipt_id=list_receipts(order.id)[0].id, at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert find_payment(order.id).lacking == 10
        assert_house_in_order()

    def test_takes_no_more_than_that(self, real_shop, corrected):
        number = Invoice.objects.get(kind="invoice").number

        take(real_shop, entry("30.00", f"Rechnung {number}"), closing="130.00")

        assert (BankTransaction.objects.get().state, find_payment(corrected.id).captured) == ("open", 0)

    def test_is_said_to_ask_for_what_its_papers_do_however_much_was_paid(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(30), reference="1", at=real_shop.at, by=real_shop.by)
        hear_news()
        correct(real_shop, ship(real_shop, order)[0], {1: 1})

        page = person("*").get(reverse("admin:order", args=[order.id])).content.decode()

        assert re.search(r"30,00 /\s+20,00 EUR", page)

    def test_leaves_what_was_paid_to_whoever_gives_it_back(self, real_shop, corrected):
        """Of 15 that came 10 are asked for: the rest is proposed to be given back, and nothing is owed."""
        take(real_shop, entry("15.00", "Gruß", name="Niemand"), closing="115.00")
        line = BankTransaction.objects.get().id
        with transaction.atomic():
            book_transaction(transaction_id=line, shares=[(corrected.id, D(15))], at=real_shop.at, by=real_shop.by)
        hear_news()

        correct(real_shop, Invoice.objects.get(kind="invoice"), {1: 1})

        payment = find_payment(corrected.id)
        assert (payment.amount, payment.lacking) == (15, 0)
        assert [it.amount for it in list_credits(real_shop.at, most=9)] == [5]
        assert not MoneyIntent.objects.exists()
        assert_house_in_order()

    def test_keeps_the_costs_of_its_reminders(self, real_shop, corrected):
        with transaction.atomic():
            raise_debts(by_amount={corrected.id: D(5)}, at=real_shop.at, by=real_shop.by)

        correct(real_shop, Invoice.objects.get(kind="invoice"), {1: 1})

        assert find_payment(corrected.id).lacking == 15

    def test_lets_no_order_go_for_nothing(self, real_shop):
        """Invoiced as it came in, and that invoice was taken back before anything was paid."""
        shop = Channel.objects.get(code="shop")
        Channel.objects.filter(id=shop.id).update(capabilities=[*shop.capabilities, "invoice_at_order"])
        order = owing(real_shop, (3, "LAMP"))

        correct(real_shop, Invoice.objects.get(order=order))

        order.refresh_from_db()
        assert (order.secured_at, order.state) == (None, "PLACED")
        assert find_payment(order.id).lacking == 30
