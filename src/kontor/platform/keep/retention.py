"""What nobody needs any more is forgotten, a few thousand rows at a time, so that no lock is held long.

Orders, documents, postings and the audit trail are none of it: they are never deleted.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from kontor.platform.sql.bulk import execute
from kontor.platform.start.environment import keep_since

AT_A_TIME = 5_000

# Rows lie in the order in which they came, so the oldest are found without an index on their time.
_ANSWERS = """
DELETE FROM platform_idempotencykey WHERE created_at < %s
   AND id IN (SELECT id FROM platform_idempotencykey ORDER BY id LIMIT %s)
"""
# What waits, is being done or failed is never forgotten: a failed job stands on the page of what waits until somebody sets it
# going. What was done well is not kept at all.
_JOBS = """
DELETE FROM procrastinate_jobs
 WHERE id IN (SELECT id FROM procrastinate_jobs job
               WHERE status IN ('cancelled', 'aborted')
                 AND (SELECT max(at) FROM procrastinate_events event WHERE event.job_id = job.id) < %s
               ORDER BY id LIMIT %s)
"""


def forget_some(at: datetime) -> bool:
    """Forget so many old answers and ended jobs as one transaction may, and say whether more are left."""
    left = False
    for setting, statement in (("KONTOR_KEEP_KEYS_DAYS", _ANSWERS), ("KONTOR_KEEP_JOBS_DAYS", _JOBS)):
        since = keep_since(setting, at)
        left = (since is not None and execute(statement, [since, AT_A_TIME]) == AT_A_TIME) or left
    return left


def end_sessions() -> None:
    """Forget the sessions whose time is over."""
    SessionStore.clear_expired()
