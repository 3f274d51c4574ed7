"""The jobs of the back office: lists that go out by mail."""

from __future__ import annotations

from datetime import datetime

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.access.public import claim_list_mails
from kontor.backoffice.grid.mailing import mail_list
from kontor.kernel.clock import read_clock
from kontor.messaging.public import forget_list_files
from kontor.platform.post.jobs import LIST_TASK, UntilItGoes, call_list_mail
from kontor.platform.start.environment import keep_since


@app.periodic(cron="* * * * *")
@app.task(name="kontor.mail_due_lists", queue="clock", queueing_lock="mail_due_lists")
def mail_due_lists(timestamp: int) -> None:
    """Each minute: call for the lists whose time has come, each in a job of its own."""
    close_old_connections()
    with transaction.atomic():
        for key, slot in claim_list_mails(at=read_clock()):
            call_list_mail(key, slot=slot)


@app.task(name=LIST_TASK, queue="bulk", retry=UntilItGoes())
def mail_one_list(list_mail_id: int, slot: str) -> None:
    """Write the mails of a list for one of its times."""
    close_old_connections()
    mail_list(list_mail_id, slot=datetime.fromisoformat(slot), at=read_clock())


@app.periodic(cron="51 3 * * *")
@app.task(name="kontor.forget_list_files", queue="clock", queueing_lock="forget_list_files")
def forget_old_lists(timestamp: int) -> None:
    """Each night: tables that went by mail long ago are forgotten."""
    close_old_connections()
    at = read_clock()
    since = keep_since("KONTOR_KEEP_JOBS_DAYS", at)
    while since is not None:
        with transaction.atomic():
            if not forget_list_files(since=since, at=at):
                return
