"""Find what waits and nobody works on: its worker died between claim and record, or somebody let it be told again."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from kontor.channels.queries import list_unpublished, list_unread, list_untold
from kontor.channels.tasks.polling import TAKE_IN_TASK
from kontor.channels.tasks.publishing import PUBLISH_TASK
from kontor.channels.tasks.telling import TELL_TASK
from kontor.platform.jobs import defer_once


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_channel_work", queue="sweep", queueing_lock="find_lost_channel_work")
def find_lost_channel_work(timestamp: int) -> None:
    """Each minute: call for the jobs of every channel that has something due. Where one waits already nothing happens."""
    close_old_connections()
    for channel_id in list_untold():
        defer_once(TELL_TASK, queue="channels", key=f"tell:{channel_id}", channel_id=channel_id)
    for channel_id in list_unread():
        defer_once(TAKE_IN_TASK, queue="inbox", key=f"take_in:{channel_id}", channel_id=channel_id)
    for channel_id in list_unpublished():
        defer_once(PUBLISH_TASK, queue="channels", key=f"publish:{channel_id}", channel_id=channel_id)
