"""Enter or change a SKU."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from kontor.catalog.errors import ArticleWrong, CodeTaken, ProductUnknown, SkuUnknown, VariantTaken
from kontor.catalog.models import Barcode, ContentUnit, Product, Sku
from kontor.catalog.rules import check_code, check_options, name_options
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.names import hold_name

MOST_BARCODES, LONGEST_BARCODE = 20, 48


class SkuFacts(TypedDict, total=False):
    """What is known of a SKU; what is not named stays as it is. Prices: with VAT, net for the purchase; sizes with packaging."""

    code: str
    variant: str
    options: dict[str, str]
    price: Decimal | None
    purchase_price: Decimal | None
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    bin: str
    content_amount: Decimal | None
    content_unit: str
    barcodes: Sequence[str]
    is_kit: bool


def keep_sku(*, sku_id: int | None, product_id: int, facts: SkuFacts, at: datetime, by: Actor) -> int:
    """A variant of a product is entered (``sku_id`` None) or changed; its number, its barcodes and its options are its own.

    Returns its id. Refuses: ProductUnknown, SkuUnknown, ArticleWrong at its field, CodeTaken, VariantTaken.
    Locks: the product, its number and barcodes.
    """
    product = Product.objects.select_for_update(no_key=True).filter(id=product_id).first()
    if product is None:
        raise ProductUnknown(product=product_id)
    sku = Sku(product=product) if sku_id is None else Sku.objects.filter(id=sku_id, product=product).first()
    if sku is None:
        raise SkuUnknown(sku=sku_id)
    told: dict[str, object] = dict(facts)
    barcodes = told.pop("barcodes", None)

    before: dict[str, object] = {name: getattr(sku, name) for name in told}
    for name, value in told.items():
        setattr(sku, name, value)
    _judge(sku, product)
    kept = list(sku.barcodes.order_by("id").values_list("code", flat=True)) if sku_id is not None else []
    wanted = kept if barcodes is None else list(dict.fromkeys(str(it) for it in facts["barcodes"] if it))
    if before == told and kept == wanted and sku_id is not None:
        return sku_id
    # A variant is called by its options until somebody calls it otherwise.
    if sku.options and sku.variant in ("", name_options(_options(before, sku), product.axes)):
        sku.variant = name_options(sku.options, product.axes)
    # What else stands there may just be written by a price list or a file.
    sku.save(update_fields=None if sku_id is None else sorted({*told, "variant"}))
    _write_barcodes(sku, kept, wanted)
    if kept != wanted:
        before, told = {**before, "barcodes": kept}, {**told, "barcodes": wanted}
    change = Change(sku.pk, None if sku_id is None else before, told)
    record_changes(subject="sku", verb="keep_sku", changes=[change], at=at, by=by)
    return int(sku.pk)


def _options(before: dict[str, object], sku: Sku) -> dict[str, str]:
    was = before.get("options", sku.options)
    return was if isinstance(was, dict) else {}


def _judge(sku: Sku, product: Product) -> None:
    check_code(sku.code)
    check_options(sku.options, product.axes)
    if (sku.content_amount is None) != (not sku.content_unit) or sku.content_unit not in ("", *ContentUnit.values):
        raise ArticleWrong("Name how much is in it, and in which unit.", field="content_amount")
    for name in ("price", "purchase_price"):
        if (getattr(sku, name) or 0) < 0:
            raise ArticleWrong("A price is not below zero.", field=name)
    # Two that differ in capitals alone wait for each other, too.
    hold_name(f"sku:{sku.code.upper()}")
    others = Sku.objects.exclude(id=sku.pk)
    # A new number that differs in capitals alone is a slip: whoever types either of them would sell the other.
    stays = bool(sku.pk) and Sku.objects.filter(id=sku.pk, code=sku.code).exists()
    alike = others.filter(code=sku.code) if stays else others.filter(code__iexact=sku.code)
    if taken := alike.values_list("code", flat=True).first():
        raise CodeTaken(sku=taken)
    if sku.options and others.filter(product=product, options=sku.options).exists():
        raise VariantTaken(sku=sku.code)


def _write_barcodes(sku: Sku, kept: Sequence[str], wanted: Sequence[str]) -> None:
    if kept == wanted:
        return
    if len(wanted) > MOST_BARCODES or any(len(code) > LONGEST_BARCODE for code in wanted):
        raise ArticleWrong("A barcode has 48 signs at most, an article twenty of them.", field="barcodes")
    for code in sorted(wanted):
        hold_name(f"barcode:{code}")
    if Barcode.objects.filter(code__in=wanted).exclude(sku=sku).exists():
        raise CodeTaken(sku=", ".join(wanted))
    Barcode.objects.filter(sku=sku).exclude(code__in=wanted).delete()
    Barcode.objects.bulk_create(Barcode(sku=sku, code=code) for code in wanted if code not in kept)
