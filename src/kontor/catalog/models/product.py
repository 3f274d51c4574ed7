"""Products: what is sold under one name, and what the law and the market want to know of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TaxClass(models.TextChoices):
    """Which VAT rate of a country applies."""

    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    ZERO = "zero", _("Zero rate")
    MARGIN = "margin", _("Margin scheme (§ 25a UStG)")
    VOUCHER = "voucher", _("Multi-purpose voucher (taxed when redeemed)")


class EnergyClass(models.TextChoices):
    """The class of the energy label (regulation (EU) 2017/1369)."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"
    F = "F", "F"
    G = "G", "G"


class Category(models.Model):
    """Where a merchant puts his products, as a tree."""

    name = models.CharField(_("Name"), max_length=100)
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, verbose_name=_("Above"), related_name="children"
    )

    class Meta:
        verbose_name = _("Category")
        verbose_name_plural = _("Categories")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="category_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_above_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class EconomicOperator(models.Model):
    """Who answers for a product in the EU: its maker, or who put it on the market here.

    Source: regulation (EU) 2023/988 (GPSR), art. 9, 16 and 19: name, postal and electronic address stand with every offer.
    """

    name = models.CharField(_("Name"), max_length=160)
    street = models.CharField(_("Street"), max_length=160)
    postal_code = models.CharField(_("Postal code"), max_length=16)
    city = models.CharField(_("City"), max_length=100)
    country = models.CharField(_("Country"), max_length=2)
    # A mail address, or the address of a page on which it can be written to.
    contact = models.CharField(_("E-mail or web page"), max_length=200)

    class Meta:
        verbose_name = _("Economic operator")
        verbose_name_plural = _("Economic operators")
        constraints = [
            models.UniqueConstraint(fields=["name", "street", "postal_code", "country"], name="operator_once"),
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="operator_country_form"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What the merchant sells under one name; its variants are SKUs. ``axes``: by what these differ (colour, size)."""

    name = models.CharField(_("Name"), max_length=200)
    tax_class = models.CharField(_("Tax class"), max_length=10, choices=TaxClass.choices, default=TaxClass.STANDARD)
    active = models.BooleanField(_("Active"), default=True)
    brand = models.CharField(_("Brand"), max_length=100, blank=True, db_default="", default="")
    category = models.ForeignKey(
        Category, models.RESTRICT, null=True, blank=True, verbose_name=_("Category"), related_name="+"
    )
    axes = ArrayField(
        models.CharField(max_length=40), db_default=[], default=list, verbose_name=_("Variants differ by")
    )
    # What shops and marketplaces ask for besides: material, season.
    attributes = models.JSONField(blank=True, db_default={}, default=dict, verbose_name=_("Attributes"))
    manufacturer = models.ForeignKey(
        EconomicOperator, models.RESTRICT, null=True, blank=True, verbose_name=_("Manufacturer"), related_name="+"
    )
    responsible = models.ForeignKey(
        EconomicOperator,
        models.RESTRICT,
        null=True,
        blank=True,
        verbose_name=_("Responsible in the EU"),
        related_name="+",
    )
    warnings = models.CharField(_("Safety information"), max_length=2000, blank=True, db_default="", default="")
    origin = models.CharField(_("Country of origin"), max_length=2, blank=True, db_default="", default="")
    customs_number = models.CharField(_("Customs number"), max_length=11, blank=True, db_default="", default="")
    energy_class = models.CharField(
        _("Energy class"), max_length=1, choices=EnergyClass.choices, blank=True, db_default="", default=""
    )

    class Meta:
        verbose_name = _("Product")
        verbose_name_plural = _("Products")
        constraints = [
            models.CheckConstraint(condition=Q(origin__regex="^([A-Z]{2})?$"), name="product_origin_form"),
            # HS, CN and TARIC codes have 6, 8, 10 and, with the national digit, 11 figures.
            models.CheckConstraint(
                condition=Q(customs_number__regex="^([0-9]{6}|[0-9]{8}|[0-9]{10}|[0-9]{11})?$"),
                name="product_customs_form",
            ),
            models.CheckConstraint(
                condition=Q(energy_class__in=["", *EnergyClass.values]), name="product_energy_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductText(models.Model):
    """What a product is called and how it is described, in a language."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="texts")
    language = models.CharField(_("Language"), max_length=5)
    name = models.CharField(_("Name"), max_length=200)
    description = models.TextField(_("Description"), blank=True, db_default="", default="")

    class Meta:
        verbose_name = _("Text")
        verbose_name_plural = _("Texts")
        constraints = [models.UniqueConstraint(fields=["product", "language"], name="product_text_once")]


class ProductPicture(models.Model):
    """A picture of a product, in its place; the first one stands for it. ``sku``: the variant that it shows alone."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    sku = models.ForeignKey("catalog.Sku", models.CASCADE, null=True, related_name="+")
    file = models.ForeignKey("platform.StoredFile", models.RESTRICT, related_name="+")
    position = models.PositiveIntegerField()
    described = models.CharField(_("What it shows"), max_length=200, blank=True, db_default="", default="")

    class Meta:
        verbose_name = _("Picture")
        verbose_name_plural = _("Pictures")
        constraints = [
            models.UniqueConstraint(fields=["product", "file"], name="product_picture_once"),
            models.UniqueConstraint(
                fields=["product", "position"], name="product_picture_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]
