"""Errors as problem details (RFC 9457): what happened, where, and what to do; never a bare 500."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, close_old_connections
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError
from pydantic import ValidationError

from kontor.access.public import NotAllowed
from kontor.channels.public import name_faults
from kontor.flows.errors import NewsClosed
from kontor.kernel.errors import KontorError, NotFound, Refused, Unavailable
from kontor.platform.post.feed import PlaceGone
from kontor.platform.sql.batching import BatchFailed
from kontor.platform.sql.blame import is_data_fault, is_house_trouble
from kontor.platform.sql.idempotency import KeyUsedForOther
from kontor.rest.matching import ChangedSince
from kontor.rest.pace import TooManyRequests

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 5

log = logging.getLogger("kontor.rest")


def problem_body(status: int, code: str, title: str, **more: Any) -> str:
    """Return a problem as JSON text."""
    return json.dumps(
        {"type": f"urn:kontor:{code}", "title": title, "status": status, "code": code, **more}, default=str
    )


def problem(status: int, code: str, title: str, **more: Any) -> HttpResponse:
    """Return a problem as a response."""
    return _told(status, problem_body(status, code, title, **more))


def _told(status: int, body: str) -> HttpResponse:
    return HttpResponse(body, status=status, content_type=PROBLEM, headers=headers_of(status))


# Refusals that say that the request itself is wrong, not that its moment is.
_UNPROCESSABLE = (
    "channels.", "pricing.", "payments.voucher_refused", "orders.address_incomplete", "orders.no_lines",
    "orders.nothing_to_cancel", "catalog.",
    "intake.", "request.", "messaging.webhook_wrong", "messaging.news_unknown", "customers.wrong", "customers.group_unknown",
    "platform.master_wrong",
)  # fmt: skip


def status_of(error: KontorError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, (NotAllowed, NewsClosed)):
        return 403
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Unavailable):
        return 503
    if isinstance(error, TooManyRequests):
        return 429
    if isinstance(error, PlaceGone):
        return 410
    if isinstance(error, ChangedSince):
        return 412
    if isinstance(error, KeyUsedForOther) or error.code.startswith(_UNPROCESSABLE):
        return 422
    return 409 if isinstance(error, Refused) else 503


# The field of an order that a refusal is about.
_FIELDS = {
    "channels.channel_unknown": "channel",
    "channels.sku_not_listed": "lines.sku",
    "pricing.totals_disagree": "total",
    "pricing.currency_refused": "currency",
    "pricing.country_unknown": "ship_to.country",
    "pricing.amount_not_in_cents": "charges",
    "payments.voucher_refused": "vouchers",
    "pricing.price_missing": "lines.unit_price",
    "orders.address_incomplete": "ship_to",
}


def refusal_body(error: KontorError) -> tuple[int, str]:
    """Return status and problem text of a refusal."""
    status = status_of(error)
    facts = {name: str(value) for name, value in error.facts.items()}
    more: dict[str, Any] = {"facts": facts} if facts else {}
    if "field" in error.facts:
        more["errors"] = [{"field": facts["field"], "reason": facts.get("reason", str(error))}]
    if error.code in _FIELDS:
        more["errors"] = [{"field": _FIELDS[error.code], "reason": str(error)}]
    return status, problem_body(status, error.code, error.message, **more)


def bug_body() -> tuple[int, str]:
    """Return status and problem text of a fault of ours; what it was stands in the log alone."""
    return 500, problem_body(
        500, "kontor.bug", "Kontor made a mistake; it is in the log. What was sent is not at fault."
    )


def unavailable_body() -> tuple[int, str]:
    """Return status and problem text where the house cannot work at the moment."""
    return refusal_body(Unavailable())


def failure_body(failure: BaseException) -> tuple[int, str]:
    """Return status and problem text of whatever was raised: the sender hears of a fault only where the fault is the sender's."""
    if isinstance(failure, BatchFailed) and failure.__cause__ is not None:
        failure = failure.__cause__
    if isinstance(failure, KontorError):
        return refusal_body(failure)
    if is_house_trouble(failure) or isinstance(failure, TimeoutError):
        return unavailable_body()
    if is_data_fault(failure):
        code = "request.conflict" if isinstance(failure, IntegrityError) else "request.data_refused"
        title = "The database does not accept these data: a value is too large, or stands there already."
        return (status := 409 if code == "request.conflict" else 422), problem_body(status, code, title)
    return bug_body()


def headers_of(status: int) -> dict[str, str]:
    """Return what a problem says in its headers: when to ask again."""
    return {"Retry-After": str(RETRY_AFTER_S)} if status == 503 else {}


def faults_body(failure: ValidationError) -> str:
    """Return the problem text of a payload with faults."""
    return problem_body(422, "request.invalid", "The request has faults.", errors=name_faults(failure))


def _field_of(place: Sequence[Any]) -> str:
    """Return the name of a field as its sender writes it: what a body is called here is no part of it."""
    inner = place[2:] if place[0] == "body" and len(place) > 2 else place[1:]
    return ".".join(str(part) for part in inner)


def tell_problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: a method that an address of the API has not is told as a problem, too."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = get_response(request)
        if told.status_code == 405 and request.path.startswith("/api/"):
            allowed = told.headers.get("Allow", "")
            text = f"This address knows {allowed}." if allowed else "This address does not know that method."
            told = problem(405, "request.method_unknown", text)
            told["Allow"] = allowed
        return told

    return answer


def install(api: NinjaAPI) -> None:
    """Map the families of errors once, for every endpoint."""

    @api.exception_handler(KontorError)
    def _kontor(request: HttpRequest, error: KontorError) -> HttpResponse:
        told = _told(*refusal_body(error))
        if isinstance(error, TooManyRequests):
            told["Retry-After"] = str(error.facts["after"])
        return told

    @api.exception_handler(ValidationError)
    def _pydantic(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return _told(422, faults_body(error))

    @api.exception_handler(NinjaValidationError)
    def _ninja(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        errors = [{"field": _field_of(fault["loc"]), "reason": fault["msg"]} for fault in error.errors]
        return problem(422, "request.invalid", "The request has faults.", errors=errors)

    @api.exception_handler(AuthenticationError)
    def _auth(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "access.key_refused", "The API key is missing, unknown or revoked.")

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "request.malformed", str(error))

    @api.exception_handler(Exception)
    def _other(request: HttpRequest, error: Exception) -> HttpResponse:
        status, body = failure_body(error)
        if status >= 500:
            log.error("%s %s failed", request.method, request.path, exc_info=error)
        if status == 503:
            close_old_connections()
        return _told(status, body)
