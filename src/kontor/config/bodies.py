"""How much of a request is read, and for how long."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http.cookie import parse_cookie

from kontor.rest.auth import find_holder

MOST_BYTES = 1024 * 1024
# Batches of orders, for holders of a key alone.
MOST_API_BYTES = 12 * 1024 * 1024
# Files of banks, channels and suppliers, for people who are logged in alone.
MOST_FILE_BYTES = 21 * 1024 * 1024
_TAKES_FILES = re.compile(
    r"/office/(bank/upload|received/take|channels/\d+/upload|legal_entities/legalentity/(add|\d+/change))/"
)
_API = "/api/v1/"
# A body must be here after so long; a large one, besides, as fast as the slowest line that is still used.
WITHIN_S = 15.0
LEAST_BYTES_PER_S = 100_000


class BodyRefused(Exception):
    """A request is too large or too slow to be read."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True)
class Cap:
    """How many bytes are read. ``asks``: whoever may send more gets the cap of ``ask``, which reads the database."""

    most_bytes: int
    asks: Callable[[], bool] | None = None
    more_bytes: int = 0

    def ask(self) -> Cap:
        """Return the cap of whoever asks, in a thread."""
        close_old_connections()
        try:
            return Cap(self.more_bytes) if self.asks is not None and self.asks() else Cap(self.most_bytes)
        finally:
            close_old_connections()


def cap_of(method: str, path: str, headers: Mapping[str, str]) -> Cap:
    """Return how much of a request is read: a megabyte, unless its address takes files or batches and the sender may."""
    if method in ("GET", "HEAD"):
        return Cap(64 * 1024)
    if path.startswith(_API) and headers.get("authorization", "").startswith("Bearer "):
        token = headers["authorization"].removeprefix("Bearer ")
        return Cap(MOST_BYTES, lambda: find_holder(token) is not None, MOST_API_BYTES)
    if _TAKES_FILES.fullmatch(path):
        return Cap(MOST_BYTES, lambda: _is_logged_in(headers.get("cookie", "")), MOST_FILE_BYTES)
    return Cap(MOST_BYTES)


def _is_logged_in(cookies: str) -> bool:
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    return bool(key) and SESSION_KEY in SessionStore(key).load()


async def read_body(proto: Any, length: str | None, cap: Cap, *, within_s: float = WITHIN_S) -> bytes:
    """Read a body whole. Raises BodyRefused where it is larger than the cap or slower than the deadline."""
    if length is not None and not length.isdecimal():
        raise BodyRefused(HTTPStatus.BAD_REQUEST, "request.malformed", "Content-Length is no number.")
    if length is not None and int(length) > cap.most_bytes:
        raise _too_large(cap)
    if length == "0":
        return b""
    try:
        async with asyncio.timeout(within_s + (int(length) if length else cap.most_bytes) / LEAST_BYTES_PER_S):
            if length is not None:
                return bytes(await proto())
            parts, size = [], 0
            async for part in proto:
                size += len(part)
                if size > cap.most_bytes:
                    raise _too_large(cap)
                parts.append(part)
            return b"".join(parts)
    except TimeoutError:
        text = "The body did not arrive in time; send it again, or in smaller parts."
        raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT, "request.too_slow", text) from None


def _too_large(cap: Cap) -> BodyRefused:
    text = f"The body is larger than {cap.most_bytes // 1024} KB, which is the most that is read here."
    return BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large", text)
