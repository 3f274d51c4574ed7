"""Conditions of a grid: field, operator, value; read from the address of a page, shown as chips, turned into questions.

In an address a condition is one parameter, ``field.operator=value`` (``total.between=10..20``). Values there are plain: figures
with a point, days as 2026-12-31, several values with commas; what people type in their own form is made plain first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.figures import number_text
from kontor.backoffice.typed import FIRST_YEAR, LAST_YEAR, MOST_MONEY, TypedWrong, parse_amount, read_day
from kontor.kernel.text import UnusableText, clean_text

Label: TypeAlias = str | Promise
Choices: TypeAlias = Sequence[tuple[str, Label]]
# What a value of a condition is, once it is understood.
Value: TypeAlias = Any

# So many values stand in one condition, and so many conditions in one address.
MOST_VALUES, MOST_CONDITIONS = 200, 20
MOST_SIGNS = 200
MOST_DAYS = 3660
# Columns hold four places; figures of many more are none that anybody types.
MOST_PLACES, MOST_DIGITS = 8, 20


class Op(StrEnum):
    """How a field is compared."""

    IS = "is"
    NOT = "not"
    IN = "in"
    CONTAINS = "contains"
    STARTS = "starts"
    LEAST = "least"
    MOST = "most"
    BETWEEN = "between"
    ON = "on"
    BEFORE = "before"
    SINCE = "since"
    TODAY = "today"
    BEFORE_TODAY = "before_today"
    LAST_DAYS = "last_days"
    NEXT_DAYS = "next_days"
    EXISTS = "exists"
    MISSING = "missing"


OP_WORDS: dict[Op, Label] = {
    Op.IS: _("is"), Op.NOT: _("is not"), Op.IN: _("is one of"), Op.CONTAINS: _("contains"), Op.STARTS: _("begins with"),
    Op.LEAST: _("at least"), Op.MOST: _("at most"), Op.BETWEEN: _("from … to"), Op.ON: _("on"), Op.BEFORE: _("before"),
    Op.SINCE: _("since"), Op.TODAY: _("today"), Op.BEFORE_TODAY: _("before today"), Op.LAST_DAYS: _("in the last … days"),
    Op.NEXT_DAYS: _("in the next … days"), Op.EXISTS: _("is there"), Op.MISSING: _("is missing"),
}  # fmt: skip
# Operators that need no value.
BARE = frozenset({Op.TODAY, Op.BEFORE_TODAY, Op.EXISTS, Op.MISSING})
YES, NO = "yes", "no"
YES_NO: Choices = ((YES, _("Yes")), (NO, _("No")))


class Kind(StrEnum):
    """What a field holds."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    YES_NO = "yes_no"


_DAYS = (
    Op.TODAY, Op.BEFORE_TODAY, Op.ON, Op.BEFORE, Op.SINCE, Op.BETWEEN, Op.LAST_DAYS, Op.NEXT_DAYS, Op.EXISTS, Op.MISSING,
)  # fmt: skip
OPERATORS: dict[Kind, tuple[Op, ...]] = {
    Kind.CHOICE: (Op.IS, Op.NOT, Op.IN, Op.EXISTS, Op.MISSING),
    Kind.TEXT: (Op.IS, Op.STARTS, Op.CONTAINS, Op.EXISTS, Op.MISSING),
    Kind.NUMBER: (Op.IS, Op.LEAST, Op.MOST, Op.BETWEEN),
    Kind.MOMENT: _DAYS,
    Kind.DAY: _DAYS,
    Kind.YES_NO: (Op.IS,),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that rows are narrowed by. ``narrow`` turns operator and value into a question; ``ops`` leaves some out."""

    name: str
    label: Label
    kind: Kind
    narrow: Callable[[Op, Value], Q]
    group: Label = ""
    choices: Callable[[], Choices] | None = None
    ops: tuple[Op, ...] = ()
    right: str = ""
    whole: bool = False

    def operators(self) -> tuple[Op, ...]:
        """Return how it may be compared."""
        return self.ops or OPERATORS[self.kind]

    def offered(self) -> Choices:
        """Return the values that there are to choose from."""
        if self.kind is Kind.YES_NO:
            return YES_NO
        return self.choices() if self.choices else ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, as it stands in an address."""

    field: Field
    op: Op
    text: str

    @property
    def key(self) -> str:
        """Return the name of its parameter."""
        return f"{self.field.name}.{self.op.value}"

    def question(self) -> Q:
        """Return what it asks. Refuses: TypedWrong where its value cannot be understood."""
        return self.field.narrow(self.op, read_value(self.field, self.op, self.text))

    def shown(self) -> str:
        """Return its value as the reader writes it."""
        if self.op in BARE:
            return ""
        value = read_value(self.field, self.op, self.text)
        words = {str(code): str(label) for code, label in self.field.offered()}
        return _value_text(value, words)


def read_value(field: Field, op: Op, text: str) -> Value:
    """Understand a plain value. Refuses: TypedWrong."""
    if op in BARE:
        return None
    if op in (Op.LAST_DAYS, Op.NEXT_DAYS):
        return _days(field, text)
    if op is Op.BETWEEN:
        first, found, last = text.partition("..")
        if not found:
            raise _wrong(field, _("Enter where it begins and where it ends."))
        return _one(field, first), _one(field, last)
    if op is Op.IN:
        values = [_one(field, part) for part in text.split(",") if part.strip()]
        if not 0 < len(values) <= MOST_VALUES:
            raise _wrong(field, _("Choose at least one value."))
        return values
    return _one(field, text)


def make_plain(field: Field, op: Op, typed: Sequence[str]) -> str:
    """Return the plain value of what somebody typed, one text for each box of the form. Refuses: TypedWrong."""
    if op in BARE:
        return ""
    if op is Op.BETWEEN:
        text = "..".join(_plain_one(field, it) for it in (*typed, "", "")[:2])
    elif op is Op.IN:
        text = ",".join(_plain_one(field, it) for it in typed if it.strip())
    elif op in (Op.LAST_DAYS, Op.NEXT_DAYS):
        text = (typed[0] if typed else "").strip()
    else:
        text = _plain_one(field, typed[0] if typed else "")
    read_value(field, op, text)
    return text


def _plain_one(field: Field, typed: str) -> str:
    if field.kind is Kind.NUMBER:
        number = parse_amount(typed)
        if number is None:
            raise _wrong(field, _("Enter a number."))
        return format(number, "f")
    if field.kind in (Kind.MOMENT, Kind.DAY):
        return read_day({field.name: typed}, field.name).isoformat()
    return typed.strip()


def _one(field: Field, text: str) -> Value:
    match field.kind:
        case Kind.NUMBER:
            return _number(field, text)
        case Kind.MOMENT | Kind.DAY:
            return read_day({field.name: text}, field.name)
        case Kind.YES_NO | Kind.CHOICE:
            known = {str(code) for code, _label in field.offered()}
            if text not in known:
                raise _wrong(field, _("Choose one of these."))
            return text
    try:
        tidy = clean_text(text, MOST_SIGNS)
    except UnusableText:
        tidy = ""
    if not tidy:
        raise _wrong(field, _("Fill this in."))
    return tidy


def _number(field: Field, text: str) -> Decimal:
    number = read_figure(text)
    if number is None:
        raise _wrong(field, _("Enter a number."))
    if field.whole and number != number.to_integral_value():
        raise _wrong(field, _("Enter a whole number."))
    return number


def read_figure(text: str) -> Decimal | None:
    """Return a plain figure that a column can be held against, None where it is none."""
    try:
        number = Decimal(text) if len(text) <= 30 else Decimal("NaN")
    except InvalidOperation:
        return None
    if (
        not number.is_finite()
        or number.adjusted() > MOST_DIGITS
        or abs(number) >= MOST_MONEY
        or int(number.as_tuple().exponent) < -MOST_PLACES
    ):
        return None
    return number


def _days(field: Field, text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 5 and 0 < int(plain) <= MOST_DAYS):
        raise _wrong(field, _("Enter a number of days."))
    return int(plain)


def _wrong(field: Field, text: Label) -> TypedWrong:
    return TypedWrong(f"{field.label}: {text}", field.name)


def _value_text(value: Value, words: dict[str, str]) -> str:
    if isinstance(value, tuple):
        return " – ".join(_value_text(it, words) for it in value)
    if isinstance(value, list):
        return ", ".join(_value_text(it, words) for it in value)
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return words.get(str(value), str(value))


def days_of(op: Op, value: Value, *, today: date | None = None) -> tuple[date | None, date | None]:
    """Return the first day of a condition on days and the day behind its last; None: without end on that side."""
    now = today or localdate()
    day = timedelta(days=1)
    match op:
        case Op.TODAY:
            return now, now + day
        case Op.BEFORE_TODAY:
            return None, now
        case Op.ON:
            return value, value + day
        case Op.BEFORE:
            return None, value
        case Op.SINCE:
            return value, None
        case Op.LAST_DAYS:
            return max(now - day * (value - 1), date(FIRST_YEAR, 1, 1)), now + day
        case Op.NEXT_DAYS:
            return now, min(now + day * (value + 1), date(LAST_YEAR, 1, 1))
        case _:
            first, last = value
            return first, last + day


def moment_of(day: date) -> datetime:
    """Return when a day begins where the reader is."""
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())
