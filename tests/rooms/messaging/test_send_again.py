"""A mail that failed is sent once more, because somebody says so."""

from __future__ import annotations

import pytest

from kontor.messaging.errors import NoMailAddress, NoMailServer
from kontor.messaging.public import Letter, keep_mails, list_stuck_mails, send_again, write_messages
from kontor.messaging.tables import Message
from lives import set_state


def test_what_failed_waits_again_and_what_waits_is_left_alone(shop):
    order = shop.place((1, "LAMP"))
    values = {
        "order_number": order.number,
        "name": "Erika",
        "merchant": "Muster",
        "total": "10",
        "lines": "",
        "tracking": "",
    }
    letter = Letter(f"order:{order.id}", order.id, "erika@example.org", "de", values)
    write_messages(kind="order_confirmed", letters=[letter], at=shop.at)
    mail = Message.objects.get()

    waiting = send_again(message_id=mail.id, at=shop.at, by=shop.by)
    set_state(Message.objects.all(), "failed", problem="550")
    failed = send_again(message_id=mail.id, at=shop.at, by=shop.by)

    assert (waiting, failed, Message.objects.get().state) == (False, True, "queued")


@pytest.mark.parametrize(
    "address", ["a@x.example\r\nBcc: evil@x.example", "a@x.example, b@x.example", "erika", "a@b@c", "@"]
)
def test_what_is_no_address_is_sent_nowhere_and_waits_for_somebody(shop, address):
    """A buyer's mail has one reader, whatever his address hides."""
    order = shop.place((1, "LAMP"))
    values = dict.fromkeys(("order_number", "name", "merchant", "total", "lines", "tracking"), "x")

    write_messages(kind="order_confirmed", letters=[Letter("o", order.id, address, "de", values)], at=shop.at)

    mail = Message.objects.get()
    assert (mail.state, mail.problem != "", "\n" in mail.recipient) == ("failed", True, False)
    assert [it.id for it in list_stuck_mails(before=shop.at, most=5)] == [mail.id]


def test_goes_to_the_address_that_its_order_says_by_now(shop):
    letter = Letter("order:1", None, "erika", "de", {"order_number": "1", "name": "Erika"})
    write_messages(kind="order_confirmed", letters=[letter], at=shop.at)
    mail = Message.objects.get()
    with pytest.raises(NoMailAddress):
        send_again(message_id=mail.id, address="erika at home", at=shop.at, by=shop.by)

    sent = send_again(message_id=mail.id, address="erika@example.org", at=shop.at, by=shop.by)

    mail.refresh_from_db()
    assert (sent, mail.recipient, mail.state) == (True, "erika@example.org", "queued")


def test_what_was_kept_without_a_mail_server_is_sent_once_there_is_one(shop, settings):
    letter = Letter("order:1", None, "erika@example.org", "de", {"order_number": "1", "name": "Erika"})
    write_messages(kind="order_confirmed", letters=[letter], at=shop.at)
    mail = Message.objects.get()
    keep_mails(message_ids=[mail.id])
    settings.KONTOR_SMTP_URL = ""
    with pytest.raises(NoMailServer):
        send_again(message_id=mail.id, at=shop.at, by=shop.by)

    settings.KONTOR_SMTP_URL = "smtp://localhost:25"
    sent = send_again(message_id=mail.id, at=shop.at, by=shop.by)

    mail.refresh_from_db()
    assert (sent, mail.state, mail.sent_at) == (True, "queued", None)
