"""From rows to orders: every line is a sale, a charge, a cancellation or set aside under a named reason, with its amount."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from kontor.flows.imports.orders.profile import ADDRESS_FIELDS, Profile, SetAsideRule
from kontor.flows.imports.orders.reading import FileRow, FileRows, names_of, read_rows, value_of
from kontor.flows.imports.orders.told import FileCharge, FileLine, FileOrder, FileOrders
from kontor.kernel.address import tidy_postal_code
from kontor.kernel.countries import find_country
from kontor.kernel.money import CENT, ZERO
from kontor.kernel.numbers import read_number
from kontor.kernel.text import UnusableText, clean_text

MOST_PIECES = 1_000_000
LONGEST_SKU = 60
MOST_MONEY = Decimal(100_000_000)
FIRST_YEAR, LAST_YEAR = 2000, 2100
# What a table makes of a long number: its digits are gone.
_CUT_NUMBER = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_ONCE = (
    ("shipping", "shipping", 1), ("shipping_discount", "discount", -1), ("service", "service", 1),
    ("discount", "discount", -1),
)  # fmt: skip
# Where rows of one order tell different places, they are two orders under one number.
_PLACE = ("street", "postal_code", "city", "country")


def read_orders(path: Path, profile: Profile) -> FileOrders:
    """Read the whole file and gather the lines of each order. Raises FileUnreadable."""
    found = read_rows(path, profile)
    orders: dict[str, FileOrder] = {}
    heads = 0
    for row in found.rows:
        number = value_of(row, "order", profile)[:100]
        order = orders.setdefault(number, FileOrder(number))
        if profile.orders.head_without and not value_of(row, profile.orders.head_without, profile):
            order.heads.append(row)
            heads += 1
        else:
            order.lines.append(_understand(row, profile, found))
    for order in orders.values():
        _gather(order, profile, found.decimal)
    return FileOrders([order for order in orders.values() if order.lines], found.ignored + heads, found.decimal)


def _understand(row: FileRow, profile: Profile, found: FileRows) -> FileLine:
    """Read one line; what cannot be read is set aside with the reason, never dropped."""
    facts = {name: value_of(row, name, profile) for name in (*profile.columns, *profile.constants)}
    line = FileLine(row.number, row.raw, order=facts.get("order", "")[:100], facts=facts)
    line.reason = _read_numbers(line, profile, found.decimal) or _read_texts(line, facts) or _read_moment(line, profile)
    if any(name in row.absent for columns in profile.columns.values() for name in names_of(columns)):
        line.reason = "columns_missing"
    line.faulty = bool(line.reason)
    country = facts.get("country") or profile.defaults.get("country", "")
    line.country = profile.countries.get(country, "") or find_country(country) or ""
    if not line.reason and (not line.order or not line.sku):
        line.reason, line.faulty = "order_or_sku_missing", True
    elif not line.reason and (not is_cancellation(line, profile) or not line.country):
        line.reason = next((rule.reason for rule in profile.set_aside if _fits(rule, line, profile)), "")
    return line


def _read_texts(line: FileLine, facts: dict[str, str]) -> str:
    try:
        line.sku = clean_text(facts.get("sku", ""), LONGEST_SKU).upper()
        line.title = clean_text(facts.get("title", ""), 200)
        facts["buyer"] = clean_text(facts.get("buyer", ""), 100).removesuffix(".0")
        line.order = clean_text(line.order, 100)
    except UnusableText:
        line.order = line.order.replace("\x00", "")[:100]
        return "unusable_text"
    return "number_cut_by_a_table" if _CUT_NUMBER.fullmatch(line.order) or _CUT_NUMBER.fullmatch(line.sku) else ""


def _read_numbers(line: FileLine, profile: Profile, decimal: str) -> str:
    """Read pieces and amounts: a price for each piece, or what the line comes to; a VAT that stands beside it is added."""
    facts = line.facts

    def number(name: str) -> Decimal:
        found = read_number(facts[name], decimal) if facts.get(name) else ZERO
        if abs(found) >= MOST_MONEY:
            raise ValueError(name)
        return found

    try:
        pieces = read_number(facts.get("quantity", ""), decimal)
        if pieces != pieces.to_integral_value():
            raise ValueError("quantity")
        if abs(pieces) > MOST_PIECES * 10:
            return "quantity_too_large"
        line.quantity = int(pieces)
        told = facts.get("line_total") or facts.get("unit_price") or ""
        worth = read_number(told, decimal) if facts.get("line_total") else read_number(told, decimal) * line.quantity
        if abs(worth) >= MOST_MONEY:
            return "amount_too_large"
        if profile.orders.line_tax == "added":
            worth += number("line_tax")
        worth -= abs(number("line_discount"))
        if facts.get("tax_rate"):
            rate = read_number(facts["tax_rate"].replace("%", ""), decimal)
            line.tax_class = profile.tax_classes.get(f"{rate.normalize():f}", "")
    except (ValueError, ArithmeticError):
        return "number_or_date_unreadable"
    if profile.charges.get(facts.get("sku", "").strip().upper()) == "discount" and not is_cancellation(line, profile):
        worth = -abs(worth)
    line.amount = worth
    line.unit_price = worth / line.quantity if line.quantity else worth
    return ""


def _read_moment(line: FileLine, profile: Profile) -> str:
    text = line.facts.get("ordered_at", "")
    for form in (profile.file.dates,) if isinstance(profile.file.dates, str) else profile.file.dates:
        try:
            moment = _read_date(text, form)
        except ValueError:
            continue
        # A time that tells its offset is meant so; another one is the time of the shop.
        line.ordered_at = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(profile.file.timezone))
        return "" if FIRST_YEAR <= line.ordered_at.astimezone(UTC).year < LAST_YEAR else "number_or_date_unreadable"
    return "number_or_date_unreadable"


def _read_date(text: str, form: str) -> datetime:
    if form == "iso":
        return datetime.fromisoformat(text)
    return datetime.strptime(_german(text, form), form)  # noqa: DTZ007 - the caller sets the zone where none is told


_MONTHS = {"Mär": "Mar", "Mrz": "Mar", "Mai": "May", "Okt": "Oct", "Dez": "Dec"}


def _german(text: str, form: str) -> str:
    """Return a date with the names of its months in English, as the reading of dates knows them."""
    if "%b" in form:
        for german, english in _MONTHS.items():
            text = text.replace(german, english)
    return text


def is_cancellation(line: FileLine, profile: Profile) -> bool:
    """Whether a line takes something back."""
    return bool(profile.prefix) and line.order.startswith(profile.prefix)


def _fits(rule: SetAsideRule, line: FileLine, profile: Profile) -> bool:
    cancellation = is_cancellation(line, profile)
    discount = profile.charges.get(line.sku) == "discount"
    return (
        bool(rule.order_prefix and line.order.startswith(rule.order_prefix))
        or line.sku in rule.skus
        or (rule.negative_quantity and line.quantity <= 0 and not cancellation and not discount)
        or (rule.zero_price and line.unit_price == 0)
        or (rule.fraction_of_a_cent and not line.facts.get("line_total") and line.unit_price % CENT != 0)
        or (rule.unmapped_country and not line.country)
    )


def _gather(order: FileOrder, profile: Profile, decimal: str) -> None:
    """Gather what stands once for an order: who gets it, what is paid beside the goods, and what becomes of it."""
    told = [line.facts for line in order.lines]
    told += [{name: value_of(head, name, profile) for name in profile.columns} for head in order.heads]
    for facts in told:
        for name, text in facts.items():
            if text and not order.facts.get(name):
                order.facts[name] = text
    places = [*_PLACE, *(f"bill_{name}" for name in _PLACE)]
    if any(len({facts[name] for facts in told if facts.get(name)}) > 1 for name in places):
        order.reason = "addresses_differ"
    if len({facts["currency"] for facts in told if facts.get("currency")}) > 1:
        order.reason = "currencies_differ"
    try:
        order.charges = _charges(told, profile, decimal)
    except ValueError as fault:
        order.reason, order.unread = str(fault), True
    order.unread = order.unread or any(line.amount is None for line in order.lines)
    kept = [line for line in order.lines if not line.reason]
    without = any(line.faulty or line.amount for line in order.lines if line.reason)
    if not order.reason and kept and without and not is_cancellation(kept[0], profile):
        order.reason = "order_incomplete"
    rows = [line.raw for line in order.lines] + [head.raw for head in order.heads]
    order.fate = _fate(rows, profile)
    order.unpaid = _is_unpaid(rows, profile)


def _charges(told: Iterable[dict[str, str]], profile: Profile, decimal: str) -> list[FileCharge]:
    """Return shipping, service and discount. Raises ValueError with the reason."""
    charges = []
    for name, kind, sign in _ONCE:
        texts = [facts[name] for facts in told if facts.get(name)]
        try:
            amounts = [abs(read_number(text, decimal)) for text in texts]
        except ValueError:
            raise ValueError("number_or_date_unreadable") from None
        if profile.orders.charges == "once" and len(set(amounts)) > 1:
            raise ValueError("charges_differ")
        amount = sum(amounts, ZERO) if profile.orders.charges == "each_line" else next(iter(amounts), ZERO)
        if amount >= MOST_MONEY:
            raise ValueError("amount_too_large")
        if amount:
            charges.append(FileCharge(kind, sign * amount))
    return charges


def _fate(rows: Iterable[dict[str, str]], profile: Profile) -> str:
    """Return what the first rule that fits any row of the order says."""
    rows = list(rows)
    for rule in profile.status:
        told = {row.get(rule.column, "").strip().casefold() for row in rows} - {""}
        if (rule.filled and told) or told & {value.casefold() for value in rule.values}:
            return rule.means
    return profile.orders.status


def _is_unpaid(rows: Iterable[dict[str, str]], profile: Profile) -> bool:
    """Whether the file would say that the money is there, and does not."""
    rows = list(rows)
    rules = [rule for rule in profile.paid_when if any(rule.column in row for row in rows)]
    for rule in rules:
        told = {row.get(rule.column, "").strip().casefold() for row in rows} - {""}
        if (rule.filled and told) or told & {value.casefold() for value in rule.values}:
            return False
    return bool(rules)


def ship_to_of(order: FileOrder, line: FileLine, profile: Profile) -> dict[str, str]:
    """Return where the goods go: the delivery address, or the whole of the other one where there is none; never parts of both."""
    alone = order.facts.get("bill_street") and not order.facts.get("street")
    return address_of(order, line, profile, "bill_" if alone else "", goods=True)


def address_of(
    order: FileOrder, line: FileLine, profile: Profile, prefix: str = "", *, goods: bool = False
) -> dict[str, str]:
    """Return an address as the file tells it; where the goods go, what is not told comes from the profile's defaults."""
    told = {name: order.facts.get(f"{prefix}{name}", "") for name in ADDRESS_FIELDS}
    country = told["country"]
    told["country"] = profile.countries.get(country, "") or find_country(country) or line.country
    told["postal_code"] = tidy_postal_code(told["postal_code"], told["country"])
    if goods:
        for name in ("email", "phone") if prefix else ():
            told[name] = told[name] or order.facts.get(name, "")
        told = {**profile.defaults, **{name: text for name, text in told.items() if text}}
        if f"{prefix}name" not in profile.columns:
            told["name"] = f"{profile.defaults.get('name', 'Customer')} {line.buyer}".strip()
    return told


def raw_json(line: FileLine) -> bytes:
    """Return the line as it stood in the file, as JSON for the quarantine."""
    return json.dumps({"line": line.number, **line.raw}, ensure_ascii=False).encode("utf-8", "replace")
