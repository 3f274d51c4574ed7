"""Webhooks as they come in: whether one is of your Kontor and of now, and what it says (Standard Webhooks 1.0)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, TypedDict, cast

# A call that is older, or newer, is one that somebody kept.
TOLERANCE_S = 300


class News(TypedDict):
    """A piece of news. ``data`` says what it is about; ``data["place"]`` where it stands in the feed."""

    type: str
    timestamp: str
    data: dict[str, Any]


class NotOurs(Exception):
    """This call was not signed with the secret, or not now: answer 401 and do nothing."""


def open_webhook(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> tuple[str, News]:
    """Return the id of a call, which a repetition keeps, and what it says. Raises NotOurs."""
    given = {name.lower(): it for name, it in headers.items()}
    call_id, stamp, signed = (given.get(f"webhook-{it}", "") for it in ("id", "timestamp", "signature"))
    if not stamp.isdigit() or abs((time.time() if now is None else now) - int(stamp)) > TOLERANCE_S:
        raise NotOurs
    key = b64decode(secret.removeprefix("whsec_"))
    wanted = hmac.new(key, f"{call_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    expected = f"v1,{b64encode(wanted).decode()}"
    if not any(hmac.compare_digest(expected, it) for it in signed.split()):
        raise NotOurs
    return call_id, cast(News, json.loads(body))
