"""What the buttons of an article's page do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.master_data.article import general_of, law_of, parts_of, sku_of, text_of
from kontor.backoffice.master_data.article_asks import GENERAL, LAW, NEW, PARTS, TEXT, list_option_asks, list_sku_asks
from kontor.backoffice.parts.forms import read_changes, read_form
from kontor.backoffice.stale import hold_row
from kontor.backoffice.typed import TypedWrong, read_id, read_text
from kontor.catalog.public import (
    MOST_PICTURES,
    NewEconomicOperator,
    ProductFacts,
    SkuFacts,
    add_picture,
    drop_picture,
    drop_sku,
    keep_category,
    keep_economic_operator,
    keep_product,
    keep_sku,
    keep_text,
    make_variants,
    order_pictures,
)
from kontor.catalog.tables import KitPart, Product, ProductText, Sku
from kontor.flows.warehouse.kits import make_kit
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.platform.keep.pictures import store_photo

Work = Callable[[datetime, Actor], object]
# Who answers for an article by law.
_ROLES = ("manufacturer", "responsible")


@needs("catalog:write")
@require_POST
def enter_article(request: HttpRequest) -> HttpResponse:
    """Enter a new article and open its page."""
    try:
        told, at, by = read_form(NEW, request.POST), read_clock(), actor_of(request)
        with transaction.atomic():
            facts = ProductFacts(name=told["name"], tax_class=told["tax_class"], brand=told["brand"])
            facts["category_id"] = _category(told["category"], at, by)
            product_id = keep_product(product_id=None, facts=facts, at=at, by=by)
            sku = SkuFacts(code=told["code"], price=told["price"], weight_g=told["weight_g"], barcodes=told["barcodes"])
            keep_sku(sku_id=None, product_id=product_id, facts=sku, at=at, by=by)
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:article_new")
    messages.success(request, _("The article is entered."))
    return redirect("admin:article", product_id=product_id)


@needs("catalog:write")
@require_POST
def press_article(request: HttpRequest, product_id: int, verb: str) -> HttpResponse:
    """Do what a button says, and show the article again."""
    product = get_object_or_404(Product, id=product_id)
    works: dict[str, Callable[[HttpRequest, Product], Work]] = {
        "general": _keep_general, "law": _keep_law, "text": _keep_text, "sku": _keep_sku,
        "drop-sku": _drop_sku, "variants": _make_variants, "picture": _add_picture, "pictures": _order_pictures,
        "kit": _define_kit,
    }  # fmt: skip
    if verb not in works:
        raise Http404
    return act(request, works[verb](request, product), done=_("Saved."), back="admin:article", product_id=product.pk)


def _category(path: str, at: datetime, by: Actor) -> int | None:
    return keep_category(path=path.split(">"), at=at, by=by)


def _keep_general(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        told = read_changes(GENERAL, request.POST, general_of(hold_row(Product, product.pk)))
        if "category" in told:
            told["category_id"] = _category(told.pop("category"), at, by)
        keep_product(product_id=product.pk, facts=cast(ProductFacts, told), at=at, by=by)

    return work


def _keep_law(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        known = law_of(hold_row(Product, product.pk))
        told = read_changes(LAW, request.POST, known)
        facts = {name: value for name, value in told.items() if not name.startswith(_ROLES)}
        for role in _ROLES:
            if any(name.startswith(role) for name in told):
                facts[f"{role}_id"] = _operator(known | told, role, at, by)
        keep_product(product_id=product.pk, facts=cast(ProductFacts, facts), at=at, by=by)

    return work


def _operator(told: dict[str, Any], role: str, at: datetime, by: Actor) -> int | None:
    """Return who answers for it; None where nothing of him was typed."""
    fields = {name: told.get(f"{role}_{name}", "") for name in NewEconomicOperator.__slots__}
    return (
        keep_economic_operator(operator=NewEconomicOperator(**fields), at=at, by=by) if any(fields.values()) else None
    )


def _keep_text(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        language = request.POST.get("language", "")
        hold_row(Product, product.pk)
        known = text_of(ProductText.objects.filter(product=product, language=language).first())
        told = {"name": "", "description": ""} | known | read_changes(TEXT, request.POST, known)
        keep_text(product_id=product.pk, language=language, at=at, by=by, **told)

    return work


def _keep_sku(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        axes = hold_row(Product, product.pk).axes
        asks = [*list_option_asks(axes), *list_sku_asks(costs=may(request, "pricing:read"))]
        key = read_id(request.POST.get("sku")) or None
        known = {} if key is None else sku_of(hold_row(Sku, key), axes)
        told = read_form(asks, request.POST) if key is None else read_changes(asks, request.POST, known)
        options = {axis: str((known | told).get(f"option-{place}", "")) for place, axis in enumerate(axes)}
        facts = {name: value for name, value in told.items() if not name.startswith("option-")}
        if len(facts) < len(told) and any(options.values()):
            facts["options"] = options
        keep_sku(sku_id=key, product_id=product.pk, facts=cast(SkuFacts, facts), at=at, by=by)

    return work


def _drop_sku(request: HttpRequest, product: Product) -> Work:
    sku = get_object_or_404(Sku, id=read_id(request.POST.get("sku")), product=product)
    return lambda at, by: drop_sku(sku_id=sku.pk, at=at, by=by)


# A comma between two digits is one of a number: 0,3 l.
_NO_DECIMAL = re.compile(r",(?!\d)|(?<!\d),")
# Two whole numbers of as many digits are two sizes: 36,37.
_SIZES = re.compile(r"\s*(\d{2,})(,\d{2,})+\s*")


def split_values(told: str) -> list[str]:
    """Return the values of an option as they were typed: parted by semicolons, else by commas, but for those of numbers."""
    if ";" in told:
        return told.split(";")
    parts = _NO_DECIMAL.split(told)
    # Sizes stand among sizes: beside a number with places 10,50 is one, too.
    sizes = all("," not in part or _is_list(part) for part in parts)
    return [value for part in parts for value in (part.split(",") if sizes else [part])]


def _is_list(part: str) -> bool:
    """Whether commas between digits part several values instead of the places of one."""
    several = part.count(",") > 1
    return several or (bool(_SIZES.fullmatch(part)) and len({len(it.strip()) for it in part.split(",")}) == 1)


def _make_variants(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        values: dict[str, list[str]] = {}
        for place in range(3):
            axis = read_text(request.POST, f"axis-{place}", limit=40)
            told = read_text(request.POST, f"values-{place}", limit=2_000)
            if axis:
                values[axis] = [part.strip()[:60] for part in split_values(told) if part.strip()]
        if not any(values.values()):
            raise TypedWrong(_("Name at least one option and its values."), "axis-0")
        first = Sku.objects.filter(product=product).order_by("id").first()
        code = read_text(request.POST, "code", limit=50) or (first.code if first else "")
        if not code:
            raise TypedWrong(_("Fill this in."), "code")
        make_variants(
            product_id=product.pk, values=values, code=code, price=first.price if first else None, at=at, by=by
        )

    return work


def _add_picture(request: HttpRequest, product: Product) -> Work:
    def work(at: datetime, by: Actor) -> None:
        files = request.FILES.getlist("picture")[:MOST_PICTURES]
        if not files:
            raise TypedWrong(_("Choose a file."), "picture")
        for file in files:
            stored = store_photo(file.read(), name=file.name or "", at=at)
            add_picture(product_id=product.pk, file_id=stored.pk, at=at, by=by)

    return work


def _order_pictures(request: HttpRequest, product: Product) -> Work:
    """Put a picture first, or take it out."""
    first, gone = read_id(request.POST.get("first")), read_id(request.POST.get("gone"))
    if gone:
        return lambda at, by: drop_picture(product_id=product.pk, picture_id=gone, at=at, by=by)
    return lambda at, by: order_pictures(product_id=product.pk, picture_ids=[first], at=at, by=by)


def _define_kit(request: HttpRequest, product: Product) -> Work:
    """Write the recipe of a kit, or of a pack of several: a line for each part, number = pieces."""
    sku = get_object_or_404(Sku, id=read_id(request.POST.get("sku")), product=product)

    def work(at: datetime, by: Actor) -> None:
        hold_row(Sku, sku.pk)
        known = parts_of(list(KitPart.objects.filter(kit=sku).select_related("part").order_by("part_id")))
        changes = read_changes(PARTS, request.POST, known)
        if "parts" not in changes:
            return
        told = changes["parts"]
        ids = dict(Sku.objects.filter(code__in=told).values_list("code", "id"))
        if unknown := sorted(set(told) - set(ids)):
            raise TypedWrong(_("There is no article %(code)s.") % {"code": unknown[0]}, "parts")
        if not all(it.isascii() and it.isdecimal() and 0 < int(it) < 10_000 for it in told.values()):
            raise TypedWrong(_("Write a line for each: number = pieces."), "parts")
        parts = {ids[code]: int(count) for code, count in told.items()}
        make_kit(product_id=product.pk, sku_id=sku.pk, parts=parts, at=at, by=by)

    return work
