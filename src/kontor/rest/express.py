"""The express lane: one order by POST, answered without the framework where nothing about the request is unusual.

Two thirds of the web server's work per order was Django's and ninja's walk around forty lines of ours. The lane takes
only what it is sure of: a known key that may place orders, JSON that is an order. Anything else, and every
request with a fault, goes to the framework, which finds the same functions behind the same address; so
there is one place that says what a fault is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from pydantic import ValidationError

from kontor.channels.ports import IncomingOrder
from kontor.kernel.actor import Actor
from kontor.platform.idempotency import KeyClaim, fingerprint_of
from kontor.rest.auth import remembered_holder
from kontor.rest.intake import PlaceRequest, writer
from kontor.rest.once import is_key
from kontor.rest.problems import PROBLEM

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PATH = "/api/v1/orders"
# A larger body takes the long way; it costs more than the framework does.
MOST_BYTES = 256 * 1024
_REASONS = {200: "200 OK", 201: "201 Created", 409: "409 Conflict", 422: "422 Unprocessable Entity"}


def express(environ: dict[str, Any], start_response: Callable[..., Any], otherwise: Wsgi) -> Iterable[bytes]:
    """Answer a plain order; hand everything else to ``otherwise`` untouched."""
    claim_of = _recognise(environ)
    if claim_of is None:
        return otherwise(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    try:
        order = IncomingOrder.model_validate_json(body)
        by, key = claim_of
        claim = None if key is None else KeyClaim(str(by), key, fingerprint_of("POST", PATH, body))
        answer = writer.submit(PlaceRequest(order, by, claim))
        status = _REASONS[answer.status]
    except (ValidationError, TimeoutError, KeyError):
        # Asked again under the same order number or key this changes nothing; the framework words the answer.
        environ["wsgi.input"] = BytesIO(body)
        return otherwise(environ, start_response)
    payload = answer.body.encode()
    kind = "application/json" if answer.status < 400 else PROBLEM
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(payload))), *_headers()])
    return [payload]


def _recognise(environ: dict[str, Any]) -> tuple[Actor, str | None] | None:
    """Return who asks under which key, or None where the request is not plainly an order."""
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    length = environ.get("CONTENT_LENGTH") or ""
    if scheme != "Bearer" or not length.isdigit() or int(length) > MOST_BYTES or environ.get("QUERY_STRING"):
        return None
    insecure = settings.SECURE_SSL_REDIRECT and environ.get("HTTP_X_FORWARDED_PROTO") != "https"
    if insecure or not _host_allowed(environ.get("HTTP_HOST", "")):
        return None
    holder = remembered_holder(token)
    if holder is None or not holder.may("orders:write"):
        return None
    key = environ.get("HTTP_IDEMPOTENCY_KEY")
    return (Actor("key", holder.name), key) if key is None or is_key(key) else None


@lru_cache(maxsize=64)
def _host_allowed(host: str) -> bool:
    name, _ = split_domain_port(host)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


@lru_cache(maxsize=1)
def _headers() -> tuple[tuple[str, str], ...]:
    """Return what Django's security middleware says on every answer."""
    always = (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY)),
        ("Cross-Origin-Opener-Policy", str(settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)),
    )
    if not settings.SECURE_HSTS_SECONDS:
        return always
    seconds = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return (*always, ("Strict-Transport-Security", seconds))
