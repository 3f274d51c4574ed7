"""`kontor demo --orders N`: a large house, in three steps that each go on where they were broken off."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from kontor.catalog.tables import Sku
from kontor.cli.progress import say
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Refused
from kontor.locations.tables import Location
from kontor.orders.public import hold_order, tag_order, write_note
from kontor.orders.tables import Order
from kontor.payments.public import PaymentMethod
from kontor.payments.tables import Payment
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import execute
from kontor_demo.buyers import varied_orders
from kontor_demo.crew import work_off
from kontor_demo.history import copy_past, read_templates
from kontor_demo.merchant import seed_demo

# The orders that the past is copied from, and how many of the last ones are really in work.
TEMPLATES = 400
RECENT_SHARE, MOST_RECENT = 0.01, 10_000
# So many of the last orders are shipped with paper and label.
SHIPPED = 1_000
BATCH = 200
_SEED = 11


class SomebodyLivesHere(Refused):
    """A merchant is at home here already; the demo was not added."""

    code = "demo.somebody_lives_here"


def fill_large(*, orders: int) -> None:
    """Fill a house with so many orders."""
    if seed_demo() is None:
        raise SomebodyLivesHere
    execute("SET statement_timeout = 0")
    rng = random.Random(_SEED)
    codes = list(Sku.objects.filter(is_kit=False).order_by("code").values_list("code", flat=True))
    _stock_up()
    if not _count("V-"):
        say("The orders that the past is made of")
        _place(rng, codes, prefix="V", count=TEMPLATES)
        _live(rng, "V-", share=1.0)
    recent = min(MOST_RECENT, max(100, int(orders * RECENT_SHARE)))
    told = Order.objects.filter(external_id__startswith="V-").exclude(external_id__regex=r"^V-[0-9]+-").order_by("id")
    ids = list(told.values_list("id", flat=True))
    templates = read_templates(ids[0], ids[-1])
    copies = max(0, -(-(orders - recent - len(ids)) // max(1, templates.ended)))
    copy_past(templates, copies=copies, since=datetime(read_clock().year, 1, 1, tzinfo=UTC))
    if _count("N-") < recent:
        say("The last orders, which are in work")
        _place(rng, codes, prefix="N", count=recent - _count("N-"), first=_count("N-"))
        _live(rng, "N-", share=SHIPPED / recent)
    say("Counting what is there, for the plans of the database")
    execute("VACUUM ANALYZE")


def _count(prefix: str) -> int:
    return Order.objects.filter(external_id__startswith=prefix).exclude(external_id__regex=r"^V-[0-9]+-").count()


def _stock_up() -> None:
    """Enough lies on the shelves of the warehouses for whatever is ordered."""
    skus = Sku.objects.filter(is_kit=False).values_list("id", flat=True)
    places = Location.objects.filter(kind="warehouse").values_list("id", flat=True)
    goods = [GoodsIn(sku_id, place, 5_000, "receipt:large") for sku_id in skus for place in places]
    with transaction.atomic():
        receive_stock(goods=goods, at=read_clock(), by=SYSTEM)


def _place(rng: random.Random, codes: Sequence[str], *, prefix: str, count: int, first: int = 0) -> None:
    at = read_clock()
    incoming = varied_orders(rng, codes, prefix=prefix, first=first, count=count, at=at)
    for start in range(0, count, BATCH):
        with transaction.atomic():
            accept_orders(incoming=incoming[start : start + BATCH], at=at, by=SYSTEM)


def _live(rng: random.Random, prefix: str, *, share: float) -> None:
    """Let orders go their way: some are stopped, noted, cancelled, most are paid, so many of them shipped."""
    ids = list(Order.objects.filter(external_id__startswith=prefix).order_by("id").values_list("id", flat=True))
    run_jobs(wait=False)
    for order_id in ids:
        _touch(rng, order_id)
    for payment in Payment.objects.filter(order_id__in=ids, method=PaymentMethod.PREPAYMENT, captured=0).order_by("id"):
        if rng.random() < 0.8:
            with transaction.atomic():
                book_payment(
                    order_id=payment.order_id, amount=payment.amount, reference=f"large-{payment.id}", at=read_clock(),
                    by=SYSTEM,
                )  # fmt: skip
    run_jobs(wait=False)
    work_off(order_ids=ids[: round(len(ids) * share)])
    run_jobs(wait=False)


def _touch(rng: random.Random, order_id: int) -> None:
    at, luck = read_clock(), rng.random()
    try:
        with transaction.atomic():
            if luck < 0.04:
                cancel_whole_order(order_id=order_id, reason="buyer_asked", at=at, by=SYSTEM)
            elif luck < 0.05:
                hold_order(order_id=order_id, reason="customer", note="Farbe?", at=at, by=SYSTEM)
            elif luck < 0.09:
                tag_order(order_id=order_id, tags=[rng.choice(("Geschenk", "Stammkunde", "Prüfen"))], at=at, by=SYSTEM)
            elif luck < 0.13:
                write_note(order_id=order_id, text="Bitte als Geschenk verpacken.", at=at, by=SYSTEM)
    except Refused:
        return
