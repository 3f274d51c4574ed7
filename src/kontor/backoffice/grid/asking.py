"""What is asked of a grid besides its rows: the numbers on its tabs, the form of a condition, the condition that was typed."""

from __future__ import annotations

from hashlib import sha256
from time import monotonic
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from kontor.backoffice.access import needs, refuse
from kontor.backoffice.grid.show import Opened, open_for, tabs_of
from kontor.backoffice.parts.asked import read_asked
from kontor.backoffice.parts.conditions import BARE, OP_WORDS, Condition, Field, Kind, Op, make_plain
from kontor.backoffice.parts.list_parts import FieldForm
from kontor.backoffice.parts.paging import MOST_COUNTED, count_rows
from kontor.backoffice.reach import limits_of
from kontor.backoffice.typed import TypedWrong

# A number on a tab may be so old: many look at the same ones.
COUNTS_FRESH_S = 10
# A tab's number says no more than "999+".
MOST_ON_A_TAB = 999
# What the counting of one answer may take: what is not counted by then is counted by the next.
COUNTING_S = 0.6


@needs("")
def show_counts(request: HttpRequest, name: str) -> HttpResponse:
    """Return the numbers of the tabs, and how many rows are asked for."""
    opened = open_for(request, name)
    until = monotonic() + COUNTING_S
    found = [(tab.key, _on_a_tab(_count(opened, tab.link.partition("?")[2], until))) for tab in tabs_of(opened).tabs]
    total = _count(opened, opened.asked.query(), until)
    return render(request, "backoffice/grid/_counts.html", {"counts": found, "total": _in_words(total)})


def _count(opened: Opened, query: str, until: float) -> int | None:
    asked = read_asked(opened.grid, query, opened.may)
    # "Today" is another day elsewhere, and whoever is limited counts other rows.
    told = f"{get_current_timezone_name()} {limits_of(opened.request, opened.grid.right)} {asked.query()}"
    key = f"kontor.count.{opened.grid.name}.{sha256(told.encode()).hexdigest()}"
    kept: int | None = caches["near"].get(key)
    if kept is None and monotonic() < until:
        kept = count_rows(opened.grid, asked)
        caches["near"].set(key, kept, COUNTS_FRESH_S)
    return kept


def _on_a_tab(count: int | None) -> str:
    if count is None:
        return "…"
    return f"{MOST_ON_A_TAB}+" if count > MOST_ON_A_TAB else str(count)


def _in_words(count: int | None) -> str:
    if count is None:
        return ""
    shown = number_format(min(count, MOST_COUNTED), use_l10n=True, force_grouping=True)
    return (_("of more than %(count)s") if count > MOST_COUNTED else _("of %(count)s")) % {"count": shown}


@needs("")
def show_field(request: HttpRequest, name: str) -> HttpResponse:
    """Return operators and boxes for a field that somebody picked."""
    opened = open_for(request, name, "")
    field = _field_of(opened, request.GET.get("field", ""))
    op = _op_of(field, request.GET.get("op", ""))
    return render(request, "backoffice/parts/field_form.html", {"it": _form(field, op, opened.link("field"))})


def _form(field: Field, op: Op, link: str) -> FieldForm:
    choices = () if op in BARE else field.offered()
    boxes = [] if op in BARE or choices else ["value", "value"] if op is Op.BETWEEN else ["value"]
    days = field.kind in (Kind.MOMENT, Kind.DAY) and op not in (Op.LAST_DAYS, Op.NEXT_DAYS)
    ops = [(it.value, OP_WORDS[it]) for it in field.operators()]
    return FieldForm(field, ops, op.value, boxes, choices, op is Op.IN, days, link)


def _field_of(opened: Opened, name: str) -> Field:
    field = opened.grid.field_named(name)
    if field is None or not opened.may(field.right):
        raise Http404
    return field


def _op_of(field: Field, word: str) -> Op:
    found = next((it for it in field.operators() if it.value == word), None)
    return found or field.operators()[0]


@needs("")
def add_condition(request: HttpRequest, name: str) -> HttpResponse:
    """Add a condition that somebody typed in his own form, and show what is asked then."""
    sent: Any = request.GET
    opened = open_for(request, name, sent.get("query", ""))
    field = _field_of(opened, sent.get("field", ""))
    op = _op_of(field, sent.get("op", ""))
    try:
        condition = Condition(field, op, make_plain(field, op, sent.getlist("value")))
        condition.question()
    except TypedWrong as wrong:
        refuse(request, wrong)
        return redirect(opened.here(opened.asked))
    return redirect(opened.here(opened.asked.with_condition(condition)))
