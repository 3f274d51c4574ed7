"""Whether the house is saved: its backups, and its archive of changes. A clock that stops and a disk that fills tell nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontor.platform.models import RunReport, RunState
from kontor.platform.sql.bulk import select_rows

# Backups are taken each night; a second night without one is no accident.
BACKUP_EVERY = timedelta(days=2)
FAILING_ARCHIVE = """
SELECT last_failed_wal, last_failed_time FROM pg_stat_archiver
 WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
"""


@dataclass(frozen=True, slots=True)
class SafetyFault:
    """What keeps the house from being saved. ``cause``: backup_failed, backup_old, archive_fails."""

    name: str
    since: datetime
    cause: str


def record_backup(*, name: str, began_at: datetime, ended_at: datetime, problem: str = "") -> None:
    """Write down that a backup was taken, or why it was not."""
    RunReport.objects.create(
        kind="backup", name=name[:300], state=RunState.FAILED if problem else RunState.DONE, report={"problem": problem[:2_000]},
        started_at=began_at, finished_at=ended_at,
    )  # fmt: skip


def list_safety_faults(at: datetime) -> list[SafetyFault]:
    """Return what keeps the house from being saved; a house that never took a backup is not told about it here."""
    found = [SafetyFault(str(name), since, "archive_fails") for name, since in select_rows(FAILING_ARCHIVE)]
    last = RunReport.objects.filter(kind="backup").order_by("-id").first()
    if last is not None and last.state == RunState.FAILED:
        found.append(SafetyFault(last.name, last.started_at, "backup_failed"))
    elif last is not None and last.started_at < at - BACKUP_EVERY:
        found.append(SafetyFault(last.name, last.started_at, "backup_old"))
    return found
