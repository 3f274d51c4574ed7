"""VAT rates with their history, price lists, and what the register said of VAT ids."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kontor.catalog.public import TaxClass

# The classes that have a rate of their own in a country; the others are taxed in another way.
RATED = [it for it in TaxClass.choices if it[0] in ("standard", "reduced", "zero")]


class TaxRate(models.Model):
    """A VAT rate in percent, valid in a half-open period of days."""

    country = models.CharField(_("Country"), max_length=2)
    tax_class = models.CharField(_("Tax class"), max_length=10, choices=RATED)
    rate = models.DecimalField(_("Rate (%)"), max_digits=5, decimal_places=2)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to (exclusive)"), null=True, blank=True)

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        constraints = [
            models.UniqueConstraint(fields=["country", "tax_class", "valid_from"], name="tax_rate_once"),
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lt=100), name="tax_rate_percent"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="tax_rate_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.get_tax_class_display()} {self.rate.normalize():f} %"


class PriceList(models.Model):
    """What buyers of a group pay; the one without a group holds for everybody else. One each by currency and VAT in or out."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    group = models.ForeignKey(
        "customers.CustomerGroup",
        models.RESTRICT,
        null=True,
        blank=True,
        verbose_name=_("Customer group"),
        related_name="+",
    )
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    gross = models.BooleanField(_("Prices include VAT"), default=True)
    active = models.BooleanField(_("Active"), default=True)

    class Meta:
        verbose_name = _("Price list")
        verbose_name_plural = _("Price lists")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "currency", "gross"],
                condition=Q(active=True),
                nulls_distinct=False,
                name="price_list_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The price of a piece from so many pieces on, in a half-open period of days."""

    price_list = models.ForeignKey(PriceList, models.RESTRICT, verbose_name=_("Price list"), related_name="prices")
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+")
    from_quantity = models.PositiveIntegerField(_("From quantity"), default=1)
    amount = models.DecimalField(_("Price"), max_digits=19, decimal_places=4)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to (exclusive)"), null=True, blank=True)

    class Meta:
        verbose_name = _("Price")
        verbose_name_plural = _("Prices")
        constraints = [
            models.UniqueConstraint(fields=["price_list", "sku", "from_quantity", "valid_from"], name="price_once"),
            models.CheckConstraint(condition=Q(amount__gte=0, from_quantity__gt=0), name="price_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="price_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.amount}"


class VatCheck(models.Model):
    """What the register of VAT ids answered on a day. Never changed (a trigger refuses it)."""

    vat_id = models.CharField(_("VAT id"), max_length=20)
    asker = models.CharField(_("Asked by"), max_length=20)
    valid = models.BooleanField(_("Valid"))
    name = models.CharField(_("Name"), max_length=200)
    address = models.CharField(_("Address"), max_length=300)
    proof = models.CharField(_("Consultation number"), max_length=60)
    told = models.JSONField()
    at = models.DateTimeField(_("Asked at"))

    class Meta:
        verbose_name = _("VAT id check")
        verbose_name_plural = _("VAT id checks")
        indexes = [models.Index(fields=["vat_id", "-at"], name="vat_check_latest")]

    def __str__(self) -> str:
        return self.vat_id
