"""How OTTO words what went wrong."""

from __future__ import annotations

from typing import Any


def fault(title: str, detail: str, path: str, code: int) -> dict[str, Any]:
    """Return a refusal."""
    return {"errors": [{"code": code, "title": title, "detail": detail, "path": path, "logref": "0001"}]}
