"""Counting working days: weekends, closed days and the nationwide holidays of a country are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import holidays

# Nobody is closed for longer: whoever counts past this has no working day at all, and gets the day it stopped at.
MOST_DAYS = 400


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the nationwide holidays of a year, never those of one state; none where the country is not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def count_working_days(first: date, days: int, is_open: Callable[[date], bool]) -> date:
    """Return the day on which so many working days have passed since the first one that is open."""
    day, left = first, days
    for _ in range(MOST_DAYS):
        if is_open(day):
            if left == 0:
                break
            left -= 1
        day += timedelta(days=1)
    return day
