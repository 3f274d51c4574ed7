"""The Python client: written from the description of the API, patient, typed; against a house that runs."""

from __future__ import annotations

import time
from pathlib import Path

import httpx2
import pytest
from django.db import transaction

from builders import assert_house_in_order, hear_news, payload, run_bulk
from kontor.access.public import create_api_key
from kontor.config.client import ClientWriter
from kontor.kernel.clock import read_clock
from kontor.messaging.public import sign_webhook
from kontor.orders.tables import Order
from kontor.rest import auth
from kontor.rest.api import api as described
from kontor.rest.intake import writer
from kontor_client import Kontor, NotOurs, Problem, open_webhook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kontor(live_server, real_shop, at, by):
    auth._known.clear()
    with transaction.atomic():
        key = create_api_key(name="client", capabilities=["*"], at=at, by=by)
    with Kontor(live_server.url, key) as client:
        yield client
    writer.stop()


def _unwrapped(text: str) -> str:
    return "".join(text.split()).replace('"', "'").replace(",)", ")").replace(",]", "]")


class TestTheClient:
    def test_is_what_the_description_says(self):
        import kontor_client.api

        plain = ClientWriter(described.get_openapi_schema(path_prefix="/api/v1/")).write()
        kept = Path(kontor_client.api.__file__).read_text()

        names = [line.strip() for line in plain.splitlines() if line.strip().startswith(("def ", "class "))]
        # The formatter breaks lines; what stands there says the same.
        assert _unwrapped(kept) == _unwrapped(plain), f"run `make client` ({len(names)} names)"

    def test_takes_an_order_in_once_and_finds_it(self, kontor, real_shop):
        order = payload((2, "LAMP"))
        first, again = (kontor.place_order(order, idempotency_key="k1") for _ in range(2))

        told = kontor.show_order(first["uuid"])
        found = list(kontor.each_of_orders(where={"number.is": first["number"]}, fields="number,gross"))

        assert (first["uuid"], first["new"]) == (again["uuid"], True)
        assert told["lines"][0]["sku"] == "LAMP"
        assert found == [{"number": first["number"], "gross": told["gross"]}]
        assert_house_in_order()

    def test_walks_through_all_pages(self, kontor, real_shop, monkeypatch):
        for _ in range(5):
            real_shop.place((1, "LAMP"), payment="prepayment")
        whole = kontor.list_orders

        monkeypatch.setattr(kontor, "list_orders", lambda **asked: whole(**{**asked, "limit": 2}))

        assert len({it["number"] for it in kontor.each_of_orders(sort="gross")}) == 5

    def test_changes_only_what_it_has_seen(self, kontor, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        kontor.show_order(str(order.uuid))
        seen = kontor.tag
        kontor.change_tags(str(order.uuid), {"tags": ["gift"]}, if_match=seen)

        with pytest.raises(Problem) as stale:
            kontor.change_tags(str(order.uuid), {"tags": []}, if_match=seen)

        assert (stale.value.status, stale.value.code) == (412, "request.changed_since")
        assert Order.objects.get(id=order.id).tags == ["gift"]

    def test_tells_problems_with_their_fields(self, kontor):
        with pytest.raises(Problem) as wrong:
            kontor.list_orders(where={"colour.is": "red"})

        assert (wrong.value.code, wrong.value.errors[0]["field"]) == ("request.query_wrong", "colour.is")

    def test_does_a_verb_to_many_and_reads_the_news(self, kontor, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        place = kontor.read_news(limit=200)["next"]

        job = kontor.begin_bulk_job(
            {"of": "orders", "verb": "hold", "where": {"state.is": "PLACED"}, "reason": "manual", "text": ""}
        )
        run_bulk()

        results = kontor.list_bulk_results(job["job"], outcome="done")["results"]
        news = kontor.read_news(after=int(place), types="order.held")["news"]
        assert [it["row"] for it in results] == [order.number]
        assert [it["data"]["order"] for it in news] == [str(order.uuid)]

    def test_fetches_files_and_has_no_answer_where_there_is_none(self, kontor):
        made = kontor.enter_webhook({"name": "erp", "url": "https://erp.example/x", "news": ["order.placed"]})

        assert kontor.end_webhook(made["id"]) is None
        with pytest.raises(Problem) as none:
            kontor.send_paper(7)
        assert none.value.code == "invoicing.paper_missing"


class Moody:
    """A Kontor that is busy for some calls, and counts them."""

    def __init__(self, *answers) -> None:
        self.answers, self.waited, self.calls = list(answers), [], 0

    def client(self) -> Kontor:
        def answer(request: httpx2.Request) -> httpx2.Response:
            self.calls += 1
            told = self.answers.pop(0) if self.answers else 200
            if isinstance(told, Exception):
                raise told
            told, wait = told if isinstance(told, tuple) else (told, "3")
            return httpx2.Response(told, json={"title": "t", "next": None, "orders": []}, headers={"Retry-After": wait})

        http = httpx2.Client(transport=httpx2.MockTransport(answer))
        return Kontor("http://kontor.test", "k", sleep=self.waited.append, client=http)


class TestPatience:
    def test_waits_as_it_is_told_and_asks_again(self):
        moody = Moody(503, 429, httpx2.ConnectError("away"))
        moody.client().list_orders()

        assert (moody.calls, moody.waited) == (4, [3.0, 3.0, 8.0])

    def test_waits_by_itself_where_it_is_told_no_number(self):
        moody = Moody((503, "Fri, 27 Nov 2026 11:00:00 GMT"), (503, "nan"), (503, "99999"))
        moody.client().list_orders()

        assert (moody.calls, moody.waited) == (4, [2.0, 4.0, 30.0])

    def test_does_not_repeat_what_could_be_done_twice(self):
        for told in (503, httpx2.ReadTimeout("late")):
            moody = Moody(told)
            with pytest.raises((Problem, httpx2.TransportError)):
                moody.client().write_note("u", {"text": "x"})
            assert moody.calls == 1

        keyed = Moody(503)
        keyed.client().write_note("u", {"text": "x"}, idempotency_key="k")
        assert keyed.calls == 2

    def test_ends(self):
        moody = Moody(*[503] * 9)
        with pytest.raises(Problem) as busy:
            moody.client().list_orders()

        assert (busy.value.status, moody.calls) == (503, 4)


class TestAWebhookThatComesIn:
    SECRET = b"0123456789abcdef0123456789abcdef"

    def signed(self, body: str = '{"type": "order.placed", "timestamp": "t", "data": {}}'):
        at = read_clock()
        headers = {
            name.title(): it for name, it in sign_webhook(self.SECRET, call_id="news_1_2", at=at, body=body).items()
        }
        return headers, body.encode()

    @property
    def secret(self) -> str:
        from base64 import b64encode

        return "whsec_" + b64encode(self.SECRET).decode()

    def test_is_opened_where_it_is_ours_and_of_now(self):
        call_id, news = open_webhook(self.secret, *self.signed())

        assert (call_id, news["type"]) == ("news_1_2", "order.placed")

    def test_is_refused_where_it_is_not(self):
        headers, body = self.signed()
        other = "whsec_" + "A" * 44
        for secret, given, sent, now in (
            (other, headers, body, None), (self.secret, headers, body + b" ", None), (self.secret, {}, body, None),
            (self.secret, headers, body, time.time() + 301), (self.secret, headers, body, time.time() - 301),
            (self.secret, headers | {"Webhook-Id": "news_1_3"}, body, None),
            (self.secret, headers | {"Webhook-Signature": "v2,x"}, body, None),
        ):  # fmt: skip
            with pytest.raises(NotOurs):
                open_webhook(secret, given, sent, now=now)
