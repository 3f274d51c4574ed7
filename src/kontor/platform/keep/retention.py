"""What nobody needs any more is forgotten, a few thousand rows at a time, so that no lock is held long.

Orders, documents, postings and the audit trail are none of it: they are never deleted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore

from kontor.platform.keep.imports import forget_imports
from kontor.platform.sql.bulk import execute
from kontor.platform.start.environment import keep_since

AT_A_TIME = 5_000

# Rows lie in the order in which they came, so the oldest are found without an index on their time. What a paper of the merchant
# stands for is done once for ever, and so is what a form of this house was pressed for.
_ANSWERS = """
DELETE FROM platform_idempotencykey WHERE created_at < %s
   AND id IN (SELECT id FROM platform_idempotencykey WHERE principal NOT IN ('reference', 'form') ORDER BY id LIMIT %s)
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
# What somebody asked for and never began is forgotten after a day; what was done is told of as long as ended jobs are.
_BULK_ROWS = """
DELETE FROM platform_bulkrow
 WHERE id IN (SELECT r.id FROM platform_bulkrow r JOIN platform_bulkjob j ON j.id = r.job_id
               WHERE (j.started_at IS NULL AND j.asked_at < %(day)s) OR j.ended_at < %(since)s LIMIT %(most)s)
"""
_BULK_JOBS = """
DELETE FROM platform_bulkjob j WHERE j.started_at IS NULL AND j.asked_at < %s
   AND NOT EXISTS (SELECT FROM platform_bulkrow r WHERE r.job_id = j.id)
"""


# Who asks for what happened says where he was; whoever was away for longer reads anew. What is not settled is looked up still.
_FEED = """
DELETE FROM platform_feedentry WHERE placed_at < %s AND event_id <= (SELECT settled FROM platform_feedmark)
   AND place IN (SELECT place FROM platform_feedentry ORDER BY place LIMIT %s)
"""


def forget_some(at: datetime) -> bool:
    """Forget so many old answers and ended jobs as one transaction may, and say whether more are left."""
    left = False
    old = (("KONTOR_KEEP_KEYS_DAYS", _ANSWERS), ("KONTOR_KEEP_JOBS_DAYS", _JOBS), ("KONTOR_KEEP_FEED_DAYS", _FEED))
    for setting, statement in old:
        since = keep_since(setting, at)
        left = (since is not None and execute(statement, [since, AT_A_TIME]) == AT_A_TIME) or left
    since = keep_since("KONTOR_KEEP_JOBS_DAYS", at)
    if since is not None:
        left = forget_imports(at, since=since) > 0 or left
    told = {"day": at - timedelta(days=1), "since": since, "most": AT_A_TIME}
    left = execute(_BULK_ROWS, told) == AT_A_TIME or left
    execute(_BULK_JOBS, [told["day"]])
    return left


# Where somebody was logged in, and from which address, is nothing to keep once he is not.
_PLACES = """
DELETE FROM usersessions_usersession place
 WHERE NOT EXISTS (SELECT FROM django_session kept WHERE kept.session_key = place.session_key)
"""


def end_sessions() -> None:
    """Forget the sessions whose time is over, and where they were."""
    SessionStore.clear_expired()
    execute(_PLACES)
