"""The grids of articles and customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, DIM, Badge, Badges, Figure, Moment, Money, Text
from kontor.backoffice.parts.conditions import Kind, Op
from kontor.backoffice.parts.describing import choice_field, moment_field, named, number_field, text_field, yes_no_field
from kontor.backoffice.parts.grid import Column, Facts, Grid, Sort, View
from kontor.backoffice.parts.questions import on_column, on_rows, on_yes
from kontor.backoffice.shown import country_text, label_of
from kontor.catalog.public import TaxClass, find_skus
from kontor.catalog.tables import Barcode, Sku
from kontor.customers.public import CustomerKind, find_customers
from kontor.customers.tables import Customer, CustomerAddress, CustomerGroup
from kontor.inventory.public import list_availability
from kontor.inventory.tables import Balance
from kontor.orders.tables import Order

MOST_FOUND = 500


def _stock_of(skus: Sequence[Sku]) -> Mapping[int, Mapping[str, int]]:
    rows = Balance.objects.filter(sku__in=[it.pk for it in skus]).values("sku_id")
    sums: Any = rows.annotate(here=Sum("on_hand"), promised=Sum("reserved"))
    return {it["sku_id"]: it for it in sums}


def _available_of(skus: Sequence[Sku]) -> Mapping[int, int]:
    return {key: it.sellable for key, it in list_availability([sku.pk for sku in skus]).items()}


def _available(sku: Sku, facts: Facts) -> Figure:
    left = facts.of("available", sku)
    return Figure(left, tone=BAD if left == 0 else "")


def _barcodes_of(skus: Sequence[Sku]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for sku_id, code in (
        Barcode.objects.filter(sku__in=[it.pk for it in skus]).order_by("id").values_list("sku_id", "code")
    ):
        found.setdefault(sku_id, []).append(code)
    return found


def _free_balances() -> QuerySet[Balance]:
    return Balance.objects.filter(on_hand__gt=F("reserved") + F("safety_stock"), location__active=True)


def _pieces(name: str) -> Any:
    def cell(sku: Sku, facts: Facts) -> Figure:
        return Figure(facts.of("stock", sku, {}).get(name))

    return cell


def _article_page(sku: Sku) -> str:
    return reverse("admin:article", args=[sku.product_id])


def _euro(amount: Any) -> Money:
    return Money(amount, "EUR")


ARTICLES = Grid(
    name="articles", title=_("SKUs"), right="catalog:read",
    rows=lambda: Sku.objects.select_related("product"),
    columns=(
        Column("code", _("SKU"), lambda it, facts: Text(it.code, link=_article_page(it)), sort="code"),
        Column("name", _("Article"), lambda it, facts: Text(it.product.name, it.variant)),
        Column("barcode", _("Barcode"), lambda it, facts: Text(", ".join(facts.of("barcodes", it, [])[:2])), ("barcodes",)),
        Column("price", _("Price"), lambda it, facts: _euro(it.price), numeric=True, sort="price"),
        Column("cost", _("Purchase price"), lambda it, facts: _euro(it.purchase_price), numeric=True, right="pricing:read"),
        Column("on_hand", _("On hand"), _pieces("here"), ("stock",), numeric=True, right="inventory:read"),
        Column("reserved", _("Reserved"), _pieces("promised"), ("stock",), numeric=True, right="inventory:read"),
        Column("free", _("Available"), _available, ("available",), numeric=True, right="inventory:read"),
        Column("bin", _("Bin"), lambda it, facts: Text(it.bin)),
        Column("weight", _("Weight"), lambda it, facts: Figure(it.weight_g or None, "g"), numeric=True, shown=False),
        Column("tax", _("Tax class"), lambda it, facts: Text(label_of(it.product, "tax_class")), shown=False),
        Column("kind", _("Kind"), lambda it, facts: Badges([Badge(_("Kit"))] if it.is_kit else []), shown=False),
        Column("active", _("Active"), lambda it, facts: Badges([] if it.product.active else [Badge(_("off"), DIM)]), shown=False),
        Column("book", _("Stock"), lambda it, facts: Text(_("Book"), link=reverse("admin:stock", args=[it.pk])), door=True),
    ),
    fields=(
        text_field("code", _("SKU")),
        text_field("name", _("Article"), on_column("product__name", Kind.TEXT)),
        text_field("barcode", _("Barcode"), on_rows(lambda: Barcode.objects.all(), "sku", on_column("code", Kind.TEXT)),
                   ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        number_field("price", _("Price")),
        number_field("cost", _("Purchase price"), on_column("purchase_price", Kind.NUMBER), right="pricing:read"),
        text_field("bin", _("Bin"), ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        number_field("weight", _("Weight (g)"), on_column("weight_g", Kind.NUMBER), whole=True),
        choice_field("tax", _("Tax class"), lambda: TaxClass.choices, on_column("product__tax_class", Kind.CHOICE)),
        yes_no_field("kit", _("Kit"), on_yes(lambda: Q(is_kit=True))),
        yes_no_field("active", _("Active"), on_yes(lambda: Q(product__active=True))),
        yes_no_field("priced", _("Has a price"), on_yes(lambda: Q(price__isnull=False))),
        yes_no_field("in_stock", _("In stock"),
                     on_rows(_free_balances, "sku")),
    ),
    views=(
        View("all", _("All"), ""),
        View("sold_out", _("Nothing in stock"), "in_stock.is=no&kit.is=no&active.is=yes", "bad"),
        View("unpriced", _("Without a price"), "priced.is=no&active.is=yes", "warn"),
        View("kits", _("Kits"), "kit.is=yes"),
    ),
    link=lambda it: reverse("admin:article", args=[it.product_id]),
    loaders={"stock": _stock_of, "available": _available_of, "barcodes": _barcodes_of},
    sorts={"id": Sort(), "code": Sort("code"), "price": Sort("price", nulls=True)}, first_sort="code",
    search=lambda term: find_skus(term, most=MOST_FOUND), search_help=_("SKU, barcode or name"), name_column="code",
    empty=_("No articles yet. Enter the first one."),
    empty_link=lambda: reverse("admin:article_new"),
    add_link=lambda: reverse("admin:article_new"), add_label=_("New article"), add_right="catalog:write",
)  # fmt: skip


def _orders_of(customers: Sequence[Customer]) -> Mapping[int, Mapping[str, Any]]:
    rows: Any = Order.objects.filter(customer__in=[it.pk for it in customers]).order_by()
    found = rows.values("customer_id").annotate(orders=Count("id"), last=Max("placed_at"))
    return {it["customer_id"]: it for it in found}


def _places_of(customers: Sequence[Customer]) -> Mapping[int, CustomerAddress]:
    rows = CustomerAddress.objects.filter(customer__in=[it.pk for it in customers]).order_by("id")
    return {it.customer_id: it for it in rows}


def _place(customer: Customer, facts: Facts) -> Text:
    address = facts.of("places", customer)
    return Text(f"{address.postal_code} {address.city}", country_text(address.country)) if address else Text("")


def _customers() -> QuerySet[Customer]:
    return Customer.objects.filter(merged_into=None).select_related("group")


CUSTOMERS = Grid(
    name="customers", title=_("Customers"), right="customers:read", rows=_customers,
    columns=(
        Column("name", _("Name"), lambda it, facts: Text(
            it.company or it.name, it.name if it.company else "", reverse("admin:customer", args=[it.pk]))),
        Column("email", _("E-mail"), lambda it, facts: Text(it.email)),
        Column("phone", _("Phone"), lambda it, facts: Text(it.phone)),
        Column("place", _("Place"), _place, ("places",)),
        Column("kind", _("Kind"), lambda it, facts: Badges([Badge(label_of(it, "kind"), DIM)])),
        Column("group", _("Customer group"), lambda it, facts: Text(it.group.name if it.group else "")),
        Column("orders", _("Orders"), lambda it, facts: Figure(facts.of("orders", it, {}).get("orders", 0)), ("orders",),
               numeric=True, right="orders:read"),
        Column("last", _("Last order"), lambda it, facts: Moment(facts.of("orders", it, {}).get("last")), ("orders",),
               right="orders:read"),
        Column("vat_id", _("VAT id"), lambda it, facts: Text(it.vat_id), shown=False),
        Column("created_at", _("Created"), lambda it, facts: Moment(it.created_at)),
    ),
    fields=(
        text_field("name", _("Name")),
        text_field("company", _("Company"), ops=(Op.IS, Op.STARTS, Op.CONTAINS, Op.EXISTS, Op.MISSING)),
        text_field("email", _("E-mail"), ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        text_field("phone", _("Phone"), ops=(Op.STARTS, Op.EXISTS, Op.MISSING)),
        text_field("vat_id", _("VAT id"), ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        choice_field("kind", _("Kind"), lambda: CustomerKind.choices),
        choice_field("group", _("Customer group"), lambda: named(CustomerGroup), on_column("group_id", Kind.CHOICE), none=True),
        text_field("postal_code", _("Postal code"),
                   on_rows(lambda: CustomerAddress.objects.all(), "customer", on_column("postal_code", Kind.TEXT)),
                   ops=(Op.IS, Op.STARTS)),
        moment_field("created_at", _("Created")),
    ),
    views=(
        View("all", _("All"), ""), View("companies", _("Companies"), "kind.is=company"),
        View("dealers", _("In a group"), "group.exists="), View("new", _("New this week"), "created_at.last_days=7"),
    ),
    link=lambda it: reverse("admin:customer", args=[it.pk]),
    loaders={"orders": _orders_of, "places": _places_of},
    search=lambda term: set(find_customers(term, most=MOST_FOUND)),
    search_help=_("Name, company, e-mail, phone or postal code"), name_column="name",
    empty=_("No customers yet. They come with their orders, or enter one."),
    empty_link=lambda: reverse("admin:customer_new"),
    add_link=lambda: reverse("admin:customer_new"), add_label=_("New customer"), add_right="customers:write",
)  # fmt: skip
