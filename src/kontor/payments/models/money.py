"""Payments and their entries."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from kontor.payments.rules.moving import lacking
from kontor.platform.outside.account import Account
from kontor.platform.outside.intents import Intent, lease_only_in_flight


class PaymentMethod(models.TextChoices):
    """How an order is paid."""

    PAID = "paid", _("Paid in the shop")
    MARKETPLACE = "marketplace", _("Paid by the marketplace")
    PROVIDER = "provider", _("Payment provider")
    PREPAYMENT = "prepayment", _("Prepayment")
    INVOICE = "invoice", _("On account")


class ProviderState(models.TextChoices):
    """Whether an account at a provider works."""

    ACTIVE = "active", _("Active")
    NEEDS_LOGIN = "needs_login", _("Credentials refused")


class ProviderAccount(Account):
    """An account at a payment provider."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    provider = models.CharField(_("Provider"), max_length=40)
    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    state = models.CharField(_("State"), max_length=11, choices=ProviderState.choices, default="active")
    # Up to when the provider's own bookings are here.
    booked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Payment account")
        verbose_name_plural = _("Payment accounts")

    def __str__(self) -> str:
        return f"{self.code} ({self.provider})"


class ProviderMessage(models.Model):
    """A message of a provider that was verified: the same delivery is not heard twice."""

    account = models.ForeignKey(ProviderAccount, models.RESTRICT, related_name="+")
    delivery_id = models.CharField(max_length=200)
    topic = models.CharField(max_length=100)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "delivery_id"], name="provider_message_once")]


class Payment(models.Model):
    """What an order owes and what came of it. ``order_id`` belongs to the neighbouring room."""

    order_id = models.BigIntegerField(unique=True)
    method = models.CharField(_("Payment"), max_length=12, choices=PaymentMethod.choices)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    authorized = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    captured = models.DecimalField(_("Received"), max_digits=19, decimal_places=4, db_default=0)
    capture_pending = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    refund_pending = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    refunded = models.DecimalField(_("Given back"), max_digits=19, decimal_places=4, db_default=0)
    disputed = models.DecimalField(_("Disputed"), max_digits=19, decimal_places=4, db_default=0)
    # What reminders cost, which is owed besides the goods.
    raised = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    # What is left over and a second person refused to give back. It is never more than is left over: the database sees to it
    # (migration 0015), so that of a debt that rose again, or was given back otherwise, nothing stays withheld.
    withheld = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    # At the provider: whose account, the payment's id there, where the buyer agrees to it, and how long that holds.
    account = models.ForeignKey(ProviderAccount, models.RESTRICT, null=True, related_name="+")
    external_id = models.CharField(max_length=120, db_default="")
    link = models.URLField(max_length=500, db_default="")
    authorised_until = models.DateTimeField(null=True)
    secured_at = models.DateTimeField(null=True)
    # So much its channel said that it took in, while it counted as paid here: where that was a mistake, it is paid there.
    told_there = models.DecimalField(max_digits=19, decimal_places=4, db_default=0, default=0)
    opened_at = models.DateTimeField()

    # What is still to come (``rules.lacking``) and what came beyond it (``left_over``), as lists ask for them.
    LACKING = (
        F("amount")
        - F("captured")
        + F("disputed")
        + Case(When(secured_at=None, then=F("refunded") + F("refund_pending")), default=Decimal(0))
    )
    OVERPAID = F("captured") - F("refunded") - F("refund_pending") - F("disputed") - F("amount")

    class Meta:
        verbose_name = _("Payment")
        verbose_name_plural = _("Payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    captured__gte=0, capture_pending__gte=0, authorized__gte=F("captured") + F("capture_pending")
                ),
                name="captured_within_authorized",
            ),
            models.CheckConstraint(
                condition=Q(refund_pending__gte=0, refunded__gte=0, captured__gte=F("refunded") + F("refund_pending")),
                name="refunded_within_captured",
            ),
            models.CheckConstraint(condition=Q(withheld__gte=0), name="withheld_positive"),
            models.CheckConstraint(condition=Q(raised__gte=0), name="raised_positive"),
            models.CheckConstraint(condition=Q(raised__lte=F("amount")), name="raised_is_owed"),
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="provider_payment_once"
            ),
            models.CheckConstraint(condition=Q(external_id="") | Q(account__isnull=False), name="provider_has_account"),
        ]
        indexes = [
            models.Index(fields=["order_id"], condition=Q(disputed__gt=0), name="payment_disputed"),
            # What is still to come by transfer: a small part of a large table.
            models.Index(
                fields=["id"], name="payment_awaited",
                condition=(Q(captured__lt=F("amount")) | Q(secured_at=None)) & Q(method__in=["prepayment", "invoice"]),
            ),
        ]  # fmt: skip

    @property
    def left_over(self) -> Decimal:
        """Return what was received beyond what is owed and is not on its way back; below zero: what is still to come."""
        return self.captured - self.refunded - self.refund_pending - self.disputed - self.amount

    @property
    def lacking(self) -> Decimal:
        """Return what is still to come; below zero: what came beyond it."""
        back, secured = self.refunded + self.refund_pending, self.secured_at is not None
        return lacking(owed=self.amount, received=self.captured - self.disputed, back=back, secured=secured)

    def receive_there(self, amount: Decimal, *, at: datetime, by: str) -> None:
        """A channel or shop took this money in: it is here for the order, and no account of ours sees it come."""
        self.captured += amount
        self.authorized = max(self.authorized, self.captured)
        turn = self.entries.filter(kind="captured").count() + 1
        self.entries.create(
            kind="captured", amount=amount, reference=f"paid elsewhere:{turn}", elsewhere=True, at_provider=False, at=at, by=by
        )  # fmt: skip

    def take_there(self, amount: Decimal, *, at: datetime, by: str) -> bool:
        """A channel or shop took so much in. Returns whether the order is one that was paid there: nothing had come here."""
        if not self.captured:
            self.method = PaymentMethod.PAID
        if amount > 0:
            self.receive_there(amount, at=at, by=by)
        return bool(self.method == PaymentMethod.PAID)

    def said_there(self, *, here: Decimal) -> Decimal:
        """Return how much more its channel said that it took in than came in ``here``: of one payment told twice nothing."""
        return max(Decimal(0), self.told_there - here)

    def let_page_go(self) -> None:
        """The page that we asked the buyer to ended unpaid, or never was: a transfer is awaited again, as before."""
        self.method = PaymentMethod.INVOICE if self.secured_at else PaymentMethod.PREPAYMENT
        self.account, self.external_id, self.link = None, "", ""


class PaymentEntry(models.Model):
    """Money that moved, once per reference."""

    payment = models.ForeignKey(Payment, models.RESTRICT, related_name="entries")
    kind = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    reference = models.CharField(max_length=120)
    # What was taken off an order and is booked on it again: the second turn, the third.
    turn = models.SmallIntegerField(db_default=1, default=1)
    # The line of the bank by which it came, or that was booked here by mistake.
    transaction = models.ForeignKey(
        "payments.BankTransaction", models.RESTRICT, null=True, related_name="entries", db_index=False
    )
    # A channel or shop took it in: no account of ours sees it come.
    elsewhere = models.BooleanField(db_default=False)
    # A provider has it until it pays out, however the order is paid later; empty in entries of before: as the order is paid.
    at_provider = models.BooleanField(null=True)
    # From the time before this house: it stands in no books of ours.
    imported = models.BooleanField(db_default=False, default=False)
    # The day on which the bank or the provider booked it; empty: the day on which we heard of it.
    booked_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Payment entry")
        verbose_name_plural = _("Payment entries")
        constraints = [
            models.UniqueConstraint(fields=["payment", "kind", "reference", "turn"], name="payment_entry_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_entry_positive"),
        ]
        indexes = [
            BrinIndex(fields=["at"], autosummarize=True, name="payment_entry_days"),
            models.Index(
                fields=["transaction"], condition=Q(transaction__isnull=False), name="payment_entry_by_transaction"
            ),
        ]


class MoneyKind(models.TextChoices):
    """What is done with money."""

    AUTHORISE = "authorise", _("Ask the buyer to pay")
    CAPTURE = "capture", _("Collect")
    VOID = "void", _("Let go")
    REFUND = "refund", _("Refund")


class MoneyWay(models.TextChoices):
    """Which way the money goes."""

    PROVIDER = "provider", _("By the payment provider")
    CHANNEL = "channel", _("By the sales channel")
    TRANSFER = "transfer", _("By bank transfer")
    HAND = "hand", _("By hand, where it was paid")


class MoneyState(models.TextChoices):
    """Where it stands."""

    NEW = "new", _("To be done")
    INFLIGHT = "inflight", _("Being done")
    UNKNOWN = "unknown", _("Outcome unknown")
    PENDING = "pending", _("Under way")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")


LIVE = ("new", "inflight", "unknown", "pending")


class MoneyIntent(Intent):
    """Money that is to be collected, let go or given back: written down first, done after, recorded once.

    ``reference`` is what the provider knows it by; ``cause`` is what it follows from, once for each kind.
    """

    payment = models.ForeignKey(Payment, models.RESTRICT, related_name="intents")
    account = models.ForeignKey(ProviderAccount, models.RESTRICT, null=True, related_name="+")
    way = models.CharField(_("Way"), max_length=8, choices=MoneyWay.choices)
    kind = models.CharField(_("What"), max_length=9, choices=MoneyKind.choices)
    reference = models.CharField(max_length=40, unique=True)
    cause = models.CharField(max_length=80)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    last = models.BooleanField(db_default=False)
    reason = models.CharField(_("Reason"), max_length=200, db_default="")
    state = models.CharField(_("State"), max_length=9, choices=MoneyState.choices, db_default="new")
    external_id = models.CharField(max_length=120, db_default="")
    # Whose account a transfer leaves, once it was handed out; and where it goes: the account that the money came from.
    legal_entity = models.ForeignKey("legal_entities.LegalEntity", models.RESTRICT, null=True, related_name="+")
    holder = models.CharField(_("Name"), max_length=70, db_default="")
    iban = models.CharField(_("IBAN"), max_length=34, db_default="")
    # It gives back what a channel or shop took in: no account of ours sees it go.
    elsewhere = models.BooleanField(db_default=False, default=False)
    # The file for the bank in which it was handed out.
    file = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=80)
    # Who brought the account that it goes to: who typed it, or the statement that tells it. Nobody agrees to his own.
    account_by = models.CharField(max_length=80, db_default="", default="")

    class Meta:
        verbose_name = _("Money to be moved")
        verbose_name_plural = _("Money to be moved")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "cause"], condition=~Q(state=MoneyState.FAILED), name="one_live_money_intent"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_intent_positive"),
            models.CheckConstraint(
                condition=Q(way=MoneyWay.PROVIDER, account__isnull=False) | ~Q(way=MoneyWay.PROVIDER),
                name="money_intent_account",
            ),
            lease_only_in_flight("money_lease_only_in_flight"),
        ]
        indexes = [
            models.Index(
                fields=["account", "id"], condition=Q(state__in=["new", "inflight", "unknown"]), name="money_open"
            ),
            # The refunds of an amount that were given: one of them may have come back.
            models.Index(
                fields=["amount", "-id"],
                condition=Q(kind=MoneyKind.REFUND, state=MoneyState.SUCCEEDED),
                name="money_refunds_given",
            ),
        ]
