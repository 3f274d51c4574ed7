"""Kontor's admin site: Unfold's, with the pages of the daily work added."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from unfold.sites import UnfoldAdminSite

from kontor.backoffice.access import actor_of
from kontor.backoffice.home.doors import show_closed
from kontor.backoffice.home.help import help_link
from kontor.backoffice.menu import draw_menu
from kontor.kernel.clock import read_clock
from kontor.platform.keep.audit import Change, record_changes

# Each area brings its pages (paths.py), lists and templates.
AREAS = ("orders", "master_data", "imports", "warehouse", "channels", "money", "books", "home", "sign_in", "grid")


class KontorSite(UnfoldAdminSite):
    """The back office."""

    # There is no other site that a link could lead to.
    site_url = None

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what was refused on the page before, once. The colours come as a file: no page carries a style of its own."""
        session = getattr(request, "session", None)
        return super().each_context(request) | {
            "colors": None,
            "k_help": help_link(request),
            "k_refused": session.pop("refused", None) if session is not None else None,
        }

    @method_decorator(cache_control(max_age=3600, public=True))
    def show_colours(self, request: HttpRequest) -> HttpResponse:
        """Return the palette as a style sheet, also to whom has not logged in: the login page has it too."""
        lines = [
            f"  --color-{name}-{weight}: {value};"
            for name, weights in self._get_colors("COLORS", request).items() for weight, value in weights.items()
        ]  # fmt: skip
        if radius := self._get_config("BORDER_RADIUS", request):
            lines.append(f"  --border-radius: {radius};")
        return HttpResponse(":root {\n" + "\n".join(lines) + "\n}\n", content_type="text/css")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Change one's own password; it stands in the audit trail, and one is back at one's login."""
        told = {"username": request.user.get_username()}
        if request.method == "POST" and AxesProxyHandler.is_locked(request, told):
            return show_closed(request, 429)
        with transaction.atomic():
            answer = super().password_change(request, extra_context)
            changed = request.method == "POST" and answer.status_code == 302
            if changed:
                change = Change(request.user.pk or 0, None, None)
                record_changes(
                    subject="user", verb="set_password", changes=[change], at=read_clock(), by=actor_of(request)
                )
        form = (getattr(answer, "context_data", None) or {}).get("form")
        if form is not None and "old_password" in form.errors:
            # Whoever guesses it here is shut out as one who guesses at the door.
            user_login_failed.send(sender=type(request.user), credentials=told, request=request)
        if changed:
            # The session has another key from here on; it is found and ended under that one.
            UserSession.objects.create_from_request(request)
            messages.success(request, _("The password is changed; whoever was logged in elsewhere is logged out."))
            return redirect("admin:sign_in")
        return answer

    def get_sidebar_list(self, request: HttpRequest) -> list[Any]:
        """Return the menu in one piece, which ``unfold/helpers/app_list.html`` puts where Unfold draws its own."""
        return [draw_menu(request)]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Our menu names its pages itself: the list of all models is asked for by no page but that of one app."""
        return super().get_app_list(request, app_label) if app_label else []

    def get_urls(self) -> list[Any]:
        """Add our pages before the lists of the admin."""
        own = [page for area in AREAS for page in import_module(f"kontor.backoffice.{area}.paths").PATHS]
        colours = path("colours.css", self.show_colours, name="colours")
        wrapped = [colours] + [path(str(url.pattern), self.admin_view(url.callback), name=url.name) for url in own]
        return wrapped + list(super().get_urls())
