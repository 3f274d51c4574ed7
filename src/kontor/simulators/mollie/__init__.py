"""A played Mollie: payments, captures, releases, refunds and chargebacks; its messages name a payment and nothing more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.simulators.purse import Move, ProviderStage, SimBooking, SimPayment
from kontor.simulators.stage.protocol import Refuse, Reply, Request, route

API_KEY = "test_playedplayedplayedplayedplayed"
_KEY = "idempotency-key"
_PREFIX = {"capture": "cpt_", "refund": "re_"}
_CREATED = "2026-11-20T09:00:00+00:00"


def _refusal(status: int, title: str, detail: str) -> Refuse:
    link = {"documentation": {"href": "https://docs.mollie.com/errors", "type": "text/html"}}
    return Refuse(status, {"status": status, "title": title, "detail": detail, "_links": link})


class MollieStage(ProviderStage):
    """The play."""

    code = "mollie"

    def authorise(self, request: Request) -> None:
        """Check the API key."""
        if request.headers.get("authorization") != f"Bearer {API_KEY}":
            raise _refusal(401, "Unauthorized Request", "Missing authentication, or failed to authenticate")

    def message_of(self, payment: SimPayment, topic: str) -> tuple[dict[str, str], bytes]:
        """Name the payment."""
        return {"Content-Type": "application/x-www-form-urlencoded"}, f"id={payment.id}".encode()

    def shop_payment(self, amount: Decimal, currency: str) -> SimPayment:
        """Return a payment that was authorised in a shop."""
        made = self.open(amount, currency, manual=True, payment_id=self.new_id("tr_"))
        made.state = "agreed"
        return made

    def _payment(self, payment: SimPayment, embed: str = "") -> dict[str, Any]:
        status = {"open": "open", "agreed": "authorized", "over": "canceled"}[payment.state]
        if payment.taken and (payment.state == "over" or payment.taken == payment.amount):
            status = "paid"
        currency, here = payment.currency, f"{self.base_url}/v2/payments/{payment.id}"
        told: dict[str, Any] = {
            "resource": "payment", "id": payment.id, "mode": "test", "createdAt": _CREATED, "status": status,
            "amount": _money(payment.amount, currency), "description": payment.facts.get("description", "Order"),
            "method": "klarna", "metadata": payment.facts.get("metadata"), "profileId": "pfl_played",
            "captureMode": "manual" if payment.manual else "automatic", "sequenceType": "oneoff",
            "redirectUrl": "https://example.org/",
            "_links": {
                "self": {"href": here, "type": "application/hal+json"},
                "dashboard": {"href": f"https://my.mollie.com/dashboard/payments/{payment.id}", "type": "text/html"},
            },
        }  # fmt: skip
        if status == "open":
            told["_links"]["checkout"] = {"href": f"https://www.mollie.com/checkout/{payment.id}", "type": "text/html"}
        if status == "authorized":
            told["captureBefore"] = "2026-12-18"
        if payment.taken:
            told |= {
                "amountCaptured": _money(payment.taken, currency),
                "amountRefunded": _money(payment.given, currency),
            }
        if payment.disputed:
            told["amountChargedBack"] = _money(payment.disputed, currency)
        if embed:
            told["_embedded"] = {
                "captures": [self._capture(payment, move) for move in payment.takes],
                "refunds": [self._refund(payment, move) for move in payment.gives], "chargebacks": [],
            }  # fmt: skip
        return told

    def _capture(self, payment: SimPayment, move: Move) -> dict[str, Any]:
        status = {"done": "succeeded", "pending": "pending", "failed": "failed"}[move.state]
        return self._move("capture", payment, move, status)

    def _refund(self, payment: SimPayment, move: Move) -> dict[str, Any]:
        status = {"done": "refunded", "pending": "queued", "failed": "failed"}[move.state]
        return self._move("refund", payment, move, status)

    def _move(self, kind: str, payment: SimPayment, move: Move, status: str) -> dict[str, Any]:
        here = f"{self.base_url}/v2/payments/{payment.id}/{kind}s/{move.id}"
        return {
            "resource": kind, "id": _PREFIX[kind] + move.id, "mode": "test", "status": status,
            "amount": _money(move.amount, payment.currency), "description": move.facts.get("description", ""),
            "metadata": move.facts.get("metadata"), "createdAt": _CREATED,
            "paymentId": payment.id,
            "_links": {
                "self": {"href": here, "type": "application/hal+json"},
                "payment": {"href": f"{self.base_url}/v2/payments/{payment.id}", "type": "application/hal+json"},
                "documentation": {"href": "https://docs.mollie.com", "type": "text/html"},
            },
        }  # fmt: skip

    @route("POST", "/v2/payments")
    def make_payment(self, request: Request) -> Reply:
        """Make a payment."""
        if known := self.once(request, _KEY):
            return known
        told = request.json()
        payment = self.open(
            Decimal(told["amount"]["value"]), told["amount"]["currency"], manual=told.get("captureMode") == "manual",
            payment_id=self.new_id("tr_"), description=told["description"], metadata=told.get("metadata"),
        )  # fmt: skip
        return self.keep(request, _KEY, Reply(201, self._payment(payment)))

    @route("GET", r"/v2/payments/(tr_\w+)")
    def get_payment(self, request: Request, number: str) -> Reply:
        """Return a payment."""
        return Reply(200, self._payment(self.find(number), request.arg("embed")))

    @route("POST", r"/v2/payments/(tr_\w+)/captures")
    def capture(self, request: Request, number: str) -> Reply:
        """Collect a part."""
        if known := self.once(request, _KEY):
            return known
        payment, told = self.find(number), request.json()
        facts = {"metadata": told.get("metadata"), "description": told.get("description", "")}
        move = self.take(payment, Decimal(told["amount"]["value"]), last=False, **facts)
        if move is None:
            raise _refusal(422, "Unprocessable Entity", "The amount is higher than the authorized amount")
        return self.keep(request, _KEY, Reply(201, self._capture(payment, move)))

    @route("POST", r"/v2/payments/(tr_\w+)/release-authorization")
    def release(self, request: Request, number: str) -> Reply:
        """Let go what is left."""
        if known := self.once(request, _KEY):
            return known
        payment = self.find(number)
        if payment.state != "agreed":
            raise _refusal(422, "Unprocessable Entity", "The payment is not in the authorized state")
        payment.state = "over"
        return self.keep(request, _KEY, Reply(202))

    @route("POST", r"/v2/payments/(tr_\w+)/refunds")
    def refund(self, request: Request, number: str) -> Reply:
        """Give back."""
        if known := self.once(request, _KEY):
            return known
        payment, told = self.find(number), request.json()
        facts = {"metadata": told.get("metadata"), "description": told.get("description", "")}
        move = self.give(payment, Decimal(told["amount"]["value"]), **facts)
        if move is None:
            raise _refusal(422, "Unprocessable Entity", "The specified amount is higher than the remaining amount")
        return self.keep(request, _KEY, Reply(201, self._refund(payment, move)))

    @route("GET", "/v2/balances/primary/transactions")
    def balance(self, request: Request) -> Reply:
        """List movements of the balance, the newest first."""
        rows = list(reversed(self.bookings()))
        start = next((place for place, it in enumerate(rows) if f"baltr_{it.id}" == request.arg("from")), 0)
        size = int(request.arg("limit") or 50)
        page, rest = rows[start : start + size], rows[start + size :]
        here = f"{self.base_url}{request.path}"
        links: dict[str, Any] = {"self": {"href": here, "type": "application/hal+json"}, "previous": None, "next": None}
        links["documentation"] = {"href": "https://docs.mollie.com", "type": "text/html"}
        if rest:
            links["next"] = {"href": f"{here}?from=baltr_{rest[0].id}&limit={size}", "type": "application/hal+json"}
        told = {"balance_transactions": [self._booked(it) for it in page]}
        return Reply(200, {"count": len(page), "_embedded": told, "_links": links})

    def _booked(self, it: SimBooking) -> dict[str, Any]:
        kind = {"payment": "capture", "refund": "refund", "payout": "outgoing-transfer"}[it.kind]
        context: dict[str, Any] = {"transferId": f"trf_{it.id}", "settlementId": f"stl_{it.id}"}
        if it.payment is not None and it.move is not None:
            context = {"paymentId": it.payment.id, "paymentDescription": "Order"}
            name = "captureId" if kind == "capture" else "refundId"
            context |= {name: _PREFIX[kind] + it.move.id, name.replace("Id", "Description"): "Order"}
        return {
            "resource": "balance-transaction", "id": f"baltr_{it.id}", "type": kind,
            "resultAmount": _money(it.amount + it.fee, it.currency), "initialAmount": _money(it.amount, it.currency),
            "deductions": _money(it.fee, it.currency) if it.fee else None, "context": {kind: context},
            "createdAt": it.at.isoformat(),
        }  # fmt: skip


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"currency": currency, "value": f"{amount:.2f}"}


SECRETS = {"api_key": API_KEY}
SETTINGS: dict[str, str] = {}
STAGE = MollieStage
