"""A file that somebody wants taken in begins: a table as a bulk job, orders as a run that can stop and go on."""

from __future__ import annotations

from datetime import datetime

from kontor.flows.bulk.running import call_bulk_job
from kontor.flows.imports.orders.office import take_orders
from kontor.flows.imports.tables.running import judge_file, open_table_job
from kontor.flows.imports.tables.sheets import Sheet
from kontor.kernel.actor import Actor
from kontor.platform.keep.imports import ImportRow, begin_import_work
from kontor.platform.post.jobs import call_orders_import


def begin_orders(it: ImportRow, *, legal_entity_id: int, at: datetime, by: Actor) -> None:
    """Orders of a file come in by a worker. The import is locked. Refuses: FileRefused."""
    running = take_orders(it, legal_entity_id=legal_entity_id, at=at, by=by)
    begin_import_work(it.id, run=running.report.pk)
    call_orders_import(it.id, key=running.report.fingerprint)


def begin_table(it: ImportRow, sheet: Sheet, *, at: datetime, by: Actor) -> None:
    """Rows of a table are judged by what its columns mean now, and worked on by a job. The import is locked.

    Refuses: FileRefused.
    """
    job = open_table_job(kind=it.kind, rows=judge_file(it, sheet), at=at, by=by)
    begin_import_work(it.id, job=job)
    call_bulk_job(job_id=job, facts={**it.content.get("facts", {}), "import": it.id}, at=at, by=by)
