"""Idempotency keys: the same request gets the same answer, once.

The answer is stored in the transaction of its effect. While a request is in flight it holds an advisory lock that
dies with its connection, so no lease has to expire after a crash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.errors import Refused
from kontor.platform.models import IdempotencyKey
from kontor.platform.sql.bulk import insert_rows, select_rows


class KeyInFlight(Refused):
    """A request with this idempotency key is being worked on; ask again in a moment."""

    code = "idempotency.in_flight"


class KeyUsedForOther(Refused):
    """This idempotency key was used for another request; use a new key."""

    code = "idempotency.other_request"


class SentBefore(Refused):
    """This form was sent before, and what it asked for was done or waits; open the page anew for another one."""

    code = "idempotency.sent_before"


@dataclass(frozen=True, slots=True)
class KeyClaim:
    """A request's key: who asks, the key, and what is asked."""

    principal: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered the first time."""

    status: int
    body: str


def fingerprint_of(method: str, path: str, body: bytes) -> bytes:
    """Return what makes a request this request."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).digest()


_CLAIM = """
SELECT claim.ord, pg_try_advisory_xact_lock(hashtextextended(claim.principal || ' ' || claim.key, 7)),
       known.fingerprint, known.status, known.body
  FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS claim(principal, key, ord)
  LEFT JOIN platform_idempotencykey known ON known.principal = claim.principal AND known.key = claim.key
 ORDER BY claim.ord
"""


def claim_keys(claims: Sequence[KeyClaim]) -> list[StoredAnswer | Refused | None]:
    """Claim many keys in one statement: None where the work is to be done, else the stored answer or the refusal.

    A twin that commits between this look and our insert breaks the unique constraint; the caller tries again.
    """
    rows = select_rows(_CLAIM, [[claim.principal for claim in claims], [claim.key for claim in claims]])
    found: list[StoredAnswer | Refused | None] = []
    for claim, (_, locked, fingerprint, status, body) in zip(claims, rows, strict=True):
        if fingerprint is not None:
            same = bytes(fingerprint) == claim.fingerprint
            found.append(StoredAnswer(status, body) if same else KeyUsedForOther(key=claim.key))
        else:
            found.append(None if locked else KeyInFlight(key=claim.key))
    return found


def store_answers(claims: Sequence[KeyClaim], answers: Sequence[StoredAnswer], *, at: datetime) -> None:
    """Keep the answers beside their effect, in one statement."""
    insert_rows(
        IdempotencyKey,
        {
            "principal": [claim.principal for claim in claims],
            "key": [claim.key for claim in claims],
            "fingerprint": [claim.fingerprint for claim in claims],
            "status": [answer.status for answer in answers],
            "body": [answer.body for answer in answers],
            "created_at": at,
        },
    )


def check_first(*, principal: str, key: str, at: datetime) -> None:
    """What is done under a key is done once. Refuses: SentBefore, KeyInFlight while the first is being done."""
    claim = KeyClaim(principal, key[:255], fingerprint_of("DO", key, b""))
    (known,) = claim_keys([claim])
    if isinstance(known, Refused):
        raise known
    if known is not None:
        raise SentBefore
    store_answers([claim], [StoredAnswer(204, "{}")], at=at)
