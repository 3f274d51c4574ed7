"""What the house works on by itself and must not leave: bulk jobs, imports, webhooks."""

from __future__ import annotations

from kontor.platform.models import RunState
from kontor.platform.post.jobs import BULK_TASK, ORDERS_IMPORT_TASK

# News and messages that nobody worked on for so long are lost, not late.
SLO_MINUTES = 15

BULK_JOBS = f"""
SELECT concat_ws(' ', 'bulk job', j.id, j.grid, j.verb, 'was begun, has not ended, and nobody works on it')
  FROM platform_bulkjob j
 WHERE j.started_at < now() - interval '{SLO_MINUTES} minutes' AND j.ended_at IS NULL
   AND NOT EXISTS (SELECT FROM procrastinate_jobs q WHERE q.task_name = '{BULK_TASK}' AND q.status IN ('todo', 'doing')
                    AND (q.args ->> 'job_id')::bigint = j.id)
UNION ALL
SELECT concat_ws(' ', 'bulk job', j.id, 'has ended and left', count(*), 'rows')
  FROM platform_bulkjob j JOIN platform_bulkrow r ON r.job_id = j.id AND r.outcome = ''
 WHERE j.ended_at IS NOT NULL GROUP BY j.id
UNION ALL
SELECT concat_ws(' ', 'import', r.name, 'was begun, has not ended, and nobody works on it')
  FROM platform_runreport r
 WHERE r.state = '{RunState.RUNNING.value}' AND r.started_at < now() - interval '{SLO_MINUTES} minutes'
   AND r.id IN (SELECT run_id FROM platform_importfile)
   AND NOT EXISTS (SELECT FROM procrastinate_jobs q JOIN platform_importfile f ON f.id = (q.args ->> 'import_id')::bigint
                    WHERE q.task_name = '{ORDERS_IMPORT_TASK}' AND q.status IN ('todo', 'doing') AND f.run_id = r.id)
"""
# A list that could not be mailed is told by an alarm; that nobody looked when its time came is a fault of the house.
LIST_MAILS = f"""
SELECT concat_ws(' ', 'list by mail', m.id, v.name, 'was due at', m.next_at, 'and nobody mails it')
  FROM access_listmail m JOIN access_savedview v ON v.id = m.view_id
 WHERE m.next_at < now() - interval '{SLO_MINUTES} minutes'
"""
# What a webhook refuses is no fault of the house, and is told by an alarm; that nobody calls it is one.
WEBHOOKS = f"""
SELECT concat_ws(' ', 'webhook', w.name, 'was due at', min(d.due_at), 'and nobody calls it')
  FROM messaging_webhook w JOIN messaging_webhookdelivery d ON d.webhook_id = w.id
 WHERE w.paused_at IS NULL AND w.stopped_at IS NULL AND d.due_at < now() - interval '{SLO_MINUTES} minutes'
   AND (w.quiet_until IS NULL OR w.quiet_until < now() - interval '{SLO_MINUTES} minutes') GROUP BY w.id
UNION ALL
SELECT concat_ws(' ', 'webhook', w.name, 'stands at', w.place, 'of the feed, which goes on')
  FROM messaging_webhook w
 WHERE w.paused_at IS NULL AND w.stopped_at IS NULL
   AND EXISTS (SELECT FROM platform_feedentry f
                WHERE f.place > w.place AND f.placed_at < now() - interval '{SLO_MINUTES} minutes')
"""
