"""Enter or change a webhook."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from kontor.kernel.actor import Actor
from kontor.kernel.egress import fault_of
from kontor.messaging.errors import WebhookTaken, WebhookUnknown, WebhookWrong
from kontor.messaging.models import Webhook
from kontor.messaging.rules import WEBHOOK_BYTES, WEBHOOK_PREFIX
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.vault import seal


class WebhookFacts(TypedDict, total=False):
    """What is known of a webhook; what is not named stays as it is. ``paused``: it is told nothing, and later all of it."""

    name: str
    url: str
    news: Sequence[str]
    paused: bool


def keep_webhook(
    *, webhook_id: int | None, facts: WebhookFacts, place: int = 0, at: datetime, by: Actor
) -> tuple[int, str]:
    """Another program hears the news from now on (``place``: behind which of the feed), at an address that may be called.

    Returns its id and, of a new one, the secret by which it knows our calls: told this once. One that was given up is tried again
    once it is changed. Refuses: WebhookUnknown, WebhookWrong, WebhookTaken. Locks: the webhook.
    """
    webhook = Webhook(created_at=at, place=place) if webhook_id is None else _locked(webhook_id)
    before = None if webhook_id is None else _known(webhook)
    webhook.name, webhook.url = facts.get("name", webhook.name).strip(), facts.get("url", webhook.url).strip()
    webhook.news = list(dict.fromkeys(facts.get("news", webhook.news)))
    if not webhook.name:
        raise WebhookWrong("A webhook has a name.", field="name")
    if any(not sign.isprintable() or sign.isspace() for sign in webhook.url):
        raise WebhookWrong("An address holds no blanks and no line breaks.", field="url")
    if fault := fault_of(webhook.url):
        raise WebhookWrong(fault, field="url")
    if "paused" in facts:
        webhook.paused_at = (webhook.paused_at or at) if facts["paused"] else None
    webhook.stopped_at = webhook.failing_since = webhook.quiet_until = None

    if Webhook.objects.filter(name=webhook.name).exclude(id=webhook.pk).exists():
        raise WebhookTaken(name=webhook.name)
    webhook.save()
    secret = ""
    if webhook_id is None:
        plain = secrets.token_bytes(WEBHOOK_BYTES)
        secret = WEBHOOK_PREFIX + b64encode(plain).decode()
        webhook.secret = seal(plain, bound_to=f"webhook:{webhook.pk}")
        webhook.save(update_fields=["secret"])
    changes = [Change(webhook.pk, before, _known(webhook))]
    record_changes(subject="webhook", verb="keep_webhook", changes=changes, at=at, by=by)

    return webhook.pk, secret


def _locked(webhook_id: int) -> Webhook:
    found = Webhook.objects.select_for_update(no_key=True).filter(id=webhook_id).first()
    if found is None:
        raise WebhookUnknown(webhook=webhook_id)
    return found


def _known(webhook: Webhook) -> dict[str, object]:
    return {"name": webhook.name, "url": webhook.url, "news": webhook.news, "paused": webhook.paused_at is not None}
