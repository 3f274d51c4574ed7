"""Understanding orders: what their lines are, what they come to, how they are taxed; refused by name where that is not clear."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kontor.channels.ports import IncomingAddress, IncomingOrder
from kontor.channels.public import ChannelAccount, ChannelUnknown, ListedSku, SkuNotListed, resolve_listings
from kontor.customers.public import Buyer
from kontor.flows.selling.price_lists import Asked, ask_prices
from kontor.flows.selling.vouchers import VoucherPart, VoucherPlan, lowering_charges
from kontor.kernel.address import Address
from kontor.kernel.clock import local_day
from kontor.kernel.errors import Refused
from kontor.kernel.money import ZERO, unit_of
from kontor.orders.public import AddressIncomplete, find_known_orders
from kontor.payments.public import ProviderUnknown
from kontor.pricing.public import (
    CurrencyRefused,
    ItemToPrice,
    PricedOrder,
    TaxFacts,
    TaxRounding,
    TaxTable,
    Terms,
    price_order,
    round_money,
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The order is in; ``new`` is False where it was known before."""

    order_id: int
    uuid: UUID
    number: str
    new: bool


Outcome = TakenIn | Refused


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """What orders are understood by: the channels, the VAT rates, the payment accounts, the moment, and which orders are only
    announced (their address may be missing).
    """

    accounts: Mapping[str, ChannelAccount]
    taxes: TaxTable
    providers: Collection[str]
    at: datetime
    announced: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class ResolvedOrder:
    """An order of the batch with everything resolved but its stock."""

    place: int  # its place in the batch
    incoming: IncomingOrder
    account: ChannelAccount
    skus: tuple[ListedSku, ...]
    priced: PricedOrder
    buyer: Buyer
    ship_to: Address
    price_sources: tuple[str, ...] = ()
    # What single-purpose vouchers lower and multi-purpose vouchers pay.
    lowered: tuple[VoucherPart, ...] = ()
    paid: tuple[VoucherPart, ...] = ()


def understand(
    given: Sequence[IncomingOrder], known_by: IntakeContext
) -> tuple[dict[int, Outcome], list[ResolvedOrder]]:
    """Resolve accounts, known orders, prices, listings, vouchers and totals; refuse what cannot be understood.

    Locks: the vouchers that are redeemed.
    """
    asked = _ask_prices(given, known_by)
    accounts, incoming = known_by.accounts, asked.orders
    # Before asking what is known: a twin of an order that waits for the same voucher is in by then.
    vouchers = VoucherPlan(incoming)
    told = [(accounts[order.channel].id, order) for order in incoming if order.channel in accounts]
    known = find_known_orders([(channel_id, order.external_id) for channel_id, order in told])
    listed = resolve_listings((channel_id, line.sku) for channel_id, order in told for line in order.lines)
    outcomes: dict[int, Outcome] = {}
    understood: list[ResolvedOrder] = []
    seen: set[tuple[str, str]] = set()
    for place, order in enumerate(incoming):
        account = accounts.get(order.channel)
        if account is None:
            outcomes[place] = ChannelUnknown(channel=order.channel)
        elif before := known.get((account.id, order.external_id)):
            outcomes[place] = TakenIn(before.order_id, before.uuid, before.number, new=False)
        elif refusal := asked.refused.get(place):
            outcomes[place] = refusal
        elif (order.channel, order.external_id) not in seen:
            try:
                _check_payment(order, known_by.providers)
                understood.append(
                    _understand_one(place, order, listed, vouchers, known_by, asked.sources.get(place, ()))
                )
                seen.add((order.channel, order.external_id))
            except Refused as refused:
                outcomes[place] = refused
    return outcomes, understood


def understand_again(order: IncomingOrder, known_by: IntakeContext) -> ResolvedOrder:
    """Resolve an order that is here already, as its channel tells it now. Refuses: what cannot be understood."""
    account = known_by.accounts.get(order.channel)
    if account is None:
        raise ChannelUnknown(channel=order.channel)
    asked = _ask_prices([order], known_by)
    if refusal := asked.refused.get(0):
        raise refusal
    listed = resolve_listings((account.id, line.sku) for line in asked.orders[0].lines)
    return _understand_one(0, asked.orders[0], listed, VoucherPlan([]), known_by, asked.sources.get(0, ()))


def _check_payment(order: IncomingOrder, providers: Collection[str]) -> None:
    """Refuse an order whose money nobody could collect."""
    if order.payment_account and order.payment_account not in providers:
        raise ProviderUnknown(account=order.payment_account)
    if order.payment == "provider" and not (order.payment_account and order.payment_reference):
        raise ProviderUnknown("The order names no payment at a payment account.", order=order.external_id)


def _understand_one(
    place: int,
    order: IncomingOrder,
    listed: Mapping[tuple[int, str], ListedSku],
    vouchers: VoucherPlan,
    known_by: IntakeContext,
    sources: tuple[str, ...],
) -> ResolvedOrder:
    account = known_by.accounts[order.channel]
    if order.currency != account.currency:
        raise CurrencyRefused(currency=order.currency, channel_sells_in=account.currency)
    ship_to = to_address(order.ship_to)
    if order.external_id not in known_by.announced and (missing := ship_to.missing()):
        raise AddressIncomplete(missing=", ".join(missing))
    skus = _resolve(order, account, listed)
    ordered_on = local_day(order.ordered_at or known_by.at, account.timezone)
    unit = unit_of(account.currency)
    lines = [
        ItemToPrice(round_money((line.unit_price or ZERO) * line.quantity, unit=unit), sku.tax_class)
        for line, sku in zip(order.lines, skus, strict=True)
    ]
    charges = [signed(charge.kind, charge.amount) for charge in order.charges]
    facts = tax_facts(account, ship_to, order.vat_id, ordered_on, channel_owes=order.vat_owed_by_channel)

    def price(charges: Sequence[Decimal | ItemToPrice], told_total: Decimal | None) -> PricedOrder:
        return price_order(
            lines, charges, facts=facts, terms=Terms(account.prices_gross, TaxRounding(account.vat_rounding), unit),
            table=known_by.taxes, told_total=told_total,
        )  # fmt: skip

    buyer = _buyer_of(order, ship_to)
    if not order.vouchers:
        return ResolvedOrder(place, order, account, skus, price(charges, order.total), buyer, ship_to, sources)
    try:
        lowered = vouchers.lower(order, account, price(charges, None), ordered_on)
        priced = price([*charges, *lowering_charges(lowered)], order.total)
        paid = vouchers.pay(order, account, priced.total.gross, ordered_on)
    except Refused:
        vouchers.put_back()
        raise
    vouchers.keep()
    return ResolvedOrder(
        place, order, account, skus, priced, buyer, ship_to, sources, tuple(lowered), tuple(paid)
    )  # fmt: skip


def _resolve(
    order: IncomingOrder, account: ChannelAccount, listed: Mapping[tuple[int, str], ListedSku]
) -> tuple[ListedSku, ...]:
    skus = []
    for line in order.lines:
        sku = listed.get((account.id, line.sku))
        if sku is None:
            raise SkuNotListed(sku=line.sku, channel=order.channel)
        skus.append(sku)
    return tuple(skus)


def tax_facts(
    account: ChannelAccount, ship_to: Address, vat_id: str, on: date, *, channel_owes: bool = False
) -> TaxFacts:
    """Return what the tax hangs on when an order comes in: goods are taken to leave from home until they leave from elsewhere."""
    return TaxFacts(
        home=account.home_country, ship_from=account.home_country, ship_to=ship_to.country, on=on,
        postal_code=ship_to.postal_code, vat_id=vat_id, oss=account.oss, registered=account.registered,
        small_business=account.small_business, marketplace_owes=channel_owes or "collects_vat" in account.capabilities,
    )  # fmt: skip


def to_address(given: IncomingAddress) -> Address:
    """Return the address as the house keeps it."""
    return Address(
        given.name, given.company, given.street, given.extra, given.postal_code, given.city, given.country,
        given.phone, given.email, given.state,
    )  # fmt: skip


def _ask_prices(incoming: Sequence[IncomingOrder], known_by: IntakeContext) -> Asked:
    """Fill in prices that orders leave to the buyer's price list; most orders name them."""
    keys = {
        place: _buyer_of(order, to_address(order.ship_to)).key
        for place, order in enumerate(incoming)
        if any(line.unit_price is None for line in order.lines)
    }
    return ask_prices(incoming, known_by.accounts, keys, known_by.at)


def _buyer_of(order: IncomingOrder, ship_to: Address) -> Buyer:
    return Buyer(order.channel, ship_to, order.buyer_ref, order.vat_id, order.language, order.external_id)


def signed(kind: str, amount: Decimal) -> Decimal:
    """Return what a charge adds to an order: a discount takes off."""
    return -amount if kind == "discount" else amount
