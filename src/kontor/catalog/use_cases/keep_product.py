"""Enter or change a product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.db.models import Q

from kontor.catalog.errors import ArticleWrong, ProductUnknown
from kontor.catalog.models import EnergyClass, KitPart, Product, Sku, TaxClass
from kontor.catalog.queries import list_kits_taxed
from kontor.catalog.rules import MOST_AXES, check_kit_tax, tidy_customs_number
from kontor.kernel.actor import Actor
from kontor.kernel.countries import find_country
from kontor.platform.keep.audit import Change, record_changes


class ProductFacts(TypedDict, total=False):
    """What is known of a product; what is not named stays as it is. ``attributes``: name → value."""

    name: str
    tax_class: str
    active: bool
    brand: str
    category_id: int | None
    axes: list[str]
    attributes: dict[str, str]
    manufacturer_id: int | None
    responsible_id: int | None
    warnings: str
    origin: str
    customs_number: str
    energy_class: str


def keep_product(*, product_id: int | None, facts: ProductFacts, at: datetime, by: Actor) -> int:
    """A product is entered (``product_id`` None) or changed; every change stands in the trail with what was before.

    Returns its id. Refuses: ProductUnknown, ArticleWrong at its field, KitTaxedTooLow, KitTaxedOtherwise. Locks: the product, and
    those of the kits that it is or is in.
    """
    product = Product(name="") if product_id is None else _locked(product_id)
    told: dict[str, object] = _tidy(facts)
    if not told.get("name", product.name):
        raise ArticleWrong("A product needs a name.", field="name")

    before = {name: getattr(product, name) for name in told}
    if before == told and product_id is not None:
        return product_id
    for name, value in told.items():
        setattr(product, name, value)
    if product_id is not None and "tax_class" in told:
        for kit, parts in list_kits_taxed(product_id, tax_class=product.tax_class):
            check_kit_tax(kit=kit, parts=parts)
    _check_axes(product, product_id)
    product.save()
    record_changes(
        subject="product", verb="keep_product", at=at, by=by,
        changes=[Change(product.pk, None if product_id is None else before, told)],
    )  # fmt: skip
    return int(product.pk)


def _locked(product_id: int) -> Product:
    """Lock a product with those that it makes kits with: their rates are judged together."""
    kits = KitPart.objects.filter(Q(kit__product=product_id) | Q(part__product=product_id)).values("kit")
    beside = KitPart.objects.filter(kit__in=kits).values_list("part__product", "kit__product")
    wanted = sorted({product_id} | {key for pair in beside for key in pair})
    found = {it.pk: it for it in Product.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id")}
    if product_id not in found:
        raise ProductUnknown(product=product_id)
    return found[product_id]


def _tidy(facts: Mapping[str, object]) -> dict[str, object]:
    told = dict(facts)
    if "customs_number" in told:
        told["customs_number"] = tidy_customs_number(str(told["customs_number"]))
    if told.get("origin"):
        country = find_country(str(told["origin"]))
        if country is None:
            raise ArticleWrong("There is no such country.", field="origin")
        told["origin"] = country
    if told.get("energy_class", "") not in ("", *EnergyClass.values):
        raise ArticleWrong("The energy label has the classes A to G.", field="energy_class")
    if told.get("tax_class", TaxClass.STANDARD) not in TaxClass.values:
        raise ArticleWrong("There is no such tax class.", field="tax_class")
    return told


def _check_axes(product: Product, product_id: int | None) -> None:
    """Refuse axes along which the variants that are there have no value."""
    if len(product.axes) > MOST_AXES:
        raise ArticleWrong("Variants differ by three options at most.", field="axes")
    if len(set(product.axes)) < len(product.axes):
        raise ArticleWrong("An option is named once.", field="axes")
    if product_id is None:
        return
    for options in Sku.objects.filter(product_id=product_id).exclude(options={}).values_list("options", flat=True):
        if set(options) != set(product.axes):
            raise ArticleWrong("Variants have values along other options: change those first.", field="axes")
