"""What channels sent is forgotten when its time is over."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.channels.use_cases.inbox.forget_messages import forget_messages
from kontor.kernel.clock import read_clock
from kontor.platform.sql.bulk import execute


@app.periodic(cron="37 3 * * *")
@app.task(name="kontor.forget_messages", queue="clock", queueing_lock="forget_messages")
def forget_old_messages(timestamp: int) -> None:
    """Each night: forget old messages, a few thousand in a transaction."""
    close_old_connections()
    left = True
    while left:
        with transaction.atomic():
            execute("SET LOCAL statement_timeout = '5min'")
            left = forget_messages(at=read_clock())
