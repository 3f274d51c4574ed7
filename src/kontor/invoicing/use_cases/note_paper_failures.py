"""Note papers that could not be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.platform.sql.bulk import execute

# 5, 10, 20, 40 minutes …, at most half a day.
_NOTE = """
INSERT INTO invoicing_paperfailure AS known (invoice_id, problem, attempts, at, not_before)
SELECT failed.id, failed.problem, 1, %s::timestamptz, %s::timestamptz + interval '5 minutes'
  FROM unnest(%s::bigint[], %s::text[]) AS failed(id, problem)
ON CONFLICT (invoice_id) DO UPDATE
   SET problem = excluded.problem, at = excluded.at, attempts = known.attempts + 1,
       not_before = excluded.at + least(interval '12 hours', interval '5 minutes' * 2 ^ least(known.attempts, 8))
"""


def note_paper_failures(*, problems: Mapping[int, str], at: datetime) -> None:
    """A document whose paper cannot be written is not forgotten: the reason stands with it, and it is tried again later."""
    if problems:
        execute(_NOTE, [at, at, list(problems), list(problems.values())])
