"""Questions about messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kontor.messaging.models import Message, MessageState, MessageTemplate
from kontor.messaging.rules import BUILT_IN, Wording
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


def list_stuck_mails(*, before: datetime, most: int) -> list[MailRow]:
    """Return the messages that failed, and those that were written before a moment and did not leave; the newest first."""
    late = Q(state__in=[MessageState.SENDING, MessageState.QUEUED], written_at__lt=before)
    rows = Message.objects.filter(Q(state=MessageState.FAILED) | late).order_by("-id")
    return read_rows(MailRow, rows[:most])


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
