"""Stripe: payment intents with manual capture, Checkout pages, refunds, signed events.

Source: Stripe API reference, version 2024-06-20 and later: payment_intents, checkout/sessions, refunds, disputes, webhook
signatures.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from kontor.connectors.minor_units import from_minor, post_once, to_minor
from kontor.connectors.transport import Call, Form, Transport
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

# How old a signed message may be: an older one may be a copy.
OLDEST_S = 300
# Disputes for which the money was taken back; an inquiry (warning_…) takes none, a won one gives it back.
_TAKEN = frozenset({"needs_response", "under_review", "lost"})


class Stripe(PaymentProvider):
    """One account."""

    manifest = ProviderManifest(
        code="stripe",
        name="Stripe",
        features=frozenset(
            {
                ProviderFeature.AUTHORISE, ProviderFeature.CAPTURE, ProviderFeature.PARTIAL_CAPTURE, ProviderFeature.VOID,
                ProviderFeature.REFUND, ProviderFeature.RECEIVE_PUSH, ProviderFeature.FETCH_BOOKINGS,
            }
        ),
        without={
            ProviderFeature.SEVERAL_CAPTURES: (
                "Stripe collects an agreement once and lets the rest go, so all of it is collected with the first delivery."
            )
        },
        fields=(
            SettingField("secret_key", "Secret key (sk_…), or a restricted one for payments and refunds.", secret=True),
            SettingField("webhook_secret", "Signing secret (whsec_…) of the webhook.", secret=True),
        ),
        base_url="https://api.stripe.com",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._transport = Transport(account, self._sign)

    def _sign(self, call: Call, fresh: bool) -> Mapping[str, str]:  # noqa: FBT001
        return {"Authorization": f"Bearer {self._account.secrets['secret_key']}"}

    def _post(self, path: str, reference: str, form: Mapping[str, Any]) -> Any:
        return post_once(self._transport, path, Form(form), {"Idempotency-Key": reference})

    def _get(self, path: str, **params: Any) -> Any:
        return self._transport.call("GET", path, bucket="calls", params=params).json

    def open_page(self, page: PaymentPage) -> ProviderPayment:
        """Make a Checkout page; the payment behind it exists once the buyer has paid."""
        form = {
            "mode": "payment", "success_url": page.return_url, "client_reference_id": page.reference,
            "line_items[0][quantity]": 1, "line_items[0][price_data][currency]": page.currency.lower(),
            "line_items[0][price_data][unit_amount]": to_minor(page.amount, page.currency),
            "line_items[0][price_data][product_data][name]": page.note or page.reference,
            "payment_intent_data[capture_method]": "automatic" if page.capture_at_once else "manual",
        }  # fmt: skip
        if page.email:
            form["customer_email"] = page.email
        return self._of_session(self._post("/v1/checkout/sessions", page.reference, form))

    def look_up(self, payment: str) -> ProviderPayment:
        """Ask for the payment, its refunds and its disputes."""
        if payment.startswith("cs_"):
            session = self._get(f"/v1/checkout/sessions/{payment}")
            if not session.get("payment_intent"):
                return self._of_session(session)
            payment = session["payment_intent"]
        intent = self._get(f"/v1/payment_intents/{payment}")
        refunds = self._get("/v1/refunds", payment_intent=payment, limit=100)["data"]
        disputes = self._get("/v1/disputes", payment_intent=payment, limit=100)["data"]
        return self._of_intent(intent, refunds, disputes)

    def _of_session(self, session: Mapping[str, Any]) -> ProviderPayment:
        zero = Decimal(0)
        return ProviderPayment(
            session["id"], str(session["currency"]).upper(), zero, zero, zero, ended=session["status"] == "expired",
            link=session.get("url") or "",
        )  # fmt: skip

    def _of_intent(self, intent: Mapping[str, Any], refunds: list[Any], disputes: list[Any]) -> ProviderPayment:
        currency = str(intent["currency"]).upper()
        captured = from_minor(intent["amount_received"], currency)
        moved = {
            row["metadata"]["reference"]: _refund(row)
            for row in refunds
            if (row.get("metadata") or {}).get("reference")
        }
        given = [row for row in refunds if row["status"] in ("succeeded", "pending", "requires_action")]
        reference = (intent.get("metadata") or {}).get("capture")
        return ProviderPayment(
            intent["id"], currency, from_minor(intent.get("amount_capturable"), currency) + captured, captured,
            sum((from_minor(row["amount"], currency) for row in given if row["status"] == "succeeded"), Decimal(0)),
            disputed=sum(
                (from_minor(row["amount"], currency) for row in disputes if row["status"] in _TAKEN), Decimal(0)
            ),
            ended=intent["status"] == "canceled",
            captures={reference: MoneyDone(intent["id"])} if reference and captured else {},
            refunds=moved,
        )  # fmt: skip

    def capture(self, asked: MoneyAsked) -> MoneyDone:
        """Collect once; what is not collected is let go."""
        form = {"amount_to_capture": to_minor(asked.amount, asked.currency), "metadata[capture]": asked.reference}
        done = self._post(f"/v1/payment_intents/{asked.payment}/capture", asked.reference, form)
        return MoneyDone(done["id"], done["status"] == "succeeded")

    def void(self, asked: MoneyAsked) -> MoneyDone:
        """Cancel the payment."""
        return MoneyDone(self._post(f"/v1/payment_intents/{asked.payment}/cancel", asked.reference, {})["id"])

    def refund(self, asked: MoneyAsked) -> MoneyDone:
        """Give back; a bank may take days."""
        form = {
            "payment_intent": asked.payment, "amount": to_minor(asked.amount, asked.currency),
            "metadata[reference]": asked.reference, "metadata[reason]": asked.note[:200],
        }  # fmt: skip
        done = self._post("/v1/refunds", asked.reference, form)
        return MoneyDone(done["id"], done["status"] == "succeeded")

    def fetch_bookings(self, since: datetime, until: datetime, page: str) -> BookingPage:
        """Return balance transactions; what a charge belongs to stands in its expanded source."""
        params = {
            "created[gte]": int(since.timestamp()), "created[lt]": int(until.timestamp()), "limit": 100,
            "expand[]": "data.source",
        }  # fmt: skip
        if page:
            params["starting_after"] = page
        answer = self._get("/v1/balance_transactions", **params)
        rows = answer["data"]
        return BookingPage(tuple(_booking(row) for row in rows), rows[-1]["id"] if answer["has_more"] else "")

    def read_push(self, request: PushRequest) -> Hint:
        """Verify ``Stripe-Signature``: HMAC-SHA256 over time and body, no older than five minutes."""
        parts = [part.partition("=") for part in request.headers.get("stripe-signature", "").split(",")]
        times = [value for name, _, value in parts if name.strip() == "t"]
        if not times or not times[0].isdigit():
            raise PushRefused()
        secret = self._account.secrets["webhook_secret"].encode()
        wanted = hmac.new(secret, times[0].encode() + b"." + request.body, hashlib.sha256).hexdigest()
        signed = any(name.strip() == "v1" and hmac.compare_digest(value, wanted) for name, _, value in parts)
        age = request.received_at.timestamp() - int(times[0])
        if not signed or abs(age) > timedelta(seconds=OLDEST_S).total_seconds():
            raise PushRefused()
        event = json.loads(request.body)
        told = event["data"]["object"]
        found = [told["id"]] if told["object"] in ("payment_intent", "checkout.session") else []
        if told.get("payment_intent"):
            found.append(told["payment_intent"])
        return Hint(event["id"], event["type"], tuple(found))


def _refund(row: Mapping[str, Any]) -> MoneyDone | None:
    return None if row["status"] in ("failed", "canceled") else MoneyDone(row["id"], row["status"] == "succeeded")


_KINDS = {
    "charge": "payment", "payment": "payment", "refund": "refund", "payment_refund": "refund",
    "payment_failure_refund": "refund", "refund_failure": "refund", "payout": "payout", "payout_cancel": "payout",
    "payout_failure": "payout", "stripe_fee": "fee", "stripe_fx_fee": "fee", "reserve_transaction": "reserve",
    "reserved_funds": "reserve", "adjustment": "dispute",
}  # fmt: skip


def _booking(row: Mapping[str, Any]) -> Booking:
    currency = str(row["currency"]).upper()
    source = row.get("source") or {}
    names: tuple[str, ...] = ()
    if isinstance(source, Mapping):
        told = (source.get("payment_intent"), (source.get("metadata") or {}).get("reference"), source.get("charge"))
        names = tuple(str(it) for it in told if it)
    kind = _KINDS.get(row["type"], "other")
    if kind == "dispute" and not names:
        kind = "other"
    return Booking(
        row["id"], kind, from_minor(row["amount"], currency), currency, datetime.fromtimestamp(row["created"], UTC),
        -from_minor(row.get("fee"), currency), names,
    )  # fmt: skip
