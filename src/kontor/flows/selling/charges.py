"""What is charged beside the goods, as it is written on an order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_decimal

from kontor.channels.ports import IncomingCharge
from kontor.flows.selling.resolving import ResolvedOrder
from kontor.kernel.money import ZERO, unit_of
from kontor.orders.public import NewCharge
from kontor.pricing.public import percent_of

# What a redeemed single-purpose voucher is called on the buyer's papers.
_VOUCHER = {"de": "Gutschein", "en": "Voucher"}
# What a charge without a name of its own is called on papers, in the buyer's language.
_CHARGE = {
    "de": {"shipping": "Versand", "service": "Service", "discount": "Rabatt"},
    "en": {"shipping": "Shipping", "service": "Service", "discount": "Discount"},
}


def charges_of(order: ResolvedOrder) -> tuple[NewCharge, ...]:
    """Return what is charged beside the goods, as it is written."""
    told: list[tuple[str, str]] = [
        (charge.kind, charge.title or title_of(charge.kind, order.incoming.language))
        for charge in order.incoming.charges
    ]
    told += [("voucher", f"{_VOUCHER[order.incoming.language]} …{part.hint}") for part in order.lowered]
    return tuple(
        NewCharge(kind, title, part.rate, part.amount, part.tax_class)
        for (kind, title), parts in zip(told, order.priced.charges, strict=True)
        for part in parts
    )


def title_of(kind: str, language: str) -> str:
    """Return what a charge without a name of its own is called on papers."""
    return _CHARGE[language][kind]


def percent_off(order: ResolvedOrder, percent: Decimal) -> IncomingCharge:
    """Return a discount of so many percent of what the goods of an order come to, by its name in the buyer's language."""
    told = order.incoming
    goods = [(line.unit_price or ZERO, line.quantity) for line in told.lines]
    return discount_of(goods, percent, language=told.language, unit=unit_of(told.currency))


def discount_of(
    goods: Iterable[tuple[Decimal, int]], percent: Decimal, *, language: str, unit: Decimal
) -> IncomingCharge:
    """Return a discount of so many percent of goods: what a piece of each costs, and how many there are."""
    title = name_percent(percent, language)
    return IncomingCharge(kind="discount", title=title, amount=percent_of(goods, percent, unit=unit))


def name_percent(percent: Decimal, language: str) -> str:
    """Return what a discount in percent is called on papers."""
    return f"{title_of('discount', language)} {format_decimal(percent, locale=language)} %"
