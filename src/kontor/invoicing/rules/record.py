"""A document as it is kept: everything on it, so that it can be written again word for word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from kontor.invoicing.rules.einvoice import Seller, Sheet
from kontor.invoicing.rules.items import InvoiceItem
from kontor.invoicing.rules.totals import TaxGroup, Totals
from kontor.kernel.address import address_from
from kontor.kernel.money import Taxed


def record_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as plain values: amounts and days as text. The number stands beside it."""
    return {
        "kind": sheet.kind, "issued_on": sheet.issued_on.isoformat(),
        "delivered_on": sheet.delivered_on.isoformat() if sheet.delivered_on else "",
        "due_on": sheet.due_on.isoformat() if sheet.due_on else "", "currency": sheet.currency, "order": sheet.order,
        "seller": {name: value for name, value in asdict(sheet.seller).items() if value},
        "buyer": sheet.buyer.as_dict(), "ship_to": sheet.ship_to.as_dict(),
        "items": [_item(item, net) for item, net in zip(sheet.items, sheet.totals.nets, strict=True)],
        "groups": [
            {"category": it.category, "rate": str(it.rate), "code": it.code, "net": str(it.net), "tax": str(it.tax)}
            for it in sheet.totals.groups
        ],
        "net": str(sheet.totals.net), "tax": str(sheet.totals.tax), "rounding": str(sheet.totals.rounding),
        "gross": str(sheet.totals.gross), "buyer_vat_id": sheet.buyer_vat_id, "buyer_reference": sheet.buyer_reference,
        "buyer_endpoint": sheet.buyer_endpoint, "buyer_scheme": sheet.buyer_scheme,
        "paid": str(sheet.paid), "corrects": sheet.corrects,
        "corrects_on": sheet.corrects_on.isoformat() if sheet.corrects_on else "", "reasons": dict(sheet.reasons),
        "vat_from_net": sheet.vat_from_net, "net_prices": sheet.net_prices,
    }  # fmt: skip


def _item(item: InvoiceItem, net: Decimal) -> dict[str, Any]:
    amount = item.amount
    return {
        "title": item.title, "sku": item.sku, "quantity": item.quantity, "rate": str(item.rate), "net": str(amount.net),
        "tax": str(amount.tax), "gross": str(amount.gross), "shown_net": str(net), "category": item.category,
        "code": item.code, "line": item.line, "place": item.place, **({"share": item.share} if item.share else {}),
        **({"purchase": str(item.purchase)} if item.purchase else {}), **({"voucher": True} if item.voucher else {}),
    }  # fmt: skip


def read_record(record: Mapping[str, Any], *, number: str) -> Sheet:
    """Return the sheet that was kept."""
    rows = record["items"]
    groups = tuple(
        TaxGroup(it["category"], Decimal(it["rate"]), it["code"], Decimal(it["net"]), Decimal(it["tax"]))
        for it in record["groups"]
    )
    totals = Totals(
        tuple(Decimal(row["shown_net"]) for row in rows), groups, Decimal(record["net"]), Decimal(record["tax"]),
        Decimal(record["rounding"]), Decimal(record["gross"]),
    )  # fmt: skip
    return Sheet(
        kind=record["kind"], number=number, issued_on=_day(record["issued_on"]),
        delivered_on=_maybe(record["delivered_on"]), due_on=_maybe(record["due_on"]), currency=record["currency"],
        order=record["order"], seller=Seller(**{"street": "", "postal_code": "", "city": "", **record["seller"]}),
        buyer=address_from(record["buyer"]), ship_to=address_from(record["ship_to"]),
        items=tuple(_read_item(row) for row in rows), totals=totals, buyer_vat_id=record["buyer_vat_id"],
        buyer_reference=record["buyer_reference"],
        buyer_endpoint=record.get("buyer_endpoint", ""), buyer_scheme=record.get("buyer_scheme", ""),
        paid=Decimal(record["paid"]), corrects=record["corrects"],
        corrects_on=_maybe(record["corrects_on"]), reasons=record["reasons"],
        vat_from_net=record.get("vat_from_net", True), net_prices=record.get("net_prices", False),
    )  # fmt: skip


def _read_item(row: Mapping[str, Any]) -> InvoiceItem:
    amount = Taxed(Decimal(row["net"]), Decimal(row["tax"]), Decimal(row["gross"]))
    return InvoiceItem(
        row["title"],
        row["sku"],
        row["quantity"],
        Decimal(row["rate"]),
        amount,
        row["category"],
        row["code"],
        row["line"],
        row["place"],
        row.get("share", 0),
        Decimal(row.get("purchase", 0)),
        row.get("voucher", False),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
