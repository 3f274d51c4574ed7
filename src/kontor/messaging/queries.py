"""Questions about messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from kontor.messaging.models import Message, MessageState, MessageTemplate
from kontor.messaging.rules import BUILT_IN, Wording


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
