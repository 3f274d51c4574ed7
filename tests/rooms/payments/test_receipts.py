"""Money that comes in counts once, for the order that it names, and can be taken off a wrong one."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from bank_files import DAY, a_statement, keep_a_statement
from kontor.payments.errors import (
    MoneyBound,
    NothingReceived,
    NothingToRebook,
    NoWholeCents,
    PaymentUnknown,
    TooMuchMoney,
)
from kontor.payments.public import (
    Debt,
    MoneyMove,
    Receipt,
    amend_debt,
    find_payment,
    list_receipts,
    open_payments,
    raise_debts,
    rebook_receipt,
    receive_elsewhere,
    receive_payments,
    request_money_move,
)
from kontor.payments.tables import MoneyIntent

ORDER = 77


@pytest.fixture
def owed(shop):
    open_payments(debts=[Debt(ORDER, "prepayment", D(100), "EUR")], at=shop.at, by=shop.by)
    return shop


def receive(shop, amount: str, reference: str = "bank:1", order_id: int = ORDER) -> bool:
    return receive_payments(receipts=[Receipt(order_id, D(amount), reference)], at=shop.at, by=shop.by)[order_id]


class TestReceivePayment:
    def test_is_paid_for_once_all_of_it_is_there(self, owed):
        assert [receive(owed, "60"), receive(owed, "40", "bank:2")] == [False, True]

    def test_counts_a_transfer_once(self, owed):
        receive(owed, "60")
        receive(owed, "60")

        assert find_payment(ORDER).captured == 60

    @pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity"])
    def test_takes_no_amount_that_is_none(self, owed, amount):
        with pytest.raises(NothingReceived):
            receive(owed, amount)

    @pytest.mark.parametrize(("currency", "amount"), [("EUR", "0.005"), ("JPY", "0.5")])
    def test_takes_no_part_of_a_coin(self, shop, currency, amount):
        open_payments(debts=[Debt(ORDER, "prepayment", D(100), currency)], at=shop.at, by=shop.by)

        with pytest.raises(NoWholeCents):
            receive(shop, amount)

    def test_takes_no_more_than_is_owed(self, owed):
        with pytest.raises(TooMuchMoney):
            receive(owed, "100.01")

    def test_knows_its_order(self, owed):
        with pytest.raises(PaymentUnknown):
            receive(owed, "1", order_id=78)


class TestReceivePayments:
    def test_refuses_all_where_one_is_wrong(self, owed):
        with pytest.raises(TooMuchMoney):
            receive_payments(
                receipts=[Receipt(ORDER, D(60), "bank:1"), Receipt(ORDER, D(60), "bank:2")], at=owed.at, by=owed.by
            )

        assert find_payment(ORDER).captured == 0

    def test_says_of_each_order_whether_it_is_paid_for(self, owed):
        open_payments(debts=[Debt(78, "prepayment", D(5), "EUR")], at=owed.at, by=owed.by)

        told = receive_payments(
            receipts=[Receipt(ORDER, D(60), "bank:1"), Receipt(78, D(5), "bank:2")], at=owed.at, by=owed.by
        )

        assert told == {ORDER: False, 78: True}


class TestReceiveElsewhere:
    def test_makes_an_order_one_that_was_paid_at_its_channel(self, owed):
        told = receive_elsewhere(order_id=ORDER, at=owed.at, by=owed.by)

        payment = find_payment(ORDER)
        assert (told, payment.method, payment.captured) == (True, "paid", 100)
        assert payment.secured_at is not None
        assert receive_elsewhere(order_id=ORDER, at=owed.at, by=owed.by) is False

    def test_takes_no_costs_of_our_reminders_for_received(self, owed):
        raise_debts(by_amount={ORDER: D(5)}, at=owed.at, by=owed.by)

        receive_elsewhere(order_id=ORDER, at=owed.at, by=owed.by)

        payment = find_payment(ORDER)
        assert (payment.captured, payment.amount) == (100, 105)

    def test_takes_more_in_as_the_order_grows_there_and_still_no_costs(self, owed):
        raise_debts(by_amount={ORDER: D(5)}, at=owed.at, by=owed.by)
        receive_elsewhere(order_id=ORDER, at=owed.at, by=owed.by)

        amend_debt(order_id=ORDER, amount=D(110), at=owed.at, by=owed.by)

        payment = find_payment(ORDER)
        assert (payment.captured, payment.amount) == (110, 115)

    def test_adds_what_lacks_to_what_came_here(self, owed):
        receive(owed, "40")

        told = receive_elsewhere(order_id=ORDER, at=owed.at, by=owed.by)

        payment = find_payment(ORDER)
        assert (told, payment.method, payment.captured) == (False, "prepayment", 100)


class TestRebookReceipt:
    @pytest.fixture(autouse=True)
    def transfer(self, owed):
        """A line of the bank that was booked on the order."""
        (self.line,) = keep_a_statement(owed, a_statement("100")).fresh
        receipt = Receipt(ORDER, D(100), f"bank:{self.line}", DAY, self.line)
        receive_payments(receipts=[receipt], at=owed.at, by=owed.by)

    def rebook(self, shop, transaction_id: int | None = None) -> None:
        line = transaction_id or self.line
        receipt = next((it.id for it in list_receipts(ORDER) if it.transaction_id == line), 0)
        rebook_receipt(order_id=ORDER, receipt_id=receipt, at=shop.at, by=shop.by)

    def test_takes_it_off_with_an_entry_of_its_own(self, owed):
        self.rebook(owed)

        payment = find_payment(ORDER)
        assert (payment.captured, payment.secured_at) == (0, None)

    def test_takes_it_off_once_and_nothing_that_was_not_there(self, owed):
        self.rebook(owed)

        with pytest.raises(NothingToRebook):
            self.rebook(owed)
        with pytest.raises(NothingToRebook):
            self.rebook(owed, self.line + 1)

    def test_leaves_what_is_on_its_way_back(self, owed):
        request_money_move(wanted=[MoneyMove(ORDER, "refund", D(10), "hand:1")], at=owed.at, by=owed.by)

        with pytest.raises(MoneyBound):
            self.rebook(owed)


class TestRequestMoneyMove:
    def ask(self, shop, kind: str, amount: str, cause: str = "c") -> list[int]:
        return request_money_move(wanted=[MoneyMove(ORDER, kind, D(amount), cause)], at=shop.at, by=shop.by)

    def test_sets_money_aside_so_that_no_two_move_the_same(self, owed):
        from kontor.payments.errors import RefundTooMuch

        receive(owed, "100")
        self.ask(owed, "refund", "80")

        with pytest.raises(RefundTooMuch):
            self.ask(owed, "refund", "30", "other")
        assert find_payment(ORDER).refund_pending == 80

    def test_moves_nothing_for_a_cause_that_is_known(self, owed):
        receive(owed, "100")

        assert [len(self.ask(owed, "refund", "10")) for _ in range(2)] == [1, 0]
        assert MoneyIntent.objects.count() == 1

    def test_knows_its_order(self, shop):
        with pytest.raises(PaymentUnknown):
            self.ask(shop, "refund", "1")
