"""Rows of a table become articles, stock, prices and customers by the verbs that a person's hand calls; and are taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from kontor.catalog.public import (
    ArticleFacts,
    ProductFacts,
    SkuFacts,
    drop_sku,
    get_article_facts,
    keep_category,
    keep_product,
    keep_sku,
    keep_text,
    list_sku_ids,
)
from kontor.customers.public import (
    CustomerFacts,
    drop_customer,
    find_customer_facts,
    forget_addresses,
    has_contacts,
    keep_customer,
    key_by_hand,
    key_by_number,
    list_customers_keyed,
    list_places,
    remember_addresses,
)
from kontor.flows.errors import CellWrong, ChangedSince, RowIncomplete, RowTwice
from kontor.flows.imports.tables.fields import TableKind
from kontor.flows.imports.tables.kinds import KINDS
from kontor.inventory.public import adjust_stock, check_adjusted_last, correct_stock, lock_stock
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.clock import local_day
from kontor.legal_entities.public import list_legal_entities
from kontor.locations.public import LocationRow, get_locations
from kontor.pricing.public import ListedPrice, keep_price

Kept = Mapping[str, Any]
# By this a row says that another one of its file tells of the same.
TWICE = "(twice)"
_CUSTOMER = ("name", "company", "email", "phone", "vat_id", "group", "language")
_PRODUCT = ("name", "tax_class", "brand", "origin", "customs_number", "active")
# In which language the texts of tables are.
LANGUAGE = "de"
_SKU = ("variant", "price", "purchase_price", "weight_g", "length_mm", "width_mm", "height_mm", "bin", "barcodes")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row to be taken in: its place, its cells by field, and what holds for the whole table."""

    number: int
    told: Mapping[str, str]
    facts: Mapping[str, Any]

    @property
    def cause(self) -> str:
        """Return under what its stock moves are booked, once."""
        return f"import:{self.facts.get('import', 0)}:{self.number}"


def read_row(kind: TableKind, row: TableRow) -> dict[str, Any]:
    """Return the values of a row by field; an empty cell says nothing. Refuses: CellWrong, RowIncomplete."""
    decimal = str(row.facts.get("decimal", ","))
    values = {
        name: kind.by_name[name].reader(cell, name, decimal)
        for name, cell in row.told.items()
        if name in kind.by_name and cell
    }
    for it in kind.fields:
        if it.needed and it.name not in values:
            raise RowIncomplete(field=it.name)
    return values


def check_once(field: str, *, twice: bool) -> None:
    """Refuse a row of which an earlier one of the file tells, too: nobody knows which of them counts. Refuses: RowTwice."""
    if twice:
        raise RowTwice(field=field)


def take_row(*, kind: str, row: TableRow, at: datetime, by: Actor) -> Kept | bool:
    """Take a row in. Returns what was before, False where nothing had to be changed. Refuses: what its verbs refuse."""
    check_once(KINDS[kind].once[0], twice=bool(row.told.get(TWICE)))
    return _TAKE[kind](read_row(KINDS[kind], row), row, at, by)


def take_row_back(*, kind: str, kept: Kept, at: datetime, by: Actor) -> None:
    """Take back what a row did, unless somebody changed it since. Refuses: ChangedSince, what the verbs refuse."""
    _BACK[kind](kept, at, by)


def _take_product(values: dict[str, Any], row: TableRow, at: datetime, by: Actor) -> Kept | bool:
    code = values["code"]
    if "weight_kg" in values:
        values["weight_g"] = values.pop("weight_kg")
    sku_id = list_sku_ids([code]).get(code)
    product = cast(ProductFacts, {name: values[name] for name in _PRODUCT if name in values})
    if "category" in values:
        product["category_id"] = keep_category(path=values["category"].replace("/", ">").split(">"), at=at, by=by)
    if "variant_2" in values:
        values["variant"] = " / ".join(filter(None, (values.get("variant", ""), values["variant_2"])))[:120]
    sku = cast(SkuFacts, {name: values[name] for name in _SKU if name in values})
    known = None if sku_id is None else get_article_facts(sku_id)
    product_id = known.product_id if known else _product_of(values)
    if product_id is None and "name" not in values:
        raise RowIncomplete(field="name")
    # A variant of an article that is there says nothing of that one.
    if known is None and product_id is not None:
        product = ProductFacts()
    product_id = keep_product(product_id=product_id, facts=product, at=at, by=by)
    new = SkuFacts(code=code, **sku) if known is None else sku
    key = keep_sku(sku_id=sku_id, product_id=product_id, facts=new, at=at, by=by)
    if "description" in values:
        now = get_article_facts(key)
        # What it is called there stays as somebody wrote it.
        name = now.texts.get(LANGUAGE, (now.product["name"],))[0]
        keep_text(product_id=product_id, language=LANGUAGE, name=name, description=values["description"], at=at, by=by)
    after = get_article_facts(key)
    if known is not None and known == after:
        return False
    return {"sku_id": key, "before": known.plain() if known else None, "after": after.plain()}


def _product_of(values: Mapping[str, Any]) -> int | None:
    """Return the product of which a row is a variant: that of the article it names."""
    parent = values.get("parent", "")
    found = list_sku_ids([parent]).get(parent) if parent and parent != values["code"] else None
    return get_article_facts(found).product_id if found is not None else None


def _product_back(kept: Kept, at: datetime, by: Actor) -> None:
    now = get_article_facts(kept["sku_id"])
    if now.plain() != kept["after"]:
        raise ChangedSince
    if kept["before"] is None:
        drop_sku(sku_id=kept["sku_id"], at=at, by=by)
        return
    before = ArticleFacts.from_plain(kept["before"])
    keep_product(product_id=before.product_id, facts=cast(ProductFacts, before.product), at=at, by=by)
    keep_sku(sku_id=kept["sku_id"], product_id=before.product_id, facts=cast(SkuFacts, before.sku), at=at, by=by)
    name, description = before.texts.get(LANGUAGE, ("", ""))
    keep_text(product_id=before.product_id, language=LANGUAGE, name=name, description=description, at=at, by=by)


def _take_stock(values: dict[str, Any], row: TableRow, at: datetime, by: Actor) -> Kept | bool:
    sku_id = _sku_of(values)
    place = _place_of(values.get("location") or str(row.facts.get("location", "")))
    difference = adjust_stock(
        sku_id=sku_id, location_id=place.id, counted=values["quantity"], cause=row.cause, of_paper=False, at=at, by=by
    )
    return (
        {"sku_id": sku_id, "location_id": place.id, "pieces": difference, "cause": row.cause} if difference else False
    )


def _place_of(told: str) -> LocationRow:
    places = list(get_locations().values())
    # Where nothing says which one, and there is only one.
    if not told and len(places) == 1:
        return places[0]
    for place in places:
        if told and told.casefold() in (place.code.casefold(), place.name.casefold()):
            return place
    raise CellWrong("There is no location with this code or name.", field="location", told=told[:60])


def _stock_back(kept: Kept, at: datetime, by: Actor) -> None:
    lock_stock([kept["sku_id"]])
    check_adjusted_last(sku_id=kept["sku_id"], location_id=kept["location_id"], cause=kept["cause"])
    correct_stock(
        sku_id=kept["sku_id"], location_id=kept["location_id"], pieces=-kept["pieces"], cause=f"undo:{kept['cause']}",
        at=at, by=by,
    )  # fmt: skip


def _sku_of(values: Mapping[str, Any]) -> int:
    found = list_sku_ids([values["code"]]).get(values["code"])
    if found is None:
        raise CellWrong("There is no article with this number.", field="code", told=values["code"])
    return found


def _take_price(values: dict[str, Any], row: TableRow, at: datetime, by: Actor) -> Kept | bool:
    sku_id, told = _sku_of(values), values.get("price_list") or str(row.facts.get("price_list", ""))
    article = get_article_facts(sku_id)
    if not told:
        before = article.sku["price"]
        keep_sku(sku_id=sku_id, product_id=article.product_id, facts={"price": values["amount"]}, at=at, by=by)
        return _changed(before, values["amount"], {"sku_id": sku_id, "list": ""})
    day = values.get("valid_from") or local_day(at, _timezone())
    place = ListedPrice(told, sku_id, values.get("from_quantity") or 1, day)
    before = keep_price(price=place, amount=values["amount"], at=at, by=by)
    kept = {"sku_id": sku_id, "list": told, "from_quantity": place.from_quantity, "valid_from": day.isoformat()}
    return _changed(before, values["amount"], kept)


def _timezone() -> str:
    """Return where the merchant's days begin: at his first company's."""
    return next((it.timezone for it in list_legal_entities().values()), "Europe/Berlin")


def _changed(before: Decimal | None, after: Decimal, kept: dict[str, Any]) -> Kept | bool:
    return False if before == after else {**kept, "before": _amount_text(before), "after": _amount_text(after)}


def _amount_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"


def _price_back(kept: Kept, at: datetime, by: Actor) -> None:
    before = None if kept["before"] is None else Decimal(kept["before"])
    if not kept["list"]:
        article = get_article_facts(kept["sku_id"])
        if _amount_text(article.sku["price"]) != kept["after"]:
            raise ChangedSince
        keep_sku(sku_id=kept["sku_id"], product_id=article.product_id, facts={"price": before}, at=at, by=by)
        return
    place = ListedPrice(kept["list"], kept["sku_id"], kept["from_quantity"], date.fromisoformat(kept["valid_from"]))
    if _amount_text(keep_price(price=place, amount=before, at=at, by=by)) != kept["after"]:
        raise ChangedSince


def _take_customer(values: dict[str, Any], row: TableRow, at: datetime, by: Actor) -> Kept | bool:
    facts = {name: values[name] for name in _CUSTOMER if name in values}
    if "name" not in facts and ("first_name" in values or "last_name" in values):
        facts["name"] = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    if not (values.get("email") or values.get("number")):
        raise RowIncomplete(field="email")
    key = key_by_hand(values["email"]) if values.get("email") else key_by_number(values["number"])
    known = list_customers_keyed([key]).get(key)
    customer_id, before = keep_customer(customer_id=known, facts=cast(CustomerFacts, facts), key=key, at=at, by=by)
    street = f"{values.get('street', '')} {values.get('house_number', '')}".strip()
    who = find_customer_facts(customer_id, _CUSTOMER)
    address = Address(
        name=who["name"], company=who["company"], street=street,
        postal_code=values.get("postal_code", ""), city=values.get("city", ""), country=values.get("country") or "DE",
    )  # fmt: skip
    known_places = list_places(customer_id)
    remember_addresses(addresses={customer_id: address})
    new_places = sorted(list_places(customer_id) - known_places)
    if known is not None and before == facts and not new_places:
        return False
    return {
        "customer_id": customer_id, "before": before if known is not None else None, "after": who, "places": new_places,
    }  # fmt: skip


def _customer_back(kept: Kept, at: datetime, by: Actor) -> None:
    if find_customer_facts(kept["customer_id"], _CUSTOMER) != kept["after"] or has_contacts(kept["customer_id"]):
        raise ChangedSince
    if kept["before"] is None:
        drop_customer(customer_id=kept["customer_id"], at=at, by=by)
        return
    keep_customer(customer_id=kept["customer_id"], facts=cast(CustomerFacts, dict(kept["before"])), at=at, by=by)
    forget_addresses(customer_id=kept["customer_id"], fingerprints=kept["places"], at=at, by=by)


_TAKE: Mapping[str, Callable[[dict[str, Any], TableRow, datetime, Actor], Kept | bool]] = {
    "products": _take_product, "stock": _take_stock, "prices": _take_price, "customers": _take_customer,
}  # fmt: skip
_BACK: Mapping[str, Callable[[Kept, datetime, Actor], None]] = {
    "products": _product_back, "stock": _stock_back, "prices": _price_back, "customers": _customer_back,
}  # fmt: skip
