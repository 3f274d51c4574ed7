"""When a location ships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontor.kernel.working_days import count_working_days, public_holidays


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working time of a location, in its own time zone."""

    timezone: str
    country: str
    working_days: tuple[int, ...]  # 1 = Monday … 7 = Sunday
    cut_off: time
    handling_days: int
    closed_on: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether goods leave on that day."""
        return (
            day.isoweekday() in self.working_days
            and day not in self.closed_on
            and day not in public_holidays(self.country, day.year)
        )


def ship_by(calendar: Calendar, at: datetime) -> datetime:
    """Return by when an order that comes in now leaves: after the cut-off it counts as of the next working day."""
    zone = ZoneInfo(calendar.timezone)
    local = at.astimezone(zone)
    return _ship_by(calendar, local.date(), after_cut_off=local.time() >= calendar.cut_off)


@lru_cache(maxsize=2048)
def _ship_by(calendar: Calendar, day: date, *, after_cut_off: bool) -> datetime:
    if after_cut_off:
        day += timedelta(days=1)
    day = count_working_days(day, calendar.handling_days, calendar.is_open)
    return datetime.combine(day, time(23, 59), ZoneInfo(calendar.timezone)).astimezone(UTC)
