"""The books: sums of a period, a posting, files for the tax adviser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.accounting.public import (
    AccountSum,
    RecapitulativeLine,
    SourceKind,
    VatLine,
    export_books,
    list_archive_heads,
    name_datev_cells,
    sum_accounts,
    sum_oss,
    sum_recapitulative,
    sum_vat,
)
from kontor.accounting.tables import BookExport, Posting
from kontor.backoffice.access import actor_of, may, needs, refuse
from kontor.backoffice.typed import TypedWrong, read_day, read_id
from kontor.backoffice.words import TAX_WORDS
from kontor.kernel.clock import local_day, read_clock
from kontor.kernel.errors import KontorError
from kontor.legal_entities.tables import LegalEntity


@needs("accounting:read")
def show_books(request: HttpRequest) -> HttpResponse:
    """Show the sums of the accounts of a period, and the files that were handed out."""
    first, last = _period(request)
    entities = list(LegalEntity.objects.order_by("id"))
    rows = Posting.objects.filter(booked_on__range=(first, last))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Books"), "first": first, "last": last, "entities": entities,
        "accounts": _worded(sum_accounts(first, last)),
        "vat": _worded(sum_vat(first, last)),
        "recapitulative": [{"it": row, "words": TAX_WORDS.get(row.tax_case, ("",
        ""))[0]} for row in sum_recapitulative(first, last)],
        "oss": sum_oss(first, last), "heads": list_archive_heads(),
        "count": rows.count(), "may_write": may(request, "accounting:write"),
        "exports": BookExport.objects.select_related("legal_entity", "file").order_by("-id")[:20],
    }  # fmt: skip
    return render(request, "backoffice/books/books.html", context)


@needs("accounting:read")
def show_posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Show a posting: what it came from, how it stands in the file for DATEV, and its place in the chain."""
    posting = get_object_or_404(Posting.objects.select_related("legal_entity"), id=posting_id)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Posting") + f" {posting.sequence}", "posting": posting, "cells": name_datev_cells(posting.id),
        "invoice_id": posting.source_id if posting.source_kind == SourceKind.PAPER else None,
        "words": TAX_WORDS.get(posting.tax_case, ("", ""))[0],
    }  # fmt: skip
    return render(request, "backoffice/books/posting.html", context)


@needs("accounting:write")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Make a DATEV file of a period."""
    first, last = _period(request)
    entity, kind = read_id(request.POST.get("legal_entity")), request.POST.get("kind", "postings")
    if not LegalEntity.objects.filter(id=entity).exists() or kind not in ("postings", "debtors"):
        messages.error(request, _("Choose one of your legal entities."))
        return redirect("admin:books")
    try:
        with transaction.atomic():
            made = export_books(
                legal_entity_id=entity,
                first_on=first,
                last_on=last,
                kind=kind,
                at=read_clock(),
                by=actor_of(request),
            )
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect(f"{request.path.removesuffix('export/')}?first={first}&last={last}")
    return redirect("admin:file", made.sha256)


def _worded(rows: Sequence[AccountSum] | Sequence[VatLine] | Sequence[RecapitulativeLine]) -> list[dict[str, object]]:
    return [{"it": row, "words": TAX_WORDS.get(row.tax_case, ("", ""))[0]} for row in rows]


def _period(request: HttpRequest) -> tuple[date, date]:
    """Return the days that were asked for; by default the month before this one, which is what the tax adviser waits for.

    A house that posted nothing by then sees this month.
    """
    today = local_day(read_clock(), settings.TIME_ZONE)
    last_month = today.replace(day=1) - timedelta(days=1)
    sent = request.POST if request.method == "POST" else request.GET
    try:
        first, last = read_day(sent, "first"), read_day(sent, "last")
    except TypedWrong:
        if Posting.objects.filter(booked_on__lte=last_month).exists():
            return last_month.replace(day=1), last_month
        return today.replace(day=1), today
    return first, max(first, last)
