"""Effects outside the house: committed as an intent, claimed by one worker at a time, recorded under a fencing number.

An intent stands in the table of its room, with what is its own: a parcel, an amount, a message (decision 27). What all have in
common, columns, the claim and its end, stands here once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kontor.platform.sql.bulk import execute, select_named

# Three times (client time-out and the stranger's own work): shorter, and a slow call is made twice.
LEASE_S = 120
# 5 s, 1, 5, 30 min, 2, 6 h …; then a person looks. The look-up comes first where the stranger offers one.
RETRY_AFTER_S = (5, 60, 300, 1800, 7200, 21600)
# The state of what somebody works at, in every room.
INFLIGHT = "inflight"
_CLAIM = """
WITH due AS (
    SELECT id, state FROM {table}
     WHERE {scope} AND state IN ('new', 'unknown', 'inflight')
       AND (state <> 'inflight' OR lease_until < clock_timestamp())
       AND (not_before IS NULL OR not_before <= clock_timestamp())
     ORDER BY {order} LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE {table} intent
   SET state = 'inflight', fence = fence + 1, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
  FROM due WHERE due.id = intent.id
RETURNING intent.id AS intent_id, intent.fence, intent.attempts, due.state <> 'new' AS must_look_up, {columns}
"""


class Intent(models.Model):
    """Columns of every table of intents. ``state`` is the room's, with its words and whatever else it knows; in all of them are
    ``new``, ``inflight``, ``unknown``, ``succeeded`` and ``failed``.
    """

    fence = models.BigIntegerField(db_default=0, verbose_name=_("Turn"))
    lease_until = models.DateTimeField(null=True, verbose_name=_("In work until"))
    not_before = models.DateTimeField(null=True, verbose_name=_("Not before"))
    attempts = models.PositiveIntegerField(db_default=0, verbose_name=_("Attempts"))
    problem = models.TextField(_("Problem"), db_default="")
    ended_at = models.DateTimeField(_("Done at"), null=True)

    class Meta:
        abstract = True


def lease_only_in_flight(name: str) -> models.CheckConstraint:
    """Return the law of every table of intents: somebody works at what is in flight, and at nothing else."""
    return models.CheckConstraint(
        condition=(Q(state=INFLIGHT) & Q(lease_until__isnull=False))
        | (~Q(state=INFLIGHT) & Q(lease_until__isnull=True)),
        name=name,
    )


class Claimed(Protocol):
    """An intent that this worker has."""

    @property
    def intent_id(self) -> int:
        """Return its row."""

    @property
    def fence(self) -> int:
        """Return the fencing number that was drawn with it."""

    @property
    def attempts(self) -> int:
        """Return how often it was claimed."""


def claim_rows(
    model: type[Intent],
    *,
    scope: Mapping[str, object],
    columns: Sequence[str],
    most: int,
    order: str = "id",
    lease_s: int = LEASE_S,
) -> list[dict[str, Any]]:
    """Claim intents that are due, oldest id first: each row by the names ``intent_id``, ``fence``, ``attempts``,
    ``must_look_up`` (an earlier call may have arrived) and its ``columns``. A list in ``scope`` means any of them.

    One worker at a time has an intent; the fencing number it draws shuts out a worker that comes back late.
    """
    scoped = (
        f"{name} = ANY(%({name})s)" if isinstance(it, list) else f"{name} = %({name})s" for name, it in scope.items()
    )
    sql = _CLAIM.format(
        table=model._meta.db_table, order=order, scope=" AND ".join(scoped),
        columns=", ".join(f"intent.{name}" for name in columns),
    )  # fmt: skip
    rows = select_named(sql, {**scope, "most": most, "lease": lease_s})
    return sorted(rows, key=lambda row: int(row["intent_id"]))


def release_row(
    model: type[Intent], claimed: Claimed, *, state: str, problem: str, after_s: float | None, at: datetime
) -> bool:
    """Give a claim back: ``new`` where the call certainly did nothing, ``unknown`` where it may have, else ``failed``.

    False where another worker owns it by now.
    """
    wait = RETRY_AFTER_S[min(claimed.attempts, len(RETRY_AFTER_S)) - 1] if after_s is None else after_s
    touched = execute(
        f"UPDATE {model._meta.db_table} SET state = %s, lease_until = NULL, problem = left(%s, 2000),"
        " not_before = clock_timestamp() + make_interval(secs => %s),"
        " ended_at = CASE WHEN %s = 'failed' THEN %s::timestamptz END"
        " WHERE id = %s AND fence = %s AND state = 'inflight'",
        [state, problem, float(wait), state, at, claimed.intent_id, claimed.fence],
    )
    return touched == 1


def end_row(model: type[Intent], intent_id: int, fence: int, *, at: datetime, **columns: object) -> bool:
    """The stranger did what was asked: the claim ends, with what he told. False where another worker owns it by now."""
    told = "".join(f", {name} = %s" for name in columns)
    touched = execute(
        f"UPDATE {model._meta.db_table} SET state = 'succeeded', lease_until = NULL, problem = '', ended_at = %s{told}"
        " WHERE id = %s AND fence = %s AND state = 'inflight'",
        [at, *columns.values(), intent_id, fence],
    )
    return touched == 1
