"""What is charged beside the goods, as it is written on an order."""

from __future__ import annotations

from kontor.flows.selling.resolving import ResolvedOrder
from kontor.orders.public import NewCharge

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
