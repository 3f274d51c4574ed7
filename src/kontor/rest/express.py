"""The express lane: one order by POST, answered without the framework where nothing about the request is unusual.

Two thirds of the web server's work per order was Django's and ninja's walk around forty lines of ours. The lane takes
only what it is sure of: a known key that may place orders, JSON that is an order. Anything else, and every
request with a fault, goes to the framework, which finds the same functions behind the same address; so
there is one place that says what a fault is.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from pydantic import ValidationError

from kontor.access.public import KeyHolder
from kontor.channels.ports import IncomingOrder
from kontor.kernel.actor import Actor
from kontor.platform.sql.idempotency import KeyClaim, StoredAnswer, fingerprint_of
from kontor.rest.auth import remembered_holder
from kontor.rest.intake import SAID_TO_BE_PAID, PlaceRequest
from kontor.rest.once import is_key
from kontor.rest.problems import PROBLEM, failure_body, headers_of

log = logging.getLogger("kontor.rest")

PATH = "/api/v1/orders"
# A larger body takes the long way; it costs more than the framework does.
MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def read_plain_order(headers: Mapping[str, str], body: bytes) -> PlaceRequest | None:
    """Return the order that a request plainly is, None where the framework is to look at it. ``headers``: lower-case names."""
    claim_of = _recognise(headers, len(body))
    if claim_of is None:
        return None
    holder, key = claim_of
    try:
        order = IncomingOrder.model_validate_json(body)
    except ValidationError:
        return None  # the framework words the answer
    if order.payment in SAID_TO_BE_PAID and not holder.may("payments:write"):
        return None
    by = Actor("key", holder.name)
    return PlaceRequest(order, by, None if key is None else KeyClaim(str(by), key, fingerprint_of("POST", PATH, body)))


def answer_to(stored: StoredAnswer | None, failure: BaseException | None) -> Answer:
    """Return the answer to a plain order: what the writer stored, or what its failure is told as."""
    if stored is not None:
        status, text = stored.status, stored.body
    else:
        status, text = failure_body(failure or TimeoutError())
        if status == 500:
            log.error("an order could not be placed", exc_info=failure)
    kind = "application/json" if status < 400 else PROBLEM
    payload = text.encode()
    told = [("content-type", kind), ("content-length", str(len(payload))), *_headers(), *headers_of(status).items()]
    return Answer(status, told, payload)


def _recognise(headers: Mapping[str, str], length: int) -> tuple[KeyHolder, str | None] | None:
    """Return who asks under which key, or None where the request is not plainly an order."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or length > MOST_BYTES:
        return None
    insecure = settings.SECURE_SSL_REDIRECT and headers.get("x-forwarded-proto") != "https"
    if insecure or not _host_allowed(headers.get("host", "")):
        return None
    holder = remembered_holder(token)
    if holder is None or not holder.may("orders:write"):
        return None
    key = headers.get("idempotency-key")
    return (holder, key) if key is None or is_key(key) else None


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
