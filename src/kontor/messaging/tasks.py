"""Jobs of messaging: send by SMTP where it is set, otherwise keep in the mailbox page."""

from __future__ import annotations

import random
import time
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

import httpx2
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.kernel.clock import read_clock
from kontor.kernel.errors import NotFound, Outside
from kontor.kernel.guarded import GuardedTransport
from kontor.messaging.calls import SEND_TASK, WEBHOOK_TASK, call_lost_mails
from kontor.messaging.models import Message
from kontor.messaging.public import (
    DeliveryRow,
    MessageState,
    Outcome,
    WebhookRow,
    WebhookUnknown,
    claim_delivery,
    claim_mail,
    get_webhook,
    keep_mails,
    list_due_deliveries,
    next_try,
    put_back_mails,
    read_secret,
    record_delivery,
    record_mail,
    sign_webhook,
    stop_webhook,
)
from kontor.platform.keep.files import FileDamaged, read_file
from kontor.platform.keep.vault import SecretLocked
from kontor.platform.models import StoredFile
from kontor.platform.outside.guard import calling_outside


@app.task(name=SEND_TASK, queue="mail")
def send_messages(message_ids: list[int]) -> None:
    """Send each message at most once: marked as being sent before, as sent after."""
    close_old_connections()
    if not settings.KONTOR_SMTP_URL:
        keep_mails(message_ids=message_ids)
        return
    for message in Message.objects.filter(id__in=message_ids, state=MessageState.QUEUED).order_by("id"):
        at = read_clock()
        if not claim_mail(message_id=message.id, at=at):
            continue
        problem, again_at = "", None
        try:
            _send(message)
        except (SMTPException, OSError, Outside, FileDamaged, NotFound) as failure:
            problem = f"{type(failure).__name__}: {failure}"
            again_at = next_try(message.attempts + 1, at) if may_pass(failure) else None
        record_mail(message_id=message.id, problem=problem, again_at=again_at, at=read_clock())


# A receiver answers within so long (Standard Webhooks: 15 to 30 seconds), and is called so often by one job.
ANSWER_S, CONNECT_S, AT_ONCE = 15.0, 5.0, 50
# A job works so long on one webhook; all of them together take one worker's place at most.
SLICE_S = 10.0
# So much of what a receiver says is kept.
MOST_SAID = 300


@app.task(name=WEBHOOK_TASK, queue="channels")
def call_webhook_now(webhook_id: int) -> None:
    """Tell a webhook what waits for it, one after the other; at the first that is not taken it is left alone for a while."""
    close_old_connections()
    try:
        webhook, secret = get_webhook(webhook_id), read_secret(webhook_id)
    except WebhookUnknown:  # dropped since
        return
    except SecretLocked:
        stop_webhook(webhook_id=webhook_id, at=read_clock())
        return
    timeout = httpx2.Timeout(ANSWER_S, connect=CONNECT_S)
    until = time.monotonic() + SLICE_S
    with httpx2.Client(timeout=timeout, follow_redirects=False, transport=GuardedTransport(whole_s=ANSWER_S)) as client:
        for delivery in list_due_deliveries(webhook_id, at=read_clock(), most=AT_ONCE):
            attempt = claim_delivery(delivery_id=delivery.id, at=read_clock())
            if attempt is None:
                continue
            outcome = _tell(client, webhook, secret, delivery)
            with transaction.atomic():
                record_delivery(
                    delivery_id=delivery.id, attempt=attempt, outcome=outcome, spread=random.random(), at=read_clock()
                )
            # One that is slow gives its place back; the clock calls for it again.
            if outcome.problem or time.monotonic() > until:
                return


def _tell(client: httpx2.Client, webhook: WebhookRow, secret: bytes, delivery: DeliveryRow) -> Outcome:
    at, begun = read_clock(), time.monotonic()
    headers = sign_webhook(secret, call_id=f"news_{webhook.id}_{delivery.place}", at=at, body=delivery.body)
    headers["content-type"] = "application/json"
    status, problem = None, ""
    try:
        with calling_outside(), client.stream("POST", webhook.url, content=delivery.body, headers=headers) as answer:
            status = answer.status_code
            if not 200 <= status < 300:
                said = next(answer.iter_bytes(MOST_SAID), b"").decode("utf-8", "replace")
                problem = f"HTTP {status}: {said}"
    except (httpx2.HTTPError, httpx2.InvalidURL, Outside, OSError) as failure:
        problem = f"{type(failure).__name__}: {failure}"
    return Outcome(status, clean_problem(problem), round(1000 * (time.monotonic() - begun)))


def clean_problem(text: str) -> str:
    """Return what a stranger said without the signs that no column holds."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:500]


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
    return not isinstance(failure, FileDamaged | Outside | NotFound)


@app.periodic(cron="* * * * *")
@app.task(name="kontor.find_lost_mails", queue="sweep", queueing_lock="find_lost_mails")
def find_lost_mails(timestamp: int) -> None:
    """Each minute: call for mails that nobody sends, and try those again whose time has come.

    Of those whose worker died nobody knows whether they left; they fail, and a person decides.
    """
    close_old_connections()
    if waiting := put_back_mails(at=read_clock()):
        call_lost_mails(waiting)
