"""States as a test needs them: where no verb would bring a thing at once."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def set_state(rows: QuerySet[Any], state: str, **columns: Any) -> None:
    """Put rows into a state around the guard of their life."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            rows.update(state=state, **columns)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
