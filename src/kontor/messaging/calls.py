"""Call for the jobs of messaging. A job's name, queue and key stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from kontor.platform.post.jobs import defer_job, defer_once

SEND_TASK = "kontor.send_messages"
WEBHOOK_TASK = "kontor.call_webhook"


def call_mails(message_ids: Sequence[int]) -> None:
    """Mails are sent."""
    defer_job(SEND_TASK, queue="mail", message_ids=[*message_ids])


def call_webhook(webhook_id: int) -> None:
    """A webhook is told what waits for it. However many there are, one job at a time: slow programs never hold up the house."""
    defer_once(WEBHOOK_TASK, queue="channels", key=f"webhook:{webhook_id}", lock="webhooks", webhook_id=webhook_id)


def call_lost_mails(message_ids: Sequence[int]) -> None:
    """Mails are sent, unless they are called for already."""
    defer_once(SEND_TASK, queue="mail", key=f"mails:{message_ids[0]}", message_ids=[*message_ids])
