"""Errors as problem details (RFC 9457): what happened, where, and what to do; never a bare 500."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NinjaValidationError
from pydantic import ValidationError

from kontor.access.public import KeyRefused, NotAllowed
from kontor.channels.public import name_faults
from kontor.kernel.errors import KontorError, NotFound, Refused
from kontor.platform.idempotency import KeyUsedForOther

PROBLEM = "application/problem+json"


def problem_body(status: int, code: str, title: str, **more: Any) -> str:
    """Return a problem as JSON text."""
    return json.dumps(
        {"type": f"urn:kontor:{code}", "title": title, "status": status, "code": code, **more}, default=str
    )


def problem(status: int, code: str, title: str, **more: Any) -> HttpResponse:
    """Return a problem as a response."""
    return HttpResponse(problem_body(status, code, title, **more), status=status, content_type=PROBLEM)


# Refusals that say that the request itself is wrong, not that its moment is.
_UNPROCESSABLE = (
    "channels.", "pricing.", "payments.voucher_refused", "orders.address_incomplete", "orders.no_lines",
    "orders.nothing_to_cancel", "catalog.",
    "intake.",
)  # fmt: skip


def status_of(error: KontorError) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(error, KeyRefused):
        return 401
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, NotFound):
        return 404
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
    "pricing.amount_not_in_cents": "lines.unit_price",
    "payments.voucher_refused": "vouchers",
    "pricing.price_missing": "lines.unit_price",
    "orders.address_incomplete": "ship_to",
}


def refusal_body(error: KontorError) -> tuple[int, str]:
    """Return status and problem text of a refusal."""
    status = status_of(error)
    facts = {name: str(value) for name, value in error.facts.items()}
    more: dict[str, Any] = {"facts": facts} if facts else {}
    if error.code in _FIELDS:
        more["errors"] = [{"field": _FIELDS[error.code], "reason": str(error)}]
    return status, problem_body(status, error.code, error.message, **more)


def faults_body(failure: ValidationError) -> str:
    """Return the problem text of a payload with faults."""
    return problem_body(422, "request.invalid", "The request has faults.", errors=name_faults(failure))


def install(api: NinjaAPI) -> None:
    """Map the families of errors once, for every endpoint."""

    @api.exception_handler(KontorError)
    def _kontor(request: HttpRequest, error: KontorError) -> HttpResponse:
        status, body = refusal_body(error)
        return HttpResponse(body, status=status, content_type=PROBLEM)

    @api.exception_handler(ValidationError)
    def _pydantic(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return HttpResponse(faults_body(error), status=422, content_type=PROBLEM)

    @api.exception_handler(NinjaValidationError)
    def _ninja(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(part) for part in fault["loc"][1:]), "reason": fault["msg"]}
            for fault in error.errors
        ]
        return problem(422, "request.invalid", "The request has faults.", errors=errors)

    @api.exception_handler(AuthenticationError)
    def _auth(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "access.key_refused", "The API key is missing, unknown or revoked.")

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "request.malformed", str(error))

    @api.exception_handler(TimeoutError)
    def _timeout(request: HttpRequest, error: TimeoutError) -> HttpResponse:
        return problem(503, "request.timeout", "The answer took too long; ask again with the same idempotency key.")
