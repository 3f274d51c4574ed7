"""PayPal: orders with the intent to authorise, captures in parts, refunds of captures, verified webhooks.

Source: PayPal REST specifications, checkout/orders v2, payments v2, customer/disputes v1, notifications v1,
reporting/transactions v1, 2024-02-03.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.connectors.keyring import KeyRing
from kontor.connectors.minor_units import post_once
from kontor.connectors.oauth import OAuth
from kontor.connectors.paypal.answers import (
    GONE,
    booking,
    by_reference,
    given_back,
    is_won,
    moment,
    money,
    payments,
    total,
)
from kontor.connectors.paypal.signing import check_certificate, verify_message
from kontor.connectors.transport import Refusal, Transport
from kontor.kernel.errors import OutcomeUnknown, Permanent
from kontor.payments.ports import (
    Account,
    BookingPage,
    Hint,
    MoneyAsked,
    MoneyDone,
    MoneyRefused,
    PaymentPage,
    PaymentProvider,
    ProviderFeature,
    ProviderManifest,
    ProviderPayment,
    PushRefused,
    PushRequest,
    SettingField,
)

# PayPal's certificates by their address.
_certificates = KeyRing()
# One name for one certificate: what could stand behind it (?1, #2) would make one key many.
_CERTIFICATE = re.compile(r"CERT-[0-9A-Za-z-]{1,80}")
_SIGNED_BY = {
    "auth_algo": "paypal-auth-algo", "cert_url": "paypal-cert-url", "transmission_id": "paypal-transmission-id",
    "transmission_sig": "paypal-transmission-sig", "transmission_time": "paypal-transmission-time",
}  # fmt: skip
_OVER = frozenset({"VOIDED", "DENIED", "EXPIRED"})


class PayPal(PaymentProvider):
    """One account."""

    manifest = ProviderManifest(
        code="paypal",
        name="PayPal",
        features=frozenset(ProviderFeature),
        without={},
        fields=(
            SettingField("client_id", "Client id of the REST app.", secret=True),
            SettingField("client_secret", "Secret that belongs to it.", secret=True),
            SettingField("webhook_id", "Id of the webhook, with which its messages are verified."),
        ),
        base_url="https://api-m.paypal.com",
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        login = OAuth(
            account, token_url=account.base_url + "/v1/oauth2/token", grant="client_credentials",
            auth_method="client_secret_basic",
        )  # fmt: skip
        self._transport = Transport(account, login)

    def _post(self, path: str, reference: str, body: Any) -> Any:
        headers = {"PayPal-Request-Id": reference, "Prefer": "return=representation"}
        return post_once(self._transport, path, body, headers)

    def _get(self, path: str, **params: Any) -> Any:
        return self._transport.call("GET", path, bucket="calls", params=params).json

    def open_page(self, page: PaymentPage) -> ProviderPayment:
        """Make an order that the buyer approves at PayPal."""
        unit = {
            "reference_id": "default", "custom_id": page.reference, "description": page.note[:127],
            "amount": money(page.amount, page.currency),
        }  # fmt: skip
        context = {"return_url": page.return_url, "cancel_url": page.return_url, "user_action": "PAY_NOW"}
        wanted = {
            "intent": "CAPTURE" if page.capture_at_once else "AUTHORIZE",
            "purchase_units": [unit],
            "payment_source": {"paypal": {"experience_context": context}},
        }
        return self._of_order(self._post("/v2/checkout/orders", page.reference, wanted))

    def look_up(self, payment: str) -> ProviderPayment:
        """Ask for the order behind a payment; what the buyer has just approved is taken up at once."""
        order = self._order(payment)
        if order["status"] == "APPROVED":
            verb = "capture" if order["intent"] == "CAPTURE" else "authorize"
            order = self._post(f"/v2/checkout/orders/{order['id']}/{verb}", f"take-up-{order['id']}", {})
        told = self._of_order(order)
        captures = [row["id"] for row in payments(order).get("captures", ())]
        disputed = sum((self._disputed(capture) for capture in captures), Decimal(0))
        return replace(told, disputed=disputed)

    def _order(self, payment: str) -> Any:
        """Return the order: shops tell the authorisation or the capture instead of it."""
        for path in ("/v2/checkout/orders/", "/v2/payments/authorizations/", "/v2/payments/captures/"):
            try:
                found = self._get(path + payment)
            except Refusal as refusal:
                if refusal.status != 404:
                    raise
                continue
            if path.startswith("/v2/checkout"):
                return found
            return self._get("/v2/checkout/orders/" + found["supplementary_data"]["related_ids"]["order_id"])
        raise MoneyRefused("PayPal knows no such payment.", payment=payment)

    def _disputed(self, capture: str) -> Decimal:
        items = self._get("/v1/customer/disputes", disputed_transaction_id=capture).get("items", ())
        return sum((Decimal(it["dispute_amount"]["value"]) for it in items if not is_won(it)), Decimal(0))

    def _of_order(self, order: Mapping[str, Any]) -> ProviderPayment:
        unit = order["purchase_units"][0]
        paid = payments(order)
        agreed = [row for row in paid.get("authorizations", ()) if row["status"] not in _OVER]
        taken = [row for row in paid.get("captures", ()) if row["status"] not in GONE]
        given = [row for row in paid.get("refunds", ()) if row["status"] not in GONE]
        links = {row["rel"]: row["href"] for row in order.get("links", ())}
        until = next((row["expiration_time"] for row in agreed if row.get("expiration_time")), "")
        captured = total(row for row in taken if row["status"] != "PENDING")
        over = order["status"] == "VOIDED" or bool(paid.get("authorizations") and not agreed)
        return ProviderPayment(
            order["id"], unit["amount"]["currency_code"], max(total(agreed), captured), captured,
            total(row for row in given if row["status"] == "COMPLETED"), ended=over,
            link=links.get("payer-action") or links.get("approve", ""),
            authorised_until=datetime.fromisoformat(until) if until else None,
            captures=by_reference(paid.get("captures", ())), refunds=by_reference(paid.get("refunds", ())),
        )  # fmt: skip

    def capture(self, asked: MoneyAsked) -> MoneyDone:
        """Collect a part of what was agreed; the last part lets the rest go."""
        agreed = payments(self._order(asked.payment)).get("authorizations", ())
        live = next((row for row in agreed if row["status"] not in _OVER), None)
        if live is None:
            raise MoneyRefused("The buyer's agreement has ended at PayPal.", payment=asked.payment)
        body = {
            "amount": money(asked.amount, asked.currency), "invoice_id": asked.reference, "final_capture": asked.last
        }  # fmt: skip
        done = self._post(f"/v2/payments/authorizations/{live['id']}/capture", asked.reference, body)
        if done["status"] in GONE:
            raise MoneyRefused("PayPal declined the collection.", status=done["status"])
        return MoneyDone(done["id"], done["status"] != "PENDING")

    def void(self, asked: MoneyAsked) -> MoneyDone:
        """Let the agreement go."""
        agreed = payments(self._order(asked.payment)).get("authorizations", ())
        for row in agreed:
            if row["status"] not in _OVER:
                self._post(f"/v2/payments/authorizations/{row['id']}/void", asked.reference, {})
        return MoneyDone(asked.payment)

    def refund(self, asked: MoneyAsked) -> MoneyDone:
        """Give back from the collections that have enough left, the oldest first. Each part is named by its collection, so that a
        second attempt goes on where the first one ended.
        """
        order = self._order(asked.payment)
        given = by_reference(payments(order).get("refunds", ())).get(asked.reference)
        left = asked.amount - (given.amount or Decimal(0) if given else Decimal(0))
        settled, last = (given.settled, given.external_id) if given else (True, "")
        for capture in payments(order).get("captures", ()):
            room = Decimal(capture["amount"]["value"]) - given_back(order, capture["id"])
            amount = min(left, room)
            if capture["status"] in GONE or amount <= 0:
                continue
            done = self._give_back(asked, capture["id"], amount, begun=left < asked.amount)
            settled, last, left = settled and done["status"] == "COMPLETED", done["id"], left - amount
        if not left:
            return MoneyDone(last, settled, asked.amount)
        if left < asked.amount:
            raise OutcomeUnknown(
                "PayPal gave back a part only; the collections have less left than that.", missing=left
            )
        raise MoneyRefused("The collections at PayPal have less left than that.", missing=left)

    def _give_back(self, asked: MoneyAsked, capture: str, amount: Decimal, *, begun: bool) -> Any:
        reference = f"{asked.reference}-{capture}"
        body = {
            "amount": money(amount, asked.currency), "invoice_id": reference, "note_to_payer": asked.note[:255] or "Refund"
        }  # fmt: skip
        try:
            done = self._post(f"/v2/payments/captures/{capture}/refund", reference, body)
        except Refusal as refusal:
            if begun:
                raise OutcomeUnknown("PayPal gave back a part only.", why=str(refusal)) from None
            raise
        return done

    def fetch_bookings(self, since: datetime, until: datetime, page: str) -> BookingPage:
        """Return what moved the balance; PayPal shows it up to three hours late, and a month at once."""
        number = int(page or 1)
        answer = self._get(
            "/v1/reporting/transactions", start_date=moment(since), end_date=moment(until), fields="transaction_info",
            balance_affecting_records_only="Y", page_size=500, page=number,
        )  # fmt: skip
        rows = [row["transaction_info"] for row in answer.get("transaction_details") or ()]
        done = tuple(booking(row) for row in rows if row.get("transaction_status") == "S")
        return BookingPage(done, str(number + 1) if number < answer.get("total_pages", 1) else "")

    def read_push(self, request: PushRequest) -> Hint:
        """Verify the message by PayPal's certificate, fetched once: nobody makes us call PayPal by inventing messages."""
        told = {name: request.headers.get(header, "") for name, header in _SIGNED_BY.items()}
        if not all(told.values()) or told["auth_algo"] != "SHA256withRSA":
            raise PushRefused()
        place = told["cert_url"]
        if not self._is_theirs(place):
            raise PushRefused()
        pem = _certificates.find(self._account.base_url, place, lambda: self._fetch_certificate(place))
        verify_message(request.body, told, webhook=self._account.settings.get("webhook_id", ""), pem=pem)
        event = json.loads(request.body)
        resource = event["resource"]
        related = resource.get("supplementary_data", {}).get("related_ids", {})
        found = [related.get("order_id") or resource.get("id", "")]
        found += [row["seller_transaction_id"] for row in resource.get("disputed_transactions", ())]
        return Hint(event["id"], event["event_type"], tuple(it for it in found if it))

    def _is_theirs(self, place: str) -> bool:
        """Whether an address of a certificate is PayPal's own; the address itself is signed by nobody."""
        known = (self._account.base_url, "https://api.paypal.com", "https://api.sandbox.paypal.com")
        start, sign, number = place.partition("/v1/notifications/certs/")
        return bool(sign) and start in known and _CERTIFICATE.fullmatch(number) is not None

    def _fetch_certificate(self, place: str) -> str:
        try:
            pem = self._transport.fetch_once(place).decode("ascii", "replace")
        except Permanent:
            raise PushRefused() from None
        check_certificate(pem)
        return pem
