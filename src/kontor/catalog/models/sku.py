"""SKUs: what can be counted, stored and sold, with barcodes and recipes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class ContentUnit(models.TextChoices):
    """In what the content of a piece is measured."""

    G = "g", _("g")
    KG = "kg", _("kg")
    ML = "ml", _("ml")
    L = "l", _("l")
    CM = "cm", _("cm")
    M = "m", _("m")
    M2 = "m2", _("m²")
    M3 = "m3", _("m³")


class Sku(models.Model):
    """A variant that can be counted, stored and sold: the unit of stock. A kit has parts instead of stock."""

    code = models.CharField(_("SKU"), max_length=60, unique=True)
    product = models.ForeignKey("catalog.Product", models.RESTRICT, verbose_name=_("Product"), related_name="skus")
    variant = models.CharField(_("Variant"), max_length=120, blank=True, db_default="", default="")
    is_kit = models.BooleanField(_("Kit"), db_default=False)
    price = models.DecimalField(_("Price"), max_digits=19, decimal_places=4, null=True, blank=True)
    # Net, or what was paid where no VAT could be taken off (used goods); in the currency of the books.
    purchase_price = models.DecimalField(_("Purchase price"), max_digits=19, decimal_places=4, null=True, blank=True)
    weight_g = models.PositiveIntegerField(_("Weight (g)"), db_default=0)
    length_mm = models.PositiveIntegerField(_("Length (mm)"), db_default=0)
    width_mm = models.PositiveIntegerField(_("Width (mm)"), db_default=0)
    height_mm = models.PositiveIntegerField(_("Height (mm)"), db_default=0)
    bin = models.CharField(_("Bin"), max_length=20, blank=True, db_default="")
    # Of which value it is along each axis of its product: {"Farbe": "rot"}.
    options = models.JSONField(blank=True, db_default={}, default=dict, verbose_name=_("Options"))
    # How much is in one piece: by it the base price is told (§ 4 PAngV).
    content_amount = models.DecimalField(_("Content"), max_digits=12, decimal_places=3, null=True, blank=True)
    content_unit = models.CharField(
        _("Unit of the content"), max_length=2, choices=ContentUnit.choices, blank=True, db_default="", default=""
    )

    class Meta:
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        constraints = [
            models.CheckConstraint(condition=Q(purchase_price__gte=0), name="purchase_price_not_negative"),
            models.CheckConstraint(
                condition=Q(content_amount__isnull=True, content_unit="")
                | Q(content_amount__gt=0, content_unit__gt=""),
                name="sku_content_whole",
            ),
            # No two variants of a product are the same one.
            models.UniqueConstraint(fields=["product", "options"], condition=~Q(options={}), name="sku_options_once"),
        ]
        # A new number is looked for in whatever capitals.
        indexes = [models.Index(Upper("code"), name="sku_by_upper_code")]

    def __str__(self) -> str:
        return self.code


class Barcode(models.Model):
    """A code on the article's package (GTIN or the merchant's own)."""

    code = models.CharField(_("Barcode"), max_length=48, unique=True)
    sku = models.ForeignKey(Sku, models.RESTRICT, related_name="barcodes")

    class Meta:
        verbose_name = _("Barcode")
        verbose_name_plural = _("Barcodes")

    def __str__(self) -> str:
        return self.code


class KitPart(models.Model):
    """One line of a kit's recipe: so many of this SKU go into one kit. Kits do not nest."""

    kit = models.ForeignKey(Sku, models.RESTRICT, related_name="parts")
    part = models.ForeignKey(Sku, models.RESTRICT, verbose_name=_("Part"), related_name="part_of")
    quantity = models.PositiveIntegerField(_("Quantity"))

    class Meta:
        verbose_name = _("Kit part")
        verbose_name_plural = _("Kit parts")
        constraints = [
            models.UniqueConstraint(fields=["kit", "part"], name="kit_part_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="kit_part_positive"),
            models.CheckConstraint(condition=~Q(kit=F("part")), name="kit_not_its_own_part"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.part.code}"
