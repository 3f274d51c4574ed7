"""What a door answers where nothing can be shown: a page inside the frame for people, a problem for programs."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse

from kontor.backoffice.home.doors import show_closed
from kontor.platform.sql.blame import is_house_trouble
from kontor.rest.problems import RETRY_AFTER_S, problem

_OFFICE, _API = "/office/", "/api/"
_TITLES = {
    400: "The request could not be read.", 403: "This is not allowed.", 404: "There is nothing at this address.",
    500: "Something in Kontor went wrong.", 503: "Kontor cannot work at the moment; ask again after Retry-After.",
}  # fmt: skip
_CODES = {
    400: "rest.bad_request", 403: "rest.not_allowed", 404: "rest.not_found", 500: "kontor.error",
    503: "kontor.unavailable",
}  # fmt: skip


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith(_API):
        return problem(status, _CODES[status], _TITLES[status])
    return show_closed(request, status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that a request could not be read."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that a page is not open to this person."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that there is no such page."""
    return _answer(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault, or that the house cannot work at the moment."""
    failure = sys.exc_info()[1]
    if failure is None or not is_house_trouble(failure):
        return _answer(request, 500)
    answer = _answer(request, 503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def shut_out(request: HttpRequest, answer: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Say that somebody has to wait after too many wrong passwords."""
    closed = show_closed(request, 429)
    closed["Retry-After"] = "900"
    return closed
