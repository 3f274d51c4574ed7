"""Orders taken in beside something else that is measured: a program of its own, in bundles, so many a second.

Reads nothing; takes in until its standard input closes, and prints one JSON object with how many it took in and how fast.
"""

from __future__ import annotations

import json
import random
import select
import sys
import time

from kontor.cli.bootstrap import open_house

BUNDLE, PER_S, LINES = 500, 500, 3


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Take orders in until nobody listens any more."""
    open_house()
    from django.db import transaction  # noqa: PLC0415 - Django is there only once the house is open

    from kontor.catalog.tables import Sku  # noqa: PLC0415
    from kontor.channels.ports import IncomingOrder  # noqa: PLC0415
    from kontor.channels.tables import Channel  # noqa: PLC0415
    from kontor.flows.selling.intake import accept_orders  # noqa: PLC0415
    from kontor.kernel.actor import Actor  # noqa: PLC0415
    from kontor.kernel.clock import read_clock  # noqa: PLC0415

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


if __name__ == "__main__":
    main()
