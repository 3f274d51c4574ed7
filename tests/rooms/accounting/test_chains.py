"""What is posted, archived or sent stands once in its chain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from kontor.accounting.models import DunningLetter
from kontor.accounting.public import (
    Entry,
    NotToBeReminded,
    OpenItem,
    PaperToKeep,
    Reminder,
    Source,
    ToPost,
    archive_papers,
    post_entries,
    send_reminders,
)
from kontor.accounting.tables import ArchiveEntry, Posting

DAY = date(2026, 11, 20)


def post(shop, *papers: int) -> int:
    entry = Entry(10000, 8400, D(119), tax=D(19), rate=D(19))
    batch = [ToPost(Source("paper", paper), DAY, 1, "EUR", [entry]) for paper in papers]
    return post_entries(legal_entity_id=shop.channel.legal_entity_id, batch=batch, at=shop.at, by=shop.by)


def test_post_entries_posts_a_source_once_in_one_chain(shop):
    made = post(shop, 1, 2), post(shop, 2, 3), post(shop)

    rows = list(Posting.objects.order_by("sequence"))
    assert (made, [row.sequence for row in rows]) == ((2, 1, 0), [1, 2, 3])
    assert all(after.previous == before.digest for before, after in zip(rows, rows[1:], strict=False))


def test_archive_papers_keeps_a_document_once_with_the_day_until_which_it_must_be_there(shop):
    papers = [PaperToKeep("invoice", shop.channel.legal_entity_id, DAY, "a" * 64, 1)]

    made = [
        archive_papers(legal_entity_id=shop.channel.legal_entity_id, papers=papers, at=shop.at, by=shop.by)
        for _ in range(2)
    ]

    kept = ArchiveEntry.objects.get()
    assert (made, kept.sequence, kept.keep_until.year - DAY.year >= 8) == ([1, 0], 1, True)


def test_send_reminders_keeps_the_letter_and_sends_none_without_a_level(shop):
    order = shop.place((1, "LAMP"))
    entity = shop.channel.legal_entity_id
    item = OpenItem(order.id, order.number, entity, "EUR", D(10), DAY, company=False, name="Erika", reminded={})
    wanted = Reminder(item, 1, "due", pay_by=date(2026, 12, 1))

    sent = send_reminders(
        reminders=[wanted], papers={order.id: b"%PDF"}, timezone="Europe/Berlin", at=shop.at, by=shop.by
    )

    assert [(it.id, it.open, it.on) for it in sent] == [(DunningLetter.objects.get().id, 10, DAY)]
    with pytest.raises(NotToBeReminded):
        send_reminders(
            reminders=[Reminder(item, 0, "paid")], papers={order.id: b""}, timezone="UTC", at=shop.at, by=shop.by
        )
