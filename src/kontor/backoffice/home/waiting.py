"""What waits for somebody: jobs, mails, papers, labels, messages, offers, money, each with its cause and a button."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import actor_of, may, may_everywhere, needs, refuse
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.words import CAUSE_WORDS, EVENT_WORDS, WAITING_WORDS
from kontor.flows.waiting import list_waiting, right_to_set_going, set_going
from kontor.flows.waiting_rows import Waiting
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.orders.tables import Order

# Where it is settled, if that is no page of an order.
_PAGES = {
    "second": "admin:refunds", "refund": "admin:refunds", "money": "admin:refunds", "bank": "admin:bank",
    "sent_twice": "admin:bank",
    "voucher": "admin:vouchers",
}  # fmt: skip


def _name_of(row: Waiting) -> str:
    """Return what waits as its reader writes it."""
    money = money_text(row.amount, row.currency) if row.amount is not None else ""
    if row.kind == "news":
        listener, _sign, event = row.name.partition(": ")
        return f"{EVENT_WORDS.get(event, event)} ({listener})"
    return f"{money} {row.name}".strip()


@needs("platform:read")
def show_waiting(request: HttpRequest) -> HttpResponse:
    """Show everything that waits, kind by kind."""
    rows = list_waiting(read_clock())
    orders = Order.objects.in_bulk({row.order_id for row in rows if row.order_id})
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(
            {
                "it": row, "name": _name_of(row), "order": orders.get(row.order_id or 0),
                "problem": CAUSE_WORDS.get(row.problem) or problem_text(row.problem),
                "again": row.again and may(request, right_to_set_going(row.kind)),
            }
        )  # fmt: skip
    context: dict[str, Any] = {
        **admin.site.each_context(request), "title": _("Waits for somebody"),
        "kinds": [
            {"kind": kind, "words": WAITING_WORDS[kind], "rows": found, "page": _PAGES.get(kind)}
            for kind, found in kinds.items()
        ],
    }  # fmt: skip
    return render(request, "backoffice/home/waiting.html", context)


@needs("")
@require_POST
def try_again(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Set one of them going."""
    if not may_everywhere(request, right_to_set_going(kind)):
        messages.error(request, _("Your role does not open this page. Ask an owner of this Kontor for the right."))
        return redirect("admin:waiting")
    try:
        # News are heard in transactions of their own.
        if kind == "news":
            done = set_going(kind=kind, id_=row_id, at=read_clock(), by=actor_of(request))
        else:
            with transaction.atomic():
                done = set_going(kind=kind, id_=row_id, at=read_clock(), by=actor_of(request))
    except KontorError as refusal:
        refuse(request, refusal)
    else:
        if done:
            messages.success(request, _("It is tried again."))
        else:
            messages.error(request, _("It failed again, or waits no longer."))
    return redirect("admin:waiting")
