"""Keep a small house of this version, to be taken along by all later ones: ``python tests/upgrade/keep_house.py``.

Run it once for each release, on the commit that is released, and commit what it writes: ``houses/VERSION.sql``. In it a merchant
has orders that wait, are picked, were shipped, invoiced, corrected and cancelled, as rows of every table that a day fills.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def main() -> None:
    folder = tempfile.mkdtemp(prefix="kontor-keep-")
    atexit.register(shutil.rmtree, folder)  # after the database has stopped
    os.environ.update(KONTOR_HOME=folder, KONTOR_DEMO="0")
    from kontor.cli.bootstrap import migrate_house, open_house

    open_house()
    migrate_house()
    _live_a_day()
    _write(HERE / "houses" / f"{version('kontor')}.sql")


def _live_a_day() -> None:
    from datetime import UTC, datetime

    from django.db import transaction

    from builders import a_merchant, hear_news, walk_to_packed
    from kontor.flows.invoicing.corrections import correct_invoice
    from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
    from kontor.flows.warehouse.dispatch import dispatch_shipments
    from kontor.flows.warehouse.picking import start_picking
    from kontor.fulfilment.tables import FulfilmentOrder
    from kontor.invoicing.tables import Invoice
    from kontor.invoicing.tasks import render_invoices
    from kontor.kernel.actor import Actor
    from kontor.orders.tables import OrderLine

    shop = a_merchant(at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC), by=Actor("user", "house"))
    told = {"at": shop.at, "by": shop.by}
    shipped, picked, changed, gone = (shop.place((2, "LAMP")) for _ in range(4))
    shop.place((1, "VASE"), payment="prepayment")
    shop.place((1, "GIFT"))
    shop.place((40, "BOOK"))
    hear_news()
    with transaction.atomic():
        line = OrderLine.objects.get(order=changed)
        cancel_pieces(order_id=changed.id, pieces={line.id: 1}, reference="one", **told)
        cancel_whole_order(order_id=gone.id, **told)
        start_picking(fulfilment_order_ids=[FulfilmentOrder.objects.get(order=picked).id], **told)
    packed = walk_to_packed(shop, shipped)
    with transaction.atomic():
        dispatch_shipments(shipment_ids=packed, **told)
    hear_news()
    with transaction.atomic():
        correct_invoice(invoice_id=Invoice.objects.get().id, pieces={1: 1}, **told)
    hear_news()
    render_invoices.func(invoice_ids=list(Invoice.objects.values_list("id", flat=True)))
    hear_news()


def _write(place: Path) -> None:
    from kontor.platform.start.postgres_files import find_binaries

    command = [
        str(find_binaries() / "pg_dump"),
        "--inserts",
        "--no-owner",
        "--no-privileges",
        os.environ["DATABASE_URL"],
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Remarks, commands of psql, and a setting that the oldest server does not know.
    left_out = ("--", "\\", "SET transaction_timeout")
    lines = [line for line in told.splitlines() if not line.startswith(left_out)]
    place.write_text("\n".join(lines) + "\n")
    place.chmod(0o644)
    sys.stderr.write(f"{place}: {len(lines)} lines\n")


if __name__ == "__main__":
    main()
