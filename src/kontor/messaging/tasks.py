"""Jobs of messaging: send by SMTP where it is set, otherwise keep in the mailbox page."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections
from procrastinate.contrib.django import app

from kontor.kernel.clock import read_clock
from kontor.messaging.public import SEND_TASK, Message, MessageState
from kontor.platform.files import read_file
from kontor.platform.models import StoredFile
from kontor.platform.outside import calling_outside


@app.task(name=SEND_TASK, queue="mail")
def send_messages(message_ids: list[int]) -> None:
    """Send each message at most once: marked as being sent before, as sent after."""
    close_old_connections()
    waiting = Message.objects.filter(id__in=message_ids, state=MessageState.QUEUED)
    if not settings.KONTOR_SMTP_URL:
        waiting.update(state=MessageState.KEPT, sent_at=read_clock())
        return
    for message in waiting.order_by("id"):
        mine = Message.objects.filter(id=message.id, state=MessageState.QUEUED).update(state=MessageState.SENDING)
        if not mine:
            continue
        mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.recipient])
        for stored in StoredFile.objects.filter(sha256__in=message.files).order_by("id"):
            mail.attach(stored.name, read_file(stored), stored.media_type)
        try:
            with calling_outside():
                mail.send()
        except (SMTPException, OSError) as failure:
            Message.objects.filter(id=message.id).update(state=MessageState.FAILED, problem=str(failure))
        else:
            Message.objects.filter(id=message.id).update(state=MessageState.SENT, sent_at=read_clock())
