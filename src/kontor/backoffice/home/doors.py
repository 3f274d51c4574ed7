"""Pages for what cannot be shown: not allowed, not there, gone wrong."""

from __future__ import annotations

import logging

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

log = logging.getLogger("kontor.backoffice")


def show_closed(request: HttpRequest, status: int) -> HttpResponse:
    """Say what happened and what to do, inside the frame for whom is logged in; where even that fails, without it."""
    words = {
        400: (
            _("This could not be read"),
            _("The address or the form holds something that no text has. Go back and try again."),
        ),
        403: (
            _("This is not open to you"),
            _("Your role does not open this page. Ask an owner of this Kontor for the right.")
            + " "
            + _(
                "Where a role holds for some channels, locations or companies, pages that show all of them stay closed."
            ),
        ),
        404: (_("There is nothing here"), _("The page does not exist, or what it showed is gone.")),
        429: (
            _("Too many wrong passwords"),
            _(
                "Wait a quarter of an hour, then log in again. An owner sees in the audit trail who tried, and from where."
            ),
        ),
        500: (
            _("Something went wrong"),
            _("This is a fault of Kontor; it is written in the log. Nothing was changed by what you did last."),
        ),
        503: (
            _("Kontor cannot work at the moment"),
            _(
                "Its database is away or its disk is full. Nothing was changed by what you did last; try again in a moment."
            ),
        ),
    }
    title, text = words[status]
    context = {"title": title, "text": text, "status": status}
    # Where the house cannot work, nobody is asked who he is: that would be asked of the database.
    if status != 503 and request.path.startswith("/office/"):
        try:
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated and user.is_staff:
                frame = {**admin.site.each_context(request), **context}
                return render(request, "backoffice/home/closed.html", frame, status=status)
        except Exception:
            log.exception("the page of an error could not be shown in its frame")
    return HttpResponse(render_to_string("backoffice/home/bare.html", context), status=status)
