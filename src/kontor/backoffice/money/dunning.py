"""Open items and reminders: a preview with reasons, then the letters."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.accounting.public import list_open_items, stop_dunning
from kontor.accounting.tables import DunningLetter
from kontor.backoffice.access import act, may, needs
from kontor.backoffice.typed import read_id, read_ids
from kontor.backoffice.words import DUNNING_WORDS
from kontor.flows.invoicing.dunning import preview_dunning, remind
from kontor.kernel.clock import local_day, read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order

MOST_SHOWN = 500


@needs("accounting:read")
def show_dunning(request: HttpRequest) -> HttpResponse:
    """Show every open item with what it would get today, and why."""
    entities = list(LegalEntity.objects.order_by("id"))
    asked = request.GET.get("legal_entity", "")
    entity = next((it for it in entities if str(it.id) == asked), entities[0] if entities else None)
    on = local_day(read_clock(), entity.timezone) if entity else read_clock().date()
    found = preview_dunning(legal_entity_id=entity.id, on=on) if entity else []
    rows = [
        {"it": it, "why": DUNNING_WORDS.get(it.reason, it.reason), "days": (on - it.item.due_on).days}
        for it in sorted(found, key=lambda it: (-it.level, it.item.due_on))[:MOST_SHOWN]
    ]
    overpaid = [it for it in list_open_items(on) if it.open < 0 and entity and it.legal_entity_id == entity.id]
    sums: dict[str, Any] = {}
    for it in found:
        sums[it.item.currency] = sums.get(it.item.currency, 0) + it.item.open
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Open items and reminders"), "rows": rows, "count": len(found), "entities": entities, "entity": entity,
        "due": sum(1 for it in found if it.level), "sums": sorted(sums.items()), "overpaid": overpaid[:100],
        "letters": DunningLetter.objects.select_related("file").order_by("-id")[:30],
        "may_write": may(request, "accounting:write"),
    }  # fmt: skip
    return render(request, "backoffice/money/dunning.html", context)


@needs("accounting:write")
@require_POST
def send_dunning(request: HttpRequest) -> HttpResponse:
    """Remind those that were chosen."""
    chosen = read_ids(request.POST.getlist("order"))
    entity = read_id(request.POST.get("legal_entity"))
    if not chosen or not LegalEntity.objects.filter(id=entity).exists():
        messages.error(request, _("Choose at least one order."))
        return redirect("admin:dunning")
    return act(
        request, lambda at, by: remind(legal_entity_id=entity, order_ids=chosen, at=at, by=by),
        done=_("Reminders sent: %(count)s") % {"count": len(chosen)}, back="admin:dunning",
    )  # fmt: skip


@needs("accounting:write")
@require_POST
def stop(request: HttpRequest, order_id: int) -> HttpResponse:
    """Let an order be."""
    get_object_or_404(Order, id=order_id)
    reason = request.POST.get("reason", "").strip()[:200] or _("by hand")
    return act(
        request, lambda at, by: stop_dunning(order_id=order_id, reason=reason, until=None, at=at, by=by),
        done=_("Done."), back="admin:dunning",
    )  # fmt: skip
