"""Orders taken in at a steady pace, in bundles, into the house that is open."""

from __future__ import annotations

import json
import random
import select
import sys
import time

from django.db import transaction

from kontor.catalog.tables import Sku
from kontor.channels.ports import IncomingOrder
from kontor.channels.tables import Channel
from kontor.flows.selling.intake import accept_orders
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock

BUNDLE, PER_S, LINES = 500, 500, 3


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def take_in() -> None:
    """Take orders in until standard input closes; say when that begins, and at the end how many there were and how fast."""
    rng, by = random.Random(7), Actor("key", "bench")
    channel = Channel.objects.filter(active=True, prices_gross=True, currency="EUR").order_by("id")[0].code
    codes = list(
        Sku.objects.filter(product__active=True, is_kit=False).order_by("id").values_list("code", flat=True)[:2000]
    )

    def order(number: int) -> IncomingOrder:
        lines = [{"sku": rng.choice(codes), "quantity": 1, "unit_price": "9.99"} for _ in range(LINES)]
        address = {
            "name": f"Erika Muster {number % 5000}", "street": "Musterweg 1", "postal_code": "50667", "city": "Köln",
            "country": "DE", "email": f"beside{number % 5000}@example.org",
        }  # fmt: skip
        return IncomingOrder.model_validate({
            "channel": channel, "external_id": f"beside-{begun}-{number}", "currency": "EUR", "payment": "prepayment",
            "ship_to": address, "lines": lines,
        })  # fmt: skip

    begun, taken, started = int(time.time()), 0, time.perf_counter()
    _tell("ready")
    while not select.select([sys.stdin], [], [], 0)[0]:
        bundle = [order(taken + turn) for turn in range(BUNDLE)]
        with transaction.atomic():
            accept_orders(incoming=bundle, at=read_clock(), by=by)
        taken += BUNDLE
        # So many a second on the whole: a bundle that was late is made up for.
        time.sleep(max(0.0, started + taken / PER_S - time.perf_counter()))
    _tell(json.dumps({"orders": taken, "per_s": round(taken / (time.perf_counter() - started), 1)}))
