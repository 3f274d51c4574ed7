"""Create products with one SKU each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.catalog.models import Barcode, Product, Sku
from kontor.platform.sql.bulk import draw_ids, insert_rows


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product with one variant. ``price`` is gross in the channel's currency, ``weight_g`` with packaging."""

    code: str
    name: str
    tax_class: str = "standard"
    price: Decimal | None = None
    weight_g: int = 0
    barcode: str = ""
    bin: str = ""
    is_kit: bool = False
    purchase_price: Decimal | None = None


def create_products(*, products: Sequence[NewProduct]) -> dict[str, int]:
    """What is not in the catalogue yet is added, each product with its SKU; known codes stay as they are.

    Returns the SKU id of every code.
    """
    wanted = {product.code: product for product in products}
    known = dict(Sku.objects.filter(code__in=wanted).values_list("code", "id"))
    fresh = [product for code, product in wanted.items() if code not in known]
    if fresh:
        product_ids, sku_ids = draw_ids({Product: len(fresh), Sku: len(fresh)})
        insert_rows(
            Product,
            {"id": product_ids, "name": [new.name for new in fresh], "tax_class": [new.tax_class for new in fresh],
             "active": True},
        )  # fmt: skip
        insert_rows(
            Sku,
            {
                "id": sku_ids, "product": product_ids, "code": [new.code for new in fresh],
                "price": [new.price for new in fresh], "purchase_price": [new.purchase_price for new in fresh],
                "weight_g": [new.weight_g for new in fresh],
                "bin": [new.bin for new in fresh], "is_kit": [new.is_kit for new in fresh],
            },
        )  # fmt: skip
        coded = [(new.barcode, sku_id) for new, sku_id in zip(fresh, sku_ids, strict=True) if new.barcode]
        insert_rows(Barcode, {"code": [code for code, _ in coded], "sku": [sku_id for _, sku_id in coded]})
        known |= {new.code: sku_id for new, sku_id in zip(fresh, sku_ids, strict=True)}
    return known
