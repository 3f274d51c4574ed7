"""The grid of payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F, Q
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, DIM, GOOD, WARN, Badge, Badges, Moment, Money, Text
from kontor.backoffice.parts.conditions import Choices, Op
from kontor.backoffice.parts.describing import choice_field, moment_field, number_field, text_field, yes_no_field
from kontor.backoffice.parts.grid import Column, Facts, Grid, View
from kontor.backoffice.parts.questions import on_each, on_yes
from kontor.backoffice.shown import label_of
from kontor.kernel.money import ZERO
from kontor.orders.tables import Order
from kontor.payments.public import PaymentMethod
from kontor.payments.tables import Payment

MOST_FOUND = 500
STATES: Choices = (
    ("open", _("nothing paid")),
    ("part", _("paid in part")),
    ("paid", _("paid")),
    ("over", _("overpaid")),
)


def _orders_of(payments: Sequence[Payment]) -> Mapping[int, Order]:
    orders = Order.objects.in_bulk([it.order_id for it in payments])
    return {it.pk: orders[it.order_id] for it in payments if it.order_id in orders}


def _order(payment: Payment, facts: Facts) -> Text:
    order = facts.of("orders", payment)
    return Text(order.number, link=reverse("admin:order", args=[order.pk])) if order else Text("")


def _payer(payment: Payment, facts: Facts) -> Text:
    order = facts.of("orders", payment)
    return Text((order.invoice_address.company or order.invoice_address.name) if order else "")


def _state(payment: Payment, facts: Facts) -> Badges:
    badges = []
    if payment.disputed:
        badges.append(Badge(_("disputed"), BAD))
    if payment.left_over > 0:
        badges.append(Badge(_("overpaid"), WARN))
    elif payment.lacking <= 0:
        badges.append(Badge(_("paid"), GOOD))
    elif payment.captured:
        badges.append(Badge(_("paid in part"), WARN))
    else:
        badges.append(Badge(_("open"), WARN if payment.secured_at is None else DIM))
    if payment.refunded:
        badges.append(Badge(_("given back"), DIM))
    return Badges(badges)


def _left(payment: Payment, facts: Facts) -> Money:
    return Money(max(payment.lacking, ZERO), payment.currency)


_LACKS, _OVER = Q(GreaterThan(Payment.LACKING, ZERO)), Q(GreaterThan(Payment.OVERPAID, ZERO))


def in_state(state: str) -> Q:
    """Ask for the payments whose badge says so: each has one."""
    asked = {
        "open": Q(captured=0) & _LACKS, "part": Q(captured__gt=0) & _LACKS, "paid": ~_LACKS, "over": _OVER,
    }  # fmt: skip
    return asked[state] & (_OVER if state == "over" else ~_OVER)


def awaited() -> Q:
    """Ask for what buyers still owe: by transfer beforehand, or on account."""
    by_transfer = Q(method__in=[PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE])
    return (Q(captured__lt=F("amount")) | Q(secured_at=None)) & by_transfer & Q(GreaterThan(Payment.LACKING, ZERO))


def _find_payments(term: str) -> set[int]:
    orders = list(Order.objects.filter(number=term).values_list("id", flat=True))
    told = Payment.objects.filter(external_id=term).exclude(external_id="").values_list("id", flat=True)
    return {*told[:MOST_FOUND], *Payment.objects.filter(order_id__in=orders).values_list("id", flat=True)}


PAYMENTS = Grid(
    name="payments", title=_("Payments"), right="payments:read",
    rows=lambda: Payment.objects.select_related("account"),
    columns=(
        Column("order", _("Order"), _order, ("orders",), sort="id"),
        Column("payer", _("Payer"), _payer, ("orders",)),
        Column("method", _("Kind of payment"), lambda it, facts: Text(label_of(it, "method"))),
        Column("state", _("State"), _state),
        Column("amount", _("Amount"), lambda it, facts: Money(it.amount, it.currency), numeric=True),
        Column("captured", _("Received"), lambda it, facts: Money(it.captured, it.currency), numeric=True),
        Column("left", _("Open"), _left, numeric=True),
        Column("refunded", _("Given back"), lambda it, facts: Money(it.refunded or None, it.currency), numeric=True, shown=False),
        Column("account", _("Payment account"), lambda it, facts: Text(it.account.code if it.account else ""), shown=False),
        Column("opened_at", _("Since"), lambda it, facts: Moment(it.opened_at)),
        Column("secured_at", _("Payment secured"), lambda it, facts: Moment(it.secured_at), shown=False),
    ),
    fields=(
        choice_field("method", _("Kind of payment"), lambda: PaymentMethod.choices),
        choice_field("state", _("State"), lambda: STATES, on_each(in_state)),
        number_field("amount", _("Amount")),
        number_field("captured", _("Received")),
        moment_field("opened_at", _("Since")),
        moment_field("secured_at", _("Payment secured at")),
        yes_no_field("awaited", _("Awaited"), on_yes(awaited)),
        yes_no_field("secured", _("Payment secured"), on_yes(lambda: Q(secured_at__isnull=False))),
        yes_no_field("disputed", _("Payment disputed"), on_yes(lambda: Q(disputed__gt=0))),
        yes_no_field("refunded", _("Given back"), on_yes(lambda: Q(refunded__gt=0))),
        text_field("external_id", _("Number at the provider"), ops=(Op.IS, Op.EXISTS, Op.MISSING)),
    ),
    views=(
        View("all", _("All"), ""), View("awaited", _("Awaited"), "awaited.is=yes"),
        View("over", _("Overpaid"), "state.is=over", "warn"), View("disputed", _("Disputed"), "disputed.is=yes", "bad"),
        View("refunded", _("Given back"), "refunded.is=yes"),
    ),
    link=lambda it: reverse("admin:order", args=[it.order_id]), loaders={"orders": _orders_of},
    sum_of=lambda it: (it.amount, it.currency),
    search=_find_payments, search_help=_("Order number or number at the provider"),
    empty=_("No payments yet. They come with orders."), empty_link=lambda: reverse("admin:grid", args=["orders"]),
)  # fmt: skip
