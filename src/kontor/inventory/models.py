"""Balances, moves, reservations, buffers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# What fits into the column, with room for what may still come back.
MOST_ON_HAND = 2_000_000_000


class Balance(models.Model):
    """How much of a SKU is in a location, and how much of it is promised."""

    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+", db_index=False)
    location = models.ForeignKey("locations.Location", models.RESTRICT, verbose_name=_("Location"), related_name="+")
    on_hand = models.IntegerField(_("On hand"), db_default=0)
    reserved = models.IntegerField(_("Reserved"), db_default=0)
    safety_stock = models.PositiveIntegerField(_("Safety stock"), db_default=0)

    class Meta:
        verbose_name = _("Stock")
        verbose_name_plural = _("Stock")
        constraints = [
            models.UniqueConstraint(fields=["sku", "location"], name="balance_once"),
            models.CheckConstraint(condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="reserved_in_stock"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.location}"


class MoveKind(models.TextChoices):
    """What moved, and so in which direction."""

    RECEIPT = "receipt", _("Receipt")
    ADJUST_UP = "adjust_up", _("Adjustment up")
    ADJUST_DOWN = "adjust_down", _("Adjustment down")
    RESERVE = "reserve", _("Reservation")
    FREE = "free", _("Reservation freed")
    ISSUE = "issue", _("Goods issue")


class StockMove(models.Model):
    """One entry of the stock ledger, never changed. Its cause makes a repeated booking harmless.

    The trigger that moves the balance refuses a SKU and location without one, and the balance holds the foreign keys.
    """

    sku = models.ForeignKey(
        "catalog.Sku",
        models.RESTRICT,
        verbose_name=_("SKU"),
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    location = models.ForeignKey(
        "locations.Location",
        models.RESTRICT,
        verbose_name=_("Location"),
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=MoveKind.choices)
    quantity = models.IntegerField(_("Quantity"))
    cause = models.CharField(_("Cause"), max_length=100)
    at = models.DateTimeField(_("At"))
    by = models.CharField(_("By"), max_length=80)

    class Meta:
        verbose_name = _("Stock move")
        verbose_name_plural = _("Stock moves")
        constraints = [
            models.UniqueConstraint(fields=["cause", "sku", "location"], name="stock_move_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_move_positive"),
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="stock_move_kind_known"),
        ]
        # Goods that came, went or were counted; promises are found by their reservation. An index over all would touch
        # a page at random for every line ever sold.
        indexes = [
            models.Index(
                fields=["sku", "location", "id"],
                condition=~Q(kind__in=["reserve", "free"]),
                name="stock_move_of_goods",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.get_kind_display()} {self.quantity}"


class StockChange(models.Model):
    """A SKU whose stock changed and whose offers were not looked at since. A trigger on the ledger and on the balances
    writes it, so no path to the stock forgets; whoever looked takes the row away.
    """

    sku_id = models.BigIntegerField()
    at = models.DateTimeField()


class DemandRate(models.Model):
    """How fast a SKU sold of late (kernel ``Demand``): pieces in so many days, and how many went at once."""

    sku_id = models.BigIntegerField(unique=True)
    pieces = models.FloatField()
    days = models.FloatField()
    clump = models.FloatField()
    at = models.DateTimeField()


class Reservation(models.Model):
    """A claim of a demand on stock in one location. ``demand_id`` belongs to a room above. ``open`` is still claimed.

    Its SKU and location are those of the stock move that is written with it, and checked there.
    """

    demand_id = models.BigIntegerField()
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, related_name="+", db_index=False, db_constraint=False)
    location = models.ForeignKey(
        "locations.Location", models.RESTRICT, related_name="+", db_index=False, db_constraint=False
    )
    quantity = models.IntegerField()
    open = models.IntegerField()
    # What the pieces that left had cost, at the purchase prices of their days, and how many left without one.
    issued_cost = models.DecimalField(max_digits=19, decimal_places=4, db_default=0, default=0)
    issued_uncosted = models.IntegerField(db_default=0, default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Reservation")
        verbose_name_plural = _("Reservations")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
            models.CheckConstraint(condition=Q(open__gte=0, open__lte=F("quantity")), name="reservation_open_range"),
        ]
        indexes = [
            models.Index(fields=["demand_id"], name="reservation_by_demand"),
            models.Index(fields=["sku", "location"], condition=Q(open__gt=0), name="reservation_open"),
        ]


class ChannelBuffer(models.Model):
    """Stock that one channel never offers, of one SKU or of all (no SKU)."""

    channel = models.ForeignKey("channels.Channel", models.RESTRICT, verbose_name=_("Sales channel"), related_name="+")
    sku = models.ForeignKey(
        "catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+", null=True, blank=True
    )
    quantity = models.PositiveIntegerField(_("Quantity"))

    class Meta:
        verbose_name = _("Channel buffer")
        verbose_name_plural = _("Channel buffers")
        constraints = [
            models.UniqueConstraint(fields=["channel", "sku"], name="channel_buffer_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.sku or ''} {self.quantity}"
