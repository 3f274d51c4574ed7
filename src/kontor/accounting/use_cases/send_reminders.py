"""Send reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kontor.accounting.errors import NotToBeReminded
from kontor.accounting.models import DunningLetter
from kontor.accounting.queries.dunning import SentReminder
from kontor.accounting.rules import Reminder
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.platform.keep.files import store_file


def send_reminders(
    *, reminders: Sequence[Reminder], papers: Mapping[int, bytes], timezone: str, at: datetime, by: Actor
) -> list[SentReminder]:
    """A reminder is kept as it was sent, each level once. ``papers``: order → PDF. Returns what was sent.

    Refuses: NotToBeReminded for one that has no level.
    """
    letters = []
    for it in reminders:
        if not it.level or it.pay_by is None:
            raise NotToBeReminded(order=it.item.number, reason=it.reason)
        file = store_file(
            papers[it.item.order_id], name=f"{it.item.number}-{it.level}.pdf", media_type="application/pdf", at=at
        )
        letter = DunningLetter.objects.create(
            legal_entity_id=it.item.legal_entity_id, order_id=it.item.order_id, level=it.level, on=local_day(at, timezone),
            open=it.item.open, fee=it.fee, interest=it.interest, currency=it.item.currency, pay_by=it.pay_by, file=file,
            at=at, by=str(by),
        )  # fmt: skip
        letters.append(
            SentReminder(
                id=letter.id, order_id=letter.order_id, level=it.level, on=letter.on, open=it.item.open, fee=it.fee,
                interest=it.interest, currency=letter.currency, pay_by=it.pay_by, file=file.sha256,
            )
        )  # fmt: skip
    return letters
