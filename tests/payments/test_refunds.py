"""Money given back: by transfer in a file for the bank, by hand where no machine can, and never more than was received."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import etree

from bank_files import camt, entry
from builders import assert_house_in_order, hear_news, nothing_failed, person
from kontor.accounting.tables import Posting
from kontor.flows.money.bank import (
    book_transaction,
    bring_refund_back,
    say_returned,
    take_in_statement,
    take_off_order,
)
from kontor.flows.money.collecting import confirm_by_hand, drop_by_hand, refund_order
from kontor.flows.money.handing_out import export_refunds
from kontor.flows.selling.payment import book_payment, open_payments_of
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.kernel.errors import Refused
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order, OrderLine
from kontor.payments.errors import (
    MoneyBound,
    NothingToRebook,
    NotSentBack,
    PayingAccountMissing,
    TransactionElsewhere,
    TransferGone,
)
from kontor.payments.public import (
    HandedOut,
    NothingToTransfer,
    find_payment,
    get_transaction,
    name_account,
    settle_refund,
    take_back_refund,
)
from kontor.payments.tables import BankTransaction, MoneyIntent
from kontor.platform.keep.files import read_file
from kontor.platform.models import SetAside, StoredFile
from kontor.platform.post.deliveries import retry_set_aside

pytestmark = pytest.mark.django_db(transaction=True)


def take(shop, *lines: str, opening: str, closing: str):
    with transaction.atomic():
        take_in_statement(
            content=camt("".join(lines), opening=opening, closing=closing), name="c.xml",
            legal_entity_id=shop.channel.legal_entity_id, at=shop.at, by=shop.by,
        )  # fmt: skip
    hear_news()


def paid_by_transfer(shop, *lines, amount: str):
    order = shop.place(*lines, payment="prepayment")
    hear_news()
    take(shop, entry(amount, order.number), opening="100.00", closing=str(D(100) + D(amount)))
    return order


class TestARefundByTransfer:
    def test_goes_back_to_the_account_it_came_from_and_counts_with_the_banks_word(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(
                order_id=order.id, amount=D(5), cause="hand:1", reason="Kulanz", at=real_shop.at, by=real_shop.by
            )

        with transaction.atomic():
            sha256 = export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        intent = MoneyIntent.objects.get()
        told = etree.fromstring(read_file(StoredFile.objects.get(sha256=sha256)))
        before = (intent.state, find_payment(order.id).refunded)
        line = entry("5.00", "Kulanz", sign="DBIT").replace(
            "<RmtInf>", f"<Refs><EndToEndId>{intent.reference}</EndToEndId></Refs><RmtInf>"
        )
        take(real_shop, line, opening="120.00", closing="115.00")

        assert [it.text for it in told.iter("{*}IBAN")] == ["DE02120300000000202051", "DE89370400440532013000"]
        assert [it.text for it in told.iter("{*}InstdAmt")] == ["5.00"]
        assert [it.text for it in told.iter("{*}Ustrd")] == [f"{order.number} Kulanz"]
        assert before == ("pending", 0)
        assert find_payment(order.id).refunded == 5
        assert MoneyIntent.objects.get().state == "succeeded"
        nothing_failed()
        assert_house_in_order()

    def test_is_exported_once(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(
                order_id=order.id, amount=D(5), cause="hand:1", reason="Kulanz", at=real_shop.at, by=real_shop.by
            )
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(NothingToTransfer), transaction.atomic():
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

    def test_from_a_company_without_an_account_says_what_is_missing(self, real_shop):
        LegalEntity.objects.update(iban="")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)

        with pytest.raises(PayingAccountMissing), transaction.atomic():
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

    def test_that_went_to_the_bank_meanwhile_gets_no_other_account(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(TransferGone), transaction.atomic():
            name_account(
                intent_id=MoneyIntent.objects.get().id, holder="Mona", iban="DE89370400440532013000", at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

    def test_that_was_handed_out_is_not_dropped_before_the_bank_returned_it(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(20), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        intent = MoneyIntent.objects.get()

        with pytest.raises(HandedOut), transaction.atomic():
            drop_by_hand(intent_id=intent.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=real_shop.by)

        assert find_payment(order.id).refund_pending == 20
        again = MoneyIntent.objects.latest("id")
        assert (again.state, again.amount, again.holder, again.iban) == ("new", 20, intent.holder, "")
        with transaction.atomic():
            drop_by_hand(intent_id=again.id, at=real_shop.at, by=real_shop.by)
        assert find_payment(order.id).refund_pending == 0
        assert_house_in_order()

    @pytest.fixture
    def handed_out(self, real_shop) -> MoneyIntent:
        """Five of twenty euros that came by transfer, in a file for the bank."""
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        return MoneyIntent.objects.get()

    @pytest.fixture
    def given(self, real_shop, handed_out) -> MoneyIntent:
        """Five euros handed out, and told by the bank as gone."""
        take(real_shop, self.told(handed_out, "DBIT"), opening="120.00", closing="115.00")
        handed_out.refresh_from_db()
        assert handed_out.state == "succeeded"
        return handed_out

    def told(self, intent: MoneyIntent, sign: str) -> str:
        return entry("5.00", f"Kulanz {sign}", sign=sign).replace(
            "<RmtInf>", f"<Refs><EndToEndId>{intent.reference}</EndToEndId></Refs><RmtInf>"
        )

    def balance_of_the_debtor(self) -> D:
        return sum((it.amount if it.debit >= 10000 else -it.amount for it in Posting.objects.all()), D(0))

    def test_that_the_bank_sends_back_was_not_given_and_waits_to_be_made_again(self, real_shop, given):
        order_id, before = given.payment.order_id, self.balance_of_the_debtor()

        take(real_shop, self.told(given, "CRDT"), opening="115.00", closing="120.00")

        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (0, 5)
        again = MoneyIntent.objects.latest("id")
        assert (again.state, again.amount, again.iban) == ("new", 5, "")
        assert BankTransaction.objects.latest("id").state == "booked"
        assert self.balance_of_the_debtor() == before - 5
        with transaction.atomic():
            name_account(
                intent_id=again.id, holder="Mona", iban="DE89370400440532013000", at=real_shop.at, by=real_shop.by
            )
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        again.refresh_from_db()
        take(real_shop, self.told(again, "DBIT"), opening="120.00", closing="115.00")
        assert find_payment(order_id).refunded == 5
        assert self.balance_of_the_debtor() == before
        nothing_failed()
        assert_house_in_order()

    def test_that_came_back_without_its_reference_is_named_by_somebody_once(self, real_shop, given):
        take(real_shop, entry("5.00", "Retoure Konto erloschen"), opening="115.00", closing="120.00")
        line = BankTransaction.objects.latest("id")
        assert line.state == "open"
        page = person("*").get(reverse("admin:bank")).content.decode()
        assert "Diese Erstattung kam zurück" in page

        with transaction.atomic():
            bring_refund_back(transaction_id=line.id, intent_id=given.id, at=real_shop.at, by=real_shop.by)
        with pytest.raises(Refused), transaction.atomic():
            bring_refund_back(transaction_id=line.id, intent_id=given.id, at=real_shop.at, by=real_shop.by)

        hear_news()
        assert find_payment(given.payment.order_id).refund_pending == 5
        assert MoneyIntent.objects.filter(state="new").count() == 1
        assert_house_in_order()

    def test_that_left_and_came_back_in_one_file_waits_to_be_made_again(self, real_shop, handed_out):
        """Who takes in one statement a week finds both lines in it, whichever comes first."""
        intent, order_id = handed_out, handed_out.payment.order_id

        both = self.told(intent, "CRDT") + self.told(intent, "DBIT")
        take(real_shop, both, opening="120.00", closing="120.00")

        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (0, 5)
        assert not BankTransaction.objects.filter(state="open").exists()
        nothing_failed()
        assert_house_in_order()

    def test_that_is_under_way_again_meanwhile_leaves_its_line_open(self, real_shop, handed_out):
        """Said to be returned and handed out anew: the bank tells of the first that it left, and that somebody has to see."""
        intent, order_id = handed_out, handed_out.payment.order_id
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=real_shop.by)
            again = MoneyIntent.objects.latest("id").id
            name_account(
                intent_id=again, holder="Mona", iban="DE89370400440532013000", at=real_shop.at, by=real_shop.by
            )
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        take(real_shop, self.told(intent, "DBIT"), opening="120.00", closing="115.00")

        assert BankTransaction.objects.latest("id").state == "open"
        assert find_payment(order_id).refunded == 0
        assert [it.kind for it in list_waiting(real_shop.at)].count("sent_twice") == 1

    def test_of_another_company_is_not_brought_back_by_a_line(self, real_shop, given):
        take(real_shop, entry("5.00", "Retoure"), opening="115.00", closing="120.00")
        other = LegalEntity.objects.create(code="OTH", name="Other", country="DE")
        Order.objects.filter(id=given.payment.order_id).update(legal_entity=other)

        with pytest.raises(TransactionElsewhere), transaction.atomic():
            bring_refund_back(
                transaction_id=BankTransaction.objects.latest("id").id, intent_id=given.id, at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

        assert find_payment(given.payment.order_id).refunded == 5

    def test_that_a_line_was_taken_for_by_mistake_counts_as_given_again(self, real_shop, given):
        """A stranger's five euros were no refund that came back: they wait for their own order, and nothing is given twice; the
        verb is ``give_again``.
        """
        before = self.balance_of_the_debtor()
        take(real_shop, entry("5.00", "Fremde Zahlung"), opening="115.00", closing="120.00")
        line, order_id = BankTransaction.objects.latest("id"), given.payment.order_id
        with transaction.atomic():
            bring_refund_back(transaction_id=line.id, intent_id=given.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        with transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=order_id, at=real_shop.at, by=real_shop.by)
        with pytest.raises(NothingToRebook), transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=order_id, at=real_shop.at, by=real_shop.by)

        hear_news()
        line.refresh_from_db()
        given.refresh_from_db()
        payment = find_payment(order_id)
        assert (line.state, given.state) == ("open", "succeeded")
        assert (payment.refunded, payment.refund_pending) == (5, 0)
        assert not MoneyIntent.objects.filter(state="new").exists()
        assert self.balance_of_the_debtor() == before
        with transaction.atomic():
            bring_refund_back(transaction_id=line.id, intent_id=given.id, at=real_shop.at, by=real_shop.by)
        hear_news()
        assert find_payment(order_id).refund_pending == 5
        nothing_failed()
        assert_house_in_order()

    def test_that_was_made_again_since_is_not_taken_for_given(self, real_shop, given):
        take(real_shop, entry("5.00", "Retoure"), opening="115.00", closing="120.00")
        line, order_id = BankTransaction.objects.latest("id"), given.payment.order_id
        with transaction.atomic():
            bring_refund_back(transaction_id=line.id, intent_id=given.id, at=real_shop.at, by=real_shop.by)
            name_account(
                intent_id=MoneyIntent.objects.latest("id").id, holder="Mona", iban="DE89370400440532013000",
                at=real_shop.at, by=real_shop.by,
            )  # fmt: skip
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        with pytest.raises(MoneyBound), transaction.atomic():
            take_off_order(transaction_id=line.id, order_id=order_id, at=real_shop.at, by=real_shop.by)

        assert find_payment(order_id).refund_pending == 5

    def test_of_another_company_is_not_offered_for_a_line(self, real_shop, given):
        take(real_shop, entry("5.00", "Retoure Konto erloschen"), opening="115.00", closing="120.00")
        other = LegalEntity.objects.create(code="OTH", name="Other", country="DE")
        Order.objects.filter(id=given.payment.order_id).update(legal_entity=other)
        MoneyIntent.objects.update(legal_entity=other)

        assert "Diese Erstattung kam zurück" not in person("*").get(reverse("admin:bank")).content.decode()

    def test_that_left_though_somebody_said_that_it_was_returned_is_given_once(self, real_shop, handed_out):
        """The bank tells that it left: the one that waits in its place leaves no second time."""
        intent, order_id = handed_out, handed_out.payment.order_id
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=real_shop.by)

        take(real_shop, self.told(intent, "DBIT"), opening="120.00", closing="115.00")

        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (5, 0)
        assert not MoneyIntent.objects.filter(state="new").exists()
        assert not BankTransaction.objects.filter(state="open").exists()
        take(real_shop, self.told(intent, "CRDT"), opening="115.00", closing="120.00")
        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (0, 5)
        nothing_failed()
        assert_house_in_order()

    def test_that_was_confirmed_by_hand_before_the_bank_told_it_is_known_once(self, real_shop, handed_out):
        intent, order_id = handed_out, handed_out.payment.order_id
        with transaction.atomic():
            confirm_by_hand(intent_id=intent.id, at=real_shop.at, by=real_shop.by)

        take(real_shop, self.told(intent, "DBIT"), opening="120.00", closing="115.00")

        assert not BankTransaction.objects.filter(state="open").exists()
        assert find_payment(order_id).refunded == 5
        assert list_waiting(real_shop.at) == []

    def test_that_left_though_it_was_said_to_be_returned_and_given_up_is_given(self, real_shop, handed_out):
        intent, order_id = handed_out, handed_out.payment.order_id
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=real_shop.by)
            drop_by_hand(intent_id=MoneyIntent.objects.latest("id").id, at=real_shop.at, by=real_shop.by)

        take(real_shop, self.told(intent, "DBIT"), opening="120.00", closing="115.00")

        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (5, 0)
        assert not BankTransaction.objects.filter(state="open").exists()
        assert_house_in_order()

    def test_that_came_back_in_a_file_before_the_one_that_tells_that_it_left_waits_again(self, real_shop, handed_out):
        intent, order_id = handed_out, handed_out.payment.order_id

        take(real_shop, self.told(intent, "CRDT"), opening="115.00", closing="120.00")
        take(real_shop, self.told(intent, "DBIT"), opening="120.00", closing="115.00")

        payment = find_payment(order_id)
        assert (payment.refunded, payment.refund_pending) == (0, 5)
        assert not BankTransaction.objects.filter(state="open").exists()
        assert_house_in_order()

    def test_that_comes_back_pays_no_order_whatever_it_lacks(self, real_shop):
        """The bank sends back what was said to be returned: its words name the order, and it is no payment of the buyer."""
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        take(real_shop, entry("10.00", order.number), opening="100.00", closing="110.00")
        with transaction.atomic():
            line = BankTransaction.objects.get()
            if line.state == "open":
                book_transaction(transaction_id=line.id, shares=[(order.id, D(10))], at=real_shop.at, by=real_shop.by)
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        intent = MoneyIntent.objects.get()
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=real_shop.by)

        told = self.told(intent, "CRDT").replace("Kulanz", f"{order.number} Kulanz")
        take(real_shop, told, opening="110.00", closing="115.00")

        assert BankTransaction.objects.latest("id").state == "open"
        assert find_payment(order.id).captured == 10
        assert BankTransaction.objects.latest("id").proposals == []

    def test_that_nobody_told_as_gone_is_not_settled_by_a_line_that_brings_money(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        take(real_shop, entry("5.00", "Retoure"), opening="120.00", closing="125.00")
        line, intent = get_transaction(BankTransaction.objects.latest("id").id), MoneyIntent.objects.get()

        with transaction.atomic():
            assert not settle_refund(intent_id=intent.id, line=line, at=real_shop.at, by=real_shop.by)

        intent.refresh_from_db()
        assert intent.state == "pending"

    def test_that_nobody_told_as_gone_is_not_brought_back_by_a_line(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)
        take(real_shop, entry("5.00", "Retoure"), opening="120.00", closing="125.00")
        line = get_transaction(BankTransaction.objects.latest("id").id)

        with pytest.raises(HandedOut), transaction.atomic():
            take_back_refund(intent_id=MoneyIntent.objects.get().id, line=line, at=real_shop.at, by=real_shop.by)

        assert MoneyIntent.objects.get().state == "pending"

    @pytest.mark.parametrize("amount", ["4.99", "5.01"])
    def test_does_not_come_back_by_another_amount(self, real_shop, given, amount):
        take(real_shop, entry(amount, "Retoure"), opening="115.00", closing=str(D(115) + D(amount)))

        with pytest.raises(NotSentBack), transaction.atomic():
            bring_refund_back(
                transaction_id=BankTransaction.objects.latest("id").id, intent_id=given.id, at=real_shop.at,
                by=real_shop.by,
            )  # fmt: skip

        assert find_payment(given.payment.order_id).refunded == 5

    def test_is_not_settled_by_another_debit_of_the_same_amount(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        with transaction.atomic():
            refund_order(order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        take(real_shop, entry("5.00", "Kontoführung", sign="DBIT"), opening="120.00", closing="115.00")

        assert MoneyIntent.objects.get().state == "pending"
        assert find_payment(order.id).refunded == 0

    def test_to_an_account_that_is_none_waits_and_keeps_no_other_back(self, real_shop):
        LegalEntity.objects.update(iban="DE02120300000000202051")
        orders = [
            paid_by_transfer(real_shop, (1, "LAMP"), amount="10.00"),
            real_shop.place((1, "VASE"), payment="prepayment"),
        ]
        hear_news()
        with transaction.atomic():
            book_payment(order_id=orders[1].id, amount=D(10), reference="Bar", at=real_shop.at, by=real_shop.by)
        for order in orders:
            with transaction.atomic():
                refund_order(
                    order_id=order.id, amount=D(5), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by
                )
        with transaction.atomic():
            MoneyIntent.objects.filter(iban="").update(iban="123", holder="")
            export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

        assert sorted(MoneyIntent.objects.values_list("state", flat=True)) == ["new", "pending"]


class TestACancellation:
    def test_whose_refund_was_dropped_is_not_given_back_because_its_payment_is_opened_again(self, real_shop):
        order = real_shop.place((4, "LAMP"), payment="paid")
        hear_news()
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 3}, reference="three", at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            drop_by_hand(intent_id=MoneyIntent.objects.get().id, at=real_shop.at, by=real_shop.by)

        with transaction.atomic():
            open_payments_of(order_ids=[order.id], at=real_shop.at, by=real_shop.by)
        hear_news()

        assert MoneyIntent.objects.count() == 1

    def test_that_is_heard_before_the_payment_is_opened_is_given_back_all_the_same(self, real_shop, monkeypatch):
        """A listener that was set aside opens the payment late: what was cancelled meanwhile is not owed."""
        import kontor.flows.selling.payment as module

        opens = module.open_payments
        monkeypatch.setattr(module, "open_payments", lambda **_: 1 / 0)
        order = real_shop.place((4, "LAMP"), payment="paid")
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 3}, reference="three", at=real_shop.at, by=real_shop.by)
        hear_news()
        monkeypatch.setattr(module, "open_payments", opens)

        assert retry_set_aside(SetAside.objects.get(listener="open_order_payments", closed_at=None).id)
        hear_news()

        assert [(it.kind, it.amount) for it in MoneyIntent.objects.filter(payment__order_id=order.id)] == [
            ("refund", D(30))
        ]

    def test_of_what_was_paid_gives_it_back(self, real_shop):
        order = paid_by_transfer(real_shop, (2, "LAMP"), amount="20.00")
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=real_shop.by)
        hear_news()

        intent = MoneyIntent.objects.get()
        assert (intent.amount, intent.way, intent.iban) == (10, "transfer", "DE89370400440532013000")
        assert (find_payment(order.id).amount, find_payment(order.id).refund_pending) == (10, 10)
        nothing_failed()
        assert_house_in_order()

    def test_of_what_was_not_paid_lowers_what_is_owed_and_releases_what_is_paid_now(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=D(10), reference="Bar", at=real_shop.at, by=real_shop.by)
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=real_shop.by)
        hear_news()

        order.refresh_from_db()
        assert not MoneyIntent.objects.exists()
        assert (find_payment(order.id).amount, order.state) == (10, "RELEASED")

    def test_of_an_order_that_the_shop_was_paid_for_waits_for_somebody(self, real_shop):
        order = real_shop.place((2, "LAMP"), charges=[{"kind": "shipping", "amount": "4.90"}])
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()
        intent = MoneyIntent.objects.get()

        with transaction.atomic():
            confirm_by_hand(intent_id=intent.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert (intent.way, intent.amount) == ("hand", D("24.90"))
        assert find_payment(order.id).refunded == D("24.90")
        nothing_failed()
        assert_house_in_order()

    def test_that_a_marketplace_was_paid_for_is_given_back_by_the_marketplace(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="marketplace")
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert not MoneyIntent.objects.exists()
        assert_house_in_order()


class TestThePage:
    def test_shows_what_waits_and_takes_an_account(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        client = person("payments:read", "payments:write", "orders:read", "orders:write")
        client.post(f"/office/order/{order.id}/pay/", {"amount": "20,00", "reference": "bar"})
        hear_news()
        client.post(f"/office/order/{order.id}/refund/", {"amount": "5,00", "reason": "Kratzer", "form": "1"})
        client.post(f"/office/order/{order.id}/refund/", {"amount": "5,00", "reason": "Kratzer", "form": "1"})
        intent = MoneyIntent.objects.get()

        wrong = client.post(f"/office/refunds/{intent.id}/account/", {"holder": "Erika", "iban": "DE00"}, follow=True)
        client.post(f"/office/refunds/{intent.id}/account/", {"holder": "Erika", "iban": "DE89 3704 0044 0532 0130 00"})
        page = client.get("/office/refunds/").content.decode()

        assert "DE00" in wrong.content.decode()
        assert MoneyIntent.objects.get().iban == "DE89370400440532013000"
        assert order.number in page
        assert "Kratzer" in page
        assert client.get(f"/office/order/{order.id}/").status_code == 200


def test_a_day_of_a_transfer_is_the_local_day(real_shop):
    LegalEntity.objects.update(iban="DE02120300000000202051")
    order = paid_by_transfer(real_shop, (1, "LAMP"), amount="10.00")
    with transaction.atomic():
        refund_order(order_id=order.id, amount=D(1), cause="hand:1", reason="x", at=real_shop.at, by=real_shop.by)
        sha256 = export_refunds(legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by)

    assert date(2026, 11, 20).isoformat() in read_file(StoredFile.objects.get(sha256=sha256)).decode()
