"""Dunning: who is reminded of what, at which level, with which fee and interest, and why others are not.

Source: sections 247, 286, 288, 289 BGB: interest from default on, five points above the base rate from consumers and nine from
businesses; businesses owe 40 € at once besides. A first reminder costs nothing: it is what puts a consumer into default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.pricing.rules import round_money

OVER_BASE = {False: Decimal(5), True: Decimal(9)}
LUMP_SUM = Decimal(40)
# Less than this is not worth a letter.
LEAST = Decimal(5)
_DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class DunningStep:
    """A level: so many days after the due day (the first) or after the letter before it."""

    level: int
    days_after: int
    days_to_pay: int
    fee: Decimal = ZERO
    interest: bool = False
    lump_sum: bool = False


DEFAULT_STEPS = (
    DunningStep(1, 7, 10),
    DunningStep(2, 14, 10, Decimal("2.50"), interest=True),
    DunningStep(3, 14, 7, Decimal("2.50"), interest=True, lump_sum=True),
)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What an order still owes of its documents. ``reminded`` are the days of its letters by level, ``stop`` why it is let be;
    ``costs`` is what its letters cost so far, ``interest`` how much of that was interest; ``waived``: the order was cancelled
    since, and nobody pays for its letters.
    """

    order_id: int
    number: str
    legal_entity_id: int
    currency: str
    open: Decimal
    due_on: date
    company: bool
    name: str
    reminded: Mapping[int, date]
    stop: str = ""
    costs: Decimal = ZERO
    interest: Decimal = ZERO
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """What an open item gets: a letter of this level, or none (level 0) for this reason."""

    item: OpenItem
    level: int
    reason: str
    fee: Decimal = ZERO
    interest: Decimal = ZERO
    pay_by: date | None = None

    @property
    def total(self) -> Decimal:
        """Return what is asked for."""
        return self.item.open + self.fee + self.interest


def judge_item(
    item: OpenItem, steps: Sequence[DunningStep], base: Sequence[tuple[date, Decimal]], on: date
) -> Reminder:
    """Decide about one open item. ``base``: the base rate by the day from which it holds, the oldest first."""
    if item.stop:
        return Reminder(item, 0, item.stop)
    if item.open < LEAST:
        return Reminder(item, 0, "small")
    if on <= item.due_on:
        return Reminder(item, 0, "not_due")
    last = max(item.reminded, default=0)
    step = next((it for it in sorted(steps, key=lambda it: it.level) if it.level > last), None)
    if step is None:
        return Reminder(item, 0, "last_level")
    since = item.reminded[last] if last else item.due_on
    if on < since + timedelta(days=step.days_after):
        return Reminder(item, 0, "waits")
    fee, interest, reason = step.fee, ZERO, "due"
    if step.lump_sum and item.company:
        fee += LUMP_SUM
    if step.interest and item.reminded:
        # No interest on interest (section 289 BGB): on what the documents come to, less what earlier letters charged.
        owed = max(ZERO, item.open - item.costs)
        found = find_interest(owed, min(item.reminded.values()), on, base, company=item.company)
        interest, reason = (max(ZERO, found - item.interest), "due") if found is not None else (ZERO, "no_base_rate")
    return Reminder(item, step.level, reason, fee, interest, on + timedelta(days=step.days_to_pay))


def find_interest(
    amount: Decimal, since: date, until: date, base: Sequence[tuple[date, Decimal]], *, company: bool
) -> Decimal | None:
    """Return the interest for default from the day after ``since`` to ``until``, over each half-year's base rate; None where
    one of them is not known.
    """
    total = ZERO
    day = since + timedelta(days=1)
    while day <= until:
        half = date(day.year, 1 if day.month <= 6 else 7, 1)
        rate = dict(base).get(half)
        if rate is None:
            return None
        next_half = date(day.year, 7, 1) if half.month == 1 else date(day.year + 1, 1, 1)
        days = (min(until + timedelta(days=1), next_half) - day).days
        total += amount * (rate + OVER_BASE[company]) / 100 * days / _DAYS_OF_YEAR
        day = next_half
    return round_money(max(ZERO, total))
