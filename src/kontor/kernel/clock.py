"""The clock. Doors and jobs read it once and hand the moment in; rules and verbs never look at it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def read_clock() -> datetime:
    """Return this moment as an aware UTC datetime."""
    return datetime.now(UTC)


def local_day(at: datetime, timezone: str) -> date:
    """Return the business day of a moment: the calendar day where the legal entity or location is."""
    return at.astimezone(ZoneInfo(timezone)).date()
