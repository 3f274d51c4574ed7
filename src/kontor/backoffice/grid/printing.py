"""Papers of many rows in one file, to be printed together."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import may, needs, refuse
from kontor.backoffice.grid.show import open_for
from kontor.backoffice.orders.papers import send_file
from kontor.backoffice.parts.paging import narrow
from kontor.backoffice.parts.printing import read_papers
from kontor.backoffice.typed import TypedWrong, read_ids

# So many are printed at once: a printer's tray holds no more, and nobody waits longer.
MOST_PRINTED = 300


@needs("")
@require_POST
def print_papers(request: HttpRequest, name: str) -> HttpResponse:
    """Send the papers of the chosen rows as one file, row by row."""
    sent: Any = request.POST
    opened = open_for(request, name, sent.get("query", ""))
    prints = opened.grid.prints
    if prints is None:
        raise Http404
    if not any(may(request, right) for right in prints.rights):
        raise PermissionDenied
    if sent.get("all") and opened.asked.faults:
        return _refused(request, opened.here(opened.asked), " ".join(opened.asked.faults))
    wanted = opened.grid.rows().filter(id__in=read_ids(sent.getlist("id")))
    rows = narrow(opened.grid, opened.asked) if sent.get("all") else wanted
    keys = list(rows.order_by("id").values_list("id", flat=True)[: MOST_PRINTED + 1])
    if len(keys) > MOST_PRINTED:
        return _refused(
            request, opened.here(opened.asked), _("Print at most %(most)s at once.") % {"most": MOST_PRINTED}
        )
    printed = read_papers(keys, prints.find(request, keys))
    # A file cannot say what it lacks: the next page does.
    if printed.damaged:
        messages.error(request, _("%(count)s papers are damaged and were left out.") % {"count": printed.damaged})
    if not printed.papers:
        return _refused(request, opened.here(opened.asked), _("The chosen rows have no papers yet."))
    if printed.without:
        told = {"without": printed.without, "count": len(keys)}
        messages.warning(request, _("%(without)s of the %(count)s chosen have no papers yet.") % told)
    return send_file(_together(printed.papers), name=f"{_('Papers')}.pdf", media_type="application/pdf")


def _refused(request: HttpRequest, back: str, text: str) -> HttpResponse:
    refuse(request, TypedWrong(text, ""))
    return redirect(back)


def _together(papers: Sequence[bytes]) -> bytes:
    with pikepdf.new() as whole:
        for content in papers:
            with pikepdf.open(BytesIO(content)) as one:
                whole.pages.extend(one.pages)
        written = BytesIO()
        whole.save(written)
    return written.getvalue()
