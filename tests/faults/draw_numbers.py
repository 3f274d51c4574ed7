"""Processes that issue invoices and are killed all the time: ``python draw_numbers.py PROCESSES NUMBERS KILLS [sequence]``.

It prepares Django once and forks, so that a killed process is replaced at once. ``sequence`` draws the numbers from a sequence of
the database instead of the counter, as many systems do.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
sys.path.insert(0, str(Path(__file__).parent.parent))
django.setup()

from django.db import connection, transaction  # noqa: E402

from kontor.invoicing.public import InvoiceDraft, InvoiceItem, Occasion, Seller, issue_invoices  # noqa: E402
from kontor.invoicing.use_cases import issue_invoices as issuing  # noqa: E402
from kontor.kernel.actor import Actor  # noqa: E402
from kontor.kernel.address import Address  # noqa: E402
from kontor.kernel.clock import read_clock  # noqa: E402
from kontor.orders.tables import Order  # noqa: E402
from kontor.platform.sql.bulk import execute, select_rows  # noqa: E402
from kontor.pricing.public import tax_gross  # noqa: E402

BY = Actor("user", "numbers")
SELLER = Seller("Muster GmbH", "Weg 1", "50667", "Köln", "DE", "DE136695976")
BUYER = Address("Erika", "", "Domplatz 1", "", "50667", "Köln", "DE")


class RolledBack(Exception):
    """One in ten changes its mind."""


def draft(order_id: int, number: str, entity_id: int) -> InvoiceDraft:
    from decimal import Decimal

    item = InvoiceItem("Lampe", "LAMP", 1, Decimal(19), tax_gross(Decimal("9.99"), Decimal(19)))
    return InvoiceDraft(
        source=f"test:{uuid.uuid4()}", occasion=Occasion.SHIPPED, order_id=order_id, order_number=number,
        legal_entity_id=entity_id, entity_code="MU",
        timezone="Europe/Berlin", currency="EUR", language="de", seller=SELLER, recipient=BUYER, ship_to=BUYER, items=(item,),
    )  # fmt: skip


def issue_for_ever() -> None:
    order_id, number, entity_id = Order.objects.values_list("id", "number", "legal_entity_id").first()
    rng = random.Random()
    while True:
        try:
            with transaction.atomic():
                issue_invoices(drafts=[draft(order_id, number, entity_id)], at=read_clock(), by=BY)
                if rng.random() < 0.1:
                    raise RolledBack
        except RolledBack:
            continue


def start() -> int:
    child = os.fork()
    if child == 0:
        try:
            issue_for_ever()
        finally:
            os._exit(1)
    return child


def draw_from_sequence(series: list[str]) -> list[int]:
    return [int(select_rows("SELECT nextval('bench_numbers')")[0][0]) for _ in series]


def count() -> int:
    done = int(select_rows("SELECT count(*) FROM invoicing_invoice")[0][0])
    connection.close()  # no child may inherit it
    return done


def main(processes: int, numbers: int, kills: int, way: str = "") -> None:
    if way == "sequence":
        execute("CREATE SEQUENCE IF NOT EXISTS bench_numbers")
        issuing._draw_numbers = draw_from_sequence
    connection.close()
    children = [start() for _ in range(processes)]
    killed = 0
    rng = random.Random(1)
    while killed < kills or count() < numbers:
        if killed < kills:
            # As many kills as there are numbers to draw in the meantime, so that both end together.
            victim = rng.randrange(processes)
            os.kill(children[victim], signal.SIGKILL)
            os.waitpid(children[victim], 0)
            killed += 1
            children[victim] = start()
        time.sleep(rng.random() * 0.6)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    print(f"killed {killed}, issued {count()}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
