"""Products and SKUs."""

from __future__ import annotations

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


class Product(models.Model):
    """What the merchant sells under one name; its variants are SKUs."""

    name = models.CharField(_("Name"), max_length=200)
    tax_class = models.CharField(_("Tax class"), max_length=10, choices=TaxClass.choices, default=TaxClass.STANDARD)
    active = models.BooleanField(_("Active"), default=True)

    class Meta:
        verbose_name = _("Product")
        verbose_name_plural = _("Products")

    def __str__(self) -> str:
        return self.name


class Sku(models.Model):
    """A variant that can be counted, stored and sold: the unit of stock. A kit has parts instead of stock."""

    code = models.CharField(_("SKU"), max_length=60, unique=True)
    product = models.ForeignKey(Product, models.RESTRICT, verbose_name=_("Product"), related_name="skus")
    variant = models.CharField(_("Variant"), max_length=120, blank=True, db_default="")
    is_kit = models.BooleanField(_("Kit"), db_default=False)
    price = models.DecimalField(_("Price"), max_digits=19, decimal_places=4, null=True, blank=True)
    # Net, or what was paid where no VAT could be taken off (used goods); in the currency of the books.
    purchase_price = models.DecimalField(_("Purchase price"), max_digits=19, decimal_places=4, null=True, blank=True)
    weight_g = models.PositiveIntegerField(_("Weight (g)"), db_default=0)
    length_mm = models.PositiveIntegerField(_("Length (mm)"), db_default=0)
    width_mm = models.PositiveIntegerField(_("Width (mm)"), db_default=0)
    height_mm = models.PositiveIntegerField(_("Height (mm)"), db_default=0)
    bin = models.CharField(_("Bin"), max_length=20, blank=True, db_default="")

    class Meta:
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        constraints = [models.CheckConstraint(condition=Q(purchase_price__gte=0), name="purchase_price_not_negative")]

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
