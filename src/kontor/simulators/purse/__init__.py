"""What played payment providers have in common: payments that buyers agree to, money taken and given back, once per key."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx2

from kontor.simulators.stage.protocol import Refuse, Reply, Request
from kontor.simulators.stage.server import Stage

ZERO = Decimal(0)
CENT = Decimal("0.01")
# Providers show a movement a moment after it happened.
A_MOMENT = timedelta(seconds=5)


@dataclass(slots=True)
class Move:
    """Money taken or given back. ``state``: pending, done or failed."""

    id: str
    amount: Decimal
    state: str
    facts: dict[str, Any] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0) - A_MOMENT)


@dataclass(frozen=True, slots=True)
class SimBooking:
    """A movement of the balance: payment, refund or payout, with what the provider kept of it."""

    id: str
    kind: str
    amount: Decimal
    fee: Decimal
    currency: str
    at: datetime
    payment: SimPayment | None = None
    move: Move | None = None


@dataclass(slots=True)
class SimPayment:
    """A payment as the provider keeps it. ``state``: open, agreed or over."""

    id: str
    amount: Decimal
    currency: str
    manual: bool
    state: str = "open"
    takes: list[Move] = field(default_factory=list)
    gives: list[Move] = field(default_factory=list)
    disputed: Decimal = ZERO
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> Decimal:
        """Return what was collected."""
        return sum((move.amount for move in self.takes if move.state == "done"), ZERO)

    @property
    def taken_or_pending(self) -> Decimal:
        """Return what was collected or is being so."""
        return sum((move.amount for move in self.takes if move.state != "failed"), ZERO)

    @property
    def given(self) -> Decimal:
        """Return what was given back or is on its way."""
        return sum((move.amount for move in self.gives if move.state != "failed"), ZERO)


class ProviderStage(Stage):
    """A played provider. ``slow``: money moves only once the director says so."""

    code = "provider"
    several_captures = True

    def __init__(self, *, seed: int = 1, port: int = 0) -> None:
        self.payments: dict[str, SimPayment] = {}
        self.answers: dict[str, tuple[bytes, Reply]] = {}
        self.slow = False
        self.payouts: list[Move] = []
        self.lock = threading.RLock()
        self._count = 0
        super().__init__(seed=seed, port=port)

    # --- what providers add ------------------------------------------------------------------------------------

    def new_id(self, kind: str) -> str:
        """Return an id in the provider's style."""
        self._count += 1
        return f"{kind}{self._count:06d}"

    def message_of(self, payment: SimPayment, topic: str) -> tuple[dict[str, str], bytes]:
        """Return headers and body of the message about a payment, signed as the provider does."""
        raise NotImplementedError

    # --- the same for all ---------------------------------------------------------------------------------------

    def once(self, request: Request, header: str) -> Reply | None:
        """Return what this key was answered before; another request under the same key is refused."""
        key = request.headers.get(header, "")
        if not key:
            raise Refuse(400, {"error": f"{header} is missing"})
        kept = self.answers.get(key)
        if kept is not None and kept[0] != request.path.encode() + request.body:
            raise Refuse(409, {"error": "the key was used for something else"})
        return kept[1] if kept else None

    def keep(self, request: Request, header: str, reply: Reply) -> Reply:
        """Remember an answer for its key."""
        self.answers[request.headers[header]] = (request.path.encode() + request.body, reply)
        return reply

    def open(self, amount: Decimal, currency: str, *, manual: bool, payment_id: str, **facts: Any) -> SimPayment:
        """Make a payment that waits for its buyer."""
        made = self.payments[payment_id] = SimPayment(payment_id, amount, currency, manual, facts=facts)
        return made

    def take(self, payment: SimPayment, amount: Decimal, *, last: bool, **facts: Any) -> Move | None:
        """Collect; None where it is not agreed to or goes beyond it."""
        with self.lock:
            if payment.state != "agreed" or payment.taken_or_pending + amount > payment.amount:
                return None
            move = Move(self.new_id("CAP"), amount, "pending" if self.slow else "done", facts)
            payment.takes.append(move)
            if last or not self.several_captures:
                payment.state = "over"
            self.world.note("taken", payment=payment.id, amount=str(amount))
            return move

    def give(self, payment: SimPayment, amount: Decimal, **facts: Any) -> Move | None:
        """Give back; None where less was collected."""
        with self.lock:
            if payment.given + amount > payment.taken:
                return None
            move = Move(self.new_id("REF"), amount, "pending" if self.slow else "done", facts)
            payment.gives.append(move)
            self.world.note("given", payment=payment.id, amount=str(amount))
            return move

    def bookings(self) -> list[SimBooking]:
        """Return every movement of the balance, the oldest first: 1.5 % and 25 cents are kept of each payment."""
        found = [
            SimBooking(
                f"{move.id}B",
                "payment",
                move.amount,
                -(move.amount * Decimal("0.015")).quantize(CENT) - Decimal("0.25"),
                payment.currency,
                move.at,
                payment,
                move,
            )
            for payment in self.payments.values()
            for move in payment.takes
            if move.state == "done"
        ]
        found += [
            SimBooking(f"{move.id}B", "refund", -move.amount, ZERO, payment.currency, move.at, payment, move)
            for payment in self.payments.values()
            for move in payment.gives
            if move.state == "done"
        ]
        found += [SimBooking(move.id, "payout", -move.amount, ZERO, "EUR", move.at) for move in self.payouts]
        return sorted(found, key=lambda it: (it.at, it.id))

    def find(self, payment_id: str) -> SimPayment:
        """Return a payment; refuses what is not there."""
        found = self.payments.get(payment_id)
        if found is None:
            raise Refuse(404, {"error": "not found"})
        return found

    def tell_of(self, payment: SimPayment, topic: str, times: int = 1) -> None:
        """Send a message, as often as a bad day has it."""
        if not self.push_url:
            return
        headers, body = self.message_of(payment, topic)
        for _ in range(times):
            httpx2.post(self.push_url, content=body, headers=headers, timeout=5)
            self.pushes_sent += 1

    def _direct(self, request: Request) -> Reply:
        verb = request.path.removeprefix("/_stage/")
        given = json.loads(request.body or b"{}")
        payment = self.payments.get(given.get("payment", ""))
        if verb == "agree" and payment is not None:
            payment.state = "agreed"
            if not payment.manual:
                self.take(payment, payment.amount, last=True)
        elif verb == "shop_payment":
            payment = self.shop_payment(Decimal(given["amount"]), given.get("currency", "EUR"))
        elif verb == "expire" and payment is not None:
            payment.state = "over"
        elif verb == "dispute" and payment is not None:
            payment.disputed = Decimal(given["amount"])
        elif verb == "settle" and payment is not None:
            for move in [*payment.takes, *payment.gives]:
                move.state = given.get("state", "done") if move.state == "pending" else move.state
        elif verb == "pay_out":
            self.payouts.append(Move(self.new_id("POUT"), Decimal(given["amount"]), "done"))
        elif verb == "slow":
            self.slow = bool(given["slow"])
        elif verb == "money":
            return Reply(
                200, {it.id: {"taken": str(it.taken), "given": str(it.given), "state": it.state} for it in self.payments.values()}
            )  # fmt: skip
        else:
            return super()._direct(request)
        if payment is not None and given.get("tell", 1):
            self.tell_of(payment, f"stage.{verb}", int(given.get("tell", 1)))
        return Reply(200, {"payment": payment.id if payment else ""})

    def shop_payment(self, amount: Decimal, currency: str) -> SimPayment:
        """Return a payment that a buyer agreed to in a shop."""
        made = self.open(amount, currency, manual=True, payment_id=self.new_id("PAY"))
        made.state = "agreed"
        return made
