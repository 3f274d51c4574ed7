"""The house as an assistant reaches it: the REST API over HTTP, with the key of whoever asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import httpx2

API = "/api/v1"
TIMEOUT_S = 30.0


class HouseRefused(Exception):
    """The house said no; the text says why, for a person to read."""


class House:
    """Calls the API of one house with one key."""

    def __init__(self, url: str, key: str) -> None:
        self._client = httpx2.Client(
            base_url=url.rstrip("/") + API, timeout=TIMEOUT_S, headers={"Authorization": f"Bearer {key}"}
        )

    def __enter__(self) -> House:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **asked: Any) -> Any:
        """Return what the API tells. Raises HouseRefused."""
        return self._told("GET", path, params={name: it for name, it in asked.items() if it not in (None, "")})

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Change something. Raises HouseRefused."""
        return self._told(method, path, json=dict(body))

    def _told(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._client.request(method, path, **more)
            told = answer.json() if answer.content else None
        except httpx2.HTTPError as failure:
            raise HouseRefused(f"Kontor did not answer: {type(failure).__name__}") from failure
        except ValueError as failure:
            raise HouseRefused(f"Kontor answered what cannot be read (HTTP {answer.status_code}).") from failure
        if answer.status_code >= 400:
            raise HouseRefused(_why(answer.status_code, told))
        return told


def _why(status: int, told: Any) -> str:
    if not isinstance(told, dict):
        return f"HTTP {status}"
    faults = "; ".join(f"{it.get('field')}: {it.get('reason')}" for it in told.get("errors", []))
    facts = ", ".join(f"{name}={it}" for name, it in (told.get("facts") or {}).items())
    return " ".join(it for it in (told.get("title", ""), f"[{told.get('code', status)}]", faults or facts) if it)


def seal_of(verb: str, *facts: Any) -> str:
    """Return by what a change is known that was shown and agreed to: of anything else, or of a thing that changed since, it is
    another one.
    """
    return hashlib.sha256(json.dumps([verb, *facts], sort_keys=True, default=str).encode()).hexdigest()[:12]
