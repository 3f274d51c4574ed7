"""The rows or the JSON of an order → ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kontor.channels.ports import ChannelOrder, OrderStage, Unreadable
from kontor.connectors.payload import Reader, build_order, read_time
from kontor.kernel.address import tidy_postal_code
from kontor.kernel.countries import find_country
from kontor.kernel.numbers import read_number

PAYMENTS = {
    "": "paid", "paid": "paid", "bezahlt": "paid", "paypal": "paid", "kreditkarte": "paid",
    "prepayment": "prepayment", "vorkasse": "prepayment", "überweisung": "prepayment", "ueberweisung": "prepayment",
    "invoice": "invoice", "rechnung": "invoice", "marketplace": "marketplace", "marktplatz": "marketplace",
}  # fmt: skip
DATES = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_CUT_NUMBER = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
ADDRESS = ("name", "company", "street", "extra", "postal_code", "city", "phone", "email")


def translate(channel: str, body: bytes) -> ChannelOrder:
    """Understand an order of a file. A file that could not be read as a whole is refused with its reason."""
    told = Reader.of(body)
    kind = told.need_text("format")
    if kind == "unreadable":
        raise Unreadable("The file could not be read.", field="(file)", file=told.text("file"), why=told.text("why"))
    if kind == "json":
        fields: dict[str, Any] = {**_whole(told), "channel": channel}
    elif kind == "csv":
        fields = _fields(channel, told)
    else:
        raise Unreadable("This format is none that Kontor reads.", field="format", told=kind)
    order = build_order(fields)
    return ChannelOrder(order.external_id, OrderStage.OPEN, order)


def _whole(told: Reader) -> dict[str, Any]:
    order = told.need("order")
    if not isinstance(order, dict):
        raise Unreadable("The order is no object.", field="order")
    lines = order.get("lines")
    if isinstance(lines, list):
        order = {**order, "lines": [_numbered(line, place) for place, line in enumerate(lines, start=1)]}
    return order


def _numbered(line: Any, place: int) -> Any:
    return {"external_id": str(place), **line} if isinstance(line, dict) else line


def _fields(channel: str, told: Reader) -> dict[str, Any]:
    rows = told.each("rows", needed=True)
    if not rows:
        raise Unreadable("rows is empty.", field="rows")
    first, decimal = rows[0], told.text("decimal", ",")
    if decimal not in (",", "."):
        raise Unreadable("decimal must be , or .", field="decimal")
    country = first.text("country") or told.text("country", "DE")
    _check_one(rows, first)
    fields: dict[str, Any] = {
        "channel": channel,
        "external_id": first.need_text("order"),
        "currency": first.text("currency") or told.text("currency", "EUR"),
        "payment": _payment(first),
        "ship_to": {
            **{name: first.text(name) for name in ADDRESS},
            "postal_code": tidy_postal_code(first.text("postal_code"), find_country(country) or ""),
            "country": find_country(country) or country,
        },
        "lines": [_line(row, place, decimal) for place, row in enumerate(rows, start=1)],
        "charges": _charges(rows, decimal),
        "note": first.text("note"),
    }
    if at := _moment(first, told.text("timezone", "Europe/Berlin")):
        fields["ordered_at"] = at
    if first.text("total"):
        fields["total"] = _number(first, "total", decimal)
    return fields


def _line(row: Reader, place: int, decimal: str) -> dict[str, Any]:
    pieces = _number(row, "quantity", decimal)
    if pieces != pieces.to_integral_value():
        raise Unreadable("A field holds no whole number.", field=row.at("quantity"))
    return {
        "sku": row.need_text("sku"), "title": row.text("title"), "quantity": int(pieces),
        "unit_price": _number(row, "unit_price", decimal), "external_id": str(place),
    }  # fmt: skip


def _check_one(rows: Sequence[Reader], first: Reader) -> None:
    """Refuse two orders under one number, and numbers of which a table has kept some digits only."""
    for field in ("street", "postal_code", "city", "country"):
        told = {row.text(field).strip() for row in rows} - {""}
        if len(told) > 1:
            raise Unreadable("The rows of one order tell two addresses.", field=field, told=", ".join(sorted(told)[:3]))
    for row in rows:
        for field in ("order", "sku"):
            if _CUT_NUMBER.fullmatch(row.text(field).strip()):
                raise Unreadable("A table cut this number; save it as text.", field=row.at(field))


def _charges(rows: Sequence[Reader], decimal: str) -> list[dict[str, Any]]:
    """Shipping and discount count once for an order, in whichever of its rows they stand."""
    told: list[tuple[str, str, Callable[[Decimal], Decimal]]] = [
        ("shipping", "shipping", Decimal),
        ("discount", "discount", abs),
    ]
    charges = []
    for field, kind, sign in told:
        amounts = {sign(_number(row, field, decimal)) for row in rows if row.text(field)} - {Decimal(0)}
        if len(amounts) > 1:
            raise Unreadable("The rows of one order tell different amounts.", field=rows[0].at(field))
        charges += [{"kind": kind, "title": "", "amount": amount} for amount in amounts]
    return charges


def _number(row: Reader, field: str, decimal: str) -> Decimal:
    try:
        return read_number(row.need_text(field), decimal)
    except ValueError:
        raise Unreadable("A field holds no number.", field=row.at(field), told=row.text(field)) from None


def _payment(first: Reader) -> str:
    told = first.text("payment").strip().lower()
    if told not in PAYMENTS:
        known = ", ".join(sorted(word for word in PAYMENTS if word))
        raise Unreadable(
            "This way to pay is none that Kontor knows.", field=first.at("payment"), told=told, known=known
        )
    return PAYMENTS[told]


def _moment(first: Reader, zone: str) -> datetime | None:
    """Read a date as people write it, in the time of the channel; with a zone of its own it counts as written."""
    text = first.text("ordered_at").strip()
    if not text:
        return None
    for form in DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            continue
    return read_time(text, first.at("ordered_at"))
