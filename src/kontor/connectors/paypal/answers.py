"""What PayPal's answers hold: payments, refunds, bookings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kontor.connectors.minor_units import to_text
from kontor.payments.ports import (
    Booking,
    MoneyDone,
)

GONE = frozenset({"DECLINED", "FAILED", "CANCELLED"})


def money(amount: Decimal, currency: str) -> dict[str, str]:
    """Return an amount as PayPal wants it."""
    return {"currency_code": currency, "value": to_text(amount, currency)}


def payments(order: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was paid of an order."""
    found: Mapping[str, Any] = order["purchase_units"][0].get("payments") or {}
    return found


def total(rows: Any) -> Decimal:
    """Return the sum of some payments."""
    return sum((Decimal(row["amount"]["value"]) for row in rows), Decimal(0))


def given_back(order: Mapping[str, Any], capture: str) -> Decimal:
    """Return what was given back of a collection: a refund's links name it."""
    refunds = [row for row in payments(order).get("refunds", ()) if row["status"] not in GONE]
    return total(row for row in refunds if any(link["href"].endswith(f"/{capture}") for link in row.get("links", ())))


def by_reference(rows: Any) -> dict[str, MoneyDone | None]:
    """Return what came of each of our references, with the sum of its parts; settled once all of them are."""
    found: dict[str, MoneyDone | None] = {}
    for row in rows:
        reference = str(row.get("invoice_id", "")).partition("-")[0]
        if not reference:
            continue
        before = found.get(reference)
        if row["status"] in GONE:
            found.setdefault(reference, None)
            continue
        amount = Decimal(row["amount"]["value"]) + (before.amount or Decimal(0) if before else Decimal(0))
        settled = row["status"] != "PENDING" and (before is None or before.settled)
        found[reference] = MoneyDone(row["id"], settled, amount)
    return found


def is_won(dispute: Mapping[str, Any]) -> bool:
    """Whether the money of a dispute is ours again."""
    outcome = (dispute.get("dispute_outcome") or {}).get("outcome_code", "")
    return dispute["status"] == "RESOLVED" and outcome not in ("RESOLVED_BUYER_FAVOUR", "ACCEPTED")


# The first places of PayPal's event codes; what is in no family is "other".
FAMILIES = (
    ("T1106", "dispute"), ("T1201", "dispute"), ("T1202", "dispute"), ("T00", "payment"), ("T11", "refund"), ("T01", "fee"),
    ("T04", "payout"), ("T12", "dispute"), ("T15", "reserve"), ("T21", "reserve"),
)  # fmt: skip


def booking(row: Mapping[str, Any]) -> Booking:
    """Return a line of the account as a booking."""
    amount = row["transaction_amount"]
    code = row["transaction_event_code"]
    kind = next((kind for start, kind in FAMILIES if code.startswith(start)), "other")
    names = (row.get(name) for name in ("transaction_id", "paypal_reference_id", "invoice_id", "custom_field"))
    return Booking(
        row["transaction_id"], kind, Decimal(amount["value"]), amount["currency_code"],
        datetime.fromisoformat(row["transaction_initiation_date"]),
        Decimal((row.get("fee_amount") or {}).get("value", 0)), tuple(str(name) for name in names if name),
    )  # fmt: skip


def moment(at: datetime) -> str:
    """Return a moment as PayPal wants it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
