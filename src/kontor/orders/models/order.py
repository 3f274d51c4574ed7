"""Orders and what belongs to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kontor.kernel.address import Address, address_from


class OrderState(models.TextChoices):
    """What people decided about an order. What happened stands in the ledger of its lines."""

    PLACED = "PLACED", _("Placed")
    HELD = "HELD", _("On hold")
    RELEASED = "RELEASED", _("Released")
    CANCELLED = "CANCELLED", _("Cancelled")
    CLOSED = "CLOSED", _("Closed")


def _money(**options: object) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=19, decimal_places=4, **options)  # type: ignore[arg-type]


class Order(models.Model):
    """Accepted demand of one buyer on one channel."""

    uuid = models.UUIDField(unique=True, verbose_name=_("UUID"))
    number = models.CharField(_("Order"), max_length=40, unique=True)
    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, related_name="+", db_index=False, verbose_name=_("Legal entity")
    )
    channel = models.ForeignKey(
        "channels.Channel", models.RESTRICT, verbose_name=_("Sales channel"), related_name="+", db_index=False
    )
    external_id = models.CharField(_("Their number"), max_length=100)
    customer = models.ForeignKey("customers.Customer", models.RESTRICT, verbose_name=_("Customer"), related_name="+")
    state = models.CharField(_("State"), max_length=9, choices=OrderState.choices)
    currency = models.CharField(_("Currency"), max_length=3)
    net = _money(verbose_name=_("Net"))
    tax = _money(verbose_name=_("VAT"))
    gross = _money(verbose_name=_("Total"))
    payment = models.CharField(_("Payment"), max_length=12)
    # At a payment provider: the account's code here, and the payment's id there.
    payment_account = models.CharField(max_length=40, db_default="", verbose_name=_("Payment account"))
    payment_reference = models.CharField(max_length=120, db_default="", verbose_name=_("Payment reference"))
    # How it is taxed (pricing.TaxCase) and the buyer's VAT id as far as the case hangs on it.
    tax_case = models.CharField(_("VAT case"), max_length=16, db_default="domestic", default="domestic")
    vat_id = models.CharField(_("Buyer's VAT id"), max_length=20, db_default="", default="")
    # What the channel said that it comes to, and of it VAT: ours is held against it.
    told_total = _money(null=True, verbose_name=_("Total at the channel"))
    told_tax = _money(null=True, verbose_name=_("VAT at the channel"))
    secured_at = models.DateTimeField(null=True, verbose_name=_("Payment secured"))
    ship_to = models.JSONField(verbose_name=_("Ship to"))
    bill_to = models.JSONField(null=True, verbose_name=_("Invoice address"))
    language = models.CharField(max_length=5, db_default="de", verbose_name=_("Language"))
    tags = ArrayField(models.CharField(max_length=100), db_default=[], default=list, verbose_name=_("Tags"))
    ordered_at = models.DateTimeField(_("Ordered"))
    placed_at = models.DateTimeField(_("Taken in"))
    ship_by = models.DateTimeField(_("Ship by"), null=True)
    acknowledge_by = models.DateTimeField(_("Acknowledge by"), null=True)
    # When somebody here changed what it holds: from then on a later word of its channel is not simply followed.
    revised_at = models.DateTimeField(_("Changed by hand"), null=True)

    class Meta:
        verbose_name = _("Order")
        verbose_name_plural = _("Orders")
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="order_once_per_channel"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="order_gross_is_net_and_tax"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(fields=["ship_by"], condition=Q(state=OrderState.RELEASED), name="order_due"),
            models.Index(fields=["placed_at", "id"], name="order_by_day"),
            # How people sort them besides.
            models.Index(fields=["ship_by", "id"], name="order_by_ship_by"),
            # With what narrows them most often beside it, so that the walk past ten thousands of rows reads the index alone.
            models.Index(fields=["gross", "id"], include=["payment", "customer"], name="order_by_gross"),
            # Few come to something else than their channel says, and few are billed elsewhere than they go.
            models.Index(
                fields=["id"], condition=Q(told_total__isnull=False) & ~Q(told_total=F("gross")), name="order_differs"
            ),
            models.Index(fields=["gross", "id"], condition=Q(bill_to__isnull=False), name="order_billed_elsewhere"),
            # They lie in the order in which they came, so that a summary of each part of the table finds a day.
            BrinIndex(fields=["ordered_at", "secured_at"], autosummarize=True, name="order_days"),
            models.Index(
                fields=["acknowledge_by"], condition=Q(acknowledge_by__isnull=False), name="order_to_acknowledge"
            ),
            # What is asked exactly of an address: country, postal code, place, name.
            GinIndex(fields=["ship_to"], opclasses=["jsonb_path_ops"], name="order_by_address"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def address(self) -> Address:
        """Return where it goes."""
        return address_from(self.ship_to)

    @property
    def invoice_address(self) -> Address:
        """Return who is invoiced."""
        return address_from(self.bill_to or self.ship_to)


class OrderLine(models.Model):
    """SKU × quantity × price in an order. The counts are sums of the ledger and obey its laws."""

    order = models.ForeignKey(Order, models.RESTRICT, related_name="lines")
    position = models.PositiveIntegerField()
    # No index: it would touch a page at random for every line ever sold. Who waits for a SKU stands in the index of
    # the short lines and in the open reservations.
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+", db_index=False)
    title = models.CharField(_("Article"), max_length=200)
    channel_sku = models.CharField(max_length=100)
    # A kit keeps the recipe it was sold with: [[part SKU id, quantity in one kit], …].
    recipe = models.JSONField(null=True)
    weight_g = models.PositiveIntegerField(db_default=0)
    unit_price = _money(verbose_name=_("Unit price"))
    # Which price list gave the price, and from how many pieces on; empty: the order named it.
    price_source = models.CharField(_("Price from"), max_length=60, db_default="", default="")
    tax_class = models.CharField(max_length=10, db_default="standard", default="standard")
    rate = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2)
    net = _money()
    tax = _money()
    gross = _money()
    ordered = models.IntegerField(_("Ordered"))
    reserved = models.IntegerField(_("Reserved"), db_default=0)
    short = models.IntegerField(_("Short"), db_default=0)
    picked = models.IntegerField(_("Picked"), db_default=0)
    shipped = models.IntegerField(_("Shipped"), db_default=0)
    cancelled = models.IntegerField(_("Cancelled"), db_default=0)
    delivered = models.IntegerField(_("Delivered"), db_default=0)
    returned = models.IntegerField(_("Returned"), db_default=0)
    invoiced = models.IntegerField(_("Invoiced"), db_default=0)
    credited = models.IntegerField(_("Credited"), db_default=0)
    # The channel's own id of the line, and its clocks.
    external_id = models.CharField(max_length=100, db_default="")
    ship_by = models.DateTimeField(_("Ship by"), null=True)
    deliver_by = models.DateTimeField(_("Deliver by"), null=True)

    class Meta:
        verbose_name = _("Order line")
        verbose_name_plural = _("Order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="line_gross_is_net_and_tax"),
            models.CheckConstraint(
                condition=Q(ordered=F("reserved") + F("short") + F("picked") + F("shipped") + F("cancelled")),
                name="line_conserves_quantity",
            ),
            models.CheckConstraint(
                condition=Q(ordered__gt=0, reserved__gte=0, short__gte=0, picked__gte=0, shipped__gte=0, cancelled__gte=0),
                name="line_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    returned__gte=0, returned__lte=F("shipped"), delivered__gte=0, delivered__lte=F("shipped"),
                    credited__gte=0, credited__lte=F("invoiced"), invoiced__lte=F("ordered"),
                ),
                name="line_after_shipping",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["sku", "id"], condition=Q(short__gt=0), name="line_short"),
            models.Index(fields=["order"], condition=Q(returned__gt=0), name="line_returned"),
        ]


class OrderCharge(models.Model):
    """What is paid beside the goods: shipping, a service, a discount (negative)."""

    order = models.ForeignKey(Order, models.RESTRICT, related_name="charges")
    kind = models.CharField(_("Kind"), max_length=10)
    title = models.CharField(_("Title"), max_length=200)
    tax_class = models.CharField(max_length=10, db_default="standard", default="standard")
    rate = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2)
    net = _money()
    tax = _money()
    gross = _money()

    class Meta:
        verbose_name = _("Charge")
        verbose_name_plural = _("Charges")
        constraints = [models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="charge_gross")]


class AgreedContents(models.Model):
    """What the buyer of an order had agreed to and paid for before somebody here changed it; of few orders, and paid ones.

    ``goods``: article → [[pieces, price of one with VAT], …]; ``people``: by whose changes it came to
    cost less, none of whom is a second person to it.
    """

    order = models.OneToOneField(Order, models.RESTRICT, related_name="+")
    goods = models.JSONField()
    charges = _money()
    people = models.JSONField(db_default=[], default=list)

    class Meta:
        verbose_name = _("Agreed contents")
        verbose_name_plural = _("Agreed contents")

    def __str__(self) -> str:
        return str(self.order_id)


class HoldReason(models.TextChoices):
    """Why an order is stopped."""

    ADDRESS = "address", _("Address to be checked")
    PAYMENT = "payment", _("Payment to be checked")
    FRAUD = "fraud", _("Suspected fraud")
    CUSTOMER = "customer", _("Question to the customer")
    MANUAL = "manual", _("Stopped by hand")
    VAT_ID = "vat_id", _("VAT id to be checked")
    ANNOUNCED = "announced", _("Announced by the channel, not confirmed")
    CHANNEL = "channel", _("Stopped or changed at the channel")
    TAX = "tax", _("VAT differs from what the shop charged")

    @classmethod
    def by_hand(cls) -> list[tuple[str, str]]:
        """Return those that a person may give, with their words: the others only the house finds."""
        return [(value, str(word)) for value, word in cls.choices if value not in (cls.ANNOUNCED, cls.CHANNEL, cls.TAX)]


class CancelReason(models.TextChoices):
    """Why an order, or part of it, is cancelled; channels are told in their own words, and count some against the seller."""

    OTHER = "other", _("Another reason")
    BUYER_ASKED = "buyer_asked", _("The buyer asked for it")
    OUT_OF_STOCK = "out_of_stock", _("Cannot be delivered")
    ADDRESS_WRONG = "address_wrong", _("The address takes no parcel")
    PRICE_WRONG = "price_wrong", _("The price was wrong")
    UNPAID = "unpaid", _("It was not paid")


class Hold(models.Model):
    """Stops an order until it is lifted."""

    order = models.ForeignKey(Order, models.RESTRICT, related_name="holds")
    reason = models.CharField(_("Reason"), max_length=10, choices=HoldReason.choices)
    note = models.CharField(_("Note"), max_length=500, blank=True, db_default="")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, db_default="")

    class Meta:
        verbose_name = _("Hold")
        verbose_name_plural = _("Holds")
        constraints = [
            models.UniqueConstraint(fields=["order", "reason"], condition=Q(lifted_at=None), name="hold_once")
        ]


class OrderNote(models.Model):
    """What people write about an order."""

    order = models.ForeignKey(Order, models.RESTRICT, related_name="notes")
    text = models.TextField(_("Note"))
    at = models.DateTimeField()
    by = models.CharField(max_length=80)


class Cancellation(models.Model):
    """A cancellation that a channel told, tied to the line it takes back where that can be told."""

    channel = models.ForeignKey("channels.Channel", models.RESTRICT, related_name="+")
    external_id = models.CharField(max_length=100)
    line = models.ForeignKey(OrderLine, models.RESTRICT, null=True, related_name="+")
    sku_code = models.CharField(max_length=100)
    quantity = models.PositiveIntegerField()
    amount = _money()
    outcome = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Cancellation")
        verbose_name_plural = _("Cancellations")
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="cancellation_once_per_channel")]
