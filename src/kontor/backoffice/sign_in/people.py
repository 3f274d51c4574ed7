"""What protects a colleague's login, and what helps him who has lost it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import GrantTooMuch, check_grant, note_login, rights_of
from kontor.access.tables import User
from kontor.backoffice.access import actor_of, may, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.sign_in.logins import address_of
from kontor.backoffice.sign_in.pages import end_sessions
from kontor.backoffice.sign_in.rows import list_factors, list_sessions
from kontor.kernel.clock import read_clock


@needs("access:read")
def show_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show what a colleague proves himself with, and where he is logged in."""
    person = User.objects.get(id=user_id)
    return show_page(
        request, "sign_in/person", title=_("Login of %(name)s") % {"name": person.get_username()}, person=person,
        factors=list_factors(person), sessions=list_sessions(person), may_write=may(request, "access:write"),
    )  # fmt: skip


@needs("access:write")
@require_POST
def help_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take away the second factor that somebody has lost, or end his sessions; of nobody who may more than oneself."""
    person, giver = User.objects.get(id=user_id), User.objects.get(username=request.user.get_username())
    try:
        with transaction.atomic():
            check_grant(giver, {"*"} if person.is_superuser else rights_of(person))
            if request.POST.get("do") == "factor":
                Authenticator.objects.filter(user=person).delete()
                note_login(
                    username=person.get_username(), verb="drop_factor", address=address_of(request), at=read_clock(),
                    by=actor_of(request),
                )  # fmt: skip
            end_sessions(request, UserSession.objects.filter(user=person).select_related("user"))
    except GrantTooMuch as refusal:
        refuse(request, refusal)
    else:
        messages.success(request, _("Done: whoever was logged in as this person is logged out."))
    answer: HttpResponse = redirect("admin:person", user_id)
    return answer
