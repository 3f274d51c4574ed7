"""Money and credits that one person asked for and a second one decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What is to be given."""

    REFUND = "refund", _("Refund")
    CORRECTION = "correction", _("Correction of an invoice")
    VOUCHER = "voucher", _("Voucher")
    ACCOUNT = "account", _("Account that a refund goes to")


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    # The order was changed again: another sum is left over.
    REPLACED = "replaced", _("Replaced by another request")


class MoneyRequest(models.Model):
    """Money or a credit that is to be given once a second person agrees. ``cause`` makes a second click no second request;
    ``facts``: what the kind needs besides (of a correction the invoice and its pieces, of a voucher what it is to be).
    """

    kind = models.CharField(
        _("Kind"), max_length=10, choices=RequestKind.choices, db_default="refund", default="refund"
    )
    # A voucher belongs to no order.
    order_id = models.BigIntegerField(db_index=True, null=True)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("Reason"), max_length=200, db_default="", default="")
    cause = models.CharField(max_length=80, unique=True)
    facts = models.JSONField(db_default={}, default=dict)
    state = models.CharField(_("State"), max_length=8, choices=RequestState.choices, db_default="open", default="open")
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=80)
    # Who is behind them: a person is one also behind the keys that he made, and under another name.
    asked_person = models.CharField(max_length=90, db_default="", default="")
    decided_person = models.CharField(max_length=90, db_default="", default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, db_default="", default="")

    class Meta:
        verbose_name = _("Request for a second person")
        verbose_name_plural = _("Requests for a second person")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_request_positive"),
            # Four eyes are two people's.
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | ~Q(asked_person="") | ~Q(decided_by=F("asked_by")),
                name="refund_request_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | Q(asked_person="") | ~Q(decided_person=F("asked_person")),
                name="money_request_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.VOUCHER) | Q(order_id__isnull=False), name="money_request_of_an_order"
            ),
        ]
