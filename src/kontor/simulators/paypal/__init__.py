"""A played PayPal: orders, authorisations, captures, refunds, disputes and the check of its own signatures."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from kontor.simulators.purse import Move, ProviderStage, SimBooking, SimPayment
from kontor.simulators.stage.protocol import Refuse, Reply, Request, open_to_all, route

CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID = "played-client", "played-secret", "WH-PLAYED"
_KEY = "paypal-request-id"
_MOVED = {"done": "COMPLETED", "pending": "PENDING", "failed": "FAILED"}


@lru_cache(maxsize=1)
def _key_and_certificate() -> tuple[RSAPrivateKey, bytes, int]:
    """Return the key of this play, and the certificate of it with its number."""
    key = generate_private_key(65_537, 2_048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "messageverificationcerts.played")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    number = x509.random_serial_number()
    made = made.serial_number(number).not_valid_before(now).not_valid_after(now + timedelta(days=90))
    return key, made.sign(key, SHA256()).public_bytes(Encoding.PEM), number


def _refusal(status: int, issue: str) -> Refuse:
    name = "UNPROCESSABLE_ENTITY" if status == 422 else "RESOURCE_NOT_FOUND"
    return Refuse(status, {"name": name, "details": [{"issue": issue}], "message": issue, "debug_id": "0"})


class PayPalStage(ProviderStage):
    """The play."""

    code = "paypal"
    expired_reply = Reply(401, {"error": "invalid_token", "error_description": "Token signature verification failed"})

    def message_of(self, payment: SimPayment, topic: str) -> tuple[dict[str, str], bytes]:
        """Sign id, time, webhook and checksum of the body."""
        event = {
            "id": self.new_id("WH-E"), "event_type": topic, "resource_type": "checkout-order",
            "resource": {"id": payment.id, "status": self._order(payment)["status"]},
        }  # fmt: skip
        body = json.dumps(event).encode()
        place = f"{self.base_url}/v1/notifications/certs/CERT-{_key_and_certificate()[2]}"
        when, number = "2026-11-20T10:00:00Z", self.new_id("T")
        return {
            "PAYPAL-AUTH-ALGO": "SHA256withRSA", "PAYPAL-CERT-URL": place,
            "PAYPAL-TRANSMISSION-ID": number, "PAYPAL-TRANSMISSION-TIME": when,
            "PAYPAL-TRANSMISSION-SIG": self._seal(number, when, body), "Content-Type": "application/json",
        }, body  # fmt: skip

    def _seal(self, number: str, when: str, body: bytes) -> str:
        told = f"{number}|{when}|{WEBHOOK_ID}|{zlib.crc32(body)}".encode()
        return base64.b64encode(_key_and_certificate()[0].sign(told, PKCS1v15(), SHA256())).decode()

    @open_to_all
    @route("GET", "/v1/notifications/certs/CERT-([0-9]+)")
    def give_certificate(self, request: Request, number: str) -> Reply:
        """Show the certificate by which messages are verified."""
        return Reply(200, _key_and_certificate()[1], headers={"Content-Type": "application/x-pem-file"})

    def shop_payment(self, amount: Decimal, currency: str) -> SimPayment:
        """Return an order whose authorisation a shop made."""
        made = self.open(amount, currency, manual=True, payment_id=self.new_id("ORDER"))
        made.state, made.facts["authorised"] = "agreed", True
        return made

    @open_to_all
    @route("POST", "/v1/oauth2/token")
    def give_token(self, request: Request) -> Reply:
        """Give a token for the credentials."""
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return Reply(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        return Reply(200, {"access_token": self.new_token(), "token_type": "Bearer", "expires_in": self.token_life_s})

    def _order(self, payment: SimPayment) -> dict[str, Any]:
        taken_up = bool(payment.facts.get("authorised") or payment.takes)
        status = (
            "COMPLETED"
            if taken_up
            else {"open": "PAYER_ACTION_REQUIRED", "agreed": "APPROVED", "over": "VOIDED"}[payment.state]
        )
        unit: dict[str, Any] = {"reference_id": "default", "amount": _money(payment.amount, payment.currency)}
        if taken_up:
            unit["payments"] = self._payments(payment)
        links = [{"href": f"{self.base_url}/v2/checkout/orders/{payment.id}", "rel": "self", "method": "GET"}]
        if status == "PAYER_ACTION_REQUIRED":
            links.append(
                {
                    "href": f"https://www.paypal.com/checkoutnow?token={payment.id}",
                    "rel": "payer-action",
                    "method": "GET",
                }
            )
        return {
            "id": payment.id, "intent": "AUTHORIZE" if payment.manual else "CAPTURE", "status": status,
            "purchase_units": [unit], "links": links, "create_time": "2026-11-20T09:00:00Z",
        }  # fmt: skip

    def _payments(self, payment: SimPayment) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if payment.facts.get("authorised"):
            found["authorizations"] = [self._authorisation(payment)]
        if payment.takes:
            found["captures"] = [self._capture(payment, move) for move in payment.takes]
        if payment.gives:
            found["refunds"] = [self._refund(payment, move) for move in payment.gives]
        return found

    def _authorisation(self, payment: SimPayment) -> dict[str, Any]:
        status = "CREATED" if not payment.takes else "PARTIALLY_CAPTURED"
        if payment.state == "over":
            status = "CAPTURED" if payment.takes else "VOIDED"
        return {
            "id": f"A{payment.id}", "status": status, "amount": _money(payment.amount, payment.currency),
            "expiration_time": "2026-12-19T09:00:00Z", "create_time": "2026-11-20T09:00:00Z",
        }  # fmt: skip

    def _capture(self, payment: SimPayment, move: Move) -> dict[str, Any]:
        row = {
            "id": move.id, "status": _MOVED[move.state], "amount": _money(move.amount, payment.currency),
            "final_capture": payment.state == "over", "create_time": "2026-11-20T09:30:00Z",
        }  # fmt: skip
        return {**row, "invoice_id": move.facts["invoice_id"]} if move.facts.get("invoice_id") else row

    def _refund(self, payment: SimPayment, move: Move) -> dict[str, Any]:
        link = {"href": f"{self.base_url}/v2/payments/captures/{move.facts['capture']}", "rel": "up", "method": "GET"}
        return {
            "id": move.id, "status": _MOVED[move.state], "amount": _money(move.amount, payment.currency),
            "invoice_id": move.facts["invoice_id"], "links": [link], "create_time": "2026-11-20T09:40:00Z",
        }  # fmt: skip

    @route("POST", "/v2/checkout/orders")
    def make_order(self, request: Request) -> Reply:
        """Make an order."""
        if known := self.once(request, _KEY):
            return known
        told = request.json()
        amount = told["purchase_units"][0]["amount"]
        manual = told["intent"] == "AUTHORIZE"
        payment = self.open(
            Decimal(amount["value"]), amount["currency_code"], manual=manual, payment_id=self.new_id("ORDER")
        )
        return self.keep(request, _KEY, Reply(201, self._order(payment)))

    @route("GET", r"/v2/checkout/orders/(\w+)")
    def get_order(self, request: Request, number: str) -> Reply:
        """Return an order."""
        if number not in self.payments:
            raise _refusal(404, "INVALID_RESOURCE_ID")
        return Reply(200, self._order(self.payments[number]))

    @route("POST", r"/v2/checkout/orders/(\w+)/(authorize|capture)")
    def take_up(self, request: Request, number: str, verb: str) -> Reply:
        """Take up what the buyer approved."""
        if known := self.once(request, _KEY):
            return known
        payment = self.find(number)
        if payment.state != "agreed" and not payment.takes:
            raise _refusal(422, "ORDER_NOT_APPROVED")
        payment.facts["authorised"] = verb == "authorize"
        return self.keep(request, _KEY, Reply(201, self._order(payment)))

    @route("GET", r"/v2/payments/authorizations/A(\w+)")
    def get_authorisation(self, request: Request, number: str) -> Reply:
        """Return an authorisation."""
        payment = self.payments.get(number)
        if payment is None:
            raise _refusal(404, "INVALID_RESOURCE_ID")
        return Reply(200, {**self._authorisation(payment), "supplementary_data": {"related_ids": {"order_id": number}}})

    @route("GET", r"/v2/payments/captures/(\w+)")
    def get_capture(self, request: Request, number: str) -> Reply:
        """Return a capture."""
        for payment in self.payments.values():
            for move in payment.takes:
                if move.id == number:
                    related = {"supplementary_data": {"related_ids": {"order_id": payment.id}}}
                    return Reply(200, {**self._capture(payment, move), **related})
        raise _refusal(404, "INVALID_RESOURCE_ID")

    @route("POST", r"/v2/payments/authorizations/A(\w+)/capture")
    def capture(self, request: Request, number: str) -> Reply:
        """Collect a part."""
        if known := self.once(request, _KEY):
            return known
        payment, told = self.find(number), request.json()
        move = self.take(
            payment,
            Decimal(told["amount"]["value"]),
            last=told.get("final_capture", False),
            invoice_id=told["invoice_id"],
        )
        if move is None:
            raise _refusal(422, "MAX_CAPTURE_AMOUNT_EXCEEDED")
        return self.keep(request, _KEY, Reply(201, self._capture(payment, move)))

    @route("POST", r"/v2/payments/authorizations/A(\w+)/void")
    def void(self, request: Request, number: str) -> Reply:
        """Let go."""
        if known := self.once(request, _KEY):
            return known
        payment = self.find(number)
        if payment.state != "agreed":
            raise _refusal(422, "PREVIOUSLY_VOIDED")
        payment.state = "over"
        return self.keep(request, _KEY, Reply(200, self._authorisation(payment)))

    @route("POST", r"/v2/payments/captures/(\w+)/refund")
    def refund(self, request: Request, number: str) -> Reply:
        """Give back of one capture."""
        if known := self.once(request, _KEY):
            return known
        told = request.json()
        for payment in self.payments.values():
            move = next((it for it in payment.takes if it.id == number), None)
            if move is None:
                continue
            given = sum((it.amount for it in payment.gives if it.facts["capture"] == number), Decimal(0))
            amount = Decimal(told["amount"]["value"])
            made = (
                None
                if given + amount > move.amount
                else self.give(payment, amount, capture=number, invoice_id=told["invoice_id"])
            )
            if made is None:
                raise _refusal(422, "REFUND_AMOUNT_EXCEEDED")
            return self.keep(request, _KEY, Reply(201, self._refund(payment, made)))
        raise _refusal(404, "INVALID_RESOURCE_ID")

    @route("GET", "/v1/customer/disputes")
    def list_disputes(self, request: Request) -> Reply:
        """List the disputes of a capture."""
        number = request.arg("disputed_transaction_id")
        items = [
            {
                "dispute_id": f"PP-D-{payment.id}", "status": "WAITING_FOR_SELLER_RESPONSE", "reason": "UNAUTHORISED",
                "dispute_amount": _money(payment.disputed, payment.currency),
            }
            for payment in self.payments.values()
            if payment.disputed and any(move.id == number for move in payment.takes)
        ]  # fmt: skip
        return Reply(200, {"items": items, "links": []})

    @route("GET", "/v1/reporting/transactions")
    def report(self, request: Request) -> Reply:
        """List movements of the balance of at most a month."""
        since, until = (datetime.fromisoformat(request.arg(name)) for name in ("start_date", "end_date"))
        if until - since > timedelta(days=31):
            raise _refusal(422, "DATE_RANGE_EXCEEDS_LIMIT")
        rows = [self._booked(it) for it in self.bookings() if since <= it.at < until]
        size, number = int(request.arg("page_size") or 100), int(request.arg("page") or 1)
        page = rows[(number - 1) * size : number * size]
        told = {
            "account_number": "PLAYED0000001", "page": number, "total_items": len(rows),
            "total_pages": -(-len(rows) // size),
            "links": [{"href": f"{self.base_url}{request.path}", "rel": "self", "method": "GET"}],
        }  # fmt: skip
        return Reply(200, {**told, "transaction_details": page} if page else told)

    def _booked(self, it: SimBooking) -> dict[str, Any]:
        code = {"payment": "T0006", "refund": "T1107", "payout": "T0400"}[it.kind]
        moment = it.at.isoformat()
        told: dict[str, Any] = {
            "transaction_id": it.move.id if it.kind == "payment" and it.move else it.id, "transaction_event_code": code,
            "transaction_initiation_date": moment, "transaction_updated_date": moment, "transaction_status": "S",
            "transaction_amount": _money(it.amount, it.currency),
        }  # fmt: skip
        if it.fee:
            told["fee_amount"] = _money(it.fee, it.currency)
        if it.kind == "refund" and it.payment is not None and it.payment.takes:
            told |= {"paypal_reference_id": it.payment.takes[0].id, "paypal_reference_id_type": "TXN"}
        return {"transaction_info": told}


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"currency_code": currency, "value": f"{amount:.2f}"}


SECRETS = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
SETTINGS = {"webhook_id": WEBHOOK_ID}
STAGE = PayPalStage
