"""Who else has the same thing open."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kontor.access.public import GONE_AFTER, list_present, note_presence
from kontor.backoffice.access import may, needs
from kontor.backoffice.typed import MOST_ID
from kontor.kernel.clock import read_clock

# What can be open, and the right without which nobody has it open.
_SUBJECTS = {"order": "orders:read", "customer": "customers:read", "product": "catalog:read"}


@needs("")
@require_POST
def show_here(request: HttpRequest, subject: str, key: int) -> HttpResponse:
    """Note that a page is open and return who else has it open."""
    right = _SUBJECTS.get(subject)
    if right is None or not may(request, right) or key > MOST_ID:
        raise Http404
    at = read_clock()
    user_id = int(request.user.pk or 0)
    with transaction.atomic():
        note_presence(user_id=user_id, subject=subject, key=key, changing="changing" in request.GET, at=at)
        others = list_present(subject=subject, key=key, since=at - GONE_AFTER, but=user_id)
    return render(request, "backoffice/home/_here.html", {"others": others})
