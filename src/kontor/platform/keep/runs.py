"""Long pieces of work: begun, resumed at their place, ended with a report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kontor.platform.models import RunReport, RunState


def begin_run(*, kind: str, name: str, fingerprint: str, progress: dict[str, Any], at: datetime) -> RunReport:
    """A piece of work that was begun and not ended goes on at its place; else it begins with this progress."""
    begun = RunReport.objects.filter(kind=kind, fingerprint=fingerprint, state=RunState.RUNNING).first()
    return begun or RunReport.objects.create(
        kind=kind, name=name[:300], fingerprint=fingerprint, progress=progress, started_at=at
    )


def end_run(run_id: int, *, report: dict[str, Any], at: datetime) -> None:
    """Write down what a piece of work found and did."""
    RunReport.objects.filter(id=run_id, state=RunState.RUNNING).update(
        state=RunState.DONE, report=report, finished_at=at
    )


def has_ended(run_id: int) -> bool:
    """Whether a piece of work is done."""
    return not RunReport.objects.filter(id=run_id, state=RunState.RUNNING).exists()
