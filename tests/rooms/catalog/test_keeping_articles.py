"""An article is one thing with variants; what is wrong of it is said at its field, and what changed stands in the trail."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from kontor.catalog.public import (
    ArticleUsed,
    ArticleWrong,
    CodeTaken,
    KitTaxedTooLow,
    NewEconomicOperator,
    ProductUnknown,
    VariantTaken,
    add_picture,
    base_price,
    drop_sku,
    keep_category,
    keep_economic_operator,
    keep_product,
    keep_sku,
    keep_text,
    make_variants,
    order_pictures,
)
from kontor.catalog.tables import Category, EconomicOperator, Product, ProductPicture, ProductText, Sku
from kontor.flows.errors import StillInStock
from kontor.flows.warehouse.kits import make_kit
from kontor.platform.models import AuditEntry, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(shop):
    """A chair in the catalogue."""
    with transaction.atomic():
        product_id = keep_product(product_id=None, facts={"name": "Stuhl"}, at=shop.at, by=shop.by)
        facts = {"code": "STUHL", "price": Decimal("49.90"), "barcodes": ["4012345678901"]}
        keep_sku(sku_id=None, product_id=product_id, facts=facts, at=shop.at, by=shop.by)
    return product_id


def chair() -> Sku:
    return Sku.objects.get(code="STUHL")


class TestKeepProduct:
    def test_changes_what_is_named_and_writes_down_what_was_before(self, shop, shelf):
        with transaction.atomic():
            keep_product(
                product_id=shelf, facts={"brand": "Holz & Co", "customs_number": "9401 61 00", "origin": "Polen"},
                at=shop.at, by=shop.by,
            )  # fmt: skip

        kept = Product.objects.get(id=shelf)
        assert (kept.name, kept.brand, kept.customs_number, kept.origin) == ("Stuhl", "Holz & Co", "94016100", "PL")
        entry = AuditEntry.objects.filter(subject="product", verb="keep_product").latest("id")
        assert (entry.before["brand"], entry.after["brand"]) == ("", "Holz & Co")

    def test_that_changes_nothing_writes_nothing(self, shop, shelf):
        before = AuditEntry.objects.count()

        with transaction.atomic():
            keep_product(product_id=shelf, facts={"name": "Stuhl"}, at=shop.at, by=shop.by)

        assert AuditEntry.objects.count() == before

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"name": ""}, "name"), ({"customs_number": "12345"}, "customs_number"), ({"origin": "Nirgendwo"}, "origin"),
            ({"energy_class": "A+++"}, "energy_class"), ({"axes": ["a", "b", "c", "d"]}, "axes"),
            ({"axes": ["Farbe", "Farbe"]}, "axes"), ({"tax_class": "half"}, "tax_class"),
        ],
    )  # fmt: skip
    def test_says_at_which_field_it_is_wrong(self, shop, shelf, facts, field):
        with pytest.raises(ArticleWrong) as refused, transaction.atomic():
            keep_product(product_id=shelf, facts=facts, at=shop.at, by=shop.by)

        assert refused.value.facts["field"] == field

    def test_of_a_part_never_leaves_a_kit_taxed_otherwise(self, shop):
        codes = ("LAMP", "BOOK", "GIFT")
        Product.objects.filter(skus__code__in=codes).update(tax_class="reduced")
        lamp = Sku.objects.get(code="LAMP")

        with pytest.raises(KitTaxedTooLow), transaction.atomic():
            keep_product(product_id=lamp.product_id, facts={"tax_class": "standard"}, at=shop.at, by=shop.by)

        assert Product.objects.get(id=lamp.product_id).tax_class == "reduced"

    def test_of_nothing_is_refused(self, shop):
        with pytest.raises(ProductUnknown), transaction.atomic():
            keep_product(product_id=987_654, facts={"name": "x"}, at=shop.at, by=shop.by)


class TestKeepSku:
    def test_takes_no_number_or_barcode_of_another(self, shop, shelf):
        for facts in ({"code": "LAMP"}, {"barcodes": ["4006381333931"]}):
            with pytest.raises(CodeTaken), transaction.atomic():
                keep_sku(sku_id=chair().id, product_id=shelf, facts=facts, at=shop.at, by=shop.by)

        assert (chair().code, [it.code for it in chair().barcodes.all()]) == ("STUHL", ["4012345678901"])

    @pytest.mark.parametrize("code", ["lamp", "Lamp", "lAmP"])
    def test_takes_no_new_number_that_differs_in_capitals_alone(self, shop, shelf, code):
        """Whoever types one of the two would sell the other."""
        with pytest.raises(CodeTaken), transaction.atomic():
            keep_sku(sku_id=None, product_id=shelf, facts={"code": code}, at=shop.at, by=shop.by)
        with pytest.raises(CodeTaken), transaction.atomic():
            keep_sku(sku_id=chair().id, product_id=shelf, facts={"code": code}, at=shop.at, by=shop.by)

    def test_takes_barcodes_as_they_are_now(self, shop, shelf):
        with transaction.atomic():
            keep_sku(sku_id=chair().id, product_id=shelf, facts={"barcodes": ["111", "222"]}, at=shop.at, by=shop.by)

        assert sorted(it.code for it in chair().barcodes.all()) == ["111", "222"]

    @pytest.mark.parametrize(
        "facts",
        [
            {"code": ""},
            {"code": "A\u200bB"},
            {"content_amount": Decimal(5)},
            {"content_unit": "kg"},
            {"price": Decimal(-1)},
        ],
    )
    def test_refuses_what_is_no_article(self, shop, shelf, facts):
        with pytest.raises(ArticleWrong), transaction.atomic():
            keep_sku(sku_id=chair().id, product_id=shelf, facts=facts, at=shop.at, by=shop.by)


class TestMakeVariants:
    COLOURS = {"Farbe": ["rot", "blau"], "Höhe": ["45", "48"]}

    def test_makes_every_combination_and_keeps_the_article_that_was_there(self, shop, shelf):
        number = chair().id

        with transaction.atomic():
            new = make_variants(
                product_id=shelf, values=self.COLOURS, code="STUHL", price=Decimal(50), at=shop.at, by=shop.by
            )

        found = {it.code: it.options for it in Sku.objects.filter(product_id=shelf)}
        assert new == 4
        assert found["STUHL"] == {"Farbe": "rot", "Höhe": "45"}
        assert chair().id == number
        assert sorted(found) == ["STUHL", "STUHL-1", "STUHL-2", "STUHL-3"]
        assert Sku.objects.get(code="STUHL-3").variant == "blau / 48"

    def test_again_with_a_value_more_adds_only_what_is_missing(self, shop, shelf):
        with transaction.atomic():
            make_variants(product_id=shelf, values=self.COLOURS, code="STUHL", price=None, at=shop.at, by=shop.by)
            again = make_variants(
                product_id=shelf, values=self.COLOURS, code="STUHL", price=None, at=shop.at, by=shop.by
            )
            more = make_variants(
                product_id=shelf, values=self.COLOURS | {"Farbe": ["rot", "blau", "grün"]}, code="STUHL", price=None,
                at=shop.at, by=shop.by,
            )  # fmt: skip

        assert (again, more, Sku.objects.filter(product_id=shelf).count()) == (0, 2, 6)

    def test_makes_no_thousand_by_mistake(self, shop, shelf):
        many = {axis: [str(n) for n in range(20)] for axis in ("a", "b")}

        with pytest.raises(ArticleWrong), transaction.atomic():
            make_variants(product_id=shelf, values=many, code="X", price=None, at=shop.at, by=shop.by)

        assert Sku.objects.filter(product_id=shelf).count() == 1

    def test_no_two_are_the_same(self, shop, shelf):
        with transaction.atomic():
            make_variants(product_id=shelf, values=self.COLOURS, code="STUHL", price=None, at=shop.at, by=shop.by)

        with pytest.raises(VariantTaken), transaction.atomic():
            keep_sku(
                sku_id=None, product_id=shelf, facts={"code": "TWIN", "options": {"Farbe": "rot", "Höhe": "45"}},
                at=shop.at, by=shop.by,
            )  # fmt: skip


class TestDropSku:
    def test_takes_out_what_was_entered_by_mistake_with_its_product(self, shop, shelf):
        with transaction.atomic():
            drop_sku(sku_id=chair().id, at=shop.at, by=shop.by)

        assert not Product.objects.filter(id=shelf).exists()

    @pytest.mark.parametrize("code", ["LAMP", "BOOK", "GIFT"])
    def test_is_refused_for_what_lies_or_is_in_a_kit(self, shop, code):
        sku = Sku.objects.get(code=code)
        if code == "GIFT":
            shop.place((1, "GIFT"))

        with pytest.raises(ArticleUsed), transaction.atomic():
            drop_sku(sku_id=sku.id, at=shop.at, by=shop.by)

        assert Sku.objects.filter(code=code).exists()


class TestMakeKit:
    def test_a_pack_of_three_is_sold_as_three(self, shop, shelf):
        with transaction.atomic():
            lamp = Sku.objects.get(code="LAMP").id
            make_kit(product_id=shelf, sku_id=chair().id, parts={lamp: 3}, at=shop.at, by=shop.by)

        order = shop.place((2, "STUHL"))
        assert shop.stock("LAMP")[1] == 6
        assert order.lines.get().recipe == [[lamp, 3]]

    def test_is_refused_while_its_own_pieces_lie_somewhere(self, shop):
        vase = Sku.objects.get(code="VASE")

        with pytest.raises(StillInStock), transaction.atomic():
            parts = {Sku.objects.get(code="LAMP").id: 1}
            make_kit(product_id=vase.product_id, sku_id=vase.id, parts=parts, at=shop.at, by=shop.by)

        assert not Sku.objects.get(code="VASE").is_kit


class TestPictures:
    """``add_picture`` and ``order_pictures``."""

    def test_the_same_picture_stays_one_and_the_order_is_as_it_is_said(self, shop, shelf):
        files = [
            StoredFile.objects.create(
                sha256=f"{n:064d}", media_type="image/jpeg", size=1, name="a", created_at=shop.at
            ).id
            for n in range(2)
        ]
        with transaction.atomic():
            first, second, again = (
                add_picture(product_id=shelf, file_id=it, at=shop.at, by=shop.by) for it in (*files, files[0])
            )
            order_pictures(product_id=shelf, picture_ids=[second, first, second], at=shop.at, by=shop.by)

        assert again == first
        assert list(ProductPicture.objects.order_by("position").values_list("id", flat=True)) == [second, first]

    def test_of_no_product_is_refused(self, shop):
        with pytest.raises(ProductUnknown), transaction.atomic():
            add_picture(product_id=987_654, file_id=1, at=shop.at, by=shop.by)


class TestKeepText:
    def test_says_it_in_a_language_and_takes_it_back(self, shop, shelf):
        for name, there in (("Chair", 1), ("", 0)):
            with transaction.atomic():
                keep_text(product_id=shelf, language="en", name=name, description="Oak", at=shop.at, by=shop.by)
            assert ProductText.objects.filter(product_id=shelf).count() == there

    def test_of_no_language_is_refused(self, shop, shelf):
        with pytest.raises(ArticleWrong), transaction.atomic():
            keep_text(product_id=shelf, language="tlh", name="x", description="", at=shop.at, by=shop.by)


class TestKeepCategory:
    def test_makes_a_path_once(self, shop):
        with transaction.atomic():
            first = keep_category(path=["Garten", " Möbel "], at=shop.at, by=shop.by)
            again = keep_category(path=["Garten", "Möbel"], at=shop.at, by=shop.by)

        assert first == again
        assert Category.objects.count() == 2

    def test_of_nothing_is_none(self, shop):
        assert keep_category(path=["", " "], at=shop.at, by=shop.by) is None


class TestKeepOperator:
    MAKER = NewEconomicOperator("Lampen AG", "Weg 1", "20095", "Hamburg", "Deutschland", "info@lampen.example")

    def test_is_entered_once(self, shop):
        with transaction.atomic():
            assert keep_economic_operator(operator=self.MAKER, at=shop.at, by=shop.by) == keep_economic_operator(
                operator=self.MAKER, at=shop.at, by=shop.by
            )
        assert EconomicOperator.objects.get().country == "DE"

    @pytest.mark.parametrize("changed", [{"contact": ""}, {"street": ""}, {"country": "Atlantis"}])
    def test_is_refused_where_an_address_is_not_whole(self, shop, changed):
        from dataclasses import replace

        with pytest.raises(ArticleWrong), transaction.atomic():
            keep_economic_operator(operator=replace(self.MAKER, **changed), at=shop.at, by=shop.by)


@pytest.mark.parametrize(
    ("price", "amount", "unit", "told"),
    [
        ("4.99", "750", "ml", ("6.65", "l")), ("2.49", "100", "g", ("24.90", "kg")), ("10", "2.5", "m2", ("4.00", "m²")),
        ("3", "50", "cm", ("6.00", "m")), (None, "1", "kg", None), ("3", None, "", None), ("3", "0", "kg", None),
    ],
)  # fmt: skip
def test_the_base_price_is_told_per_kilogram_litre_or_metre(price, amount, unit, told):
    found = base_price(Decimal(price) if price else None, amount=Decimal(amount) if amount else None, unit=unit)

    assert found == (told and (Decimal(told[0]), told[1]))
