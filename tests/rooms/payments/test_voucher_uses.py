"""What an order uses of a voucher is gone from it at once, and comes back with what is cancelled, once."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from kontor.payments.public import (
    Debt,
    NewVoucher,
    Receipt,
    issue_voucher,
    open_payments,
    receive_payments,
    redeem_vouchers,
    refund_to_vouchers,
    return_to_vouchers,
)
from kontor.payments.tables import Voucher
from kontor.payments.use_cases.vouchers.redeem_vouchers import VoucherUse

ORDER = 77


def used(shop, amount: str, of: str = "50") -> int:
    new = NewVoucher(shop.channel.legal_entity_id, "multi", D(of), "EUR")
    voucher_id, _code = issue_voucher(new=new, at=shop.at, by=shop.by)
    redeem_vouchers(uses=[VoucherUse(voucher_id, ORDER, D(amount))], at=shop.at, by=shop.by)
    return voucher_id


def left(voucher_id: int) -> D:
    return Voucher.objects.get(id=voucher_id).left


def test_redeem_vouchers_takes_no_more_than_is_left(shop):
    voucher = used(shop, "30")

    with pytest.raises(DatabaseError), transaction.atomic():
        redeem_vouchers(uses=[VoucherUse(voucher, 78, D(21))], at=shop.at, by=shop.by)

    assert left(voucher) == 20


def test_return_to_vouchers_frees_what_is_not_needed_any_more_once(shop):
    voucher = used(shop, "30")

    for _ in range(2):
        return_to_vouchers(needed={ORDER: (D(0), D(10))}, at=shop.at, by=shop.by)

    assert left(voucher) == 40


def test_return_to_vouchers_frees_the_one_that_was_used_last_first(shop):
    first, second = used(shop, "30"), used(shop, "20")

    return_to_vouchers(needed={ORDER: (D(0), D(40))}, at=shop.at, by=shop.by)

    assert (left(first), left(second)) == (20, 40)


def test_refund_to_vouchers_gives_money_back_first_and_the_rest_to_the_voucher(shop):
    voucher = used(shop, "30")
    open_payments(debts=[Debt(ORDER, "prepayment", D(70), "EUR")], at=shop.at, by=shop.by)
    receive_payments(receipts=[Receipt(ORDER, D(70), "bank:1")], at=shop.at, by=shop.by)

    in_money = refund_to_vouchers(order_id=ORDER, amount=D(80), cause="hand:1", at=shop.at, by=shop.by)
    again = refund_to_vouchers(order_id=ORDER, amount=D(80), cause="hand:1", at=shop.at, by=shop.by)

    assert (in_money, again, left(voucher)) == (70, 0, 30)
