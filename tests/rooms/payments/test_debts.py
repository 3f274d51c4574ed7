"""What an order owes: opened once, lowered by what is cancelled, raised by what a reminder costs."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from kontor.backoffice.money.grids import in_state
from kontor.payments.public import (
    Debt,
    Receipt,
    amend_debt,
    find_payment,
    lower_debts,
    lower_to_papers,
    open_payments,
    raise_debts,
    receive_payments,
)
from kontor.payments.tables import Payment, PaymentEntry

ORDER = 77


def owe(shop, amount: str = "100", method: str = "prepayment") -> None:
    open_payments(debts=[Debt(ORDER, method, D(amount), "EUR")], at=shop.at, by=shop.by)


def receive(shop, amount: str) -> None:
    receive_payments(receipts=[Receipt(ORDER, D(amount), f"bank:{amount}")], at=shop.at, by=shop.by)


def standing() -> tuple[D, D, bool]:
    payment = find_payment(ORDER)
    assert payment is not None
    return payment.amount, payment.captured, payment.secured_at is not None


class TestOpenPayments:
    def test_waits_for_a_transfer_and_is_certain_of_what_was_paid_elsewhere(self, shop):
        owe(shop)
        waiting = standing()
        open_payments(debts=[Debt(78, "marketplace", D(5), "EUR")], at=shop.at, by=shop.by)

        assert waiting == (100, 0, False)
        assert find_payment(78).secured_at == shop.at

    def test_opens_an_order_once(self, shop):
        owe(shop)
        owe(shop, "40")

        assert standing() == (100, 0, False)


class TestAmendDebt:
    def test_of_what_is_there_already_makes_it_certain(self, shop):
        owe(shop)
        receive(shop, "60")

        amend_debt(order_id=ORDER, amount=D(60), at=shop.at, by=shop.by)

        assert standing() == (60, 60, True)

    def test_to_more_than_is_there_makes_it_wait_again(self, shop):
        owe(shop)
        receive(shop, "100")

        amend_debt(order_id=ORDER, amount=D(120), at=shop.at, by=shop.by)

        assert standing() == (120, 100, False)

    def test_at_a_channel_is_paid_there_in_full(self, shop):
        owe(shop, method="marketplace")

        amend_debt(order_id=ORDER, amount=D(120), at=shop.at, by=shop.by)

        assert standing() == (120, 120, True)


class TestLowerDebts:
    def test_says_what_was_received_beyond_it(self, shop):
        owe(shop)
        receive(shop, "100")

        too_much = lower_debts(owed={ORDER: D(70)}, alive=[ORDER], at=shop.at, by=shop.by)

        assert (too_much, standing()) == ({ORDER: D(30)}, (70, 100, True))

    def test_makes_certain_what_is_enough_now(self, shop):
        owe(shop)
        receive(shop, "70")

        assert lower_debts(owed={ORDER: D(70)}, alive=[ORDER], at=shop.at, by=shop.by) == {}
        assert standing() == (70, 70, True)

    def test_never_raises_what_is_owed(self, shop):
        owe(shop)

        lower_debts(owed={ORDER: D(170)}, alive=[ORDER], at=shop.at, by=shop.by)

        assert standing() == (100, 0, False)


class TestLowerToPapers:
    def lower(self, shop, asked: str) -> tuple[D, D, bool]:
        lower_to_papers(asked={ORDER: D(asked)}, at=shop.at, by=shop.by)
        return standing()

    def test_leaves_owed_what_is_asked_for_and_the_reminders(self, shop):
        owe(shop, method="invoice")
        raise_debts(by_amount={ORDER: D(5)}, at=shop.at, by=shop.by)

        assert self.lower(shop, "70") == (75, 0, True)

    def test_counts_as_paid_what_was_paid_beyond_it(self, shop):
        owe(shop, method="invoice")
        receive(shop, "80")

        assert self.lower(shop, "70") == (80, 80, True)

    def test_makes_certain_what_is_enough_now_and_never_what_is_nothing(self, shop):
        owe(shop)

        assert self.lower(shop, "0") == (100, 0, False)
        receive(shop, "70")
        assert self.lower(shop, "70") == (70, 70, True)

    def test_never_raises_what_is_owed(self, shop):
        owe(shop, method="invoice")

        assert self.lower(shop, "170") == (100, 0, True)


def test_raise_debts_adds_what_a_reminder_costs(shop):
    owe(shop)

    raise_debts(by_amount={ORDER: D("2.50"), 78: D(0)}, at=shop.at, by=shop.by)

    assert standing() == (D("102.50"), 0, False)
    assert PaymentEntry.objects.count() == 0


@pytest.mark.parametrize("secured", [True, False])
@pytest.mark.parametrize("captured", [0, 40, 100, 130])
@pytest.mark.parametrize(
    ("refunded", "pending", "disputed"), [(0, 0, 0), (30, 0, 0), (0, 10, 0), (20, 10, 0), (0, 0, 30)]
)
def test_what_is_lacking_is_one_in_lists_and_in_rules_and_each_has_one_state(
    shop, secured, captured, refunded, pending, disputed
):
    if refunded + pending + disputed > captured:
        return
    Payment.objects.create(
        order_id=77, method="prepayment", currency="EUR", amount=100, authorized=captured, captured=captured,
        refunded=refunded, refund_pending=pending, disputed=disputed, secured_at=shop.at if secured else None,
        opened_at=shop.at,
    )  # fmt: skip

    payment = Payment.objects.annotate(lacks=Payment.LACKING, over=Payment.OVERPAID).get()

    assert (payment.lacks, payment.over) == (payment.lacking, payment.left_over)
    states = [state for state in ("open", "part", "paid", "over") if Payment.objects.filter(in_state(state)).exists()]
    told = "over" if payment.left_over > 0 else "paid" if payment.lacking <= 0 else "part" if captured else "open"
    assert states == [told]
