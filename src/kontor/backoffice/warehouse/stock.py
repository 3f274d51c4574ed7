"""Stock of an article: what lies where, and the forms that book it in, correct it, count it and hold some of it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import Instead, act, may, needs
from kontor.backoffice.reach import within
from kontor.backoffice.typed import TypedWrong, read_count, read_id, read_text
from kontor.catalog.public import list_recipes
from kontor.catalog.tables import Sku
from kontor.flows.warehouse.transfers import transfer_stock
from kontor.inventory.public import (
    GoodsIn,
    correct_stock,
    count_stock,
    keep_safety_stock,
    receive_stock,
)
from kontor.inventory.tables import Balance, StockMove
from kontor.kernel.actor import Actor
from kontor.locations.tables import Location

MOST_MOVES = 50
# Why a book is corrected; the word stands in the stock ledger.
REASONS = {
    "count": _("counted"),
    "damage": _("damaged"),
    "loss": _("lost or stolen"),
    "found": _("turned up"),
    "sample": _("sample, own use"),
    "return": _("came back without a return"),
    "other": _("another reason"),
}


@needs("inventory:read", keeps_limits=True)
def show_stock(request: HttpRequest, sku_id: int) -> HttpResponse:
    """Show the stock of an article in each location, and its last moves."""
    sku = get_object_or_404(Sku.objects.select_related("product"), id=sku_id)
    balances = {it.location_id: it for it in within(request, "inventory:read", Balance.objects.filter(sku=sku))}
    rows = [
        {
            "place": place,
            "balance": found,
            "free": max(0, found.on_hand - found.reserved - found.safety_stock) if found else 0,
        }
        for place in within(request, "inventory:read", Location.objects.order_by("id"))
        if (found := balances.get(place.id)) is not None or place.active
    ]
    ledger = within(request, "inventory:read", StockMove.objects.filter(sku=sku))
    moves = ledger.select_related("location").order_by("-id")[:MOST_MOVES]
    promised = {"view": "x", "state.in": "PLACED,HELD,RELEASED", "sku.is": sku.code}
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{sku.code} · {sku.product.name}", "sku": sku, "rows": rows, "moves": moves, "reasons": REASONS.items(),
        "kit": bool(list_recipes([sku.id])), "may_write": may(request, "inventory:write"),
        "may_orders": may(request, "orders:read"),
        "promised_to": f"{reverse('admin:grid', args=['orders'])}?{urlencode(promised)}",
    }  # fmt: skip
    return render(request, "backoffice/warehouse/stock.html", context)


@needs("inventory:write", keeps_limits=True)
@require_POST
def book_stock(request: HttpRequest, sku_id: int, verb: str) -> HttpResponse:
    """Book goods in, correct the book, count, carry pieces elsewhere, hold them back; the form's own number makes a second click
    book nothing.
    """
    if verb not in ("receive", "correct", "count", "safety", "transfer"):
        raise Http404
    sku = get_object_or_404(Sku, id=sku_id)

    def work(at: datetime, by: Actor) -> Instead | None:
        sent = request.POST
        places = within(request, "inventory:write", Location.objects.all())
        place = places.filter(id=read_id(sent.get("location"))).first()
        if place is None:
            raise TypedWrong(str(_("Choose a location.")), "location")
        form = read_text(sent, "form", limit=40) or f"{at:%Y%m%d%H%M%S%f}"
        if verb == "receive":
            paper = read_text(sent, "reference", limit=40)
            cause = f"receipt:{form}:{paper}"[:100]
            receive_stock(goods=[GoodsIn(sku.id, place.id, read_count(sent, "quantity"), cause)], at=at, by=by)
        elif verb == "transfer":
            goal = places.filter(id=read_id(sent.get("to"))).first()
            if goal is None:
                raise TypedWrong(str(_("Choose a location.")), "to")
            transfer_stock(
                sku_id=sku.id, way=(place.code, goal.code), pieces=read_count(sent, "quantity"),
                reference=":".join(filter(None, (form, read_text(sent, "note", limit=30)))), at=at, by=by,
            )  # fmt: skip
        elif verb == "safety":
            pieces = read_count(sent, "quantity", least=0)
            keep_safety_stock(sku_id=sku.id, location_id=place.id, quantity=pieces, at=at, by=by)
        else:
            return _correct(sku.id, place.id, sent, form, verb, at, by)
        return None

    return act(request, work, done=str(_("Booked.")), back="admin:stock", sku_id=sku_id)


def _correct(sku_id: int, location_id: int, sent: Any, form: str, verb: str, at: datetime, by: Actor) -> Instead | None:
    reason = sent.get("reason", "")
    if reason not in REASONS:
        raise TypedWrong(str(_("Choose a reason.")), "reason")
    note = read_text(sent, "note", limit=30)
    cause = ":".join(filter(None, (reason, form, note)))[:100]
    if verb == "count":
        counted = read_count(sent, "quantity", least=0)
        lacking = count_stock(sku_id=sku_id, location_id=location_id, counted=counted, cause=cause, at=at, by=by)
        told = _(
            "Booked down to what is promised to orders. Promised pieces that are not there: %(lacking)s. Report them missing when"
            " they are picked; who cancels them counts once more after that."
        )
        return Instead(told % {"lacking": lacking}) if lacking else None
    sign = -1 if sent.get("direction") == "out" else 1
    pieces = sign * read_count(sent, "quantity")
    correct_stock(sku_id=sku_id, location_id=location_id, pieces=pieces, cause=cause, at=at, by=by)
    return None
