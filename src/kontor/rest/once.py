"""Idempotent requests: with an Idempotency-Key the same request is done once and answered the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Refused
from kontor.platform.sql.again import in_one_go
from kontor.platform.sql.idempotency import KeyClaim, StoredAnswer, claim_keys, fingerprint_of, store_answers
from kontor.rest.problems import PROBLEM, headers_of, refusal_body

MOST_KEY = 255


class KeyMalformed(Refused):
    """An idempotency key has 1 to 255 printable ASCII characters."""

    code = "intake.key_malformed"


class KeyMissing(Refused):
    """This makes something of value at each request: send an Idempotency-Key of 1 to 255 printable ASCII characters."""

    code = "intake.key_missing"


def is_key(text: str) -> bool:
    """Whether a text can be an idempotency key."""
    return 1 <= len(text) <= MOST_KEY and text.isascii() and text.isprintable()


def claim_of(request: HttpRequest, by: Actor) -> KeyClaim | None:
    """Return the claim that the request's Idempotency-Key makes. Refuses: KeyMalformed."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not is_key(key):
        raise KeyMalformed()
    return KeyClaim(str(by), key, fingerprint_of(request.method or "", request.path, request.body))


def claim_by_reference(uuid: UUID, kind: str, reference: str, *facts: object) -> KeyClaim:
    """Return what a reference stands for: sent again with other facts it is refused, not taken for done."""
    told = ":".join(f"{it.normalize():f}" if isinstance(it, Decimal) else str(it) for it in facts)
    return KeyClaim("reference", f"{kind}:{uuid}:{reference}"[:255], fingerprint_of("POST", kind, told.encode()))


def respond(status: int, body: str) -> HttpResponse:
    """Return stored or fresh JSON as a response."""
    kind = PROBLEM if status >= 400 else "application/json"
    return HttpResponse(body, status=status, content_type=kind, headers=headers_of(status))


def do_once(
    request: HttpRequest,
    by: Actor,
    work: Callable[[datetime], tuple[int, dict[str, Any]]],
    *,
    never_kept: Collection[str] = (),
    needs_key: bool = False,
    named: KeyClaim | None = None,
) -> HttpResponse:
    """Run ``work`` in one transaction; with a key, keep its answer there too, but for the fields that are ``never_kept``: secrets
    are told once. A refusal changes nothing and is not kept. ``needs_key``: what is made has no name of its own, so that a second
    request could not be told from a repeated one. ``named``: the reference that the request itself bears is a key, too.
    """
    claim = claim_of(request, by)
    if claim is None and needs_key:
        raise KeyMissing()
    at = read_clock()

    claims = [it for it in (claim, named) if it is not None]

    def attempt() -> HttpResponse:
        for known in claim_keys(claims) if claims else ():
            if isinstance(known, StoredAnswer):
                return respond(known.status, known.body)
            if known is not None:
                return respond(*refusal_body(known))
        status, answer = work(at)
        kept = {name: value for name, value in answer.items() if name not in never_kept}
        store_answers(claims, [StoredAnswer(status, json.dumps(kept, default=str))] * len(claims), at=at)
        return respond(status, json.dumps(answer, default=str))

    return in_one_go(attempt)
