"""Pick: what is due, and what to fetch, bin by bin."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.page_parts import ScanField
from kontor.backoffice.reach import check_reached, within
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.stale import hold_row
from kontor.backoffice.typed import TypedWrong, read_count, read_ids
from kontor.catalog.public import find_sku_by_scan
from kontor.flows.warehouse.picking import pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.public import FulfilmentState, get_order_of_task
from kontor.fulfilment.tables import FulfilmentOrder, PickList, PickTask
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.locations.tables import Location
from kontor.orders.tables import Order

MOST_SHOWN = 100


@needs("fulfilment:read", keeps_limits=True)
def pick_page(request: HttpRequest) -> HttpResponse:
    """Show what waits to be picked per location, the most urgent first, and the rounds under way."""
    right = "fulfilment:read"
    places = list(within(request, right, Location.objects.filter(active=True)).order_by("id"))
    chosen = request.GET.get("location", "")
    place = next((it for it in places if str(it.id) == chosen), places[0] if places else None)
    there = FulfilmentOrder.objects.filter(location=place, state=FulfilmentState.OPEN)
    waiting = within(request, right, there).select_related("order")
    rounds = PickList.objects.filter(location=place, done_at=None).order_by("-id")[:20]
    return show_page(
        request, "warehouse/pick", title=_("Pick"), places=places, place=place, rounds=rounds, waiting_count=waiting.count(),
        waiting=waiting.prefetch_related("lines__order_line__sku").order_by("ship_by", "id")[:MOST_SHOWN],
    )  # fmt: skip


@needs("fulfilment:write", keeps_limits=True)
@require_POST
def start_round(request: HttpRequest) -> HttpResponse:
    """Start a pick list with the orders that were ticked."""
    ids = read_ids(request.POST.getlist("order"))
    for part_id in ids:
        check_reached(request, "fulfilment:write", {"fulfilment_order_id": part_id}, keeps=False)
    try:
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=ids, at=read_clock(), by=actor_of(request))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:pick")
    return redirect("admin:pick_list", pick_list_id=pick_list)


@needs("fulfilment:read")
def pick_list_page(request: HttpRequest, pick_list_id: int) -> HttpResponse:
    """Show a round: bin by bin, with a field for the scanner."""
    pick_list = get_object_or_404(PickList.objects.select_related("location"), id=pick_list_id)
    tasks = PickTask.objects.filter(pick_list=pick_list).select_related(
        "sku__product", "fulfilment_line__fulfilment_order__order"
    )
    rows = list(tasks.order_by("bin", "sku_id", "id"))
    # What was called back meanwhile is not to be taken.
    wanted = [task for task in rows if task.quantity]
    done = sum(1 for task in wanted if task.open == 0)
    last = request.session.pop("scanned", None)
    mine = last if last and last["list"] == pick_list.id else None
    return show_page(
        request, "warehouse/pick_list", scanned=mine, title=_("Pick list") + f" {pick_list.id}", pick_list=pick_list, tasks=rows,
        done=done,
        scan=ScanField(
            reverse("admin:pick_scan", args=[pick_list.id]), _("Each scan takes one piece."),
            mine["text"] if mine else "", mine["good"] if mine else True,
        ),
        percent=round(100 * done / len(wanted)) if wanted else 100, wanted=len(wanted),
    )  # fmt: skip


@needs("fulfilment:write")
@require_POST
def scan_piece(request: HttpRequest, pick_list_id: int) -> HttpResponse:
    """One scan takes one piece of the article, from the first line that still wants it; its answer is that of this scan alone."""
    code = request.POST.get("scan", "").strip()[:100]
    good, text = False, ""
    try:
        with transaction.atomic():
            good, text = _take_scanned(request, pick_list_id, code)
    except KontorError as refusal:
        text = refusal_text(refusal)
    request.session["scanned"] = {"list": pick_list_id, "good": good, "text": text}
    return redirect("admin:pick_list", pick_list_id=pick_list_id)


def _take_scanned(request: HttpRequest, pick_list_id: int, code: str) -> tuple[bool, str]:
    sku = find_sku_by_scan(code) if code and code.isprintable() else None
    if sku is None:
        return False, _("Unknown code:") + f" {code}"
    tasks = PickTask.objects.filter(pick_list_id=pick_list_id, sku_id=sku.id).order_by("bin", "id")
    task = next((it for it in tasks if it.open), None)
    if task is None:
        words = _("There is enough of it already:") if tasks else _("Wrong article:")
        return False, f"{words} {sku.code}"
    pick_pieces(task_id=task.id, quantity=1, at=read_clock(), by=actor_of(request))
    return True, _("Picked:") + f" {sku.code} ({task.quantity - task.open + 1}/{task.quantity})"


def _count_of(request: HttpRequest, task: PickTask) -> int:
    """Return how many pieces were typed. Refuses: TypedWrong, also where somebody took of them since the list was opened."""
    # The order first, as every verb of the pick does.
    hold_row(Order, get_order_of_task(task.pk))
    if request.POST.get("open", "") not in ("", str(hold_row(PickTask, task.pk).open)):
        raise TypedWrong(_("Somebody took of these since you opened the list: look at what is left."), "quantity")
    return read_count(request.POST, "quantity")


@needs("fulfilment:write")
@require_POST
def pick_one(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take pieces without a scanner, or report that they are missing."""
    task = get_object_or_404(PickTask, id=task_id)
    if "missing" in request.POST:
        return act(
            request,
            lambda at, by: report_short_pick(
                task_id=task.id, missing=_count_of(request, task), at=at, by=by
            ),
            done=_("Missing pieces are written off, the order looks for them elsewhere."), back="admin:pick_list",
            pick_list_id=task.pick_list_id,
        )  # fmt: skip
    return act(
        request,
        lambda at, by: pick_pieces(task_id=task.id, quantity=_count_of(request, task), at=at, by=by),
        done=_("Picked."), back="admin:pick_list", pick_list_id=task.pick_list_id,
    )  # fmt: skip
