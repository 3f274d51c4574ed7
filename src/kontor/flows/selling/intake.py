"""Intake: orders from any channel become reserved and sourced orders, many at once.

Three movements: load what the batch needs (one statement per table), decide by pure functions over plain values,
write (one statement per table, sent in one go). An order that cannot be taken in is refused by name and never stops
the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from kontor.catalog.public import Recipe, list_recipes, stay_as_read
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import ChannelAccount, channel_deadlines, list_accounts, stay_on_terms
from kontor.customers.public import match_customers, remember_addresses
from kontor.flows.errors import AlreadyTakenIn
from kontor.flows.selling.charges import charges_of
from kontor.flows.selling.resolving import IntakeContext, Outcome, ResolvedOrder, TakenIn, to_address, understand
from kontor.inventory.public import Claim, Stock, lock_stock, look_at_stock, reserve_stock
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.kernel.money import ZERO
from kontor.locations.public import Node
from kontor.orders.public import NewLine, NewOrder, archive_orders, draw_order_ids, place_orders
from kontor.payments.public import VoucherUse, list_provider_codes, redeem_vouchers
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import together
from kontor.platform.sql.masters import MasterCache
from kontor.platform.start.crashpoints import crash_point
from kontor.pricing.public import (
    TaxTable,
    load_tax_table,
)
from kontor.sourcing.public import (
    Demand,
    DemandLine,
    OrderPlan,
    RuleBook,
    count_load,
    load_rule_book,
    plan,
    record_decisions,
)


@dataclass(frozen=True, slots=True)
class _Masters:
    accounts: dict[str, ChannelAccount]
    taxes: TaxTable
    rules: RuleBook
    providers: frozenset[str]

    def surroundings(self, at: datetime, announced: Collection[str] = ()) -> IntakeContext:
        """Return what orders are understood by now."""
        return IntakeContext(self.accounts, self.taxes, self.providers, at, announced)


_masters = MasterCache(lambda: _Masters(list_accounts(), load_tax_table(), load_rule_book(), list_provider_codes()))


@dataclass(frozen=True, slots=True)
class _Batch:
    """The orders that can be taken in, with all that was decided about them, place by place."""

    orders: list[ResolvedOrder]
    customers: list[int]
    recipes: dict[int, Recipe]
    plans: list[OrderPlan]


def accept_orders(
    *, incoming: Sequence[IncomingOrder], at: datetime, by: Actor, announced: Collection[str] = ()
) -> list[Outcome]:
    """An order is in once its lines are known, its totals agree and every piece is reserved or said to be short.

    ``announced``: external ids of orders that only reserve for now; their address may be missing, and the caller holds
    them. Answers each in its place: taken in, known before, or refused by name. Tells: OrderPlaced.
    Locks: customers by key, balances in (SKU, location) order, their SKUs against becoming kits, their channels against other
    terms; Meanwhile where one became one, or these changed.
    """
    masters = _masters.get()
    outcomes, orders = understand(incoming, masters.surroundings(at, announced))
    if orders:
        recipes = _recipes(orders)
        batch = _Batch(orders, _match(orders, at), recipes, _plan(orders, recipes, masters.rules, at))
        stay_as_read({sku.sku_id: sku.is_kit for order in orders for sku in order.skus})
        stay_on_terms(_terms(orders))
        crash_point("intake.loaded")
        new_orders, event_ids = _build(batch, at)
        _write(batch, new_orders, event_ids, masters.rules.nodes, at, by)
        crash_point("intake.written")
        for order, new in zip(orders, new_orders, strict=True):
            outcomes[order.place] = TakenIn(new.order_id, new.uuid, new.number, new=True)
    return _repeated(incoming, outcomes)


def accept_history(*, incoming: Sequence[IncomingOrder], at: datetime, by: Actor) -> list[Outcome]:
    """Orders of the time before Kontor are stored as shipped and closed; they touch no stock and tell nobody."""
    masters = _masters.get()
    # What was paid with vouchers then is over; those that are left are entered with what is left on them.
    past = [order.model_copy(update={"vouchers": ()}) if order.vouchers else order for order in incoming]
    outcomes, orders = understand(past, masters.surroundings(at))
    if orders:
        served = [OrderPlan((), (0,) * len(order.skus), (), 0, None) for order in orders]
        new_orders, _ = _build(_Batch(orders, _match(orders, at), _recipes(orders), served), at)
        stay_on_terms(_terms(orders))
        archive_orders(orders=new_orders, at=at, by=by)
        for order, new in zip(orders, new_orders, strict=True):
            outcomes[order.place] = TakenIn(new.order_id, new.uuid, new.number, new=True)
    return _repeated(incoming, outcomes)


def plan_order(*, incoming: IncomingOrder, at: datetime) -> tuple[ResolvedOrder, OrderPlan]:
    """Return an order as it would be taken in now: priced, taxed and planned, with nothing written and no stock locked.

    Refuses: what intake refuses, and AlreadyTakenIn. Locks: the vouchers that it names, until the transaction ends.
    """
    masters = _masters.get()
    # What it comes to is asked before the address is known whole.
    outcomes, orders = understand([incoming], masters.surroundings(at, {incoming.external_id}))
    for outcome in outcomes.values():
        raise _refusal_of(outcome)
    return orders[0], _plan(orders, _recipes(orders), masters.rules, at, look_at_stock)[0]


@singledispatch
def _refusal_of(outcome: Any) -> Refused:
    """Return why an order is not planned: intake's own refusal, or that it is in already."""
    refusal: Refused = outcome
    return refusal


@_refusal_of.register
def _(outcome: TakenIn) -> Refused:
    return AlreadyTakenIn(order=outcome.order_id)


def read_surroundings(at: datetime, announced: Collection[str] = ()) -> IntakeContext:
    """Return what orders are understood by now."""
    return _masters.get().surroundings(at, announced)


def _terms(orders: Sequence[ResolvedOrder]) -> dict[int, tuple[int, bool]]:
    return {it.account.id: (it.account.legal_entity_id, it.account.prices_gross) for it in orders}


def _match(orders: Sequence[ResolvedOrder], at: datetime) -> list[int]:
    customers = match_customers(buyers=[order.buyer for order in orders], at=at)
    return [customers[order.buyer.key] for order in orders]


def _recipes(orders: Sequence[ResolvedOrder]) -> dict[int, Recipe]:
    kits = {sku.sku_id for order in orders for sku in order.skus if sku.is_kit}
    return list_recipes(kits) if kits else {}


def _plan(
    orders: Sequence[ResolvedOrder],
    recipes: Mapping[int, Recipe],
    rules: RuleBook,
    at: datetime,
    read_stock: Callable[[Collection[int]], Stock] = lock_stock,
) -> list[OrderPlan]:
    """Lock the stock of every SKU of the batch, kits as their parts, and plan within it."""
    needed = {sku.sku_id for order in orders for sku in order.skus if not sku.is_kit}
    stock = read_stock(needed | {part for recipe in recipes.values() for part, _ in recipe})
    rules = replace(rules, load=count_load(rules.nodes, at))
    demands = [
        Demand(
            order.account.id, order.ship_to.country, order.ship_to.postal_code,
            tuple(
                DemandLine(sku.sku_id, line.quantity, recipes.get(sku.sku_id))
                for sku, line in zip(order.skus, order.incoming.lines, strict=True)
            ),
            may_split="split_shipment" in order.account.capabilities,
        )
        for order in orders
    ]  # fmt: skip
    return plan(demands, stock, rules, at)


def _build(batch: _Batch, at: datetime) -> tuple[list[NewOrder], list[int]]:
    """Return the orders as they are written, and ids for their news."""
    lines = sum(len(order.skus) for order in batch.orders)
    order_ids, line_ids, event_ids = draw_order_ids(orders=len(batch.orders), lines=lines)
    drawn = iter(line_ids)
    new_orders = [
        NewOrder(
            order_id=order_id,
            line_ids=tuple(next(drawn) for _ in order.skus),
            legal_entity_id=order.account.legal_entity_id,
            channel_id=order.account.id,
            external_id=order.incoming.external_id,
            customer_id=customer_id,
            currency=order.incoming.currency,
            total=order.priced.total,
            payment=order.incoming.payment,
            payment_account=order.incoming.payment_account,
            payment_reference=order.incoming.payment_reference,
            ship_to=order.ship_to,
            bill_to=to_address(order.incoming.bill_to) if order.incoming.bill_to else None,
            language=order.incoming.language,
            ordered_at=order.incoming.ordered_at or at,
            ship_by=order.incoming.ship_by or planned.ship_by,
            acknowledge_by=order.incoming.acknowledge_by,
            lines=lines_of(order, batch.recipes, planned, at),
            charges=charges_of(order),
            note=order.incoming.note,
            tags=order.incoming.tags,
            tax_case=order.priced.tax.case.value,
            vat_id=order.priced.tax.vat_id,
            told_total=order.incoming.total,
            told_tax=order.incoming.told_tax,
        )
        for order_id, order, customer_id, planned in zip(
            order_ids, batch.orders, batch.customers, batch.plans, strict=True
        )
    ]
    return new_orders, event_ids


def lines_of(
    order: ResolvedOrder, recipes: Mapping[int, Recipe], planned: OrderPlan, at: datetime
) -> tuple[NewLine, ...]:
    """Return the lines with their clocks: the channel's own times where it gives them, else by its calendar."""
    incoming = order.incoming
    leave, arrive = channel_deadlines(order.account, incoming.ordered_at or at)
    leave, arrive = incoming.ship_by or leave, incoming.deliver_by or arrive
    sources = order.price_sources or ("",) * len(order.skus)
    return tuple(
        NewLine(
            sku.sku_id, line.title or sku.title, line.sku, line.quantity, line.unit_price or ZERO, item.rate, item.amount,
            short, sku.weight_g, recipes.get(sku.sku_id), line.external_id, line.ship_by or leave,
            line.deliver_by or arrive, item.tax_class, source,
        )
        for line, sku, item, short, source in zip(
            order.incoming.lines, order.skus, order.priced.lines, planned.short, sources, strict=True
        )
    )  # fmt: skip


def _uses(batch: _Batch, new_orders: Sequence[NewOrder]) -> list[VoucherUse]:
    """Return what the orders use of vouchers."""
    return [
        part.use(new.order_id)
        for order, new in zip(batch.orders, new_orders, strict=True)
        for part in (*order.lowered, *order.paid)
    ]


def claims_of(new: NewOrder, planned: OrderPlan) -> list[Claim]:
    """Return what an order's plan claims of the stock, kits as their parts."""
    return [
        Claim(new.line_ids[allotment.line], sku_id, allotment.location_id, allotment.quantity * each)
        for allotment in planned.allotments
        for sku_id, each in new.lines[allotment.line].recipe or ((new.lines[allotment.line].sku_id, 1),)
    ]


def _write(
    batch: _Batch,
    new_orders: Sequence[NewOrder],
    event_ids: Sequence[int],
    nodes: Sequence[Node],
    at: datetime,
    by: Actor,
) -> None:
    plans = batch.plans
    claims = [claim for new, planned in zip(new_orders, plans, strict=True) for claim in claims_of(new, planned)]
    with together():
        redeem_vouchers(uses=_uses(batch, new_orders), at=at, by=by)
        remember_addresses(addresses=dict(zip(batch.customers, (order.ship_to for order in batch.orders), strict=True)))
        news = place_orders(orders=new_orders, at=at, by=by)
        reserve_stock(claims=claims, at=at, by=by)
        decided = {new.order_id: planned for new, planned in zip(new_orders, plans, strict=True)}
        record_decisions(plans=decided, nodes=nodes, occasion="intake", at=at)
        publish(news, at=at, by=by, event_ids=event_ids)


def _repeated(incoming: Sequence[IncomingOrder], outcomes: dict[int, Outcome]) -> list[Outcome]:
    """Answer an order that stands twice in one batch like its first copy."""
    first: dict[tuple[str, str], Outcome] = {}
    answers: list[Outcome] = []
    for place, order in enumerate(incoming):
        key = (order.channel, order.external_id)
        outcome = outcomes.get(place)
        if outcome is None:
            twin = first[key]
            outcome = replace(twin, new=False) if isinstance(twin, TakenIn) else twin
        first.setdefault(key, outcome)
        answers.append(outcome)
    return answers
