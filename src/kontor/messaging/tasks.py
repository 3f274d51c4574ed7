"""Jobs of messaging: send by SMTP where it is set, otherwise keep in the mailbox page."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections
from procrastinate.contrib.django import app

from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside
from kontor.messaging.calls import SEND_TASK, call_lost_mails
from kontor.messaging.models import Message
from kontor.messaging.public import (
    MessageState,
    claim_mail,
    keep_mails,
    next_try,
    put_back_mails,
    record_mail,
)
from kontor.platform.keep.files import FileDamaged, read_file
from kontor.platform.models import StoredFile
from kontor.platform.outside.guard import calling_outside


@app.task(name=SEND_TASK, queue="mail")
def send_messages(message_ids: list[int]) -> None:
    """Send each message at most once: marked as being sent before, as sent after."""
    close_old_connections()
    if not settings.KONTOR_SMTP_URL:
        keep_mails(message_ids=message_ids, at=read_clock())
        return
    for message in Message.objects.filter(id__in=message_ids, state=MessageState.QUEUED).order_by("id"):
        at = read_clock()
        if not claim_mail(message_id=message.id, at=at):
            continue
        problem, again_at = "", None
        try:
            _send(message)
        except (SMTPException, OSError, Outside, FileDamaged) as failure:
            problem = f"{type(failure).__name__}: {failure}"
            again_at = next_try(message.attempts + 1, at) if may_pass(failure) else None
        record_mail(message_id=message.id, problem=problem, again_at=again_at, at=read_clock())


def _send(message: Message) -> None:
    mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.recipient])
    for stored in StoredFile.objects.filter(sha256__in=message.files).order_by("id"):
        mail.attach(stored.name, read_file(stored), stored.media_type)
    with calling_outside():
        mail.send()


def may_pass(failure: BaseException) -> bool:
    """Whether trying again may help: a server that is away or busy, not an address that it refuses for good."""
    if isinstance(failure, SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _text in failure.recipients.values())
    if isinstance(failure, SMTPResponseException):
        return 400 <= failure.smtp_code < 500
    return not isinstance(failure, FileDamaged | Outside)


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_mails", queue="sweep", queueing_lock="find_lost_mails")
def find_lost_mails(timestamp: int) -> None:
    """Each minute: call for mails that nobody sends, and try those again whose time has come.

    Of those whose worker died nobody knows whether they left; they fail, and a person decides.
    """
    close_old_connections()
    if waiting := put_back_mails(at=read_clock()):
        call_lost_mails(waiting)
