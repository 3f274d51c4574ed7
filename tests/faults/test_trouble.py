"""Trouble of ours is never told as the sender's fault: a full disk, a database that goes away, a bug."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection, transaction
from django.urls import resolve

from builders import an_order, hear_news, nothing_failed, payload, person
from doors.test_rest import URL, Api
from kontor.channels.ports import IncomingMessage
from kontor.channels.public import keep_messages
from kontor.channels.tables import InboundMessage
from kontor.config import bodies
from kontor.flows.selling.order_messages import replay_messages
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Unavailable
from kontor.orders.tables import Order
from kontor.platform.models import SetAside
from kontor.platform.post.deliveries import deliver
from kontor.rest import auth
from kontor.rest.express import answer_to, read_plain_order
from kontor.rest.intake import PlaceRequest, place_batch, writer

pytestmark = pytest.mark.django_db(transaction=True)

# disk_full, out_of_memory, too_many_connections, read_only_sql_transaction (a standby), io_error, internal_error
TROUBLES = ("53100", "53200", "53300", "25006", "58030", "XX000", "57P03", "40P01")


@contextmanager
def the_database_says(sqlstate: str, table: str = "orders_order"):
    """Let the database answer every insert into a table as it does in this kind of trouble."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION in_trouble() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'in trouble' USING ERRCODE = '{sqlstate}'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER in_trouble BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION in_trouble()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER in_trouble ON {table}; DROP FUNCTION in_trouble()")


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    yield Api("*", at=at, by=by)
    writer.stop()


class TestAnOrder:
    @pytest.mark.parametrize("sqlstate", TROUBLES)
    def test_is_asked_for_again_while_the_house_is_in_trouble_and_taken_in_after_it(self, api, sqlstate):
        order = payload((1, "LAMP"))

        with the_database_says(sqlstate):
            answer = api.post(URL, order, **{"Idempotency-Key": "k"})

        assert (answer.status_code, answer.json()["code"]) == (503, "kontor.unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert api.post(URL, order, **{"Idempotency-Key": "k"}).status_code == 201

    def test_hears_the_same_in_the_express_lane_and_in_a_batch(self, api, at, by):
        body = json.dumps(payload((1, "LAMP"))).encode()
        api.post(URL, payload((1, "VASE")))  # the key is known now
        order = read_plain_order({"authorization": f"Bearer {api.secret}", "host": "127.0.0.1"}, body)
        assert order is not None

        with the_database_says("53100"):
            with pytest.raises(Unavailable) as failure:
                writer.submit(order)
            batch = api.post(f"{URL}/batch", {"orders": [payload((1, "LAMP"))]})

        told = answer_to(None, failure.value)
        assert (told.status, dict(told.headers)["Retry-After"]) == (503, "5")
        assert batch.status_code == 503

    def test_with_data_that_the_database_refuses_is_refused_and_the_others_go_on(self, api, by):
        with the_database_says("22003"):
            answer = api.post(URL, payload((1, "LAMP")))

        assert (answer.status_code, answer.json()["code"]) == (422, "intake.failed")

    def test_that_meets_a_bug_of_ours_is_told_so(self, api, by):
        """An actor whose name cannot be written: nothing of it is the order's fault."""

        class Nameless:
            def __str__(self) -> str:
                raise TypeError("a bug")

        good, bad = an_order((1, "LAMP")), an_order((1, "LAMP"))

        answers = [
            place_batch([PlaceRequest(good, by, None)])[0],
            place_batch([PlaceRequest(bad, Nameless(), None)])[0],
        ]

        assert [answer.status for answer in answers] == [201, 500]
        assert json.loads(answers[1].body)["code"] == "kontor.bug"
        assert "a bug" not in answers[1].body


class TestAMessage:
    def kept(self, body: bytes) -> int:
        message = IncomingMessage(
            channel="shop", kind="order.json", external_id="M-1", body=body, received_at=read_clock(), subject="M-1"
        )
        with transaction.atomic():
            return keep_messages(messages=[message])[0]

    def test_waits_in_the_inbox_and_not_in_quarantine(self, real_shop, at, by):
        message_id = self.kept(json.dumps(payload((1, "LAMP"), external_id="M-1")).encode())

        with the_database_says("53100"), pytest.raises(OperationalError):
            replay_messages(message_ids=[message_id], at=at, by=by)

        assert InboundMessage.objects.get(id=message_id).state == "new"
        assert replay_messages(message_ids=[message_id], at=at, by=by) == {message_id: ""}
        assert Order.objects.count() == 1


class TestNews:
    def test_are_told_again_and_not_set_aside(self, real_shop):
        real_shop.place((1, "LAMP"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args -> 'event_ids' FROM procrastinate_jobs WHERE args ->> 'listener' = 'open_order_payments'"
            )
            event_ids = json.loads(cursor.fetchone()[0])

        with the_database_says("53100", "payments_payment"), pytest.raises(OperationalError):
            deliver("open_order_payments", event_ids)

        assert not SetAside.objects.exists()
        hear_news()
        nothing_failed()
        assert Order.objects.get().state == "RELEASED"


def test_a_page_says_that_the_house_cannot_work_and_asks_no_database_for_it(real_shop, monkeypatch):
    client = person("*")
    client.raise_request_exception = False

    def away(*_args, **_more):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/office/pick/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Kontor kann gerade nicht arbeiten" in answer.content.decode()


def test_pages_that_take_files_are_there(real_shop):
    samples = (
        "/office/bank/upload/", "/office/received/take/", "/office/channels/1/upload/",
        "/office/legal_entities/legalentity/add/", "/office/legal_entities/legalentity/1/change/",
    )  # fmt: skip

    assert [path for path in samples if not bodies._TAKES_FILES.fullmatch(path)] == []
    assert [resolve(path).url_name for path in samples]
