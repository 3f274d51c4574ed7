"""Make the variants of a product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kontor.catalog.errors import ProductUnknown
from kontor.catalog.models import Product, Sku
from kontor.catalog.rules import combine
from kontor.catalog.use_cases.keep_product import keep_product
from kontor.catalog.use_cases.keep_sku import SkuFacts, keep_sku
from kontor.kernel.actor import Actor


def make_variants(
    *, product_id: int, values: Mapping[str, Sequence[str]], code: str, price: Decimal | None, at: datetime, by: Actor
) -> int:
    """Every combination of the values becomes a variant with a number of its own (``code``-1, -2, …); those that are there stay.

    ``values``: axis → its values. Returns how many are new. Refuses: ProductUnknown, ArticleWrong, CodeTaken.
    Locks: the product.
    """
    product = Product.objects.select_for_update(no_key=True).filter(id=product_id).first()
    if product is None:
        raise ProductUnknown(product=product_id)
    wanted = combine(values)
    axes = [axis for axis, found in values.items() if found]

    there = list(Sku.objects.filter(product=product).order_by("id"))
    bare = [it for it in there if not it.options]
    keep_product(product_id=product_id, facts={"axes": axes}, at=at, by=by)
    known = [it.options for it in there if it.options]
    taken = set(Sku.objects.filter(code__startswith=code).values_list("code", flat=True))
    new, number = 0, 0
    for options in wanted:
        if options in known:
            continue
        if new == 0 and len(bare) == 1 and not known:
            # The product was one article until now: that one becomes the first variant and keeps number, stock and orders.
            keep_sku(sku_id=bare[0].pk, product_id=product_id, facts={"options": options}, at=at, by=by)
        else:
            number += 1
            while f"{code}-{number}" in taken:
                number += 1
            facts = SkuFacts(code=f"{code}-{number}", options=options, price=price)
            keep_sku(sku_id=None, product_id=product_id, facts=facts, at=at, by=by)
        new += 1
    return new
