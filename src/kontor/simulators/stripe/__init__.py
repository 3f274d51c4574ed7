"""A played Stripe: checkout sessions, payment intents, refunds and disputes over real HTTP, forms in, JSON out."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from kontor.simulators.purse import Move, ProviderStage, SimBooking, SimPayment
from kontor.simulators.stage.protocol import Refuse, Reply, Request, route

SECRET_KEY = "sk_test_played"
WEBHOOK_SECRET = "whsec_played"
_KEY = "idempotency-key"
_CREATED = 1_780_000_000


def _error(status: int, code: str, message: str) -> Refuse:
    kind = "idempotency_error" if code == "idempotency_error" else "invalid_request_error"
    return Refuse(status, {"error": {"type": kind, "code": code, "message": message}})


class StripeStage(ProviderStage):
    """The play."""

    code = "stripe"
    several_captures = False

    def authorise(self, request: Request) -> None:
        """Check the secret key."""
        if request.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            raise Refuse(401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}})

    def message_of(self, payment: SimPayment, topic: str) -> tuple[dict[str, str], bytes]:
        """Sign time and body."""
        event = {
            "id": self.new_id("evt_"), "object": "event", "type": topic, "created": int(time.time()),
            "data": {"object": self._intent(payment)},
        }  # fmt: skip
        body = json.dumps(event).encode()
        now = str(int(time.time()))
        signed = hmac.new(WEBHOOK_SECRET.encode(), now.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={now},v1={signed}", "Content-Type": "application/json"}, body

    def shop_payment(self, amount: Decimal, currency: str) -> SimPayment:
        """Return a payment intent that waits for its capture."""
        made = self.open(amount, currency, manual=True, payment_id=self.new_id("pi_"))
        made.state = "agreed"
        return made

    def _form(self, request: Request) -> dict[str, str]:
        if request.headers.get("content-type") != "application/x-www-form-urlencoded":
            raise _error(400, "parameter_invalid", "Invalid request: send a form.")
        return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}

    def _intent(self, payment: SimPayment) -> dict[str, Any]:
        left = payment.amount - payment.taken_or_pending if payment.state == "agreed" else Decimal(0)
        status = {"open": "requires_payment_method", "agreed": "requires_capture", "over": "canceled"}[payment.state]
        if payment.takes:
            status = "succeeded" if payment.takes[-1].state == "done" else "processing"
        return {
            "id": payment.id, "object": "payment_intent", "amount": _minor(payment.amount),
            "amount_capturable": _minor(left), "amount_received": _minor(payment.taken), "currency": payment.currency.lower(),
            "capture_method": "manual" if payment.manual else "automatic", "status": status, "created": _CREATED,
            "livemode": False, "metadata": payment.facts.get("metadata", {}),
        }  # fmt: skip

    def _refund(self, payment: SimPayment, move: Move) -> dict[str, Any]:
        status = {"done": "succeeded", "pending": "pending", "failed": "failed"}[move.state]
        return {
            "id": move.id, "object": "refund", "amount": _minor(move.amount), "currency": payment.currency.lower(),
            "payment_intent": payment.id, "status": status, "metadata": move.facts, "created": _CREATED,
        }  # fmt: skip

    @route("POST", "/v1/checkout/sessions")
    def make_session(self, request: Request) -> Reply:
        """Make a page."""
        if known := self.once(request, _KEY):
            return known
        form = self._form(request)
        line = "line_items[0][price_data]"
        amount = Decimal(form[f"{line}[unit_amount]"]) / 100
        currency = form[f"{line}[currency]"].upper()
        manual = form.get("payment_intent_data[capture_method]") == "manual"
        payment = self.open(amount, currency, manual=manual, payment_id=self.new_id("pi_"))
        session = f"cs_{payment.id}"
        payment.facts["session"] = session
        return self.keep(request, _KEY, Reply(200, self._session(payment)))

    def _session(self, payment: SimPayment) -> dict[str, Any]:
        done = payment.state == "agreed" or payment.takes
        status = "complete" if done else "open" if payment.state == "open" else "expired"
        session = payment.facts["session"]
        return {
            "id": session, "object": "checkout.session", "currency": payment.currency.lower(), "mode": "payment",
            "amount_total": _minor(payment.amount), "status": status, "payment_intent": payment.id if done else None,
            "url": None if done else f"{self.base_url}/pay/{session}",
        }  # fmt: skip

    @route("GET", r"/v1/checkout/sessions/(cs_\w+)")
    def get_session(self, request: Request, session: str) -> Reply:
        """Return a page."""
        return Reply(200, self._session(self.find(session.removeprefix("cs_"))))

    @route("GET", r"/v1/payment_intents/(pi_\w+)")
    def get_intent(self, request: Request, number: str) -> Reply:
        """Return a payment."""
        return Reply(200, self._intent(self.find(number)))

    @route("POST", r"/v1/payment_intents/(pi_\w+)/capture")
    def capture(self, request: Request, number: str) -> Reply:
        """Collect once."""
        if known := self.once(request, _KEY):
            return known
        payment, form = self.find(number), self._form(request)
        move = self.take(payment, Decimal(form["amount_to_capture"]) / 100, last=True)
        if move is None:
            raise _error(400, "payment_intent_unexpected_state", "This PaymentIntent could not be captured.")
        payment.facts["metadata"] = {"capture": form.get("metadata[capture]", "")}
        return self.keep(request, _KEY, Reply(200, self._intent(payment)))

    @route("POST", r"/v1/payment_intents/(pi_\w+)/cancel")
    def cancel(self, request: Request, number: str) -> Reply:
        """Let go."""
        if known := self.once(request, _KEY):
            return known
        payment = self.find(number)
        if payment.takes:
            raise _error(400, "payment_intent_unexpected_state", "You cannot cancel this PaymentIntent.")
        payment.state = "over"
        return self.keep(request, _KEY, Reply(200, self._intent(payment)))

    @route("GET", "/v1/balance_transactions")
    def balance(self, request: Request) -> Reply:
        """List movements of the balance, the newest first."""
        since, until = int(request.arg("created[gte]") or 0), int(request.arg("created[lt]") or 2**40)
        rows = [it for it in reversed(self.bookings()) if since <= it.at.timestamp() < until]
        after = request.arg("starting_after")
        start = next((place + 1 for place, it in enumerate(rows) if f"txn_{it.id}" == after), 0)
        page = rows[start : start + int(request.arg("limit") or 10)]
        told = [self._booked(it, expand="data.source" in request.query.get("expand[]", [])) for it in page]
        return Reply(
            200, {"object": "list", "has_more": start + len(page) < len(rows), "data": told, "url": request.path}
        )

    def _booked(self, it: SimBooking, *, expand: bool) -> dict[str, Any]:
        kind = {"payment": "charge", "refund": "refund", "payout": "payout"}[it.kind]
        source: Any = f"{kind[:2]}_{it.id}"
        if expand and it.payment is not None and it.move is not None:
            source = {
                "id": source, "object": kind, "payment_intent": it.payment.id, "metadata": it.move.facts,
                "amount": _minor(abs(it.amount)),
            }  # fmt: skip
        return {
            "id": f"txn_{it.id}", "object": "balance_transaction", "amount": _minor(it.amount), "fee": _minor(-it.fee),
            "net": _minor(it.amount + it.fee), "currency": it.currency.lower(), "type": kind, "source": source,
            "created": int(it.at.timestamp()), "available_on": int(it.at.timestamp()), "status": "available",
        }  # fmt: skip

    @route("POST", "/v1/refunds")
    def refund(self, request: Request) -> Reply:
        """Give back."""
        if known := self.once(request, _KEY):
            return known
        form = self._form(request)
        payment = self.find(form["payment_intent"])
        facts = {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}
        move = self.give(payment, Decimal(form["amount"]) / 100, **facts)
        if move is None:
            raise _error(400, "charge_already_refunded", "Refund amount is greater than unrefunded amount on charge.")
        return self.keep(request, _KEY, Reply(200, self._refund(payment, move)))

    @route("GET", "/v1/refunds")
    def list_refunds(self, request: Request) -> Reply:
        """List what was given back."""
        payment = self.find(request.arg("payment_intent"))
        rows = [self._refund(payment, move) for move in reversed(payment.gives)]
        return Reply(200, {"object": "list", "data": rows, "has_more": False, "url": "/v1/refunds"})

    @route("GET", "/v1/disputes")
    def list_disputes(self, request: Request) -> Reply:
        """List disputes."""
        payment = self.find(request.arg("payment_intent"))
        row = {
            "id": f"dp_{payment.id}", "object": "dispute", "amount": _minor(payment.disputed), "status": "needs_response",
            "currency": payment.currency.lower(), "payment_intent": payment.id,
        }  # fmt: skip
        rows = [row] if payment.disputed else []
        return Reply(200, {"object": "list", "data": rows, "has_more": False, "url": "/v1/disputes"})


def _minor(amount: Decimal) -> int:
    return int(amount * 100)


SECRETS = {"secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET}
SETTINGS: dict[str, str] = {}
STAGE = StripeStage
