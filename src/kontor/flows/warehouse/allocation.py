"""Allocation: each location gets a fulfilment order for what is reserved there; what is short or split is planned anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kontor.channels.public import Capability, list_accounts, list_channels_able
from kontor.fulfilment.public import (
    OrderPart,
    Pieces,
    ReservedPart,
    count_assigned,
    open_fulfilment_orders,
    reserved_pieces,
    without,
)
from kontor.inventory.public import (
    Claim,
    StockAdded,
    free_reservations,
    list_open_reservations,
    lock_stock,
    reserve_stock,
)
from kontor.kernel.actor import Actor
from kontor.orders.public import (
    LineNeed,
    LineRow,
    OrderLinesCancelled,
    OrderReleased,
    OrderRow,
    OrderState,
    cover_shortage,
    get_orders,
    list_incomplete,
    list_needs,
    list_short_orders,
    lock_orders,
    note_shortage,
    set_ship_by,
)
from kontor.sourcing.public import (
    Demand,
    DemandLine,
    RuleBook,
    count_load,
    load_rule_book,
    plan,
    record_decisions,
)


def allocate_orders(*, news: Sequence[OrderReleased], at: datetime, by: Actor) -> None:
    """Released orders are planned anew where that improves them, then given to their locations."""
    order_ids = [item.order_id for item in news]
    facts = lock_orders(order_ids)
    live = [order.order_id for order in facts.values() if order.state == OrderState.RELEASED]
    improve_plans(order_ids=live, at=at, by=by)
    open_for_reserved(order_ids=live, at=at, by=by)


def cover_shortages(*, news: Sequence[StockAdded], at: datetime, by: Actor) -> None:
    """New stock goes to the orders that wait for it, oldest first, before anybody else can buy it."""
    waiting = list_short_orders([item.sku_id for item in news])
    facts = lock_orders(waiting)
    improve_plans(order_ids=waiting, at=at, by=by)
    released = [order.order_id for order in facts.values() if order.state == OrderState.RELEASED]
    open_for_reserved(order_ids=released, at=at, by=by)


def send_rest(*, news: Sequence[OrderLinesCancelled], at: datetime, by: Actor) -> None:
    """Where the missing pieces of an order that leaves whole are cancelled, the others wait for them no longer."""
    facts = lock_orders(sorted({item.order_id for item in news}))
    released = [order.order_id for order in facts.values() if order.state == OrderState.RELEASED]
    open_for_reserved(order_ids=released, at=at, by=by)


def unassigned_pieces(lines: Sequence[LineRow | LineNeed]) -> Pieces:
    """Return what is reserved for lines and in no location's hands yet: (line id, location id) → pieces."""
    reservations = list_open_reservations(line.id for line in lines)
    parts = [ReservedPart(item.demand_id, item.location_id, item.sku_id, item.open) for item in reservations]
    reserved = reserved_pieces(parts, {line.id: recipe for line, recipe in _kits(lines)})
    return without(reserved, count_assigned({line.order_id for line in lines}))


def _kits(lines: Sequence[LineRow | LineNeed]) -> list[tuple[LineRow | LineNeed, list[tuple[int, int]] | None]]:
    return [(line, [(part, each) for part, each in line.recipe] if line.recipe else None) for line in lines]


def open_for_reserved(*, order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """What is reserved and in nobody's hands becomes a fulfilment order per location; an order that its channel takes in one
    shipment only waits until it is complete. The orders are locked.
    """
    waiting = list_incomplete(order_ids, except_of=list_channels_able(Capability.SPLIT_SHIPMENT))
    lines = list_needs(set(order_ids).difference(waiting))
    order_of = {line.id: line.order_id for line in lines}
    due = {order.id: order.ship_by for order in get_orders(order_ids).values()}
    parts: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for (line_id, location_id), pieces in unassigned_pieces(lines).items():
        parts[order_of[line_id], location_id][line_id] = pieces
    open_fulfilment_orders(
        parts=[OrderPart(order, place, due[order], pieces) for (order, place), pieces in sorted(parts.items())],
        at=at, by=by,
    )  # fmt: skip


def improve_plans(
    *,
    order_ids: Sequence[int],
    anew: bool = False,
    avoid: Collection[tuple[int, int]] = (),
    at: datetime,
    by: Actor,
) -> None:
    """Orders that are short or split are planned again with today's stock; ``anew``: all of them are, and ship from elsewhere
    also where that is as good; ``avoid``: (SKU id, location id) that nothing more is planned from. The orders are locked.

    Locks: the balances of all of them at once, in their order.
    """
    lines_of: dict[int, list[LineNeed]] = defaultdict(list)
    for line in list_needs(order_ids):
        lines_of[line.order_id].append(line)
    needs = [line for lines in lines_of.values() for line in lines]
    free = unassigned_pieces(needs)
    places: dict[int, set[int]] = defaultdict(set)
    order_of = {line.id: line.order_id for line in needs}
    for line_id, location_id in free:
        places[order_of[line_id]].add(location_id)
    worth = {line.order_id for line in needs if line.short}
    worth |= {order_id for order_id, where in places.items() if anew or len(where) > 1}
    if not worth:
        return
    recipes = recipes_of([line for line in needs if line.order_id in worth])
    stock = lock_stock(sku_id for recipe in recipes.values() for sku_id, _ in recipe)
    stock.update({shelf: min(0, stock.get(shelf, 0)) for shelf in avoid})
    book = load_rule_book()
    book = replace(book, load=count_load(book.nodes, at))
    accounts = {account.id: account for account in list_accounts().values()}
    for order in sorted(get_orders(worth).values(), key=lambda it: (it.placed_at, it.id)):
        mine = {key: count for key, count in free.items() if order_of[key[0]] == order.id}
        account = accounts.get(order.channel_id)
        again = _Again(
            order,
            lines_of[order.id],
            mine,
            recipes,
            account is None or Capability.SPLIT_SHIPMENT in account.capabilities,
        )
        _plan_again(again, stock, book, anew=anew, at=at, by=by)


@dataclass(frozen=True, slots=True)
class _Again:
    """An order that is planned again, with what of it is reserved and in nobody's hands."""

    order: OrderRow
    lines: Sequence[LineNeed]
    mine: Pieces
    recipes: Mapping[int, tuple[tuple[int, int], ...]]
    may_split: bool

    def put_back(self, stock: dict[tuple[int, int], int], pieces: Pieces, sign: int = 1) -> None:
        """Count pieces as free (or, with -1, as taken)."""
        for (line_id, location_id), count in pieces.items():
            for sku_id, each in self.recipes[line_id]:
                stock[sku_id, location_id] = stock.get((sku_id, location_id), 0) + sign * count * each


def _plan_again(
    it: _Again, stock: dict[tuple[int, int], int], book: RuleBook, *, anew: bool, at: datetime, by: Actor
) -> None:
    mine, order = it.mine, it.order
    wanted = {line.id: line.short + sum(n for (owner, _), n in mine.items() if owner == line.id) for line in it.lines}
    open_lines = [line for line in it.lines if wanted[line.id]]
    load = dict(book.load)
    it.put_back(stock, mine)
    for location_id in {place for _, place in mine}:  # it counts there already
        book.load[location_id] = book.load.get(location_id, 0) - 1
    demand = Demand(
        order.channel_id, order.address.country, order.address.postal_code,
        tuple(DemandLine(line.sku_id, wanted[line.id], it.recipes[line.id]) for line in open_lines), it.may_split,
    )  # fmt: skip
    planned = plan([demand], stock, book, at)[0]
    allotted: Pieces = {(open_lines[item.line].id, item.location_id): item.quantity for item in planned.allotments}
    better = (sum(allotted.values()), -len({place for _, place in allotted}))
    now = (sum(mine.values()), -len({place for _, place in mine}))
    if better < now or (better == now and not anew) or allotted == mine:
        it.put_back(stock, allotted)
        it.put_back(stock, mine, -1)
        book.load.clear()
        book.load.update(load)
        return
    _rebook(it, mine, allotted, at, by)
    if planned.ship_by is not None and order.ship_by is None:
        set_ship_by(order_id=order.id, ship_by=planned.ship_by, at=at, by=by)
    record_decisions(plans={order.id: planned}, nodes=book.nodes, occasion="allocation", anew=True, at=at)


def _rebook(it: _Again, before: Pieces, after: Pieces, at: datetime, by: Actor) -> None:
    """Move the reservations with the plan: free what is planned elsewhere, claim what is new, correct what is short."""
    cause, recipes = f"replan:{at.timestamp()}", it.recipes
    release_pieces(pieces=without(before, after), recipes=recipes, cause=cause, at=at, by=by, tell=False)
    claims = [
        Claim(line_id, sku_id, location_id, pieces * each)
        for (line_id, location_id), pieces in without(after, before).items()
        for sku_id, each in recipes[line_id]
    ]
    reserve_stock(claims=claims, at=at, by=by, cause=cause)
    gain = {line.id: 0 for line in it.lines}
    for pieces, sign in ((after, 1), (before, -1)):
        for (line_id, _), count in pieces.items():
            gain[line_id] += sign * count
    cover_shortage(pieces=[(it, n) for it, n in gain.items() if n > 0], reference=cause, at=at, by=by)
    note_shortage(pieces=[(it, -n) for it, n in gain.items() if n < 0], reference=cause, at=at, by=by)


def release_pieces(
    *,
    pieces: Pieces,
    recipes: Mapping[int, tuple[tuple[int, int], ...]],
    cause: str,
    at: datetime,
    by: Actor,
    tell: bool = True,
) -> None:
    """Free the reservations of so many pieces of lines at locations, kits as their parts."""
    left = {
        (line_id, location_id, sku_id): count * each
        for (line_id, location_id), count in pieces.items()
        for sku_id, each in recipes[line_id]
    }
    freed: dict[int, int] = {}
    for reservation in list_open_reservations({line_id for line_id, _ in pieces}):
        key = (reservation.demand_id, reservation.location_id, reservation.sku_id)
        freed[reservation.id] = min(reservation.open, left.get(key, 0))
        left[key] = left.get(key, 0) - freed[reservation.id]
    free_reservations(pieces={it: n for it, n in freed.items() if n > 0}, cause=cause, at=at, by=by, tell=tell)


def recipes_of(lines: Sequence[LineRow | LineNeed]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return what one piece of each line takes from the stock: the recipe it was sold with, or one of its SKU."""
    return {line.id: tuple((part, each) for part, each in line.recipe or ((line.sku_id, 1),)) for line in lines}
