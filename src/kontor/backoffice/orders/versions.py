"""Two people at one order: who saw an older state than the one that stands is shown both before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kontor.backoffice.page import show_page
from kontor.backoffice.parts.page_parts import Entry, Timeline
from kontor.backoffice.shown import change_text, who_text
from kontor.backoffice.typed import read_id
from kontor.backoffice.words import FIELD_WORDS, VERB_WORDS
from kontor.orders.public import mark_contents
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry

# Fields of a form that carry no text of the person who fills it in.
_CARRIED = frozenset({"csrfmiddlewaretoken", "seen", "seen_entry", "form", "article", "line"})


def last_entry(order: Order) -> int:
    """Return up to where the trail of an order was seen."""
    found = AuditEntry.objects.filter(subject="order", key=order.pk).order_by("-id").values_list("id", flat=True)[:1]
    return next(iter(found), 0)


def show_both(request: HttpRequest, order: Order) -> HttpResponse:
    """Return the page of both versions (409): what was typed, and what became of the order meanwhile."""
    seen, order = mark_contents(order.pk), Order.objects.get(id=order.pk)
    answer = show_page(
        request, "orders/stale", title=_("Order") + f" {order.number}", order=order, typed=_typed(request.POST),
        changes=Timeline(_("Changed meanwhile"), _since(order, read_id(request.POST.get("seen_entry")))),
        again=request.path, back=reverse("admin:order", args=[order.pk]), seen=seen,
        seen_entry=last_entry(order),
        fields=[
            (name, value) for name in request.POST if name not in ("csrfmiddlewaretoken", "seen", "seen_entry")
            for value in request.POST.getlist(name)
        ],
    )  # fmt: skip
    answer.status_code = 409
    return answer


def _since(order: Order, entry_id: int) -> Sequence[Entry]:
    rows = AuditEntry.objects.filter(subject="order", key=order.pk, id__gt=entry_id).order_by("-id")[:20]
    return [_told(it.at, it.verb, change_text(it.before, it.after), it.by) for it in rows]


def _told(at: datetime, verb: str, change: str, by: str) -> Entry:
    word = str(VERB_WORDS.get(verb, verb))
    return Entry(at, f"{word}: {change}" if change else word, who_text(by))


def _typed(sent: Any) -> list[tuple[str, str]]:
    return [
        (str(FIELD_WORDS.get(name, name)), ", ".join(sent.getlist(name)))
        for name in sent
        if name not in _CARRIED and any(sent.getlist(name))
    ]
