"""One article: what is known of it, changed field by field; its texts, and the parts of a kit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.catalog.public import (
    ArticleRow,
    ProductFacts,
    SkuFacts,
    get_article_facts,
    get_sku,
    hold_product,
    keep_product,
    keep_sku,
    keep_text,
    list_recipes,
    list_sku_codes,
)
from kontor.channels.ports import Text, sized
from kontor.flows.warehouse.kits import make_kit
from kontor.rest.auth import holder_of, require
from kontor.rest.finding import QueryWrong
from kontor.rest.matching import asks_for_match, require_match, tell, with_tag
from kontor.rest.once import do_once
from kontor.rest.schemas import Body, KitPartIn

# A number may hold a stroke; the longer addresses stand first.
router = Router(tags=["articles"])
_Price = Annotated[Decimal, Field(ge=0, max_digits=19, decimal_places=4)]
_Size = Annotated[int, Field(ge=0, le=2_000_000)]
_OF_PRODUCT = ("name", "tax_class", "brand", "origin", "customs_number", "active")
_OF_SKU = ("variant", "price", "purchase_price", "weight_g", "length_mm", "width_mm", "height_mm", "bin", "barcodes")


class TextOut(Schema):
    """What an article is called in a language."""

    name: str
    description: str


class ArticleOut(Schema):
    """A SKU with its product. ``purchase_price``: only for keys that may see prices; ``parts``: of a kit, SKU → pieces."""

    sku: str
    product: int
    name: str
    tax_class: str
    brand: str
    origin: str
    customs_number: str
    active: bool
    variant: str
    price: Decimal | None
    purchase_price: Decimal | None
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    bin: str
    barcodes: list[str]
    parts: dict[str, int]
    texts: dict[str, TextOut]


class ArticleChange(Body):
    """What changes of an article; what is not named stays. ``name`` to ``active`` are those of all its variants."""

    name: Annotated[Text, Field(min_length=1)] | None = None
    tax_class: Literal["standard", "reduced", "zero", "margin"] | None = None
    brand: Text | None = None
    origin: Annotated[str, sized(2)] | None = None
    customs_number: Annotated[str, sized(11)] | None = None
    active: bool | None = None
    variant: Text | None = None
    price: _Price | None = None
    purchase_price: _Price | None = None
    weight_g: _Size | None = None
    length_mm: _Size | None = None
    width_mm: _Size | None = None
    height_mm: _Size | None = None
    bin: Annotated[str, sized(20)] | None = None
    barcodes: Annotated[list[Annotated[str, sized(48)]], Field(max_length=20)] | None = None


class TextIn(Body):
    """What an article is called in a language; without a name it has no text in that one."""

    name: Annotated[str, sized(200)] = ""
    description: Annotated[str, sized(20_000)] = ""


class PartsIn(Body):
    """The parts of a kit."""

    parts: Annotated[list[KitPartIn], Field(min_length=1, max_length=200)]


def _read(request: HttpRequest, code: str) -> ArticleOut:
    found = get_sku(code.replace("\0", ""))
    facts = get_article_facts(found.id)
    recipe = dict(list_recipes([found.id]).get(found.id, ()))
    names = list_sku_codes(list(recipe))
    sku: Mapping[str, Any] = facts.sku
    if not holder_of(request).may("pricing:read"):
        sku = {**sku, "purchase_price": None}
    return ArticleOut(
        sku=found.code, product=facts.product_id, **{name: facts.product[name] for name in _OF_PRODUCT},
        **{name: sku[name] for name in _OF_SKU},
        parts={names[part]: count for part, count in recipe.items()},
        texts={it: TextOut(name=text[0], description=text[1]) for it, text in sorted(facts.texts.items())},
    )  # fmt: skip


def _held(request: HttpRequest, sku: str) -> ArticleRow:
    """Return an article that is changed, held with its product where its sender says what he has seen. Refuses: SkuUnknown,
    ChangedSince.
    """
    found = get_sku(sku.replace("\0", ""))
    if asks_for_match(request):
        hold_product(found.product_id)
        require_match(request, _read(request, sku))
    return found


@router.put("/products/{path:sku}/texts/{language}", response=ArticleOut)
def change_text(request: HttpRequest, sku: str, language: str, text: TextIn) -> HttpResponse:
    """Say what an article is called in a language."""
    by = require(request, "catalog:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        product, told = _held(request, sku).product_id, text.model_dump()
        keep_text(product_id=product, language=language, **told, at=at, by=by)
        return 200, _read(request, sku).model_dump(mode="json")

    return with_tag(do_once(request, by, work))


@router.put("/products/{path:sku}/parts", response=ArticleOut)
def change_parts(request: HttpRequest, sku: str, kit: PartsIn) -> HttpResponse:
    """Sell an article as its parts from now on: a set, or a pack of several of one."""
    by = require(request, "catalog:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        found = _held(request, sku)
        parts: Counter[int] = Counter()
        for part in kit.parts:  # one that is named twice goes in twice
            parts[get_sku(part.sku).id] += part.quantity
        make_kit(product_id=found.product_id, sku_id=found.id, parts=parts, at=at, by=by)
        return 200, _read(request, sku).model_dump(mode="json")

    return with_tag(do_once(request, by, work))


@router.get("/products/{path:sku}", response=ArticleOut)
def show_product(request: HttpRequest, sku: str) -> HttpResponse:
    """Return what is known of an article."""
    require(request, "catalog:read")
    return tell(request, _read(request, sku))


@router.patch("/products/{path:sku}", response=ArticleOut)
def change_product(request: HttpRequest, sku: str, change: ArticleChange) -> HttpResponse:
    """Change what is named of an article. ``null`` takes a price away."""
    by = require(request, "catalog:write")
    named = change.model_dump(exclude_unset=True)
    told = {**named}
    # Only a price may be none.
    if empty := [name for name, it in told.items() if it is None and name not in ("price", "purchase_price")]:
        raise QueryWrong(field=empty[0], reason="This cannot be null: leave it out, or send an empty text.")
    if "purchase_price" in told:
        require(request, "pricing:read")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        found = _held(request, sku)
        of_product = {name: it for name, it in told.items() if name in _OF_PRODUCT}
        of_sku = {name: it for name, it in told.items() if name in _OF_SKU}
        if of_product:
            keep_product(product_id=found.product_id, facts=cast(ProductFacts, of_product), at=at, by=by)
        if of_sku:
            facts = cast(SkuFacts, of_sku)
            keep_sku(sku_id=found.id, product_id=found.product_id, facts=facts, at=at, by=by)
        return 200, _read(request, sku).model_dump(mode="json")

    return with_tag(do_once(request, by, work))
