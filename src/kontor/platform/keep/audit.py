"""The audit trail: who, when, what, before and after; append-only."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.kernel.actor import Actor
from kontor.platform.models import AuditEntry
from kontor.platform.sql.bulk import insert_rows
from kontor.platform.sql.rows import read_rows


@dataclass(frozen=True, slots=True)
class Change:
    """One subject that a verb changed."""

    key: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def record_changes(*, subject: str, verb: str, changes: Sequence[Change], at: datetime, by: Actor) -> None:
    """Write down what a verb changed, in its transaction."""
    insert_rows(
        AuditEntry,
        {
            "at": at, "by": str(by), "verb": verb, "subject": subject,
            "key": [change.key for change in changes],
            "before": [_text(change.before) for change in changes],
            "after": [_text(change.after) for change in changes],
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry of the trail."""

    id: int
    at: datetime
    by: str
    verb: str
    subject: str
    key: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def get_entries(ids: Collection[int]) -> dict[int, AuditRow]:
    """Return entries of the trail by their ids."""
    return {it.id: it for it in read_rows(AuditRow, AuditEntry.objects.filter(id__in=ids))}


def list_entries(*, subject: str, verb: str, since: datetime) -> list[AuditRow]:
    """Return what was done by a verb to things of one kind since then, the newest first."""
    rows = AuditEntry.objects.filter(subject=subject, verb=verb, at__gte=since).order_by("-id")
    return read_rows(AuditRow, rows[:1_000])


def _text(facts: Mapping[str, Any] | None) -> str | None:
    return None if facts is None else json.dumps(facts, default=str)
