"""Nothing waits for ever unseen: everything that does is on one page, with its cause, and a press sets it going."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from builders import assert_house_in_order, hear_news, person
from kontor.flows.selling.amending import readdress_order
from kontor.flows.warehouse.picking import report_short_pick, start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.kernel.address import Address
from kontor.kernel.clock import read_clock
from kontor.messaging.tables import Message
from kontor.messaging.tasks import find_lost_mails, send_messages
from kontor.orders.tables import Hold, Order
from kontor.platform.sql.bulk import execute, select_rows

pytestmark = pytest.mark.django_db(transaction=True)


def a_mail(**more) -> Message:
    told = {
        "kind": "order_placed",
        "reference": f"{Message.objects.count()}",
        "language": "de",
        "recipient": "e@example.org",
    }
    return Message.objects.create(
        **told, subject="Ihre Bestellung", body="…", written_at=read_clock() - timedelta(hours=1), **more
    )


class Server:
    """A mail server that refuses so many times."""

    def __init__(self, monkeypatch, *failures: Exception) -> None:
        self.failures, self.sent = list(failures), 0
        monkeypatch.setattr(EmailMessage, "send", self.send)

    def send(self, *_: object, **__: object) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent += 1


class TestAMail:
    @pytest.fixture(autouse=True)
    def _with_a_server(self, settings):
        settings.KONTOR_SMTP_URL = "smtp://localhost"

    def test_that_a_server_did_not_take_is_tried_again_when_its_time_has_come(self, monkeypatch):
        server, mail = Server(monkeypatch, SMTPServerDisconnected("gone")), a_mail()

        send_messages.func(message_ids=[mail.id])
        mail.refresh_from_db()
        assert (mail.state, mail.attempts, mail.not_before is not None) == ("failed", 1, True)
        Message.objects.update(not_before=read_clock() - timedelta(seconds=1))
        find_lost_mails.func(timestamp=0)
        send_messages.func(message_ids=[mail.id])

        assert (Message.objects.get().state, server.sent) == ("sent", 1)

    def test_that_nobody_will_ever_take_waits_for_somebody(self, monkeypatch):
        Server(monkeypatch, SMTPRecipientsRefused({"e@example.org": (550, b"unknown user")}))
        mail = a_mail()

        send_messages.func(message_ids=[mail.id])

        mail.refresh_from_db()
        assert (mail.state, mail.not_before) == ("failed", None)
        page = person("*").get(reverse("admin:waiting")).content.decode()
        assert "unknown user" in page
        assert "Mails, die nicht versandt sind" in page

    def test_whose_worker_died_is_not_sent_twice_by_itself(self, monkeypatch):
        server = Server(monkeypatch)
        a_mail(state="sending", tried_at=read_clock() - timedelta(hours=1))

        find_lost_mails.func(timestamp=0)

        assert (Message.objects.get().state, server.sent) == ("failed", 0)

    def test_that_failed_is_sent_again_by_a_press(self, monkeypatch):
        Server(monkeypatch)
        mail = a_mail(state="failed")

        answer = person("*").post(reverse("admin:waiting_again", args=["mail", mail.id]), follow=True)

        assert "Es wird noch einmal versucht" in answer.content.decode()
        assert Message.objects.get().state == "queued"

    def test_that_nobody_called_for_is_called_for(self, monkeypatch):
        mail = a_mail()
        execute("DELETE FROM procrastinate_jobs")

        find_lost_mails.func(timestamp=0)

        assert select_rows("SELECT args->'message_ids'->>0 FROM procrastinate_jobs") == [(str(mail.id),)]


class TestAJob:
    def test_that_failed_is_shown_and_set_going(self):
        execute("DELETE FROM procrastinate_jobs")
        app.configure_task("kontor.send_messages", queue="mail").defer(message_ids=[1])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 10 RETURNING id")
            job = cursor.fetchone()[0]
        client = person("*")

        assert "send_messages" in client.get(reverse("admin:waiting")).content.decode()
        client.post(reverse("admin:waiting_again", args=["job", job]))

        assert select_rows("SELECT status::text, attempts FROM procrastinate_jobs") == [("todo", 0)]
        assert "Nichts wartet" in client.get(reverse("admin:waiting")).content.decode()

    @pytest.mark.parametrize("kind", ["job", "mail", "paper", "label", "told", "message", "news", "nothing"])
    def test_of_no_kind_or_number_stops_nothing(self, kind):
        assert person("*").post(reverse("admin:waiting_again", args=[kind, 987654321])).status_code == 302


class TestAnOrder:
    def test_that_is_paid_but_has_nowhere_to_go_is_held_and_goes_on_once_it_has(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        Order.objects.filter(id=order.id).update(ship_to={**order.ship_to, "street": ""})
        hear_news()

        held = Order.objects.get(id=order.id)
        assert (held.state, held.secured_at is not None) == ("HELD", True)
        assert Hold.objects.get(order=order, lifted_at=None).note == "street"
        with transaction.atomic():
            whole = Address(name="Erika", street="Weg 1", postal_code="10115", city="Berlin", country="DE")
            readdress_order(by_hand=True, order_id=order.id, ship_to=whole, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert Order.objects.get(id=order.id).state == "RELEASED"
        assert_house_in_order()

    def test_of_which_nothing_was_found_leaves_the_packing_table(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()
        part = FulfilmentOrder.objects.get(order=order)
        with transaction.atomic():
            start_picking(fulfilment_order_ids=[part.id], at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            report_short_pick(task_id=PickTask.objects.get().id, missing=1, at=real_shop.at, by=real_shop.by)

        part.refresh_from_db()
        assert part.state == "CANCELLED"
        assert_house_in_order()
