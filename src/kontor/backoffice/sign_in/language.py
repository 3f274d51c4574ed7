"""The switch of languages at the top of each page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from kontor.access.public import set_locale
from kontor.access.tables import User
from kontor.backoffice.access import actor_of
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Refused
from kontor.platform.sql.again import in_one_go


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on, and at the next login, too."""
    user, language = request.user, request.POST.get("language", "")
    if isinstance(user, User) and language:
        try:
            in_one_go(lambda: set_locale(user_id=user.pk, language=language, at=read_clock(), by=actor_of(request)))
        except Refused:
            pass  # a language that nobody knows changes nothing, here as in the cookie
    answer: HttpResponse = set_language(request)
    return answer
