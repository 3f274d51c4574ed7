"""Reading a file of orders: what its columns mean, how its numbers are written, which rows make one order."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kontor.kernel.numbers import find_decimal_sign

# Field → the headers it may stand under, in lower case without blanks, hyphens and underscores.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "order": ("order", "ordernumber", "orderid", "orderno", "bestellnummer", "auftragsnummer", "bestellung", "auftrag"),
    "ordered_at": ("orderedat", "date", "orderdate", "datum", "bestelldatum", "auftragsdatum"),
    "sku": ("sku", "article", "articlenumber", "artikelnummer", "artikel", "artnr"),
    "title": ("title", "articlename", "bezeichnung", "artikelname", "artikelbezeichnung"),
    "quantity": ("quantity", "qty", "menge", "anzahl", "stück", "stueck"),
    "unit_price": ("unitprice", "price", "einzelpreis", "preis", "stückpreis", "stueckpreis"),
    "shipping": ("shipping", "shippingcosts", "versand", "versandkosten", "porto"),
    "discount": ("discount", "rabatt", "gutschein"),
    "total": ("total", "gesamt", "gesamtbetrag", "summe", "rechnungsbetrag"),
    "currency": ("currency", "währung", "waehrung"),
    "payment": ("payment", "paymentmethod", "zahlung", "zahlart", "zahlungsart"),
    "name": ("name", "recipient", "empfänger", "empfaenger", "kunde", "lieferempfänger"),
    "company": ("company", "firma"),
    "street": ("street", "address", "strasse", "straße", "anschrift"),
    "extra": ("extra", "address2", "zusatz", "adresszusatz"),
    "postal_code": ("postalcode", "zip", "postcode", "plz"),
    "city": ("city", "ort", "stadt"),
    "country": ("country", "land", "ländercode", "laendercode"),
    "phone": ("phone", "telefon", "tel"),
    "email": ("email", "mail"),
    "note": ("note", "comment", "bemerkung", "notiz", "kommentar"),
}
NEEDED = ("order", "sku", "quantity", "unit_price", "name", "street", "postal_code", "city")
LONGEST_FIELD = 100_000
_NUMBERS = ("unit_price", "shipping", "discount", "total")

_FIELD_OF = {header: field for field, headers in HEADERS.items() for header in headers}


class FileUnreadable(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


def read_file(name: str, content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each order of a file: its number, empty where it has none, and what the file says of it. Raises FileUnreadable."""
    text = _decode(content)
    if name.lower().endswith(".json"):
        yield from _read_json(text)
    else:
        yield from _read_csv(text)


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise FileUnreadable("It has NUL bytes: it is no text file. Save it as CSV in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_json(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise FileUnreadable(
            f"It is no JSON, or cut off: {fault}. Write the file again and put it here whole."
        ) from None
    orders = told.get("orders", [told]) if isinstance(told, dict) else told
    if not isinstance(orders, list):
        raise FileUnreadable("It holds no order and no list of orders.")
    for order in orders:
        yield str(order.get("external_id", "")) if isinstance(order, dict) else "", {"format": "json", "order": order}


def _read_csv(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    csv.field_size_limit(LONGEST_FIELD)
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as fault:
        raise FileUnreadable(f"It is no CSV, or cut off: line {reader.line_num}: {fault}.") from None
    columns = _columns(rows[0] if rows else [])
    numbers = (row[columns[field]] for row in rows[1:] for field in _NUMBERS if columns.get(field, len(row)) < len(row))
    # How this file writes its numbers, where they tell it; what they leave open is told by the channel's settings.
    sign = find_decimal_sign(numbers)
    form = {"format": "csv"} | ({"decimal": sign} if sign else {})
    orders: dict[str, list[dict[str, str]]] = {}
    for row in rows[1:]:
        told = {field: row[column].strip() if column < len(row) else "" for field, column in columns.items()}
        if told["order"]:
            orders.setdefault(told["order"], []).append(told)
        else:
            yield "", form | {"rows": [told]}
    for number, lines in orders.items():
        yield number, form | {"rows": lines}


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, title in enumerate(header):
        field = _FIELD_OF.get(re.sub(r"[\s_\-.]", "", title.strip().lower()))
        if field is not None:
            found.setdefault(field, column)
    missing = [field for field in NEEDED if field not in found]
    if missing:
        heads = "; ".join(f"{field}: {' or '.join(HEADERS[field][:3])}" for field in missing)
        raise FileUnreadable(f"Columns are missing ({heads}). The first line must hold the headers.")
    return found
