"""The tags of an order on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.forms import Ask, form_fields, read_changes
from kontor.backoffice.parts.page_parts import FormField
from kontor.backoffice.stale import hold_row
from kontor.kernel.actor import Actor
from kontor.orders.public import tag_order
from kontor.orders.tables import Order

_TAGS = (Ask("tags", _("Tags"), "list", most=6_000, help=_("Several parted by commas")),)


def ask_tags(order: Order) -> Sequence[FormField]:
    """Return the field in which an order's tags are typed."""
    return form_fields(_TAGS, {"tags": order.tags})


def keep_tags(order: Order, sent: Mapping[str, str], at: datetime, by: Actor) -> None:
    """Keep the tags that were typed over those that the page showed. Refuses: TypedWrong, TooManyTags."""
    changes = read_changes(_TAGS, sent, {"tags": hold_row(Order, order.pk).tags})
    if "tags" in changes:
        tag_order(order_id=order.pk, tags=[tag[:100] for tag in changes["tags"]], at=at, by=by)
