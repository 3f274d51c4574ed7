"""What a bank tells is kept once and settled once; a buyer is asked to pay on one page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest

from bank_files import ACCOUNT, DAY, a_statement
from bank_files import keep_a_statement as keep
from kontor.legal_entities.tables import LegalEntity
from kontor.payments.errors import AccessMissing, NothingToAsk, NothingToTransfer, PayingAccountMissing, ProviderUnknown
from kontor.payments.public import (
    AccountsMissing,
    Debt,
    MoneyMove,
    PaymentMatch,
    Receipt,
    TransactionSettled,
    ask_buyer,
    close_transactions,
    export_transfers,
    find_payment,
    open_payments,
    receive_payments,
    reopen_transaction,
    request_money_move,
)
from kontor.payments.tables import BankTransaction, MoneyIntent, ProviderAccount


class TestKeepStatement:
    def test_keeps_a_statement_once(self, shop):
        first, again = keep(shop, a_statement("10", "20")), keep(shop, a_statement("10", "20"))

        assert (len(first.fresh), again.fresh, again.again) == (2, [], True)

    def test_keeps_of_a_longer_one_what_is_new(self, shop):
        keep(shop, a_statement("10"))

        more = keep(shop, replace(a_statement("10", "20"), number="2"))

        assert [BankTransaction.objects.get(id=it).amount for it in more.fresh] == [20]


def test_close_transactions_books_or_puts_aside_once_and_keeps_why(shop):
    one, two = keep(shop, a_statement("10", "20")).fresh
    match = PaymentMatch(((77, D(10)),), 90, ("number",))

    close_transactions(proposals={one: [match], two: []}, booked=[one], at=shop.at, by=shop.by)
    close_transactions(proposals={}, booked=[], ignored=[one, two], at=shop.at, by=shop.by)

    assert [it.state for it in BankTransaction.objects.order_by("id")] == ["booked", "ignored"]
    assert BankTransaction.objects.get(id=one).proposals[0]["reasons"] == ["number"]


class TestReopenTransaction:
    def test_lets_what_was_put_aside_be_matched_again(self, shop):
        (line,) = keep(shop, a_statement("10")).fresh
        close_transactions(proposals={}, booked=[], ignored=[line], at=shop.at, by=shop.by)

        reopen_transaction(transaction_id=line, at=shop.at, by=shop.by)

        found = BankTransaction.objects.get(id=line)
        assert (found.state, found.settled_at, found.settled_by) == ("open", None, "")

    def test_refuses_what_waits_already(self, shop):
        (line,) = keep(shop, a_statement("10")).fresh

        with pytest.raises(TransactionSettled):
            reopen_transaction(transaction_id=line, at=shop.at, by=shop.by)


class TestExportTransfers:
    def refund(self, shop) -> None:
        open_payments(debts=[Debt(77, "prepayment", D(10), "EUR")], at=shop.at, by=shop.by)
        receive_payments(receipts=[Receipt(77, D(10), "bank:1")], at=shop.at, by=shop.by)
        request_money_move(wanted=[MoneyMove(77, "refund", D(5), "hand:1")], at=shop.at, by=shop.by)
        MoneyIntent.objects.update(holder="Erika", iban="DE89370400440532013000")

    def export(self, shop) -> str:
        entity = shop.channel.legal_entity_id
        return export_transfers(legal_entity_id=entity, numbers={77: "100077"}, on=DAY, at=shop.at, by=shop.by)

    def test_hands_each_refund_out_once(self, shop):
        LegalEntity.objects.update(iban=ACCOUNT)
        self.refund(shop)

        assert len(self.export(shop)) == 64
        assert MoneyIntent.objects.get().state == "pending"
        with pytest.raises(NothingToTransfer):
            self.export(shop)

    def test_needs_the_account_that_pays(self, shop):
        self.refund(shop)

        with pytest.raises(PayingAccountMissing):
            self.export(shop)

    def test_leaves_what_no_bank_would_take_for_a_person(self, shop):
        LegalEntity.objects.update(iban=ACCOUNT)
        self.refund(shop)
        MoneyIntent.objects.update(iban="DE00")

        with pytest.raises(AccountsMissing):
            self.export(shop)


class TestAskBuyer:
    def ask(self, shop, account: str = "stripe") -> int:
        return ask_buyer(order_id=77, account_code=account, note="Bestellung 77", at=shop.at, by=shop.by)

    @pytest.fixture
    def asked(self, shop):
        LegalEntity.objects.update(website="https://muster.example")
        ProviderAccount.objects.create(code="stripe", provider="stripe", legal_entity_id=shop.channel.legal_entity_id)
        open_payments(debts=[Debt(77, "prepayment", D(10), "EUR")], at=shop.at, by=shop.by)
        return shop

    def test_asks_once_for_one_page(self, asked):
        assert self.ask(asked) == self.ask(asked)
        assert (MoneyIntent.objects.count(), find_payment(77).method) == (1, "provider")

    def test_asks_nobody_who_paid(self, asked):
        receive_payments(receipts=[Receipt(77, D(10), "bank:1")], at=asked.at, by=asked.by)

        with pytest.raises(NothingToAsk):
            self.ask(asked)

    def test_needs_an_account_and_a_place_to_come_back_to(self, asked):
        with pytest.raises(ProviderUnknown):
            self.ask(asked, "mollie")
        LegalEntity.objects.update(website="")
        with pytest.raises(AccessMissing):
            self.ask(asked)
