"""Mollie: payments with manual capture, captures in parts, refunds, chargebacks; messages are hints without content.

Source: Mollie API v2, OpenAPI of 2026-08-21: payments, captures, refunds, release-authorization, webhooks, balances.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kontor.connectors.minor_units import post_once, to_text
from kontor.connectors.transport import Call, Transport
from kontor.kernel.errors import Outside
from kontor.payments.ports import (
    Account,
    Booking,
    BookingPage,
    Hint,
    MoneyAsked,
    MoneyDone,
    PaymentPage,
    PaymentProvider,
    ProviderFeature,
    ProviderManifest,
    ProviderPayment,
    PushRefused,
    PushRequest,
    SettingField,
)

PAGE = 250
_OVER = frozenset({"canceled", "expired", "failed"})
_GONE = frozenset({"failed", "canceled"})


class Mollie(PaymentProvider):
    """One profile."""

    manifest = ProviderManifest(
        code="mollie",
        name="Mollie",
        features=frozenset(ProviderFeature),
        without={},
        fields=(
            SettingField("api_key", "API key (live_… or test_…).", secret=True),
            SettingField(
                "webhook_secret", "Signing secret of the webhook; empty where payments name the address themselves.",
                secret=True, optional=True,
            ),
        ),
        base_url="https://api.mollie.com",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._sign)

    def _sign(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return {"Authorization": f"Bearer {self._account.secrets['api_key']}"}

    def _post(self, path: str, reference: str, body: Any) -> Any:
        return post_once(self._transport, path, body, {"Idempotency-Key": reference})

    def open_page(self, page: PaymentPage) -> ProviderPayment:
        """Make a payment that the buyer pays at Mollie's page."""
        body = {
            "amount": _money(page.amount, page.currency), "description": page.note[:255] or page.reference,
            "redirectUrl": page.return_url, "metadata": {"reference": page.reference},
            "captureMode": "automatic" if page.capture_at_once else "manual",
        }  # fmt: skip
        return self._of_payment(self._post("/v2/payments", page.reference, body))

    def look_up(self, payment: str) -> ProviderPayment:
        """Ask for the payment, with its captures, refunds and chargebacks."""
        return self._of_payment(self._look_up(payment))

    def _look_up(self, payment: str) -> Any:
        params = {"embed": "captures,refunds,chargebacks"}
        return self._transport.call("GET", f"/v2/payments/{payment}", bucket="calls", params=params).json

    def _of_payment(self, told: Mapping[str, Any]) -> ProviderPayment:
        status, currency = told["status"], told["amount"]["currency"]
        inside = told.get("_embedded", {})
        captured = _value(told.get("amountCaptured"))
        if status == "paid" and not captured:
            captured = _value(told["amount"])
        given = [row for row in inside.get("refunds", ()) if row["status"] == "refunded"]
        agreed = _value(told["amount"]) if status == "authorized" else captured
        until = told.get("captureBefore") or ""
        link = (told.get("_links", {}).get("checkout") or {}).get("href", "")
        return ProviderPayment(
            told["id"], currency, agreed, captured, sum((_value(row["amount"]) for row in given), Decimal(0)),
            disputed=_value(told.get("amountChargedBack")), ended=status in _OVER, link=link,
            authorised_until=_moment(until),
            captures=_by_reference(inside.get("captures", ()), "succeeded"),
            refunds=_by_reference(inside.get("refunds", ()), "refunded"),
        )  # fmt: skip

    def capture(self, asked: MoneyAsked) -> MoneyDone:
        """Collect a part; what is left after the last part is let go."""
        body = {**_body(asked), "description": asked.note[:255]}
        done = self._post(f"/v2/payments/{asked.payment}/captures", asked.reference, body)
        if asked.last:
            # The money is on its way: whatever becomes of the rest, which ends by itself in time, the collection did not fail.
            with suppress(Outside):
                self._let_rest_go(asked)
        return MoneyDone(done["id"], done["status"] == "succeeded")

    def _let_rest_go(self, asked: MoneyAsked) -> None:
        told = self._look_up(asked.payment)
        taken = sum(
            (_value(row["amount"]) for row in told["_embedded"]["captures"] if row["status"] not in _GONE), Decimal(0)
        )
        if told["status"] == "authorized" and taken < _value(told["amount"]):
            self._release(asked.payment, f"{asked.reference}-rest")

    def void(self, asked: MoneyAsked) -> MoneyDone:
        """Let the agreement go."""
        self._release(asked.payment, asked.reference)
        return MoneyDone(asked.payment)

    def _release(self, payment: str, reference: str) -> None:
        self._post(f"/v2/payments/{payment}/release-authorization", reference, {})

    def refund(self, asked: MoneyAsked) -> MoneyDone:
        """Give back; Mollie queues it until there is balance."""
        body = {**_body(asked), "description": asked.note[:255]}
        done = self._post(f"/v2/payments/{asked.payment}/refunds", asked.reference, body)
        return MoneyDone(done["id"], done["status"] == "refunded")

    def fetch_bookings(self, since: datetime, until: datetime, page: str) -> BookingPage:
        """Return the movements of the primary balance, the newest first, until they are older than was asked for."""
        params = {"limit": PAGE, **({"from": page} if page else {})}
        path = "/v2/balances/primary/transactions"
        answer = self._transport.call("GET", path, bucket="calls", params=params).json
        rows = answer["_embedded"]["balance_transactions"]
        found = [booking for row in rows if since <= (booking := _booking(row)).booked_at < until]
        following = (answer["_links"].get("next") or {}).get("href", "")
        older = bool(rows) and datetime.fromisoformat(rows[-1]["createdAt"]) < since
        more = parse_qs(urlsplit(following).query).get("from", [""])[0] if following and not older else ""
        return BookingPage(tuple(found), more)

    def read_push(self, request: PushRequest) -> Hint:
        """Read which payment changed. Without a secret anybody may send a hint: it says nothing, and is looked up at Mollie."""
        secret = self._account.secrets.get("webhook_secret", "")
        if secret:
            wanted = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
            given = request.headers.get("x-mollie-signature", "").removeprefix("sha256=")
            if not hmac.compare_digest(given, wanted):
                raise PushRefused()
            event = json.loads(request.body)
            return Hint(event["id"], event["type"], (event["entityId"],))
        found = parse_qs(request.body.decode("utf-8", "replace")).get("id", [""])[0]
        if not found.startswith("tr_"):
            raise PushRefused()
        return Hint(f"{found}@{request.received_at.timestamp()}", "payment", (found,))


def _moment(text: str) -> datetime | None:
    """Read a day or a moment; a day ends with itself."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"currency": currency, "value": to_text(amount, currency)}


def _body(asked: MoneyAsked) -> dict[str, Any]:
    return {"amount": _money(asked.amount, asked.currency), "metadata": {"reference": asked.reference}}


def _value(money: Mapping[str, Any] | None) -> Decimal:
    return Decimal(money["value"]) if money else Decimal(0)


def _by_reference(rows: Any, settled: str) -> dict[str, MoneyDone | None]:
    return {
        row["metadata"]["reference"]: None if row["status"] in _GONE else MoneyDone(row["id"], row["status"] == settled)
        for row in rows
        if isinstance(row.get("metadata"), dict) and row["metadata"].get("reference")
    }


_KINDS = {
    "payment": "payment", "capture": "payment", "refund": "refund", "returned-refund": "refund", "chargeback": "dispute",
    "chargeback-reversal": "dispute", "outgoing-transfer": "payout", "returned-transfer": "payout",
    "canceled-transfer": "payout", "payment-fee": "fee", "failed-payment": "payment", "invoice-compensation": "fee",
    "balance-reserve": "reserve", "balance-reserve-return": "reserve",
}  # fmt: skip


def _booking(row: Mapping[str, Any]) -> Booking:
    """The result is what moved the balance; what was deducted from the initial amount is the fee."""
    initial, kept = row["initialAmount"], row.get("deductions")
    told = next(iter((row.get("context") or {}).values()), None) or {}
    names = (told.get(name) for name in ("captureId", "refundId", "paymentId"))
    return Booking(
        row["id"], _KINDS.get(row["type"], "other"), Decimal(initial["value"]), initial["currency"],
        datetime.fromisoformat(row["createdAt"]), Decimal(kept["value"]) if kept else Decimal(0),
        tuple(str(name) for name in names if name),
    )  # fmt: skip
