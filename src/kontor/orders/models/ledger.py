"""The ledger of a line: append-only entries and the counts that are their sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kontor.kernel.actor import Actor
from kontor.orders.models.order import OrderLine
from kontor.platform.sql.bulk import execute, insert_rows


class EntryKind(models.TextChoices):
    """What happened to pieces of a line."""

    ORDERED = "ordered", _("Ordered")
    SHORT = "short", _("Short")
    RESERVED = "reserved", _("Reserved")
    PICKED = "picked", _("Picked")
    SHIPPED = "shipped", _("Shipped")
    CANCELLED = "cancelled", _("Cancelled")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Returned")
    INVOICED = "invoiced", _("Invoiced")
    CREDITED = "credited", _("Credited")


# Every piece of a line lies in exactly one of these; an entry moves it from one to another, so their sum never changes.
BUCKETS = ("reserved", "short", "picked", "shipped", "cancelled")
COUNTERS = ("delivered", "returned", "invoiced", "credited")
_COLUMNS = ("ordered", *BUCKETS, *COUNTERS)


class LineEntry(models.Model):
    """One thing that happened to so many pieces of a line. Never changed (a trigger refuses it)."""

    line = models.ForeignKey(OrderLine, models.RESTRICT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    taken_from = models.CharField(max_length=10, db_default="")
    quantity = models.IntegerField()
    reference = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Line entry")
        verbose_name_plural = _("Line entries")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_entry_positive"),
            # The cause makes a repeated entry harmless.
            models.UniqueConstraint(fields=["line", "kind", "reference", "taken_from"], name="line_entry_once"),
        ]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written: so many pieces of a line, ``taken_from`` one bucket into that of its kind."""

    line_id: int
    kind: EntryKind
    quantity: int
    taken_from: str = ""


def write_entries(*, entries: Sequence[NewEntry], reference: str, at: datetime, by: Actor) -> None:
    """Write entries and move the counts of their lines with them: one statement each.

    The caller holds the lock of the orders.
    """
    if not entries:
        return
    insert_rows(
        LineEntry,
        {
            "line": [entry.line_id for entry in entries],
            "kind": [entry.kind.value for entry in entries],
            "taken_from": [entry.taken_from for entry in entries],
            "quantity": [entry.quantity for entry in entries],
            "reference": reference, "at": at, "by": str(by),
        },
    )  # fmt: skip
    change: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COLUMNS, 0))
    for entry in entries:
        change[entry.line_id][entry.kind.value] += entry.quantity
        if entry.kind is EntryKind.ORDERED:  # born reserved
            change[entry.line_id]["reserved"] += entry.quantity
        if entry.taken_from:
            change[entry.line_id][entry.taken_from] -= entry.quantity
    execute(
        f"UPDATE orders_orderline line SET {', '.join(f'{name} = line.{name} + d.{name}' for name in _COLUMNS)}"
        f" FROM unnest(%s::bigint[], {', '.join(['%s::int[]'] * len(_COLUMNS))}) AS d(id, {', '.join(_COLUMNS)})"
        " WHERE line.id = d.id",
        [list(change), *([change[line_id][name] for line_id in change] for name in _COLUMNS)],
    )
