"""Requests and answers of a stage, and how its routes are named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    url: str

    def json(self) -> Any:
        """Return the body as JSON. Raises BadRequest."""
        try:
            return json.loads(self.body, parse_float=Decimal)
        except ValueError:
            raise Refuse(400, {"error": "bad json"}) from None

    def arg(self, name: str, default: str = "") -> str:
        """Return a query parameter."""
        return self.query.get(name, [default])[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON, or bytes as they are."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Refuse(Exception):
    """The call is refused with this answer."""

    def __init__(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        self.reply = Reply(status, body, headers or {})
        super().__init__(str(status))


Handler = Callable[..., Reply]


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    """Say which calls a method answers; groups of the pattern become arguments."""

    def mark(handler: Handler) -> Handler:
        handler.calls = [*getattr(handler, "calls", []), (method, re.compile(f"^{pattern}$"))]  # type: ignore[attr-defined]
        return handler

    return mark


def dump(body: Any) -> bytes:
    """Return a body as bytes."""
    if body is None:
        return b""
    return json.dumps(body, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def open_to_all(handler: Handler) -> Handler:
    """Let a call through without credentials: token endpoints, uploads."""
    handler.open_to_all = True  # type: ignore[attr-defined]
    return handler


def iso(moment: datetime, *, millis: bool = True) -> str:
    """Write a time in UTC with a Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds" if millis else "seconds")
    return text.replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """Read a time; one without a zone is UTC."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
