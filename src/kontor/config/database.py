"""The database address, as Django wants it."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# A page waits 15 s at most; batches and imports set their own limit.
STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 10_000
IDLE_IN_TRANSACTION_MS = 30_000
# What Django has a name of its own for; all else goes to the driver as it is written.
_NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_settings(url: str) -> dict[str, Any]:
    """Turn a postgresql:// address into Django's settings: every parameter that libpq knows, and several hosts.

    Raises psycopg.ProgrammingError where it is no address that libpq understands.
    Source: PostgreSQL documentation, chapter 32.1 (connection strings and parameters).
    """
    told = {
        name: str(value) for name, value in conninfo_to_dict(url or "postgresql://postgres@localhost/kontor").items()
    }
    limits = (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c jit=off"
        # Prepared statements are ours alone (platform/sql/bulk.py): arrays joined by index, the same plan for one and for many.
        " -c plan_cache_mode=force_generic_plan"
    )
    # What the address sets itself comes last, so that it wins.
    options: dict[str, Any] = {"prepare_threshold": 5} | {
        name: value for name, value in told.items() if name not in _NAMED
    }
    options["options"] = f"{limits} {told['options']}" if told.get("options") else limits
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{setting: told.get(name, "") for name, setting in _NAMED.items()},
        "NAME": told.get("dbname") or "postgres",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
