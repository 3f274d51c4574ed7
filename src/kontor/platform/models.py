"""Tables that serve every room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
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
    oss = models.BooleanField(_("Reports distance sales by OSS"), db_default=True, default=True)
    # What papers show of the company besides: a picture at the top, and a line at the foot.
    logo = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, blank=True, related_name="+")
    footer = models.CharField(_("Footer of papers"), max_length=300, blank=True, db_default="", default="")
    checks_vat_ids = models.BooleanField(_("Asks VIES for VAT ids of buyers abroad"), db_default=False, default=False)
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


class Event(models.Model):
    """One piece of news, kept for ever; jobs carry it to its listeners."""

    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=12)
    key = models.BigIntegerField()
    version = models.IntegerField()
    payload = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "key", "version"], name="event_version_unique")]


class Delivery(models.Model):
    """A listener heard an event: the proof that it is never heard twice."""

    event = models.ForeignKey("platform.Event", models.RESTRICT, related_name="+", db_index=False)
    listener = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="delivery_once")]


class SetAside(models.Model):
    """News that a listener could not follow: kept with the reason until somebody retries or settles it."""

    event = models.ForeignKey("platform.Event", models.RESTRICT, related_name="+", verbose_name=_("Event"))
    listener = models.CharField(max_length=60, verbose_name=_("Listener"))
    code = models.CharField(max_length=80, verbose_name=_("Error code"))
    reason = models.TextField(verbose_name=_("Reason"))
    at = models.DateTimeField(verbose_name=_("At"))
    attempts = models.PositiveIntegerField(db_default=1, verbose_name=_("Attempts"))
    settled_at = models.DateTimeField(null=True, verbose_name=_("Settled"))

    class Meta:
        verbose_name = _("Failed job")
        verbose_name_plural = _("Failed jobs")
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], condition=Q(settled_at=None), name="set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.listener} {self.event_id}"


class IdempotencyKey(models.Model):
    """The answer that was given to a request; the same request gets the same answer."""

    principal = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "key"], name="idempotency_key_once")]


class AuditEntry(models.Model):
    """Who changed what, when, from what to what. Append-only (a trigger refuses changes)."""

    at = models.DateTimeField(verbose_name=_("At"))
    by = models.CharField(max_length=80, verbose_name=_("By"))
    verb = models.CharField(max_length=60, verbose_name=_("Action"))
    subject = models.CharField(max_length=40, verbose_name=_("Subject"))
    key = models.BigIntegerField(verbose_name=_("Key"))
    before = models.JSONField(null=True, verbose_name=_("Before"))
    after = models.JSONField(null=True, verbose_name=_("After"))

    class Meta:
        verbose_name = _("Audit entry")
        verbose_name_plural = _("Audit trail")
        indexes = [models.Index(fields=["subject", "key", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.key}"


class StoredFile(models.Model):
    """A file under KONTOR_HOME/files, named by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()


class Counter(models.Model):
    """A gapless counter: its row is locked from the draw to the commit, so it is drawn last."""

    name = models.CharField(max_length=80, unique=True)
    last = models.BigIntegerField(db_default=0)


class RateLevel(models.Model):
    """How many calls a stranger still allows at once: a token bucket that all workers share. Below nothing is a debt."""

    owner = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    level = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="rate_level_of_an_account")]


class RunReport(models.Model):
    """What a long piece of work found and did: an import, a reconciliation. Resumable work keeps its place here."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=12, db_default="running")
    progress = models.JSONField(default=dict)
    report = models.JSONField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "fingerprint"], name="run_report_by_file")]
