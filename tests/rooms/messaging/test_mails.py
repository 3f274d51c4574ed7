"""A mail leaves at most once; what nobody can know is said, and what waits goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontor.messaging.public import Letter, claim_mail, keep_mails, put_back_mails, record_mail, write_messages
from kontor.messaging.tables import Message


@pytest.fixture
def mail(shop) -> Message:
    order = shop.place((1, "LAMP"))
    values = {"order_number": "1", "name": "E", "merchant": "M", "total": "1", "lines": "", "tracking": ""}
    letter = Letter(f"order:{order.id}", order.id, "e@example.org", "de", values)
    write_messages(kind="order_confirmed", letters=[letter], at=shop.at)
    return Message.objects.get()


def state() -> str:
    return Message.objects.get().state


def test_claim_mail_lets_one_worker_send_it(shop, mail):
    assert [claim_mail(message_id=mail.id, at=shop.at) for _ in range(2)] == [True, False]


def test_record_mail_says_how_it_went_of_what_is_under_way_alone(shop, mail):
    record_mail(message_id=mail.id, problem="", again_at=None, at=shop.at)
    untouched = state()
    claim_mail(message_id=mail.id, at=shop.at)
    record_mail(message_id=mail.id, problem="450 later", again_at=shop.at + timedelta(minutes=5), at=shop.at)

    assert (untouched, state()) == ("queued", "failed")


def test_put_back_mails_takes_up_what_is_due_and_gives_up_what_a_dead_worker_had(shop, mail):
    claim_mail(message_id=mail.id, at=shop.at)
    record_mail(message_id=mail.id, problem="450", again_at=shop.at + timedelta(minutes=5), at=shop.at)
    early = put_back_mails(at=shop.at + timedelta(minutes=4))
    due = put_back_mails(at=shop.at + timedelta(minutes=6))
    claim_mail(message_id=mail.id, at=shop.at)
    put_back_mails(at=shop.at + timedelta(hours=9))

    assert (early, due, state()) == ([], [mail.id], "failed")


def test_keep_mails_keeps_it_for_the_mailbox_page(shop, mail):
    keep_mails(message_ids=[mail.id])

    assert state() == "kept"
    assert not claim_mail(message_id=mail.id, at=shop.at)
