"""Reading payloads: every missing or wrong field is named, unknown ones do no harm."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from kontor.channels.ports import IncomingOrder, Unreadable

# Countries whose addresses name a state or province.
NAMES_STATES = frozenset("AU BR CA CN ES IE IN IT JP MX MY US".split())


class Reader:
    """A JSON object of a channel, and where it stands in the message."""

    def __init__(self, value: Any, where: str = "") -> None:
        if not isinstance(value, Mapping):
            raise Unreadable("Where an object should be is something else.", field=where or "(body)")
        self._value = value
        self._where = where

    @classmethod
    def of(cls, body: bytes) -> Reader:
        """Read a message."""
        try:
            return cls(json.loads(body, parse_float=Decimal))
        except ValueError:
            raise Unreadable("The message is no JSON.", field="(body)") from None

    def at(self, name: str) -> str:
        """Return the full name of a field."""
        return f"{self._where}.{name}" if self._where else name

    def has(self, name: str) -> bool:
        """Whether a field is there and not null."""
        return self._value.get(name) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field as it is, or the default where it is missing or null."""
        value = self._value.get(name)
        return default if value is None else value

    def need(self, name: str) -> Any:
        """Return a field that must be there."""
        value = self._value.get(name)
        if value is None or value == "":
            raise Unreadable("A field is missing.", field=self.at(name))
        return value

    def text(self, name: str, default: str = "") -> str:
        """Return a field as text."""
        value = self.get(name, default)
        return value if isinstance(value, str) else str(value)

    def need_text(self, name: str) -> str:
        """Return a text that must be there."""
        return str(self.need(name))

    def whole(self, name: str) -> int:
        """Return a whole number that must be there."""
        value = self.need(name)
        if isinstance(value, bool) or not str(value).lstrip("-").isdigit():
            raise Unreadable("A field holds no whole number.", field=self.at(name))
        return int(value)

    def amount(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return an amount, written as a number or as text."""
        value = self.get(name) if default is not None else self.need(name)
        if value is None or value == "":
            assert default is not None
            return default
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            raise Unreadable("A field holds no amount.", field=self.at(name)) from None
        if not amount.is_finite():
            raise Unreadable("A field holds no amount.", field=self.at(name))
        return amount

    def time(self, name: str, *, naive_is_utc: bool = False) -> datetime | None:
        """Return a point in time with its zone, or None where it is missing."""
        value = self.get(name)
        if value is None or value == "":
            return None
        return read_time(str(value), self.at(name), naive_is_utc=naive_is_utc)

    def need_time(self, name: str, *, naive_is_utc: bool = False) -> datetime:
        """Return a point in time that must be there."""
        return read_time(str(self.need(name)), self.at(name), naive_is_utc=naive_is_utc)

    def into(self, name: str) -> Reader:
        """Return an object within that must be there."""
        return Reader(self.need(name), self.at(name))

    def maybe(self, name: str) -> Reader:
        """Return an object within, empty where it is missing."""
        return Reader(self.get(name, {}), self.at(name))

    def each(self, name: str, *, needed: bool = False) -> list[Reader]:
        """Return the objects of a list within."""
        rows = self.need(name) if needed else self.get(name, [])
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            raise Unreadable("Where a list should be is something else.", field=self.at(name))
        return [Reader(row, f"{self.at(name)}[{place}]") for place, row in enumerate(rows)]


def read_time(text: str, where: str, *, naive_is_utc: bool = False) -> datetime:
    """Read an ISO 8601 time with its zone. A time without one is refused, unless the channel is known to mean UTC."""
    tidy = text.replace("Z", "+00:00")
    if len(tidy) > 5 and tidy[-5] in "+-" and tidy[-3] != ":":
        tidy = f"{tidy[:-2]}:{tidy[-2:]}"
    try:
        moment = datetime.fromisoformat(_six_digits(tidy))
    except ValueError:
        raise Unreadable("A field holds no time.", field=where) from None
    if moment.tzinfo is None:
        if not naive_is_utc:
            raise Unreadable("A time has no time zone.", field=where)
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _six_digits(text: str) -> str:
    """Cut fractions of a second that are finer than Python keeps."""
    head, dot, tail = text.partition(".")
    if not dot:
        return text
    digits = "".join(character for character in tail if character.isdigit() or character in "+-:")
    cut = min((digits.find(sign) for sign in "+-" if sign in digits), default=len(digits))
    return f"{head}.{digits[:cut][:6].ljust(6, '0')}{digits[cut:]}"


def build_order(fields: Mapping[str, Any]) -> IncomingOrder:
    """Build the order, naming each fault. Refuses: Unreadable."""
    try:
        return IncomingOrder.model_validate(fields)
    except ValidationError as failure:
        faults = [
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in failure.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Unreadable(
            "The order holds what cannot be taken in.", field=faults[0].split(":")[0], faults="; ".join(faults[:10])
        ) from None


def money(value: Decimal) -> Decimal:
    """Return an amount with two places."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def fit_to_total(parts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Round parts to whole cents so that they come to the total: what rounding each by itself lacks, or has too much, goes to the
    largest, a cent each. Parts that differ from the total by more than that are only rounded; intake says so.
    """
    rounded = [money(part) for part in parts]
    lacking = int((money(total) - sum(rounded, Decimal())) * 100)
    if abs(lacking) > len(rounded):
        return rounded
    largest = sorted(range(len(rounded)), key=lambda place: (-abs(rounded[place]), place))
    for place in largest[: abs(lacking)]:
        rounded[place] += Decimal("0.01") if lacking > 0 else Decimal("-0.01")
    return rounded
