"""What every page of the office asks of a request: texts that a database can hold, and rows that are there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from psycopg.errors import NumericValueOutOfRange

from kontor.backoffice.home.doors import show_closed

log = logging.getLogger("kontor.backoffice")


class Threshold:
    """Turns a NUL byte away wherever it stands, and says that there is nothing where a row is asked for that is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let a request pass, or say what is wrong with it."""
        if "\x00" in request.path or _holds_nul(request.GET.lists()):
            return show_closed(request, 400)
        if request.method == "POST" and _holds_nul(request.POST.lists()):
            return show_closed(request, 400)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Answer for a number of a row that nobody has, or that no row can have; all else is a fault of ours and told as one."""
        if isinstance(failure, ObjectDoesNotExist | OverflowError) or isinstance(
            failure.__cause__, NumericValueOutOfRange
        ):
            log.warning("%s %s asks for what is not there", request.method, request.path, exc_info=failure)
            return show_closed(request, 404)
        return None


def _holds_nul(fields: Iterable[tuple[str, Sequence[str]]]) -> bool:
    return any("\x00" in name or any("\x00" in value for value in values) for name, values in fields)
