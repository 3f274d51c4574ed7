"""What protects a colleague's login, and what helps him who has lost it."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import GrantTooMuch, check_grant, note_login, rights_of
from kontor.access.tables import User
from kontor.backoffice.access import actor_of, may, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.sign_in.rows import list_factors, list_sessions
from kontor.backoffice.sign_in.sessions import address_of, end_sessions, sessions_of
from kontor.kernel.clock import read_clock
from kontor.platform.sql.again import in_one_go


@needs("access:read")
def show_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show what a colleague proves himself with, and where he is logged in."""
    person = get_object_or_404(User, id=user_id)
    return show_page(
        request, "sign_in/person", title=_("Login of %(name)s") % {"name": person.get_username()}, person=person,
        factors=list_factors(person), sessions=list_sessions(person),
        may_write=may(request, "access:write") and person.pk != request.user.pk,
    )  # fmt: skip


@needs("access:write")
@require_POST
def help_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take away the second factor that somebody has lost, or end his sessions; of nobody who may more than oneself, nor of
    oneself: one's own is given up where one proves that it is oneself.
    """
    person, giver = get_object_or_404(User, id=user_id), User.objects.get(pk=request.user.pk or 0)
    if request.POST.get("do") not in ("factor", "sessions"):
        raise Http404
    # Who merely sits at an open session takes nothing from anybody.
    raise_if_reauthentication_required(request, app="allauth.mfa")
    by = actor_of(request)

    def take() -> None:
        check_grant(giver, rights_of(person))
        if person.pk == giver.pk:
            raise GrantTooMuch
        if request.POST["do"] == "factor" and Authenticator.objects.filter(user=person).delete()[0]:
            note_login(
                username=person.get_username(), verb="drop_factor", address=address_of(request), at=read_clock(), by=by
            )
        end_sessions(request, sessions_of(person.pk), by=by)

    try:
        in_one_go(take)
    except GrantTooMuch as refusal:
        refuse(request, refusal)
    else:
        messages.success(request, _("Done: whoever was logged in as this person is logged out."))
    answer: HttpResponse = redirect("admin:person", user_id)
    return answer
