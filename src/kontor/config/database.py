"""The database address, as Django wants it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# A page waits 15 s at most; batches and imports set their own limit.
STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 10_000
IDLE_IN_TRANSACTION_MS = 30_000


def database_settings(url: str) -> dict[str, Any]:
    """Turn a postgresql:// address into Django's settings; a socket folder may stand in ``?host=``."""
    parts = urlsplit(url or "postgresql://postgres@localhost/kontor")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    limits = (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c jit=off"
        # Prepared statements are ours alone (platform/bulk.py): arrays joined by index, the same plan for one and for many.
        " -c plan_cache_mode=force_generic_plan"
    )
    options: dict[str, Any] = {"options": limits, "prepare_threshold": 5}
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
