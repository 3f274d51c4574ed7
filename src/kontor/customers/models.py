"""Customers."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Right
from django.utils.translation import gettext_lazy as _

# Of a telephone number the last seven digits: by them it is found, however its beginning was written.
LAST_DIGITS = 7
PHONE = Right(Func("phone", Value(r"\D"), Value(""), Value("g"), function="regexp_replace"), LAST_DIGITS)
# The words of a buyer's name, as the index holds them.
WORDS = SearchVector("name", "company", config="simple")


class CustomerKind(models.TextChoices):
    """Consumer or business."""

    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class CustomerGroup(models.Model):
    """Buyers who get the same prices."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)

    class Meta:
        verbose_name = _("Customer group")
        verbose_name_plural = _("Customer groups")

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """A buyer. ``match_key`` says by what the same buyer is known again (see rules)."""

    kind = models.CharField(_("Kind"), max_length=8, choices=CustomerKind.choices, db_default="person")
    name = models.CharField(_("Name"), max_length=160)
    company = models.CharField(_("Company"), max_length=160, blank=True, db_default="", default="")
    email = models.CharField(_("E-mail"), max_length=254, blank=True, db_default="", default="")
    phone = models.CharField(_("Phone"), max_length=40, blank=True, db_default="", default="")
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True, db_default="", default="")
    # What a public buyer asks for on each invoice (BT-10); in Germany the Leitweg-ID.
    buyer_reference = models.CharField(
        _("Buyer reference (Leitweg-ID)"), max_length=60, blank=True, db_default="", default=""
    )
    # Where the buyer takes electronic invoices (BT-49), and of what kind that address is (code list EAS).
    invoice_endpoint = models.CharField(
        _("Electronic address for invoices"), max_length=120, blank=True, db_default="", default=""
    )
    invoice_scheme = models.CharField(_("Kind of that address"), max_length=4, blank=True, db_default="", default="")
    language = models.CharField(_("Language"), max_length=5, db_default="de", default="de")
    group = models.ForeignKey(
        CustomerGroup, models.RESTRICT, null=True, blank=True, verbose_name=_("Customer group"), related_name="+"
    )
    match_key = models.CharField(max_length=400, unique=True, verbose_name=_("Key"))
    # Somebody said that this is the same buyer as that one: his orders are there, and who is known by this key is that one.
    merged_into = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="+", db_index=False, verbose_name=_("Merged into")
    )
    created_at = models.DateTimeField(verbose_name=_("Created"))

    class Meta:
        verbose_name = _("Customer")
        verbose_name_plural = _("Customers")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["person", "company"]), name="customer_kind_known"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="customer_not_merged_into_himself"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(kind=CustomerKind.COMPANY), name="customer_company"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="customer_merged"),
            models.Index(Lower("email"), condition=~Q(email=""), name="customer_by_mail"),
            models.Index(PHONE, condition=~Q(phone=""), name="customer_by_phone"),
            # What somebody types of a name: any word of it, by its beginning.
            GinIndex(WORDS, name="customer_by_words"),
        ]

    def __str__(self) -> str:
        return self.company or self.name


class CustomerAddress(models.Model):
    """An address that a customer has used."""

    customer = models.ForeignKey(Customer, models.RESTRICT, related_name="addresses")
    street = models.CharField(max_length=160, verbose_name=_("Street"))
    postal_code = models.CharField(max_length=16, verbose_name=_("Postal code"))
    city = models.CharField(max_length=100, verbose_name=_("City"))
    country = models.CharField(max_length=2, verbose_name=_("Country"))
    fingerprint = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("Address")
        verbose_name_plural = _("Addresses")
        constraints = [models.UniqueConstraint(fields=["customer", "fingerprint"], name="customer_address_once")]
        indexes = [
            models.Index(fields=["postal_code", "customer"], name="customer_by_postal_code"),
            models.Index(fields=["fingerprint"], name="customer_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.postal_code} {self.city}"


class Contact(models.Model):
    """Somebody to speak to at a customer's: buyer, bookkeeper, warehouse."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=160)
    duty = models.CharField(_("Duty"), max_length=80, blank=True, db_default="", default="")
    email = models.CharField(_("E-mail"), max_length=254, blank=True, db_default="", default="")
    phone = models.CharField(_("Phone"), max_length=40, blank=True, db_default="", default="")

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("Contacts")

    def __str__(self) -> str:
        return self.name


class CustomerMerge(models.Model):
    """Two customers were made one, and what went along, so that it can be taken back."""

    kept = models.ForeignKey(Customer, models.RESTRICT, related_name="+")
    gone = models.ForeignKey(Customer, models.RESTRICT, related_name="+")
    orders = models.JSONField()
    addresses = models.JSONField()
    # Who had been merged into the one that went, and went along.
    followers = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Merge of customers")
        verbose_name_plural = _("Merges of customers")
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="customer_merged_once"),
        ]
