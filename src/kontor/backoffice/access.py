"""Who may open a page or press a button, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kontor.access.tables import User
from kontor.backoffice.reach import check_reached, limits_of
from kontor.backoffice.refusals import refusal_text
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.platform.sql.again import in_one_go

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Return who presses the button."""
    return Actor("user", request.user.get_username())


def may(request: HttpRequest, capability: str) -> bool:
    """Whether the person logged in has a capability."""
    return isinstance(request.user, User) and request.user.may(capability)


def may_everywhere(request: HttpRequest, capability: str) -> bool:
    """Whether the person logged in has a capability for all channels, locations and companies."""
    return may(request, capability) and not limits_of(request, capability)


def needs(capability: str, *, keeps_limits: bool = False) -> Callable[[View], View]:
    """Open a page only to whom a role allows it; everybody else gets 403 and nothing is done. Whose role is limited gets to what
    its address names of his, and to pages that keep to his limits themselves.

    Without a capability the page judges for itself what it shows to whom.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            if capability and not may(request, capability):
                raise PermissionDenied
            if capability:
                check_reached(request, capability, named, keeps=keeps_limits)
            return view(request, *arguments, **named)

        return guarded

    return wrap


def refuse(request: HttpRequest, refusal: KontorError) -> None:
    """Say what was refused on the next page, and at which field of which form."""
    text = refusal_text(refusal)
    messages.error(request, text)
    request.session["refused"] = {"action": request.path, "field": str(refusal.facts.get("field", "")), "text": text}


# So often a page looks again by itself for what the worker makes of the last button.
LOOKS = 2


def await_worker(request: HttpRequest, order_id: int) -> None:
    """Have the page of an order look again by itself: money, papers and labels follow a button after a moment."""
    request.session["looks"] = [order_id, LOOKS]


def looks_again(request: HttpRequest, order_id: int) -> bool:
    """Whether this page of an order is to look again by itself."""
    of, left = request.session.get("looks") or (0, 0)
    if of != order_id:
        return False
    if left > 1:
        request.session["looks"] = [order_id, left - 1]
    else:
        del request.session["looks"]
    return True


class Instead(str):
    """What is said where a command did something else than was pressed for: it waits for somebody."""

    __slots__ = ()


def act(
    request: HttpRequest, work: Callable[[datetime, Actor], object], *, done: str, back: str, **arguments: Any
) -> HttpResponse:
    """Run one command in one transaction, say what came of it, and go back to the page."""
    try:
        came = in_one_go(lambda: work(read_clock(), actor_of(request)))
    except KontorError as refusal:
        refuse(request, refusal)
    else:
        if isinstance(came, Instead):
            messages.warning(request, came)
        else:
            messages.success(request, done)
    answer: HttpResponse = redirect(back, **arguments)
    return answer
