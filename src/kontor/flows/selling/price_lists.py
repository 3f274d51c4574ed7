"""Prices that an order does not name: the price lists of its buyer say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kontor.catalog.public import list_own_prices
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import ChannelAccount, resolve_listings
from kontor.customers.public import list_groups_of
from kontor.kernel.clock import local_day
from kontor.kernel.errors import Refused
from kontor.pricing.public import AskedLine, ListPrice, PriceMissing, list_prices, price_lines


@dataclass(slots=True)
class Asked:
    """Orders whose lines all have their price; ``sources`` says, line by line, which list gave it (empty: the order itself).
    An order without a price to be found is in ``refused`` by its place.
    """

    orders: list[IncomingOrder]
    sources: dict[int, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Book:
    """Every price that may count for the batch: by (currency, with VAT), by SKU; each SKU's own price; groups of the buyers."""

    lists: Mapping[tuple[str, bool], Mapping[int, Sequence[ListPrice]]]
    own: Mapping[int, ListPrice]
    groups: Mapping[str, int]


def ask_prices(
    incoming: Sequence[IncomingOrder], accounts: Mapping[str, ChannelAccount], keys: Mapping[int, str], at: datetime
) -> Asked:
    """Fill in the prices that orders do not name. ``keys``: by what the buyers of those orders are known, by place.

    The pieces of a SKU in one order count together for its tier.
    """
    asked = Asked(list(incoming))
    if not keys:
        return asked
    places = [place for place in keys if incoming[place].channel in accounts]
    told = {place: accounts[incoming[place].channel] for place in places}
    listed = resolve_listings((told[place].id, line.sku) for place in places for line in incoming[place].lines)
    skus = {key: sku.sku_id for key, sku in listed.items()}
    book = _read_book(set(skus.values()), list(told.values()), [keys[place] for place in places])
    for place, account in told.items():
        order = incoming[place]
        ids = [skus.get((account.id, line.sku)) for line in order.lines]
        try:
            group_id = book.groups.get(keys[place], account.group_id)
            found = _price_lines(incoming[place], ids, account, book, group_id, at)
        except PriceMissing as missing:
            asked.refused[place] = missing
            continue
        lines = tuple(
            line if price is None else line.model_copy(update={"unit_price": price.amount})
            for line, price in zip(order.lines, found, strict=True)
        )
        asked.orders[place] = order.model_copy(update={"lines": lines})
        asked.sources[place] = tuple(price.source if price else "" for price in found)
    return asked


def _read_book(sku_ids: set[int], accounts: Sequence[ChannelAccount], keys: Sequence[str]) -> _Book:
    kinds = sorted({(account.currency, account.prices_gross) for account in accounts})
    return _Book(
        {kind: list_prices(sku_ids, currency=kind[0], gross=kind[1]) for kind in kinds},
        {it: ListPrice("", None, it, 1, price, date.min) for it, price in list_own_prices(sku_ids).items()},
        list_groups_of(keys),
    )


def _price_lines(
    order: IncomingOrder,
    sku_ids: Sequence[int | None],
    account: ChannelAccount,
    book: _Book,
    group_id: int | None,
    at: datetime,
) -> list[ListPrice | None]:
    asked = [
        AskedLine(sku_id, line.sku, line.quantity, line.unit_price is not None)
        for sku_id, line in zip(sku_ids, order.lines, strict=True)
    ]
    # The article's own price has VAT in it and is in the currency of the books.
    own = book.own if account.prices_gross and account.currency == account.home_currency else {}
    lists = book.lists[account.currency, account.prices_gross]
    on = local_day(order.ordered_at or at, account.timezone)
    return price_lines(asked, lists, own, group_id=group_id, on=on, currency=account.currency)
