"""News for other programs: in one order without a gap, and by webhooks that are signed, tried again, given up, told again."""

from __future__ import annotations

import json
import socket
import threading
import time
from base64 import b64decode
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from hmac import new as hmac
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection, transaction
from django.urls import reverse
from test_rest import Api
from test_rest_changes import Program

from builders import assert_house_in_order, hear_news, person_named
from kontor.cli.check import evaluate
from kontor.flows.alarms import list_wrong
from kontor.flows.programs.webhooks import call_due, forget_told, spread_news
from kontor.kernel.clock import read_clock
from kontor.kernel.egress import allow_inner
from kontor.messaging import tasks
from kontor.messaging.tables import Webhook, WebhookDelivery
from kontor.messaging.tasks import call_webhook_now
from kontor.orders.public import hold_order, lift_hold
from kontor.platform.keep.retention import forget_some
from kontor.platform.models import Event, FeedEntry
from kontor.platform.post import feed
from kontor.platform.post.feed import place_events, read_feed
from kontor.platform.sql.bulk import select_rows
from kontor.platform.start.environment import read_setting
from kontor.rest import auth

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(real_shop, at, by, monkeypatch):
    auth._known.clear()
    # The shop stands still on a day of the past.
    monkeypatch.setattr(feed, "FIRST_DAYS", timedelta(days=36_500))
    return Program("*", at=at, by=by)


def held(shop, order) -> None:
    with transaction.atomic():
        hold_order(order_id=order.id, reason="manual", note="", at=shop.at, by=shop.by)


def end_of_feed(api) -> int:
    """Where the feed ends once the shop stands: its goods have come in."""
    return int(api.get("/api/v1/news?limit=200").json()["next"])


def place_now() -> None:
    """What happened gets its place."""
    with transaction.atomic():
        place_events(at=read_clock())


def settle() -> None:
    """Hours go by, in which all that was begun has ended."""
    for hours in (2, 4):
        with transaction.atomic():
            place_events(at=read_clock() + timedelta(hours=hours))


class TestTheFeed:
    def test_tells_all_that_happened_in_its_order(self, api, real_shop):
        end = end_of_feed(api)
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        held(real_shop, order)

        first = api.get(f"/api/v1/news?limit=1&after={end}").json()
        second = api.get(f"/api/v1/news?after={first['next']}&types=order.held,order.released").json()
        third = api.get(f"/api/v1/news?after={second['next']}").json()

        assert [it["type"] for it in first["news"]] == ["order.placed"]
        assert first["news"][0]["data"] == {"order": str(order.uuid), "order_number": order.number}
        assert [(it["type"], it["data"]["reason"]) for it in second["news"]] == [("order.held", "manual")]
        assert (third["news"], third["next"]) == ([], second["next"])

    def test_tells_a_key_what_is_open_to_it(self, api, real_shop, at, by):
        stock = Api("inventory:read", at=at, by=by, name="stock")
        real_shop.place((1, "LAMP"), payment="prepayment")

        assert {it["type"] for it in stock.get("/api/v1/news").json()["news"]} == {"stock.added"}
        assert stock.get("/api/v1/news/types").json() == ["stock.added"]
        assert stock.get("/api/v1/news?types=order.placed").status_code == 403
        assert stock.get("/api/v1/news?types=order.gone").status_code == 422

    def test_says_where_it_begins_to_whom_was_away_for_too_long(self, api, real_shop):
        for _ in range(3):
            real_shop.place((1, "LAMP"), payment="prepayment")
        end = end_of_feed(api)
        settle()
        FeedEntry.objects.filter(place__lt=end).delete()

        answer = api.get("/api/v1/news?after=1")

        assert (answer.status_code, answer.json()["facts"]) == (410, {"oldest": str(end - 1)})
        assert [it["place"] for it in api.get(f"/api/v1/news?after={end - 1}").json()["news"]] == [end]

    def test_says_so_where_nothing_is_kept_or_the_place_was_never_given(self, api, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        end = end_of_feed(api)
        settle()
        FeedEntry.objects.all().delete()

        behind, never = api.get("/api/v1/news?after=1"), api.get(f"/api/v1/news?after={end + 5}")

        assert [(it.status_code, it.json()["facts"]) for it in (behind, never)] == [(410, {"oldest": str(end)})] * 2
        assert api.get(f"/api/v1/news?after={end}").json()["news"] == []

    def test_goes_on_counting_after_all_was_forgotten(self, api, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        place = api.get("/api/v1/news").json()["next"]
        settle()
        later = read_clock() + timedelta(days=31)
        with transaction.atomic():
            forget_some(later)
        assert FeedEntry.objects.count() == 0

        real_shop.place((1, "LAMP"), payment="prepayment")

        news = api.get(f"/api/v1/news?after={place}").json()["news"]
        assert [it["type"] for it in news][:1] == ["order.placed"]
        assert news[0]["place"] == int(place) + 1

    def test_is_not_forgotten_while_nobody_asked_for_more(self, api, real_shop):
        real_shop.place((1, "LAMP"), payment="prepayment")
        place = api.get("/api/v1/news").json()["next"]

        with transaction.atomic():
            forget_some(read_clock() + timedelta(days=31))

        assert api.get(f"/api/v1/news?after={place}").json()["news"] == []


@pytest.mark.usefixtures("api")
class TestNewsThatComeLate:
    """A transaction drew its number early and ends late: a higher number is there before it."""

    def run(self, shop) -> list[int]:
        drawn, done = threading.Event(), threading.Event()
        order = shop.place((1, "LAMP"), payment="prepayment")
        other = shop.place((1, "LAMP"), payment="prepayment")
        held(shop, other)

        def slow():
            try:
                with transaction.atomic():
                    hold_order(order_id=order.id, reason="manual", note="", at=shop.at, by=shop.by)
                    drawn.set()
                    done.wait(10)
            finally:
                connection.close()

        thread = threading.Thread(target=slow)
        thread.start()
        drawn.wait(10)
        with transaction.atomic():
            lift_hold(order_id=other.id, reason="manual", at=shop.at, by=shop.by)
        seen = self.read(0)
        done.set()
        thread.join()
        return seen + self.read(max(seen))

    @staticmethod
    def read(after: int) -> list[int]:
        with transaction.atomic():
            place_events(at=read_clock())
            return [it.place for it in read_feed(after, most=100)]

    def test_are_missed_by_nobody(self, real_shop):
        assert len(self.run(real_shop)) == Event.objects.count()

    def test_would_be_missed_by_whom_remembers_ids(self, real_shop, monkeypatch):
        def by_ids(after: int) -> list[int]:
            return list(Event.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True))

        monkeypatch.setattr(self, "read", by_ids)

        assert len(self.run(real_shop)) == Event.objects.count() - 1


class Receiver:
    """Another program: it keeps what it was told, and answers as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []


@pytest.fixture(autouse=True)
def _the_net_of_the_house():
    """A test may say which hosts of our own net are called; the next one begins as the house does."""
    yield
    allow_inner(read_setting("KONTOR_INNER_HOSTS").split(","))


@contextmanager
def receiver():
    mine = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            mine.heard.append(({name.lower(): it for name, it in self.headers.items()}, body))
            status, headers = mine.answers.pop(0) if mine.answers else (204, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if status >= 400:
                self.wfile.write(b"no\0t now" * 200)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mine.url = f"http://127.0.0.1:{server.server_port}/news"
    allow_inner([f"127.0.0.1:{server.server_port}"])
    try:
        yield mine
    finally:
        server.shutdown()
        server.server_close()


def tell(at=None) -> None:
    """What the clock does every two seconds, and the jobs that it calls for."""
    at = at or read_clock()
    more = True
    while more:
        with transaction.atomic():
            more = spread_news(at=at)
    for key in Webhook.objects.values_list("id", flat=True):
        call_webhook_now(key)


class TestAWebhook:
    @pytest.fixture
    def program(self):
        with receiver() as found:
            yield found

    @pytest.fixture
    def webhook(self, api, program):
        answer = api.send("post", "/webhooks", {"name": "erp", "url": program.url, "news": ["order.placed"]})
        assert answer.status_code == 201, answer.content
        return answer.json()

    def test_is_told_what_happens_from_now_on_and_knows_that_it_is_ours(self, api, real_shop, program, webhook):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        held(real_shop, order)

        tell()
        tell()

        assert len(program.heard) == 1
        headers, body = program.heard[0]
        told = json.loads(body)
        assert (told["type"], told["data"]["order"]) == ("order.placed", str(order.uuid))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
        digest = hmac(b64decode(webhook["secret"].removeprefix("whsec_")), signed, sha256).digest()
        assert b64decode(headers["webhook-signature"].removeprefix("v1,")) == digest
        assert_house_in_order()

    def test_is_tried_before_anything_happens(self, api, real_shop, program, webhook):
        """try_webhook: by the API and by the page, signed as all news are, at no place of the feed."""
        for turn in range(2):
            assert api.send("post", f"/webhooks/{webhook['id']}/trial", {}).status_code == 202, turn
            call_webhook_now(webhook["id"])

        assert [json.loads(body)["type"] for _headers, body in program.heard] == ["webhook.trial"] * 2
        headers, body = program.heard[0]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
        digest = hmac(b64decode(webhook["secret"].removeprefix("whsec_")), signed, sha256).digest()
        assert b64decode(headers["webhook-signature"].removeprefix("v1,")) == digest
        real_shop.place((1, "LAMP"), payment="prepayment")
        tell()
        assert json.loads(program.heard[-1][1])["type"] == "order.placed"
        Webhook.objects.update(paused_at=read_clock())
        rests = api.send("post", f"/webhooks/{webhook['id']}/trial", {})
        assert rests.json()["code"] == "messaging.webhook_rests"
        broken = api.send("patch", f"/webhooks/{webhook['id']}", {"url": "https://example.com/\r\nX: y"})
        assert broken.status_code == 422
        Webhook.objects.update(paused_at=None)
        office = person_named("office")
        office.post(reverse("admin:webhook_verb", args=[webhook["id"], "try"]))
        assert "Probe" in office.get(reverse("admin:webhook", args=[webhook["id"]])).content.decode()
        assert_house_in_order()

    def test_is_told_nothing_that_happened_before_it(self, api, real_shop, program):
        real_shop.place((1, "LAMP"), payment="prepayment")
        api.send("post", "/webhooks", {"name": "late", "url": program.url, "news": ["order.placed"]})

        tell()

        assert (program.heard, WebhookDelivery.objects.count()) == ([], 0)

    def test_tells_its_secret_once(self, api, program):
        new = {"name": "erp", "url": program.url, "news": ["order.placed"]}
        first, again = (api.send("post", "/webhooks", new, **{"Idempotency-Key": "w1"}) for _ in range(2))
        twin = api.send("post", "/webhooks", new)

        assert first.json()["secret"].startswith("whsec_")
        assert (again.json().get("secret", ""), twin.json()["code"]) == ("", "messaging.webhook_taken")
        assert first.json()["secret"].encode() not in bytes(Webhook.objects.get().secret)

    @pytest.mark.parametrize("answer", [(500, {}), (302, {"location": "http://127.0.0.1:1/"}), (404, {})])
    def test_that_does_not_take_it_is_told_again_later_under_the_same_id(
        self, api, real_shop, program, webhook, answer
    ):
        program.answers = [answer]
        real_shop.place((1, "LAMP"), payment="prepayment")

        tell()

        call = WebhookDelivery.objects.get()
        assert (call.status, call.attempts, call.done_at) == (answer[0], 1, None)
        assert call.due_at > read_clock()
        assert "\0" not in call.problem
        WebhookDelivery.objects.update(due_at=read_clock())
        Webhook.objects.update(quiet_until=None)
        tell()
        ids = {headers["webhook-id"] for headers, _body in program.heard}
        assert (len(program.heard), len(ids)) == (2, 1)
        assert WebhookDelivery.objects.get().done_at is not None
        assert Webhook.objects.get().failing_since is None

    def test_that_answers_a_sign_at_a_time_holds_nobody_up(self, api, real_shop, monkeypatch):
        monkeypatch.setattr(tasks, "ANSWER_S", 1.0)
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            allow_inner([f"127.0.0.1:{port}"])

            def dribble():
                found, _peer = server.accept()
                with found, suppress(OSError):
                    found.sendall(b"HTTP/1.1 200 OK\r\n")
                    for _ in range(100):
                        found.sendall(b"X: y\r\n")
                        time.sleep(0.2)

            threading.Thread(target=dribble, daemon=True).start()
            api.send(
                "post", "/webhooks", {"name": "slow", "url": f"http://127.0.0.1:{port}/", "news": ["order.placed"]}
            )
            real_shop.place((1, "LAMP"), payment="prepayment")
            begun = time.monotonic()
            tell()

        assert time.monotonic() - begun < 10
        assert "Timeout" in WebhookDelivery.objects.get().problem

    def test_is_called_by_one_worker_at_most_whatever_there_are(self, api, real_shop, program, webhook):
        api.send("post", "/webhooks", {"name": "other", "url": program.url, "news": ["order.placed"]})
        real_shop.place((1, "LAMP"), payment="prepayment")
        with transaction.atomic():
            spread_news(at=read_clock())

        call_due(at=read_clock())

        locks = select_rows("SELECT lock FROM procrastinate_jobs WHERE task_name = 'kontor.call_webhook'")
        assert [it for (it,) in locks] == ["webhooks", "webhooks"]

    def test_that_takes_nothing_for_days_is_given_up_and_somebody_hears_of_it(self, api, real_shop, program, webhook):
        program.answers = [(500, {})] * 50
        real_shop.place((1, "LAMP"), payment="prepayment")
        now = read_clock()
        for day in range(7):
            WebhookDelivery.objects.filter(due_at__isnull=False).update(due_at=now)
            Webhook.objects.filter(failing_since__isnull=False).update(failing_since=now - timedelta(days=day))
            tell()

        told = api.get("/api/v1/webhooks").json()[0]
        heard = len(program.heard)
        real_shop.place((1, "LAMP"), payment="prepayment")
        tell()
        call_due(at=now)
        assert told["stopped_at"] is not None
        assert len(program.heard) <= heard + 1
        assert [it.key for it in list_wrong(now) if it.kind == "webhook"] == ["erp"]

    def test_that_was_given_up_is_tried_again_once_it_is_changed(self, api, real_shop, program, webhook):
        program.answers = [(410, {})]
        real_shop.place((1, "LAMP"), payment="prepayment")
        tell()
        assert Webhook.objects.get().stopped_at is not None
        WebhookDelivery.objects.update(due_at=None, given_up_at=read_clock())

        changed = api.send("patch", f"/webhooks/{webhook['id']}", {"url": program.url + "/new"})
        again = api.send("post", f"/webhooks/{webhook['id']}/repeat")
        tell()

        assert (changed.json()["stopped_at"], again.json()) == (None, {"deliveries": 1})
        assert [len(program.heard), WebhookDelivery.objects.get().done_at is not None] == [2, True]

    def test_that_is_paused_hears_all_of_it_later(self, api, real_shop, program, webhook):
        api.send("patch", f"/webhooks/{webhook['id']}", {"paused": True})
        real_shop.place((1, "LAMP"), payment="prepayment")
        tell()
        assert program.heard == []

        api.send("patch", f"/webhooks/{webhook['id']}", {"paused": False})
        tell()

        assert len(program.heard) == 1

    @pytest.mark.parametrize(
        "url",
        [
            "http://shop.example/x", "https://127.0.0.1/x", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data",
            "https://[::1]/", "https://localhost/", "https://2130706433/", "file:///etc/passwd", "https://u:p@shop.example/", "x",
        ],
    )  # fmt: skip
    def test_at_an_address_of_our_own_net_is_refused(self, api, url):
        allow_inner([])
        answer = api.send("post", "/webhooks", {"name": "x", "url": url, "news": ["order.placed"]})

        assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "url")
        assert Webhook.objects.count() == 0

    def test_whose_name_leads_into_our_net_later_is_not_called(self, api, real_shop, program, webhook):
        allow_inner([])
        real_shop.place((1, "LAMP"), payment="prepayment")

        tell()

        assert program.heard == []
        assert "own net" in WebhookDelivery.objects.get().problem

    def test_shows_what_it_was_told(self, api, real_shop, program, webhook):
        for _ in range(3):
            real_shop.place((1, "LAMP"), payment="prepayment")
        tell()

        url = f"/api/v1/webhooks/{webhook['id']}/deliveries"
        page = api.get(f"{url}?limit=2").json()
        rest = api.get(f"{url}?limit=2&before={page['next']}").json()

        assert [it["status"] for it in page["deliveries"] + rest["deliveries"]] == [204, 204, 204]
        assert rest["next"] is None
        assert api.send("delete", f"/webhooks/{webhook['id']}").status_code == 204
        assert api.get(url).status_code == 404

    def test_is_told_nothing_that_its_maker_may_not_read(self, real_shop, at, by, program):
        auth._known.clear()
        clerk = Program("messaging:write", "orders:read", at=at, by=by)

        everything = clerk.send("post", "/webhooks", {"name": "a", "url": program.url})
        money = clerk.send("post", "/webhooks", {"name": "b", "url": program.url, "news": ["money.moved"]})
        orders = clerk.send("post", "/webhooks", {"name": "c", "url": program.url, "news": ["order.placed"]})
        widened = clerk.send("patch", f"/webhooks/{orders.json()['id']}", {"news": []})

        assert [it.status_code for it in (everything, money, orders, widened)] == [403, 403, 201, 403]

    def test_of_others_is_not_turned_to_another_address_nor_read(self, api, real_shop, at, by, webhook):
        auth._known.clear()
        other = Program("messaging:write", at=at, by=by, name="other")
        url = f"/webhooks/{webhook['id']}"

        turned = other.send("patch", url, {"url": "https://evil.example/"})
        read = other.get(f"/api/v1{url}/deliveries")
        again = other.send("post", f"{url}/repeat")

        assert [it.status_code for it in (turned, read, again)] == [403, 403, 403]
        assert turned.json()["code"] == "access.news_closed"
        assert Webhook.objects.get().url == webhook["url"]

    def test_keeps_its_old_news_from_whom_they_are_closed_also_when_it_hears_less(
        self, api, real_shop, at, by, webhook
    ):
        real_shop.place((1, "LAMP"), payment="prepayment")
        with transaction.atomic():
            spread_news(at=read_clock())
        url = f"/webhooks/{webhook['id']}"
        assert api.send("patch", url, {"news": ["stock.added"]}).status_code == 200
        auth._known.clear()
        other = Program("messaging:*", "inventory:read", "catalog:read", at=at, by=by, name="other")

        turned = other.send("patch", url, {"url": "https://evil.example/"})
        read = other.get(f"/api/v1{url}/deliveries")
        again = other.send("post", f"{url}/repeat")

        assert [it.status_code for it in (turned, read, again)] == [403, 403, 403]

    def test_whose_secret_cannot_be_opened_is_given_up(self, api, real_shop, program, webhook):
        Webhook.objects.update(secret=b"of another house")
        real_shop.place((1, "LAMP"), payment="prepayment")

        tell()

        assert (program.heard, Webhook.objects.get().stopped_at is not None) == ([], True)

    def test_that_is_gone_is_no_failed_job(self, api, real_shop, program, webhook):
        real_shop.place((1, "LAMP"), payment="prepayment")
        with transaction.atomic():
            spread_news(at=read_clock())
        api.send("delete", f"/webhooks/{webhook['id']}")

        call_webhook_now(webhook["id"])

        assert (program.heard, WebhookDelivery.objects.count()) == ([], 0)

    def test_that_nobody_calls_breaks_the_invariant(self, api, real_shop, program, webhook):
        def broken() -> list[str]:
            return [it["id"] for it in evaluate() if not it["holds"]]

        real_shop.place((1, "LAMP"), payment="prepayment")
        place_now()
        placed = broken()
        FeedEntry.objects.update(placed_at=read_clock() - timedelta(minutes=20))
        behind = broken()
        with transaction.atomic():
            spread_news(at=read_clock() - timedelta(minutes=20))
        due = broken()
        tell()

        assert (placed, behind, due, broken()) == ([], ["I36"], ["I36"], [])

    def test_forgets_what_it_told_long_ago(self, api, real_shop, program, webhook):
        real_shop.place((1, "LAMP"), payment="prepayment")
        tell()

        with transaction.atomic():
            left = forget_told(at=read_clock() + timedelta(days=31))

        assert (left, WebhookDelivery.objects.count()) == (False, 0)


class TestManyNews:
    def test_are_placed_a_part_at_a_time(self, api, real_shop, monkeypatch):
        monkeypatch.setattr(feed, "MOST_PLACED", 2)
        for _ in range(3):
            real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        seen, after = [], "0"
        for _ in range(20):
            page = api.get(f"/api/v1/news?after={after}").json()
            seen += [it["place"] for it in page["news"]]
            after = page["next"]

        assert seen == list(range(1, Event.objects.count() + 1))


class TestThePage:
    def test_enters_a_webhook_shows_its_secret_once_and_what_it_was_told(self, office, real_shop):
        with receiver() as program:
            entered = office.post(
                "/office/webhooks/enter/", {"name": "ERP", "url": program.url, "news": ["order.placed"]}, follow=True
            )
            assert "whsec_" in entered.content.decode()
            real_shop.place((1, "LAMP"), payment="prepayment")
            tell()
        key = Webhook.objects.get().id

        shown = office.get("/office/webhooks/").content.decode()
        calls = office.get(f"/office/webhooks/{key}/").content.decode()

        assert "whsec_" not in shown
        assert "Bestellung eingegangen" in shown or "ERP" in shown
        assert "gemeldet" in calls
        assert "order.placed" in calls
        assert office.get("/office/webhooks/999/").status_code == 404

    def test_pauses_tells_again_and_drops(self, office, real_shop):
        with receiver() as program:
            office.post("/office/webhooks/enter/", {"name": "ERP", "url": program.url})
            key = Webhook.objects.get().id
            office.post(f"/office/webhooks/{key}/pause/")
            assert Webhook.objects.get().paused_at is not None
            office.post(f"/office/webhooks/{key}/resume/")
            real_shop.place((1, "LAMP"), payment="prepayment")
            tell()
            call = WebhookDelivery.objects.order_by("id").first()
            office.post(f"/office/webhooks/{key}/again/", {"delivery": call.id})
            tell()
        assert len([it for it, _body in program.heard if it["webhook-id"].endswith(f"_{call.place}")]) == 2

        none = office.post(f"/office/webhooks/{key}/again/", follow=True).content.decode()
        assert "Es wurde nichts aufgegeben." in none
        office.post(f"/office/webhooks/{key}/drop/")
        assert Webhook.objects.count() == 0

    def test_says_in_german_what_is_wrong_with_an_address(self, office):
        answer = office.post("/office/webhooks/enter/", {"name": "ERP", "url": "https://10.0.0.1/"}, follow=True)

        assert "im eigenen Netz" in answer.content.decode()
        assert Webhook.objects.count() == 0
