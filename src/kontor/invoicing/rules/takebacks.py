"""What of an invoice is taken back: goods by the piece, and with them the discount that was given for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kontor.invoicing.rules.items import InvoiceItem
from kontor.kernel.money import CENT, ZERO, Taxed
from kontor.pricing.rules import cents, share_of


def is_discount(item: InvoiceItem) -> bool:
    """Whether a position lowers what the goods cost."""
    return not item.line and item.amount.gross < 0


def measure_of(items: Sequence[InvoiceItem], place: int) -> int:
    """Return how much of the position at a place, from 1, there is to take back: its pieces; of a discount, the worth in
    cents of the goods that it goes with. A discount without such goods is one piece.
    """
    item = items[place - 1]
    return (_worth(items, item, {}) if is_discount(item) else 0) or item.quantity


def follow_discounts(
    items: Sequence[InvoiceItem], taken: Mapping[int, int], wanted: Mapping[int, int]
) -> dict[int, int]:
    """Return what else is taken back once these pieces are: of each discount the part that went with them. ``taken``: what
    was taken back before, both by place.
    """
    found = {}
    both = {place: taken.get(place, 0) + wanted.get(place, 0) for place in {*taken, *wanted}}
    for place, item in enumerate(items, 1):
        if not is_discount(item):
            continue
        whole = _worth(items, item, {})
        gone = whole - _worth(items, item, both) if whole else item.quantity * _all_gone(items, both)
        if more := gone - taken.get(place, 0):
            found[place] = more
    return found


def choose_taken_back(
    items: Sequence[InvoiceItem], taken: Mapping[int, int], pieces: Mapping[int, int] | None
) -> dict[int, int]:
    """Return how much of each place is taken back, by place: all that is left (None), or so many pieces of goods, and with them
    the part of a discount that was given for them. Nothing, where that cannot be: no place or not so many pieces.
    """
    goods = {
        place: measure_of(items, place) - taken.get(place, 0)
        for place, item in enumerate(items, 1)
        if not is_discount(item)
    }
    wanted = {place: count for place, count in (goods if pieces is None else pieces).items() if count}
    if any(count < 1 or count > goods.get(place, 0) for place, count in wanted.items()):
        return {}
    return wanted | follow_discounts(items, taken, wanted) if wanted else {}


def take_back(
    items: Sequence[InvoiceItem], *, place: int, before: int, measure: int, unit: Decimal = CENT
) -> InvoiceItem:
    """Return the position of a correction that takes back so much of the item at a place, ``before`` so much already."""
    item = items[place - 1]
    amount = share_of(item.amount, before=before, pieces=measure, of=measure_of(items, place), unit=unit)
    back = Taxed(-amount.net, -amount.tax, -amount.gross)
    if is_discount(item):
        return replace(item, quantity=1, share=measure, place=place, amount=back)
    whole = Taxed(item.purchase, ZERO, item.purchase)
    purchase = share_of(whole, before=before, pieces=measure, of=item.quantity, unit=unit).gross
    return replace(item, quantity=measure, place=place, amount=back, purchase=-purchase)


def _worth(items: Sequence[InvoiceItem], discount: InvoiceItem, gone: Mapping[int, int]) -> int:
    """Return what the goods of a discount's VAT group are worth in cents without the pieces that are gone."""
    worth = ZERO
    for place, item in enumerate(items, 1):
        if item.line and (item.category, item.rate) == (discount.category, discount.rate):
            back = share_of(item.amount, before=0, pieces=gone.get(place, 0), of=item.quantity)
            worth += item.amount.gross - back.gross
    return cents(worth)


def _all_gone(items: Sequence[InvoiceItem], gone: Mapping[int, int]) -> bool:
    return all(gone.get(place, 0) == item.quantity for place, item in enumerate(items, 1) if not is_discount(item))
