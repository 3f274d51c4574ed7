"""The companies of the merchant."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chart(models.TextChoices):
    """The German standard charts of accounts."""

    SKR03 = "SKR03", "SKR03"
    SKR04 = "SKR04", "SKR04"


class LegalEntity(models.Model):
    """A company of the merchant: owner of stock, seller on orders, issuer of documents."""

    code = models.CharField(max_length=20, unique=True, verbose_name=_("Code"))
    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(max_length=120, blank=True, db_default="", verbose_name=_("Street"))
    postal_code = models.CharField(max_length=12, blank=True, db_default="", verbose_name=_("Postal code"))
    city = models.CharField(max_length=80, blank=True, db_default="", verbose_name=_("City"))
    country = models.CharField(max_length=2, verbose_name=_("Country"))
    vat_id = models.CharField(max_length=20, blank=True, db_default="", verbose_name=_("VAT id"))
    email = models.EmailField(blank=True, db_default="", verbose_name=_("E-mail"))
    bank = models.CharField(max_length=120, blank=True, db_default="", verbose_name=_("Bank"))
    currency = models.CharField(max_length=3, db_default="EUR", verbose_name=_("Currency"))
    timezone = models.CharField(max_length=40, db_default="Europe/Berlin", verbose_name=_("Time zone"))
    # What invoices and the tax office need to know.
    tax_number = models.CharField(_("Tax number"), max_length=20, blank=True, db_default="")
    phone = models.CharField(_("Phone"), max_length=40, blank=True, db_default="")
    # Where a buyer comes back to after paying at a provider.
    website = models.URLField(_("Website"), blank=True, db_default="", default="")
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, db_default="")
    bic = models.CharField(_("BIC"), max_length=11, blank=True, db_default="")
    register = models.CharField(_("Commercial register"), max_length=120, blank=True, db_default="")
    managers = models.CharField(_("Managing directors"), max_length=200, blank=True, db_default="")
    small_business = models.BooleanField(_("Small business (§ 19 UStG)"), db_default=False, default=False)
    # § 3a Abs. 5, § 3c Abs. 4 UStG: up to 10,000 EUR a year of sales to consumers in other member states are taxed at home.
    oss = models.BooleanField(
        _("Reports distance sales by OSS"), db_default=False, default=False,
        help_text=_(
            "Only for whoever is registered for it at the tax office: consumers in other member states then pay the rate there. "
            "Up to 10,000 EUR of such sales a year the rate at home applies."
        ),
    )  # fmt: skip
    # What papers show of the company besides: a picture at the top, and a line at the foot.
    logo = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, blank=True, related_name="+")
    footer = models.CharField(_("Footer of papers"), max_length=300, blank=True, db_default="", default="")
    checks_vat_ids = models.BooleanField(_("Asks VIES for VAT ids of buyers abroad"), db_default=False, default=False)
    # What is given by hand above this (money of an order, a correction of an invoice, a voucher), a second person decides.
    four_eyes_above = models.DecimalField(
        _("Refunds above this need a second person"), max_digits=19, decimal_places=2, null=True, blank=True
    )
    payment_days = models.PositiveSmallIntegerField(_("Days to pay"), db_default=14, default=14)
    chart = models.CharField(
        _("Chart of accounts"), max_length=5, choices=Chart.choices, db_default="SKR03", default="SKR03"
    )
    datev_consultant = models.PositiveIntegerField(_("DATEV consultant number"), null=True, blank=True)
    datev_client = models.PositiveIntegerField(_("DATEV client number"), null=True, blank=True)

    class Meta:
        verbose_name = _("Legal entity")
        verbose_name_plural = _("Legal entities")

    def __str__(self) -> str:
        return self.name


class TaxRegistration(models.Model):
    """A VAT id of a legal entity in a country that is not its own: it keeps stock there, or passed the threshold."""

    legal_entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="registrations")
    country = models.CharField(_("Country"), max_length=2)
    vat_id = models.CharField(_("VAT id"), max_length=20)

    class Meta:
        verbose_name = _("VAT registration")
        verbose_name_plural = _("VAT registrations")
        constraints = [models.UniqueConstraint(fields=["legal_entity", "country"], name="tax_registration_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.vat_id}"
