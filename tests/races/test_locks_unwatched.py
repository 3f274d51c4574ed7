"""What locks in the tests locks in the house, too: watched or not, the same rows are held."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from django.db import transaction

from builders import hear_news
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.inventory.public import lock_stock
from kontor.orders.public import lock_orders
from kontor.payments.public import (
    NewVoucher,
    VoucherUse,
    issue_voucher,
    lock_payments,
    lock_vouchers_of,
    redeem_vouchers,
)
from kontor.payments.tables import Voucher
from kontor.platform.sql.lock_order import note_lock
from processes import database_url


@pytest.fixture
def order(real_shop):
    """An order that uses a voucher, with its payment and its part of the warehouse."""
    placed = real_shop.place((1, "LAMP"))
    hear_news()
    new = NewVoucher(real_shop.channel.legal_entity_id, "multi", Decimal(5))
    voucher_id, _code = issue_voucher(new=new, at=real_shop.at, by=real_shop.by)
    redeem_vouchers(uses=[VoucherUse(voucher_id, placed.id, Decimal(1))], at=real_shop.at, by=real_shop.by)
    return placed


LOCKS = {
    "orders_order": lambda shop, order: lock_orders([order.id]),
    "payments_payment": lambda shop, order: lock_payments([order.id]),
    "payments_voucher": lambda shop, order: lock_vouchers_of([order.id]),
    "fulfilment_fulfilmentorder": lambda shop, order: lock_fulfilment_orders([FulfilmentOrder.objects.get().id]),
    "inventory_balance": lambda shop, order: lock_stock(shop.skus.values()),
}


@pytest.mark.parametrize("table", LOCKS)
def test_a_lock_is_taken_though_nobody_watches(real_shop, order, table):
    with psycopg.connect(database_url()) as other, transaction.atomic():
        LOCKS[table](real_shop, order)

        free = other.execute(f"SELECT id FROM {table} FOR UPDATE SKIP LOCKED").fetchall()

    assert free == []


def test_a_question_is_no_key(real_shop):
    with pytest.raises(TypeError), transaction.atomic():
        note_lock("vouchers", Voucher.objects.all())
