"""Fulfilment orders, pick lists, shipments."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FulfilmentState(models.TextChoices):
    """Where a fulfilment order stands."""

    OPEN = "OPEN", _("To pick")
    PICKING = "PICKING", _("Being picked")
    PICKED = "PICKED", _("To pack")
    PACKED = "PACKED", _("To hand over")
    DISPATCHED = "DISPATCHED", _("Handed over")
    CANCELLED = "CANCELLED", _("Cancelled")


class Merge(models.Model):
    """Fulfilment orders of one buyer that leave in one parcel. Each keeps its order, its documents and its money."""

    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, db_default="")


class FulfilmentOrder(models.Model):
    """The part of an order that one location executes."""

    order = models.ForeignKey("orders.Order", models.RESTRICT, verbose_name=_("Order"), related_name="+")
    location = models.ForeignKey(
        "locations.Location", models.RESTRICT, verbose_name=_("Location"), related_name="+", db_index=False
    )
    state = models.CharField(_("State"), max_length=10, choices=FulfilmentState.choices, db_default="OPEN")
    ship_by = models.DateTimeField(_("Ship by"), null=True)
    opened_at = models.DateTimeField()
    merge = models.ForeignKey(Merge, models.RESTRICT, null=True, related_name="members", db_index=False)

    class Meta:
        verbose_name = _("Fulfilment order")
        verbose_name_plural = _("Fulfilment orders")
        indexes = [
            models.Index(
                fields=["location", "ship_by"],
                condition=~Q(state__in=["DISPATCHED", "CANCELLED"]),
                name="fulfilment_due",
            ),
            models.Index(fields=["merge"], condition=Q(merge__isnull=False), name="fulfilment_merged"),
        ]


class FulfilmentLine(models.Model):
    """So many pieces of an order line, to be picked here."""

    fulfilment_order = models.ForeignKey(FulfilmentOrder, models.RESTRICT, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", models.RESTRICT, related_name="+")
    quantity = models.IntegerField()
    picked = models.IntegerField(db_default=0)

    class Meta:
        verbose_name = _("Fulfilment line")
        verbose_name_plural = _("Fulfilment lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0, picked__gte=0, picked__lte=F("quantity")),
                name="fulfilment_line_range",
            )
        ]


class PickList(models.Model):
    """A round through the warehouse: one order (single) or several (batch)."""

    location = models.ForeignKey("locations.Location", models.RESTRICT, verbose_name=_("Location"), related_name="+")
    kind = models.CharField(_("Kind"), max_length=6)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Pick list")
        verbose_name_plural = _("Pick lists")


class PickTask(models.Model):
    """Take so many pieces of a SKU out of a bin for a fulfilment line."""

    pick_list = models.ForeignKey(PickList, models.RESTRICT, related_name="tasks")
    fulfilment_line = models.ForeignKey(FulfilmentLine, models.RESTRICT, related_name="tasks")
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+")
    bin = models.CharField(_("Bin"), max_length=20, db_default="")
    each = models.IntegerField(db_default=1)
    quantity = models.IntegerField()
    picked = models.IntegerField(db_default=0)
    missing = models.IntegerField(db_default=0)

    class Meta:
        verbose_name = _("Pick task")
        verbose_name_plural = _("Pick tasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(picked__gte=0, missing__gte=0, quantity__gte=F("picked") + F("missing"), each__gt=0),
                name="pick_task_range",
            )
        ]

    @property
    def open(self) -> int:
        """Return the pieces that are neither picked nor missing."""
        return self.quantity - self.picked - self.missing


class Shipment(models.Model):
    """Goods that leave together."""

    fulfilment_order = models.ForeignKey(FulfilmentOrder, models.RESTRICT, related_name="shipments")
    order = models.ForeignKey("orders.Order", models.RESTRICT, verbose_name=_("Order"), related_name="+")
    packed_at = models.DateTimeField()
    packed_by = models.CharField(max_length=80)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Shipment")
        verbose_name_plural = _("Shipments")
        indexes = [
            models.Index(fields=["order"], condition=Q(dispatched_at=None), name="shipment_waiting"),
            BrinIndex(fields=["packed_at", "dispatched_at"], autosummarize=True, name="shipment_days"),
        ]


class ShipmentLine(models.Model):
    """So many pieces of an order line in a shipment."""

    shipment = models.ForeignKey(Shipment, models.RESTRICT, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", models.RESTRICT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_positive"),
        ]
