"""How the client calls: one connection that is kept, patience where Kontor asks for it, problems as exceptions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx2

MOST_TRIES = 4
# No answer says for how long: the longest wait between two tries.
LONGEST_WAIT_S = 30.0


class Problem(Exception):
    """Kontor refused. ``code`` is stable; ``errors`` names fields with reasons; ``facts`` what the refusal knows."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(told.get("code", status))
        self.title = str(told.get("title", "")) or str(told.get("error_description", ""))
        self.facts: Mapping[str, Any] = told.get("facts") or {}
        self.errors: list[Mapping[str, str]] = list(told.get("errors") or [])
        super().__init__(f"{self.code}: {self.title}")


class Transport:
    """Calls one Kontor with one key. ``tag`` is that of the last answer, for ``if_match`` of a change that builds on it."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout_s: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
        client: httpx2.Client | None = None,
    ) -> None:
        self._client = client or httpx2.Client(timeout=timeout_s)
        self._base, self._sleep = url.rstrip("/") + "/api/v1", sleep
        self._headers = {"Authorization": f"Bearer {key}"}
        self.tag = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        idempotency_key: str = "",
        if_match: str = "",
    ) -> Any:
        """Call and return what the answer says. Where Kontor asks to come again, it is asked again: a read, or a write with a
        key, which is done once however often it is sent. Raises Problem, httpx2.HTTPError.
        """
        answer = self._answer(method, path, query, body, idempotency_key, if_match)
        return answer.json() if answer.content else None

    def fetch(self, method: str, path: str, *, query: Mapping[str, Any] | None = None) -> bytes:
        """Return a file. Raises Problem, httpx2.HTTPError."""
        return self._answer(method, path, query, None, "", "").content

    def _answer(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: Any, idempotency_key: str, if_match: str
    ) -> httpx2.Response:
        headers = dict(self._headers)
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        if if_match:
            headers["If-Match"] = if_match
        asked = {name: it for name, it in (query or {}).items() if it not in (None, "")}
        again = method == "GET" or bool(idempotency_key)
        for attempt in range(1, MOST_TRIES + 1):
            last = not again or attempt == MOST_TRIES
            try:
                answer = self._client.request(method, self._base + path, params=asked, json=body, headers=headers)
            except httpx2.TransportError:
                if last:
                    raise
                self._sleep(min(2.0**attempt, LONGEST_WAIT_S))
                continue
            if answer.status_code in (429, 503) and not last:
                self._sleep(_wait_of(answer.headers.get("Retry-After", ""), 2.0**attempt))
                continue
            break
        if answer.status_code >= 400:
            raise Problem(answer.status_code, _told(answer))
        self.tag = answer.headers.get("ETag", "")
        return answer


def _wait_of(text: str, otherwise: float) -> float:
    """Return how long to wait: the seconds that were told; a date, as a proxy may tell, is no number of them."""
    plain = text.strip()
    told = float(plain) if plain.isascii() and plain.isdigit() else otherwise
    return min(told, LONGEST_WAIT_S)


def _told(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {"title": answer.text[:200]}
    return told if isinstance(told, dict) else {}
