"""Questions about messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from kontor.messaging.errors import WebhookUnknown
from kontor.messaging.models import Message, MessageState, MessageTemplate, Webhook, WebhookDelivery
from kontor.messaging.rules import BUILT_IN, FAILS_LONG, Wording
from kontor.platform.keep.vault import unseal
from kontor.platform.sql.rows import read_rows


@dataclass(frozen=True, slots=True)
class MailRow:
    """A message that did not leave."""

    id: int
    recipient: str
    subject: str
    written_at: datetime
    problem: str
    order_id: int | None
    state: str

    @property
    def has_failed(self) -> bool:
        """Whether nobody tries it again by himself."""
        return self.state == MessageState.FAILED


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A message as it was written, without its text."""

    id: int
    kind: str
    order_id: int | None
    language: str
    recipient: str
    subject: str
    state: str
    problem: str
    written_at: datetime
    sent_at: datetime | None


def get_mails(ids: Collection[int]) -> dict[int, WrittenMail]:
    """Return messages by their ids."""
    return {it.id: it for it in read_rows(WrittenMail, Message.objects.filter(id__in=ids))}


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """Where another program hears the news."""

    id: int
    name: str
    url: str
    news: list[str]
    place: int
    created_at: datetime
    paused_at: datetime | None
    failing_since: datetime | None
    quiet_until: datetime | None
    stopped_at: datetime | None

    @property
    def hears(self) -> bool:
        """Whether it is told what happens."""
        return self.paused_at is None and self.stopped_at is None

    def is_deaf(self, at: datetime) -> bool:
        """Whether it was given up, or nothing has got through for so long that somebody ought to know; a paused one is not."""
        failing = self.failing_since is not None and self.failing_since < at - FAILS_LONG
        return self.paused_at is None and (self.stopped_at is not None or failing)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What a webhook was told or is to be told, and what came of it."""

    id: int
    webhook_id: int
    place: int
    news: str
    body: str
    created_at: datetime
    due_at: datetime | None
    attempts: int
    tried_at: datetime | None
    status: int | None
    took_ms: int | None
    problem: str
    done_at: datetime | None
    given_up_at: datetime | None


def list_webhooks() -> list[WebhookRow]:
    """Return all webhooks by their names."""
    return read_rows(WebhookRow, Webhook.objects.order_by("name"))


def list_told_webhooks() -> set[int]:
    """Return the webhooks that took something."""
    told = WebhookDelivery.objects.filter(webhook=OuterRef("id"), done_at__isnull=False)
    return set(Webhook.objects.filter(Exists(told)).values_list("id", flat=True))


def get_webhook(webhook_id: int) -> WebhookRow:
    """Return a webhook. Refuses: WebhookUnknown."""
    found = read_rows(WebhookRow, Webhook.objects.filter(id=webhook_id))
    if not found:
        raise WebhookUnknown(webhook=webhook_id)
    return found[0]


def lock_webhook(webhook_id: int) -> int | None:
    """Return how far in the feed a webhook was told, None where it hears nothing at the moment. Locks: the webhook."""
    mine = Webhook.objects.select_for_update(no_key=True).filter(id=webhook_id, paused_at=None, stopped_at=None)
    return mine.values_list("place", flat=True).first()


def list_deliveries(webhook_id: int, *, before: int | None = None, most: int) -> list[DeliveryRow]:
    """Return what a webhook was told, the newest first, before the one that was seen last."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    return read_rows(DeliveryRow, (rows if before is None else rows.filter(id__lt=before)).order_by("-id")[:most])


def list_kinds_told(webhook_id: int) -> list[str]:
    """Return the kinds of news that a webhook was told, as far as that is kept, whatever it hears by now."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    return sorted(rows.order_by().values_list("news", flat=True).distinct())


def list_due_webhooks(at: datetime) -> list[int]:
    """Return the webhooks that are to be called now."""
    told = WebhookDelivery.objects.filter(due_at__lte=at, webhook__paused_at=None, webhook__stopped_at=None)
    due = told.exclude(webhook__quiet_until__gt=at)
    return sorted(set(due.order_by().values_list("webhook_id", flat=True).distinct()))


def list_due_deliveries(webhook_id: int, *, at: datetime, most: int) -> list[DeliveryRow]:
    """Return what a webhook is to be told now, in its order."""
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id, due_at__lte=at).order_by("place")
    return read_rows(DeliveryRow, rows[:most])


def read_secret(webhook_id: int) -> bytes:
    """Return the secret of a webhook. Refuses: WebhookUnknown, SecretLocked."""
    sealed = Webhook.objects.filter(id=webhook_id).values_list("secret", flat=True).first()
    if sealed is None:
        raise WebhookUnknown(webhook=webhook_id)
    return unseal(bytes(sealed), bound_to=f"webhook:{webhook_id}")


def is_still_attached(sha256: str) -> bool:
    """Whether a mail that is not sent yet takes a file along."""
    unsent = [MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED]
    return Message.objects.filter(state__in=unsent, files__contains=[sha256]).exists()


def list_stuck_mails(*, before: datetime, most: int) -> list[MailRow]:
    """Return the messages that failed, and those that were written before a moment and did not leave; the newest first."""
    late = Q(state__in=[MessageState.SENDING, MessageState.QUEUED], written_at__lt=before)
    rows = Message.objects.filter(Q(state=MessageState.FAILED) | late).order_by("-id")
    return read_rows(MailRow, rows[:most])


def find_order_of(message_id: int) -> int | None:
    """Return the order that a message tells its buyer of."""
    return Message.objects.filter(id=message_id).values_list("order_id", flat=True).first()


def list_wordings(kind: str, languages: Iterable[str]) -> dict[str, Wording]:
    """Return the wording of a kind per language: the merchant's own, else the built-in, else the English one."""
    own = {
        template.language: Wording(template.subject, template.body)
        for template in MessageTemplate.objects.filter(kind=kind, language__in=list(languages))
    }
    return {
        language: own.get(language) or BUILT_IN.get((kind, language)) or BUILT_IN[kind, "en"] for language in languages
    }


def list_sent(kind: str, references: Collection[str]) -> dict[str, datetime]:
    """Return when messages of a kind left the house, by reference; what only waits, failed or is kept here did not."""
    rows = Message.objects.filter(kind=kind, reference__in=list(references), state=MessageState.SENT)
    return {
        reference: sent_at for reference, sent_at in rows.values_list("reference", "sent_at") if sent_at is not None
    }


def list_written(kind: str, references: Collection[str]) -> dict[str, datetime]:
    """Return when messages of a kind were written, by reference."""
    rows = Message.objects.filter(kind=kind, reference__in=list(references))
    return dict(rows.values_list("reference", "written_at"))


def name_next(kind: str, marks: Mapping[int, str]) -> dict[int, str]:
    """Return by which reference the next message of a kind is written, of the orders whose last one told something else.

    ``marks``: by what the contents are known again that an order's message is to tell.
    """
    told: dict[int, list[str]] = {}
    rows = Message.objects.filter(kind=kind, order_id__in=list(marks)).order_by("id")
    for order_id, reference in rows.values_list("order_id", "reference"):
        told.setdefault(order_id or 0, []).append(reference)
    found = {}
    for order_id, mark in marks.items():
        before = told.get(order_id, [])
        if not before or not before[-1].endswith(f":{mark}"):
            found[order_id] = f"order:{order_id}:{len(before) + 1}:{mark}"
    return found
