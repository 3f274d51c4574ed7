"""Find what waits and nobody works on: its worker died between claim and record, or somebody let it be told again."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from kontor.channels.calls import call_publish, call_take_in, call_tell
from kontor.channels.queries import list_unpublished, list_unread, list_untold


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_channel_work", queue="sweep", queueing_lock="find_lost_channel_work")
def find_lost_channel_work(timestamp: int) -> None:
    """Each minute: call for the jobs of every channel that has something due. Where one waits already nothing happens."""
    close_old_connections()
    for channel_id in list_untold():
        call_tell(channel_id)
    for channel_id in list_unread():
        call_take_in(channel_id)
    for channel_id in list_unpublished():
        call_publish(channel_id)
