"""What was typed into the form of an order, made the order that intake takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import ValidationError

from kontor.backoffice.orders.address_form import read_place
from kontor.backoffice.reach import within
from kontor.backoffice.refusals import faults_text
from kontor.backoffice.typed import TypedWrong, parse_amount, read_count, read_country, read_text
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import name_faults
from kontor.channels.tables import Channel, Connection
from kontor.kernel.address import fits_country
from kontor.payments.public import PaymentMethod

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
MOST_LINES, MOST_FORM = 200, 40
# What may be typed beside the goods.
DISCOUNT = "discount"
TYPED_CHARGES = ("shipping", DISCOUNT)
# How somebody who writes or calls pays; what was paid at a marketplace or a provider comes from there.
METHODS = (PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE)
# Who says that money is there already moves money, which nobody does for being allowed to change orders.
PAID_METHODS = (*METHODS, PaymentMethod.PAID)
_REACHED = {"phone": 40, "email": 200}


def list_own_channels(request: HttpRequest) -> QuerySet[Channel]:
    """Return the channels of the asker that bring no orders of their own; those of the others have numbers that are not ours to
    give.
    """
    mine = within(request, "orders:write", Channel.objects.filter(active=True))
    return mine.exclude(id__in=Connection.objects.values("channel_id"))


def read_order(request: HttpRequest, methods: Sequence[PaymentMethod]) -> IncomingOrder:
    """Return the order of the form that was sent, paid in one of these ways. Refuses: TypedWrong."""
    sent: Any = request.POST
    payload = _read_all(
        lambda: {"ship_to": _place(sent, "")},
        lambda: {"bill_to": _place(sent, "bill_")} if sent.get("bill_elsewhere") else {},
        lambda: {"lines": _lines(sent)},
        lambda: _channel(request) | {"payment": _choice(sent, "payment", [it.value for it in methods])},
        lambda: {
            "external_id": read_text(sent, "external_id", limit=60) or f"hand:{_form(sent)}",
            "language": sent.get("language") or "de", "note": read_text(sent, "note", limit=2000),
            "vat_id": read_text(sent, "vat_id", limit=20), "charges": _charges(sent),
            "tags": [word.strip() for word in read_text(sent, "tags", limit=500).split(",") if word.strip()],
            "vouchers": [{"code": code} for code in [read_text(sent, "voucher", limit=60)] if code],
        },
    )  # fmt: skip
    try:
        return IncomingOrder.model_validate(payload)
    except ValidationError as wrong:
        faults = "; ".join(f"{it['field']}: {it['reason']}" for it in name_faults(wrong))
        raise TypedWrong(faults_text(faults), "") from None


def _read_all(*parts: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what all parts of the form hold. Refuses: TypedWrong with the faults of all of them, at the first one's field."""
    read: dict[str, Any] = {}
    faults: list[TypedWrong] = []
    for part in parts:
        try:
            read |= part()
        except TypedWrong as fault:
            faults.append(fault)
    if faults:
        raise TypedWrong("\n".join(dict.fromkeys(it.message for it in faults)), str(faults[0].facts["field"]))
    return read


def _channel(request: HttpRequest) -> dict[str, Any]:
    channel = list_own_channels(request).filter(code=request.POST.get("channel", "")).first()
    if channel is None:
        raise TypedWrong(_("Choose the sales channel."), "channel")
    return {"channel": channel.code, "currency": channel.currency}


def _choice(sent: Any, field: str, among: Sequence[str]) -> str:
    if sent.get(field) not in among:
        raise TypedWrong(_("Choose how it is paid."), field)
    return str(sent[field])


def _place(sent: Any, prefix: str) -> dict[str, str]:
    """Return an address; the invoice goes to the buyer's mail address, wherever it is addressed to."""
    reached = {
        name: read_text(sent, name, limit=most) for name, most in _REACHED.items() if not prefix or name == "email"
    }
    address = read_place(sent, prefix) | reached | {"country": read_country(sent, f"{prefix}country")}
    _check_address(address, prefix)
    return address


def _check_address(address: dict[str, str], prefix: str) -> None:
    """Refuse a postal code of no such form, and a mail address that is none; what is missing intake says. Refuses: TypedWrong."""
    code, country, mail = address["postal_code"], address["country"], address["email"]
    if code and not fits_country(code, country):
        raise TypedWrong(_("This is no postal code of that country."), f"{prefix}postal_code")
    if mail and not _MAIL.fullmatch(mail):
        raise TypedWrong(_("This is no e-mail address."), "email")


def _form(sent: Any) -> str:
    """Return by what a form is known again that is sent twice."""
    form = str(sent.get("form", ""))
    if not (form.isascii() and form.isalnum() and len(form) <= MOST_FORM):
        raise TypedWrong(_("Open this page anew."), "form")
    return form


def _lines(sent: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    columns = [sent.getlist(name) for name in ("sku", "quantity", "price")]
    if len({len(it) for it in columns}) > 1:
        raise TypedWrong(_("Open this page anew."), "article")
    if len(columns[0]) > MOST_LINES:
        raise TypedWrong(_("An order has at most %(most)s lines.") % {"most": MOST_LINES}, "article")
    for sku, quantity, price in zip(*columns, strict=True):
        line: dict[str, Any] = {"sku": sku, "quantity": read_count({"quantity": quantity}, "quantity")}
        if price.strip():
            line["unit_price"] = read_price(price, "price")
        found.append(line)
    if not found:
        raise TypedWrong(_("Add at least one article."), "article")
    return found


def _charges(sent: Any) -> list[dict[str, Any]]:
    amounts = TYPED_CHARGES[:1] if _in_percent(sent) else TYPED_CHARGES
    return [
        {"kind": kind, "title": "", "amount": read_price(sent[kind], kind)}
        for kind in amounts if sent.get(kind, "").strip()
    ]  # fmt: skip


def _in_percent(sent: Any) -> bool:
    return str(sent.get("discount", "")).strip().endswith("%")


def read_percent(sent: Any) -> Decimal | None:
    """Return of how many percent the discount is that was typed, None where it is an amount. Refuses: TypedWrong."""
    if not _in_percent(sent):
        return None
    return parse_percent(sent["discount"].strip(), DISCOUNT)


def parse_percent(text: str, field: str) -> Decimal:
    """Return of how many percent a discount is: more than none, all at most. Refuses: TypedWrong."""
    percent = parse_amount(text.removesuffix("%"))
    if percent is None or not 0 < percent <= 100 or percent != round(percent, 2):
        raise TypedWrong(_("Enter a discount as an amount, or in percent, for example 10 %."), field)
    return percent


def read_price(text: str, field: str) -> Decimal:
    """Return a price of at most four places, zero too. Refuses: TypedWrong."""
    amount = parse_amount(text)
    if amount is None or not 0 <= amount < 10**9 or amount != round(amount, 4):
        raise TypedWrong(_("Enter an amount, for example 1234.50."), field)
    return amount
