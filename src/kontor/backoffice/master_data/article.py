"""The page of an article: what it is, its variants, texts and pictures, what the law wants to know, where it is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kontor.access.tables import User
from kontor.backoffice.access import may, needs
from kontor.backoffice.master_data.article_asks import GENERAL, LAW, NEW, PARTS, TEXT, list_option_asks, list_sku_asks
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.parts.forms import form_fields
from kontor.backoffice.parts.page_parts import FormField
from kontor.backoffice.reach import within
from kontor.backoffice.words import LANGUAGE_WORDS
from kontor.catalog.public import LANGUAGES, base_price, is_mistyped_gtin
from kontor.catalog.tables import Category, KitPart, Product, ProductPicture, ProductText, Sku
from kontor.channels.tables import Offer
from kontor.inventory.public import list_availability
from kontor.pricing.tables import Price


@dataclass(frozen=True, slots=True)
class Variant:
    """A SKU on the page: its form, its options, what is left of it, and what a unit of it costs."""

    it: Sku
    fields: Sequence[FormField]
    recipe: Sequence[FormField]
    available: int
    base: str
    mistyped: Sequence[str]


@needs("catalog:read")
def show_article(request: HttpRequest, product_id: int) -> HttpResponse:
    """Show an article."""
    product = get_object_or_404(
        Product.objects.select_related("category", "manufacturer", "responsible"), id=product_id
    )
    skus = list(Sku.objects.filter(product=product).prefetch_related("barcodes").order_by("id"))
    return show_page(
        request, "master_data/article", title=product.name, product=product, may_write=may(request, "catalog:write"),
        general=form_fields(GENERAL, general_of(product)), law=form_fields(LAW, law_of(product)),
        variants=_variants(request, product, skus), texts=_texts(product),
        pictures=list(ProductPicture.objects.filter(product=product).select_related("file").order_by("position")),
        offers=_offers(request, skus),
        prices=Price.objects.filter(sku__in=skus).select_related("sku", "price_list").order_by("sku", "price_list")[:200]
        if may(request, "pricing:read") else (),
        add=form_fields([*list_option_asks(product.axes), *_sku_asks(request)], {}), axes=[*product.axes, "", "", ""][:3],
    )  # fmt: skip


@needs("catalog:write")
def show_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new article."""
    return show_page(
        request, "master_data/article_new", title=_("New article"), fields=form_fields(NEW, {"tax_class": "standard"})
    )


@needs("catalog:read")
def open_sku(request: HttpRequest, sku_id: int) -> HttpResponse:
    """Show the article that a SKU is a variant of."""
    product_id = Sku.objects.filter(id=sku_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise Http404
    return show_article(request, product_id)


def _sku_asks(request: HttpRequest) -> Any:
    return list_sku_asks(costs=may(request, "pricing:read"))


def general_of(product: Product) -> dict[str, Any]:
    """Return what is known of an article in general, as its form asks for it."""
    names = ("name", "tax_class", "active", "brand", "axes", "attributes")
    return {name: getattr(product, name) for name in names} | {"category": category_path(product.category)}


def law_of(product: Product) -> dict[str, Any]:
    """Return what the law wants to know of an article, as its form asks for it."""
    names = ("origin", "customs_number", "energy_class", "warnings")
    told: dict[str, Any] = {name: getattr(product, name) for name in names}
    for role in ("manufacturer", "responsible"):
        operator = getattr(product, role)
        if operator is not None:
            for name in ("name", "street", "postal_code", "city", "country", "contact"):
                told[f"{role}_{name}"] = getattr(operator, name)
    return told


def sku_of(sku: Sku, axes: Sequence[str]) -> dict[str, Any]:
    """Return what is known of a SKU, as its form asks for it."""
    known: dict[str, Any] = {
        ask.name: getattr(sku, ask.name) for ask in list_sku_asks(costs=True) if ask.name != "barcodes"
    }
    known["barcodes"] = [it.code for it in sku.barcodes.all()]
    return known | {f"option-{place}": sku.options.get(axis, "") for place, axis in enumerate(axes)}


def parts_of(parts: Sequence[KitPart]) -> dict[str, Any]:
    """Return what a kit is made of, as its form asks for it."""
    return {"parts": {it.part.code: it.quantity for it in parts}}


def _offers(request: HttpRequest, skus: Sequence[Sku]) -> QuerySet[Offer]:
    """Return what the channels of the reader show of it; all of them to whose role holds everywhere."""
    rows = Offer.objects.filter(listing__sku__in=skus).select_related("channel", "listing__sku").order_by("id")
    if may(request, "channels:read"):
        rows = within(request, "channels:read", rows)
    elif isinstance(request.user, User) and request.user.limits("catalog:read"):
        rows = rows.none()
    return rows[:200]


def category_path(category: Category | None) -> str:
    """Return where a category lies: "Garten > Möbel"."""
    names: list[str] = []
    while category is not None and len(names) < 20:
        names.append(category.name)
        category = category.parent
    return " > ".join(reversed(names))


def _variants(request: HttpRequest, product: Product, skus: Sequence[Sku]) -> list[Variant]:
    free = list_availability([it.pk for it in skus])
    parts: dict[int, list[KitPart]] = {}
    for part in KitPart.objects.filter(kit__in=skus).select_related("part").order_by("part_id"):
        parts.setdefault(part.kit_id, []).append(part)
    asks = [*list_option_asks(product.axes), *_sku_asks(request)]
    found = []
    for it in skus:
        base = base_price(it.price, amount=it.content_amount, unit=it.content_unit)
        values = sku_of(it, product.axes)
        found.append(
            Variant(
                it, form_fields(asks, values), form_fields(PARTS, parts_of(parts.get(it.pk, []))),
                free[it.pk].sellable if it.pk in free else 0, f"{money_text(base[0], 'EUR')} / {base[1]}" if base else "",
                [code for code in values["barcodes"] if is_mistyped_gtin(code)],
            )
        )  # fmt: skip
    return found


def text_of(text: ProductText | None) -> dict[str, Any]:
    """Return what an article is called in a language, as its form asks for it."""
    return {} if text is None else {"name": text.name, "description": text.description}


def _texts(product: Product) -> list[tuple[str, str, ProductText | None, Sequence[FormField]]]:
    """Return every language with its text and its form: those that are there first."""
    there = {it.language: it for it in ProductText.objects.filter(product=product)}
    return [
        (code, str(LANGUAGE_WORDS[code]), there.get(code), form_fields(TEXT, text_of(there.get(code))))
        for code in sorted(LANGUAGES, key=lambda it: (it not in there, LANGUAGES.index(it)))
    ]
