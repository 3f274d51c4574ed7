"""Cells of a grid: what stands in one, without a word on how it looks; ``drawing`` draws each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, TypeAlias

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

from kontor.backoffice.figures import number_text
from kontor.backoffice.parts.conditions import Label
from kontor.kernel.money import CURRENCIES

# How good something is, at a glance.
GOOD, WARN, BAD, DIM, PLAIN = "good", "warn", "bad", "dim", ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in one word, with its colour; ``hint`` says more to whom points at it."""

    text: Label
    tone: str = PLAIN
    hint: Label = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, under it a smaller one; with ``link`` it leads somewhere."""

    kind: ClassVar[str] = "text"
    text: Label
    small: Label = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in its currency."""

    kind: ClassVar[str] = "figure"
    amount: Decimal | None
    currency: str

    @property
    def text(self) -> str:
        """Return it as the reader writes it, in one piece."""
        return "" if self.amount is None else money_text(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: pieces, a weight, a rate. ``tone`` colours it where it is not zero."""

    kind: ClassVar[str] = "figure"
    value: int | Decimal | None
    unit: str = ""
    tone: str = PLAIN

    @property
    def text(self) -> str:
        """Return it as the reader writes it; nothing for nothing."""
        if self.value is None:
            return ""
        plain = number_text(self.value) if isinstance(self.value, Decimal) else number_format(self.value, use_l10n=True)
        return f"{plain}\u00a0{self.unit}" if self.unit else plain


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown by day and minute where the reader is; ``late`` colours it."""

    kind: ClassVar[str] = "moment"
    at: datetime | date | None
    late: bool = False

    @property
    def text(self) -> str:
        """Return it in one piece."""
        return "" if self.at is None else moment_text(self.at)


@dataclass(frozen=True, slots=True)
class Badges:
    """Several states side by side."""

    kind: ClassVar[str] = "badges"
    badges: Sequence[Badge]

    @property
    def text(self) -> str:
        """Return their words."""
        return ", ".join(str(it.text) for it in self.badges)


Cell: TypeAlias = Text | Money | Figure | Moment | Badges


def money_text(amount: Decimal, currency: str) -> str:
    """Return an amount with as many places as its currency has, and its currency, in one piece."""
    places = CURRENCIES.get(currency, 2)
    plain = number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{plain}\u00a0{currency}"


def moment_text(at: datetime | date) -> str:
    """Return a point in time as the reader writes it, in one piece."""
    if isinstance(at, datetime):
        return date_format(localtime(at), "SHORT_DATETIME_FORMAT").replace(" ", "\u00a0")
    return date_format(at, "SHORT_DATE_FORMAT")
