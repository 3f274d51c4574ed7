"""Papers and money: how many documents a core issues and writes in a second, and how long a large bank statement takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import psutil
from django.db import transaction

from kontor.cli.progress import say
from kontor.flows.money.bank import take_in_statement
from kontor.flows.selling.intake import accept_orders
from kontor.invoicing.public import (
    InvoiceDraft,
    InvoiceItem,
    Occasion,
    Seller,
    build_einvoice,
    find_faults,
    issue_invoices,
    read_record,
)
from kontor.invoicing.tables import Invoice
from kontor.kernel.address import Address
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import execute, select_rows
from kontor.pricing.public import tax_gross
from kontor_bench.ground import bench_database, make_order, surroundings
from kontor_bench.intake import BATCH, BY

GOAL_PER_S = 20.0
GOAL_STATEMENT_S = 10.0
BUNDLE = 50
SAMPLE = 50
IBAN = "DE02120300000000202051"
SELLER = Seller("Bench GmbH", "Weg 1", "50667", "Köln", "DE", "DE136695976", iban=IBAN)
BUYER = Address("Erika Muster", "", "Domplatz 1", "", "50667", "Köln", "DE")


def bench_invoices(*, invoices: int, lines: int) -> dict[str, Any]:
    """Issue invoices with everything that belongs to them, then take in a statement that pays orders."""
    with bench_database():
        execute("UPDATE legal_entities_legalentity SET iban = %s", [IBAN])
        papers = _papers(invoices)
        say(f"papers: {papers}")
        statement = _statement(lines)
        say(f"statement: {statement}")
        return {
            "bench": "invoices", "ratio": round(papers["invoices_per_s_per_core"] / GOAL_PER_S, 4),
            **papers, "goal_per_s": GOAL_PER_S, "statement": {**statement, "goal_s": GOAL_STATEMENT_S},
            "surroundings": surroundings(),
        }  # fmt: skip


def _papers(count: int) -> dict[str, Any]:
    """Issue and write documents in bundles, as flows and jobs do. Counted is CPU time of this process, so per core."""
    with transaction.atomic():
        accept_orders(incoming=[make_order("paper", random.Random(1), hot=False)], at=read_clock(), by=BY)
    execute("DELETE FROM procrastinate_jobs")
    order, entity = Order.objects.get(), LegalEntity.objects.get()
    drafts = [_draft(n, order, entity) for n in range(count)]
    _issue(drafts[:1])  # the rules are compiled once for each process
    run_jobs(wait=False)
    process = psutil.Process()
    memory = []
    issuing = writing = 0.0
    started = time.perf_counter()
    for first in range(1, count, BUNDLE):
        issuing += _cpu(partial(_issue, drafts[first : first + BUNDLE]))
        writing += _cpu(partial(run_jobs, wait=False))
        memory.append(process.memory_info().rss / 2**20)
    took, spent = time.perf_counter() - started, issuing + writing
    done = Invoice.objects.exclude(pdf=None).count() - 1
    sheet = read_record(Invoice.objects.latest("id").content, number="X")
    xml = build_einvoice(sheet)
    judging = _cpu(lambda: [find_faults(xml) for _ in range(SAMPLE)]) / SAMPLE * done
    building = _cpu(lambda: [build_einvoice(sheet) for _ in range(SAMPLE)]) / SAMPLE * done
    parts = {
        "rules of EN 16931": judging, "xml, twice": 2 * building, "number and row": issuing - judging - building,
        "pdf, pdf/a-3, files": writing - building,
    }  # fmt: skip
    return {
        "invoices": done, "seconds": round(took, 2), "cpu_seconds": round(spent, 2),
        "invoices_per_s_per_core": round(done / spent, 1), "invoices_per_s": round(done / took, 1),
        "parts": {name: round(seconds / spent, 3) for name, seconds in parts.items()},
        "memory_mb": {"first": round(memory[0]), "last": round(memory[-1])},
    }  # fmt: skip


def _cpu(work: Callable[[], object]) -> float:
    """Return how many seconds of CPU some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _issue(drafts: list[InvoiceDraft]) -> None:
    with transaction.atomic():
        issue_invoices(drafts=drafts, at=read_clock(), by=BY)


def _draft(number: int, order: Order, entity: LegalEntity) -> InvoiceDraft:
    rng = random.Random(number)
    items = tuple(
        InvoiceItem(
            f"Artikel {n}", f"A-{n}", n, Decimal(19), tax_gross(Decimal(rng.randrange(100, 9_999)) / 100, Decimal(19))
        )
        for n in range(1, 4)
    )
    return InvoiceDraft(
        source=f"bench:{number}", occasion=Occasion.SHIPPED, order_id=order.id, order_number=order.number,
        legal_entity_id=entity.id, entity_code=entity.code, timezone=entity.timezone, currency="EUR", language="de",
        seller=SELLER, recipient=BUYER, ship_to=BUYER, items=items,
    )  # fmt: skip


def _statement(lines: int) -> dict[str, Any]:
    """Take in a statement: nine in ten lines name their order, one in ten pays something else."""
    rng = random.Random(2)
    made = [make_order(f"b-{n}", rng, hot=False).model_copy(update={"payment": "prepayment"}) for n in range(lines)]
    for first in range(0, lines, BATCH):
        with transaction.atomic():
            accept_orders(incoming=made[first : first + BATCH], at=read_clock(), by=BY)
    execute(
        "INSERT INTO payments_payment (order_id, method, currency, amount, authorized, captured, opened_at)"
        " SELECT id, payment, currency, gross, 0, 0, now() FROM orders_order WHERE payment = 'prepayment'"
    )
    owed = select_rows("SELECT number, gross FROM orders_order WHERE payment = 'prepayment' ORDER BY id")
    content = _camt(
        [(f"Bestellung {number}" if at % 10 else "Danke", gross) for at, (number, gross) in enumerate(owed)]
    )
    entity = LegalEntity.objects.get()
    started = time.perf_counter()
    with transaction.atomic():
        done = take_in_statement(content=content, name="bench.xml", legal_entity_id=entity.id, at=read_clock(), by=BY)
    took = time.perf_counter() - started
    return {"lines": lines, "seconds": round(took, 2), "booked": done.booked, "open": done.open}


def _camt(rows: list[tuple[str, Decimal]]) -> bytes:
    today = read_clock().date().isoformat()
    entries = "".join(
        f"<Ntry><Amt Ccy='EUR'>{amount:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{today}</Dt>"
        f"</BookgDt><AcctSvcrRef>R{at}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Kunde {at}</Nm></Pty></Dbtr>"
        f"</RltdPties><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for at, (purpose, amount) in enumerate(rows)
    )
    return (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id>"
        f"<IBAN>{IBAN}</IBAN></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
