"""Questions about SKUs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from kontor.catalog.errors import SkuUnknown, SoldOtherwise
from kontor.catalog.models import Barcode, KitPart, Product, ProductPicture, ProductText, Sku
from kontor.platform.sql.blame import Meanwhile
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.names import hold_name
from kontor.platform.sql.rows import column, read_rows

Recipe = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A SKU with its product."""

    id: int
    code: str
    price: Decimal | None
    weight_g: int
    is_kit: bool
    variant: str
    product_id: int
    name: str = column("product__name")
    tax_class: str = column("product__tax_class")
    active: bool = column("product__active")


def get_articles(sku_ids: Collection[int]) -> dict[int, ArticleRow]:
    """Return SKUs with their products by their ids."""
    return {it.id: it for it in read_rows(ArticleRow, Sku.objects.filter(id__in=sku_ids))}


def list_barcodes(sku_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the barcodes of SKUs, the first one first."""
    found: dict[int, list[str]] = {sku_id: [] for sku_id in sku_ids}
    for sku_id, code in Barcode.objects.filter(sku__in=sku_ids).order_by("id").values_list("sku_id", "code"):
        found[sku_id].append(code)
    return found


def find_alike(code: str) -> str:
    """Return the number of an article that is this one but for capitals; empty where none is. The caller makes one of it: two who
    do so at once wait for each other.
    """
    hold_name(f"sku:{code.upper()}")
    return Sku.objects.filter(code__iexact=code).values_list("code", flat=True).first() or ""


def list_sku_ids(codes: Collection[str]) -> dict[str, int]:
    """Return the SKUs of those of the codes that are known."""
    return dict(Sku.objects.filter(code__in=codes).values_list("code", "id"))


def list_own_prices(sku_ids: Collection[int]) -> dict[int, Decimal]:
    """Return the sales prices of those of the SKUs that have one."""
    rows = Sku.objects.filter(id__in=sku_ids, price__isnull=False).values_list("id", "price")
    return {sku_id: price for sku_id, price in rows if price is not None}


def list_recipes(sku_ids: Iterable[int]) -> dict[int, Recipe]:
    """Return the recipes of those of the SKUs that are kits: kit id → ((part id, quantity), …) by part id."""
    recipes: dict[int, list[tuple[int, int]]] = {}
    rows = KitPart.objects.filter(kit_id__in=list(sku_ids)).order_by("kit_id", "part_id")
    for kit_id, part_id, quantity in rows.values_list("kit_id", "part_id", "quantity"):
        recipes.setdefault(kit_id, []).append((part_id, quantity))
    return {kit_id: tuple(parts) for kit_id, parts in recipes.items()}


def list_purchase_prices(sku_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return the purchase prices of those of the SKUs that have one."""
    rows = Sku.objects.filter(id__in=list(sku_ids), purchase_price__isnull=False).values_list("id", "purchase_price")
    return {sku_id: price for sku_id, price in rows if price is not None}


def list_bins(sku_ids: Iterable[int]) -> dict[int, str]:
    """Return in which bin each SKU lies."""
    return dict(Sku.objects.filter(id__in=list(sku_ids)).values_list("id", "bin"))


def list_kits_taxed(product_id: int, *, tax_class: str) -> list[tuple[str, set[str]]]:
    """Return each kit that a product is or is in: the kit's tax class and its parts', with the product's as it is to be."""
    rows = KitPart.objects.filter(
        kit_id__in=KitPart.objects.filter(Q(kit__product_id=product_id) | Q(part__product_id=product_id)).values(
            "kit_id"
        )
    )
    found: dict[int, tuple[str, set[str]]] = {}
    columns = ("kit_id", "kit__product_id", "kit__product__tax_class", "part__product_id", "part__product__tax_class")
    for kit_id, kit_product, kit_class, part_product, part_class in rows.order_by("kit_id").values_list(*columns):
        kit = tax_class if kit_product == product_id else kit_class
        part = tax_class if part_product == product_id else part_class
        found.setdefault(kit_id, (kit, set()))[1].add(part)
    return list(found.values())


def list_kits_with(part_ids: Iterable[int]) -> set[int]:
    """Return the kits that have one of these parts."""
    return set(KitPart.objects.filter(part_id__in=list(part_ids)).values_list("kit_id", flat=True))


def get_sku(code: str) -> ArticleRow:
    """Return a SKU by its code. Refuses: SkuUnknown."""
    found = read_rows(ArticleRow, Sku.objects.filter(code=code))
    if not found:
        raise SkuUnknown(sku=code)
    return found[0]


def find_sku_by_scan(scanned: str) -> ArticleRow | None:
    """Return the SKU whose barcode or code was scanned; a code in other capitals where nothing else bears it."""
    exact = Sku.objects.filter(Q(barcodes__code=scanned) | Q(code=scanned)).order_by("id")[:1]
    alike = Sku.objects.filter(code__iexact=scanned).order_by("id")[:1]
    return next((row for rows in (exact, alike) for row in read_rows(ArticleRow, rows)), None)


def find_skus(text: str, *, most: int) -> set[int]:
    """Return the SKUs whose code begins so, whose product has that in its name, or whose barcode it is."""
    named = Sku.objects.filter(Q(code__istartswith=text) | Q(product__name__icontains=text)).values_list(
        "id", flat=True
    )
    scanned = Sku.objects.filter(barcodes__code=text).values_list("id", flat=True)
    return {*named[:most], *scanned[:most]}


def list_sku_codes(sku_ids: Sequence[int]) -> dict[int, str]:
    """Return the codes of SKUs by id."""
    return dict(Sku.objects.filter(id__in=sku_ids).values_list("id", "code"))


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known of a SKU and its product, in the form in which the verbs take it."""

    product_id: int
    product: Mapping[str, Any]
    sku: Mapping[str, Any]
    # Its texts by language, (name, description), and how many pictures it has: what hangs on it.
    texts: Mapping[str, Sequence[str]]
    pictures: int

    def plain(self) -> dict[str, Any]:
        """Return it in values that JSON knows."""
        told = {name: str(it) if isinstance(it, Decimal) else it for name, it in self.sku.items()}
        texts = {language: list(text) for language, text in self.texts.items()}
        return {
            "product_id": self.product_id, "product": dict(self.product), "sku": told, "texts": texts,
            "pictures": self.pictures,
        }  # fmt: skip

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> ArticleFacts:
        """Return what was written plainly."""
        sku = {
            name: Decimal(it) if it is not None and name in _AMOUNTS else it for name, it in told["sku"].items()
        }  # fmt: skip
        return cls(told["product_id"], told["product"], sku, told["texts"], told["pictures"])


_AMOUNTS = frozenset({"price", "purchase_price"})
_OF_PRODUCT = ("name", "tax_class", "brand", "origin", "customs_number", "active", "category_id")
_OF_SKU = (
    "code", "variant", "price", "purchase_price", "weight_g", "length_mm", "width_mm", "height_mm", "bin",
)  # fmt: skip


def get_article_facts(sku_id: int) -> ArticleFacts:
    """Return what is known of a SKU and its product. Refuses: SkuUnknown."""
    sku = Sku.objects.select_related("product").filter(id=sku_id).first()
    if sku is None:
        raise SkuUnknown(sku=sku_id)
    barcodes = list(sku.barcodes.order_by("id").values_list("code", flat=True))
    return ArticleFacts(
        sku.product_id, {name: getattr(sku.product, name) for name in _OF_PRODUCT},
        {name: getattr(sku, name) for name in _OF_SKU} | {"barcodes": barcodes},
        {it.language: (it.name, it.description) for it in ProductText.objects.filter(product_id=sku.product_id)},
        ProductPicture.objects.filter(product_id=sku.product_id).count(),
    )  # fmt: skip


def hold_product(product_id: int) -> None:
    """Nobody else changes a product, its variants or their recipes until the transaction ends. Locks: the product, its SKUs."""
    list(Product.objects.select_for_update(no_key=True).filter(id=product_id).values_list("id"))
    skus = Sku.objects.select_for_update(of=("self",), no_key=True).filter(product_id=product_id)
    list(skus.order_by("id").values_list("id"))


def hold_skus(sku_ids: Collection[int]) -> None:
    """Nobody writes about these SKUs who begins with ``stay_skus`` until the transaction ends."""
    list(Sku.objects.select_for_update(of=("self",)).filter(id__in=sku_ids).order_by("id").values_list("id"))


def stay_skus(sku_ids: Collection[int]) -> set[int]:
    """These SKUs are sold as they are now, as pieces or as kits, until the transaction ends. Returns the kits among them.

    Foreign keys are looked at when a transaction ends: they hold nobody back before. Locks: the SKUs, together with everybody
    else who only writes about them; after their balances.
    """
    sql = "SELECT id, is_kit FROM catalog_sku WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
    return {sku_id for sku_id, is_kit in select_rows(sql, [sorted(set(sku_ids))]) if is_kit}


def stay_as_read(kinds: Mapping[int, bool]) -> None:
    """``kinds``: SKU id → whether it was read as a kit. They are so until the transaction ends; where one changed since, an order
    of it would wait for pieces that never come, so the transaction begins again (Meanwhile). Locks: as ``stay_skus``.
    """
    if stay_skus(kinds.keys()) != {sku_id for sku_id, is_kit in kinds.items() if is_kit}:
        raise Meanwhile(SoldOtherwise())


def check_sold_as_read(kinds: Mapping[int, bool]) -> None:
    """As ``stay_as_read`` for lines that stand there already: what they were ordered as they stay.
    Refuses: SoldOtherwise. Locks: as ``stay_skus``.
    """
    kits = stay_skus(kinds.keys())
    if changed := [sku_id for sku_id, is_kit in kinds.items() if is_kit != (sku_id in kits)]:
        raise SoldOtherwise(sku=next(iter(list_sku_codes(changed[:1]).values()), ""))
