"""The state of a played channel: a catalogue with published quantities, buyers who buy what is published, orders."""

from __future__ import annotations

import pickle
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from kontor.simulators.stage.things import SimLine, SimOffer, SimOrder, SimReturn

FIRST = ("Lina", "Mats", "Nora", "Oskar", "Paula", "Quentin", "Rosa", "Samir", "Tilda", "Umut", "Vera", "Wim")
LAST = ("Arnold", "Böhm", "Cramer", "Demir", "Ernst", "Franke", "Günther", "Horn", "Ilić", "Junge", "Koch", "Lang")
PLACES = (
    ("20095", "Hamburg"), ("10115", "Berlin"), ("50667", "Köln"), ("80331", "München"), ("60311", "Frankfurt am Main"),
    ("70173", "Stuttgart"), ("04109", "Leipzig"), ("90402", "Nürnberg"), ("24103", "Kiel"), ("28195", "Bremen"),
)  # fmt: skip
SHIPPING = Decimal("4.90")


# What outlasts the end of a play.
_KEPT = ("offers", "orders", "returns", "_count", "_last")


class World:
    """A channel's catalogue and orders. Every change holds ``lock``; ``tell`` hears of each order that changed."""

    def __init__(self, seed: int, *, pieces_apart: bool = False) -> None:
        self.rng = random.Random(seed)
        self.lock = threading.RLock()
        self.offers: dict[str, SimOffer] = {}
        self.orders: dict[str, SimOrder] = {}
        self.returns: list[SimReturn] = []
        self.log: list[dict[str, Any]] = []
        self.skew = timedelta()
        self.tell: Callable[[SimOrder], None] = lambda order: None
        self._pieces_apart = pieces_apart
        self._count = seed * 100_000
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """Return the channel's time; its clock may be wrong, but it never stands still."""
        with self.lock:
            moment = datetime.now(UTC) + self.skew
            self._last = max(moment, self._last + timedelta(milliseconds=1))
            return self._last

    def number(self) -> int:
        """Return the next number."""
        with self.lock:
            self._count += 1
            return self._count

    def note(self, what: str, **facts: Any) -> None:
        """Keep what was told."""
        with self.lock:
            self.log.append({"what": what, "at": datetime.now(UTC).isoformat(), **facts})

    def put_offers(self, offers: list[dict[str, Any]]) -> None:
        """Fill the catalogue."""
        with self.lock:
            for offer in offers:
                ref = str(offer.get("ref") or self.offer_ref(offer["sku"]))
                price = Decimal(str(offer.get("price", "19.90")))
                known = self.offers.get(offer["sku"])
                ref = known.ref if known else ref
                self.offers[offer["sku"]] = SimOffer(
                    offer["sku"], ref, int(offer.get("quantity", 0)), price, offer.get("title", offer["sku"])
                )

    def offer_by_ref(self, ref: str) -> SimOffer | None:
        """Return the offer with the channel's own id."""
        return next((offer for offer in self.offers.values() if offer.ref == ref), None)

    def set_quantity(self, offer: SimOffer, quantity: int) -> None:
        """Publish a quantity."""
        with self.lock:
            offer.quantity = quantity
            offer.version += 1
            self.note("stock", sku=offer.sku, quantity=quantity, version=offer.version)

    def set_price(self, offer: SimOffer, price: Decimal) -> None:
        """Publish a price."""
        with self.lock:
            offer.price = price
            self.note("price", sku=offer.sku, price=str(price))

    def buy(self, *, pending: bool = False, sku: str = "", quantity: int = 0, late_s: float = 0) -> SimOrder | None:
        """Somebody buys what is published, and no more; None where nothing is left."""
        with self.lock:
            wanted = [sku] if sku else [offer.sku for offer in self.offers.values() if offer.quantity > 0]
            if not wanted:
                return None
            lines: list[SimLine] = []
            for chosen in self.rng.sample(wanted, min(len(wanted), self.rng.choice((1, 1, 1, 2, 3)))):
                offer = self.offers[chosen]
                pieces = min(offer.quantity, quantity or self.rng.choice((1, 1, 1, 2)))
                if pieces <= 0:
                    continue
                offer.quantity -= pieces
                for part in [1] * pieces if self._pieces_apart else [pieces]:
                    lines.append(SimLine(self.line_id(), chosen, offer.title, part, offer.price, offer.ref))
            if not lines:
                return None
            return self._place(lines, pending=pending, late_s=late_s)

    def _place(self, lines: list[SimLine], *, pending: bool, late_s: float) -> SimOrder:
        number, at = self.number(), self.now()
        name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
        postal, city = self.rng.choice(PLACES)
        order = SimOrder(
            id=self.order_id(number), number=str(number), created_at=at, changed_at=at, buyer=name,
            street="Lindenallee", house=str(self.rng.randrange(1, 120)), postal_code=postal, city=city,
            email=f"{name.replace(' ', '.').lower()}.{number}@example.org", lines=lines, shipping=SHIPPING, pending=pending,
            visible_from=at + timedelta(seconds=late_s) if late_s else None,
        )  # fmt: skip
        self.orders[order.id] = order
        self.note("bought", order=order.id, lines=[[line.sku, line.quantity] for line in lines], pending=pending)
        if not late_s:
            self.tell(order)
        return order

    def order_id(self, number: int) -> str:
        """Return an order's id in the channel's style."""
        return str(number)

    def offer_ref(self, sku: str) -> str:
        """Return an offer's own id in the channel's style."""
        return str(self.number())

    def line_id(self) -> str:
        """Return a line's id in the channel's style."""
        return str(self.number())

    def touch(self, order: SimOrder) -> None:
        """Say that an order changed."""
        order.changed_at = self.now()
        self.tell(order)

    def pay(self, order: SimOrder) -> None:
        """A pending order is paid."""
        with self.lock:
            if order.pending:
                order.pending = False
                self.touch(order)

    def edit(self, order: SimOrder, changes: dict[str, Any]) -> None:
        """Somebody changes an order at the channel: where it goes (``street``, ``city`` …), how many of a line
        (``pieces``: line id →
        quantity), one more article (``add``: SKU), or what became of its money (``facts``).
        """
        with self.lock:
            for name in ("street", "house", "postal_code", "city"):
                setattr(order, name, changes.get(name, getattr(order, name)))
            for line in order.lines:
                line.quantity = int(changes.get("pieces", {}).get(line.id, line.quantity))
            if sku := changes.get("add"):
                offer = self.offers[sku]
                order.lines.append(SimLine(self.line_id(), sku, offer.title, 1, offer.price, offer.ref))
            order.facts.update(changes.get("facts", {}))
            self.touch(order)

    def cancel(self, order: SimOrder, by: str, lines: dict[str, int] | None = None) -> bool:
        """Take pieces back, all of them where no lines are named; False where they have left already."""
        with self.lock:
            wanted = lines or {line.id: line.open for line in order.lines}
            by_id = {line.id: line for line in order.lines}
            if any(line not in by_id or pieces > by_id[line].open for line, pieces in wanted.items()):
                return False
            if not any(wanted.values()):
                return False
            for line_id, pieces in wanted.items():
                by_id[line_id].cancelled += pieces
            order.cancelled_by = by
            self.note("cancelled", order=order.id, by=by, lines=wanted)
            self.touch(order)
            return True

    def ship(self, order: SimOrder, pieces: dict[str, int], **parcel: Any) -> bool:
        """Pieces left in a parcel; False where they are not there to be shipped."""
        with self.lock:
            by_id = {line.id: line for line in order.lines}
            if order.pending or any(line not in by_id or count > by_id[line].open for line, count in pieces.items()):
                return False
            for line_id, count in pieces.items():
                by_id[line_id].shipped += count
            order.parcels.append({"lines": pieces, "at": self.now().isoformat(), **parcel})
            self.note("shipped", order=order.id, lines=pieces, **parcel)
            self.touch(order)
            return True

    def send_back(self, order: SimOrder, reason: str = "defect") -> SimReturn | None:
        """A buyer announces to send everything back that reached him; None where nothing did."""
        with self.lock:
            pieces = {line.id: line.shipped for line in order.lines if line.shipped}
            if not pieces:
                return None
            number = self.number()
            back = SimReturn(str(number), order, pieces, reason, self.now(), f"00340434161094{number:06d}")
            self.returns.append(back)
            self.note("return_announced", order=order.id, lines=pieces)
            self.touch(order)
            return back

    def save(self, path: Path) -> None:
        """Keep catalogue and orders for the next time."""
        with self.lock:
            state = pickle.dumps({name: getattr(self, name) for name in _KEPT})
        draft = path.with_suffix(".new")
        draft.write_bytes(state)
        draft.replace(path)

    def load(self, path: Path) -> None:
        """Go on where the last play ended; what an older Kontor kept is not read, and the play begins anew."""
        if path.exists() and isinstance(state := pickle.loads(path.read_bytes()), dict):
            with self.lock:
                for name in _KEPT:
                    setattr(self, name, state[name])

    def changed_since(self, since: datetime | None) -> list[SimOrder]:
        """Return the orders that changed from then on and are visible, oldest change first."""
        with self.lock:
            now = self.now()
            found = [
                order
                for order in self.orders.values()
                if (since is None or order.changed_at >= since)
                and (order.visible_from is None or order.visible_from <= now)
            ]
            return sorted(found, key=lambda order: (order.changed_at, order.id))
