"""An assistant asks and acts by the official client of the protocol: over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from django.db import transaction
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from builders import assert_house_in_order, hear_news
from kontor.access.public import create_api_key
from kontor.orders.tables import Order
from kontor.platform.post import feed
from kontor.rest import auth
from kontor.rest.assistant.reading import list_obstacles
from kontor.rest.assistant.server import Assistant
from kontor.rest.intake import writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def key(real_shop, at, by):
    auth._known.clear()
    with transaction.atomic():
        secret = create_api_key(name="assistant", capabilities=["*"], at=at, by=by)
    yield secret
    writer.stop()


@pytest.fixture
def order(real_shop):
    """An order of more lamps than there are, in prepayment."""
    placed = real_shop.place((1, "LAMP"), (99, "VASE"), payment="prepayment")
    hear_news()
    return placed


@pytest.fixture(autouse=True)
def _what_the_client_of_the_protocol_leaves_open():
    """It is swept here, and does not fail the test that happens to come next."""
    yield
    gc.collect()


def called(server, *calls, key: str = ""):
    """Call tools one after the other; return what each told, or its refusal as a text. ``key``: is sent to an address."""

    async def run():
        if not key:
            return await ask(server)
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http:
            return await ask(streamable_http_client(server, http_client=http))

    async def ask(target):
        found = []
        async with Client(target, read_timeout_seconds=30) as client:
            for name, arguments in calls:
                told = arguments(found[-1]) if callable(arguments) else arguments
                answer = await client.call_tool(name, told)
                text = answer.content[0].text if answer.content else "null"
                found.append(text if answer.is_error else json.loads(text))
        return found

    return asyncio.run(run())


def in_process(live_server, key: str, *, asks: bool = True):
    return Assistant(live_server.url, lambda ctx: key, asks=asks).server


class TestReading:
    def test_tells_why_an_order_has_not_left(self, live_server, key, order):
        (told,) = called(in_process(live_server, key), ("show_order", {"order": order.number}))

        assert told["order"]["uuid"] == str(order.uuid)
        assert any("payment (prepayment) is not certain" in it for it in told["in_its_way"])
        assert any("VASE are not in stock" in it for it in told["in_its_way"])
        assert [it["order"] for it in told["payments"]] == [str(order.uuid)]

    def test_finds_rows_by_the_conditions_of_the_lists(self, live_server, key, order, monkeypatch):
        monkeypatch.setattr(feed, "FIRST_DAYS", timedelta(days=36_500))  # the shop stands on a day of the past
        found, described, none, article, news = called(
            in_process(live_server, key),
            ("find", {"name": "orders", "where": {"state.in": "PLACED,HELD"}, "fields": "number"}),
            ("describe_list", {"name": "orders"}),
            ("find", {"name": "orders", "where": {"colour.is": "red"}}),
            ("show_article", {"sku": "LAMP"}),
            ("what_happened", {"types": "order.placed"}),
        )

        assert found["orders"] == [{"number": order.number}]
        assert "state" in {it["name"] for it in described["fields"]}
        assert "colour.is" in none
        assert article["availability"][0]["sellable"] > 0
        assert [it["data"]["order"] for it in news["news"]] == [str(order.uuid)]

    def test_says_what_it_cannot_find(self, live_server, key, order):
        assert "There is no order 4711" in called(in_process(live_server, key), ("show_order", {"order": "4711"}))[0]

    def test_may_no_more_than_its_key(self, live_server, real_shop, order, at, by):
        auth._known.clear()
        with transaction.atomic():
            few = create_api_key(name="few", capabilities=["orders:read"], at=at, by=by)

        told, held = called(
            in_process(live_server, few, asks=False),
            ("show_order", {"order": order.number}),
            ("hold_order", {"order": order.number, "reason": "manual"}),
        )

        assert "not scoped" in told["payments"]
        assert "not scoped" in held
        assert Order.objects.get(id=order.id).state == "PLACED"


class TestChanging:
    def test_is_shown_first_and_done_when_its_seal_comes_back(self, live_server, key, order):
        asked = {"order": order.number, "reason": "customer", "note": "calls back"}

        shown, done = called(
            in_process(live_server, key),
            ("hold_order", asked),
            ("hold_order", lambda told: asked | {"seal": told["seal"]}),
        )

        assert (shown["done"], "PLACED" in shown["would"]) == (False, True)
        assert (done["done"], done["order"]["holds"][0]["note"]) == (True, "calls back")
        assert_house_in_order()

    def test_of_something_else_than_was_agreed_to_is_not_done(self, live_server, key, order):
        shown, other = called(
            in_process(live_server, key),
            ("hold_order", {"order": order.number, "reason": "customer"}),
            ("cancel_order", lambda told: {"order": order.number, "reason": "other", "seal": told["seal"]}),
        )

        assert other["done"] is False
        assert Order.objects.get(id=order.id).state == "PLACED"

    def test_of_what_changed_since_is_shown_anew(self, live_server, key, order):
        asked = {"order": order.number, "reason": "customer"}
        server = in_process(live_server, key)
        (shown,) = called(server, ("cancel_order", {"order": order.number, "reason": "other"}))
        called(in_process(live_server, key, asks=False), ("hold_order", asked))

        (again,) = called(server, ("cancel_order", {"order": order.number, "reason": "other", "seal": shown["seal"]}))

        assert (again["done"], Order.objects.get(id=order.id).state) == (False, "HELD")

    def test_that_would_be_refused_is_refused_before_anybody_agrees(self, live_server, key, order):
        (told,) = called(in_process(live_server, key), ("release_order", {"order": order.number}))

        assert "orders.not_paid" in told

    def test_of_many_rows_is_judged_first(self, live_server, key, order):
        asked = {"name": "orders", "verb": "hold", "where": {"state.is": "PLACED"}, "reason": "customer", "text": "all"}

        judged, begun = called(
            in_process(live_server, key),
            ("do_to_many", asked),
            ("do_to_many", lambda told: asked | {"seal": told["seal"]}),
        )

        assert (judged["judged"]["rows"], judged["done"]) == (1, False)
        assert begun["job"]["rows"] == 1

    def test_twice_in_the_same_state_is_done_twice(self, live_server, key, order):
        server, hold = in_process(live_server, key, asks=False), {"order": order.number, "reason": "manual"}

        told = called(server, ("hold_order", hold), ("lift_hold", hold), ("hold_order", hold), ("hold_order", hold))

        assert [it["order"]["state"] for it in told[:3]] == ["HELD", "PLACED", "HELD"]
        assert "orders." in told[3]


@contextmanager
def over_http(live_server):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kontor.rest.assistant", "--url", live_server.url, "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.terminate()
        server.wait()


class TestTheDoors:
    def test_over_standard_input_and_output(self, live_server, key, order):
        parameters = StdioServerParameters(
            command=sys.executable, args=["-m", "kontor.rest.assistant", "--url", live_server.url],
            env={**os.environ, "KONTOR_API_KEY": key},
        )  # fmt: skip

        (told,) = called(parameters, ("show_order", {"order": order.number}))

        assert told["order"]["number"] == order.number

    def test_over_standard_input_and_output_wants_a_key(self, live_server):
        environment = {name: it for name, it in os.environ.items() if name != "KONTOR_API_KEY"}
        done = subprocess.run(
            [sys.executable, "-m", "kontor.rest.assistant"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert (done.returncode, "KONTOR_API_KEY" in done.stderr, done.stdout) == (2, True, "")

    def test_over_http_each_request_brings_its_key(self, live_server, key, order):
        with over_http(live_server) as url:
            (told,) = called(url, ("show_order", {"order": order.number}), key=key)
            (without,) = called(url, ("show_order", {"order": order.number}))
            asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
            rebound = httpx2.post(url, json=asked, headers={"Host": "evil.example", "Accept": "application/json"})

        assert told["order"]["number"] == order.number
        assert "Authorization: Bearer" in without
        assert rebound.status_code in (403, 421)


class TestObstacles:
    def test_are_told_in_words(self):
        line = {"sku": "LAMP", "ordered": 3, "cancelled": 1, "shipped": 0, "short": 2}
        order = {
            "state": "RELEASED", "secured": True, "payment": "paid", "lines": [line], "ship_by": "2026-11-20T12:00:00Z",
            "holds": [{"reason": "fraud", "placed_at": "2026-11-19", "note": ""}],
        }  # fmt: skip

        assert list_obstacles(order, datetime(2026, 11, 21, tzinfo=UTC)) == [
            "on hold (fraud) since 2026-11-19", "2 of 3 LAMP are not in stock",
            "2 pieces are with the warehouse and have not left", "it should have left by 2026-11-20T12:00:00Z",
        ]  # fmt: skip
