"""Clients that send slowly, too much, or in pieces: they stop nobody else, and hear what is wrong."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import urllib.error
import urllib.request

import pytest

from builders import payload
from doors.test_rest import Api
from kontor.config.bodies import BodyRefused, Cap, read_body
from kontor.orders.tables import Order
from kontor.rest import auth
from kontor_bench.http import web_on
from processes import database_url

SLOW = 120  # three times as many as there are threads


@pytest.fixture
def server(real_shop, at, by):
    """A web server on the test's database: (port, key)."""
    auth._known.clear()
    secret = Api("*", at=at, by=by).secret
    with web_on(database_url()) as (port, _pid):
        yield port, secret


def connect(port: int, head: str, body: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(head.replace("\n", "\r\n").encode() + b"\r\n" + body)
    return client


def answer_of(client: socket.socket) -> tuple[int, bytes]:
    received = b""
    while b"\r\n\r\n" not in received and (part := client.recv(65536)):
        received += part
    return int(received.split(b" ", 2)[1]), received.partition(b"\r\n\r\n")[2]


@pytest.mark.django_db(transaction=True)
class TestTheServer:
    def test_serves_others_while_many_clients_never_finish_what_they_send(self, server):
        port, secret = server
        heads = [
            "POST /api/v1/push/x HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 1000\n",
            "POST /office/login/ HTTP/1.1\nHost: 127.0.0.1\nCookie: csrftoken=x\nContent-Length: 1000\n",
            f"POST /api/v1/orders HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer {secret}\nContent-Length: 900\n",
        ]
        slow = [connect(port, heads[place % 3], b"x") for place in range(SLOW)]
        try:
            begun = time.monotonic()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/office/login/", timeout=10) as page:
                assert page.status == 200
            order = urllib.request.Request(
                f"http://127.0.0.1:{port}/api/v1/orders", json.dumps(payload((1, "LAMP"))).encode(),
                {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
            )  # fmt: skip
            with urllib.request.urlopen(order, timeout=10) as placed:
                assert placed.status == 201
            assert time.monotonic() - begun < 10  # none of them was waited for
        finally:
            for client in slow:
                client.close()

    def test_refuses_a_large_body_before_it_is_read_from_whoever_did_not_log_in(self, server):
        port, _secret = server
        for path in ("/office/login/", "/office/bank/upload/", "/api/v1/push/x", "/api/v1/orders"):
            with connect(port, f"POST {path} HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 600000000\n") as client:
                status, body = answer_of(client)

            assert (status, json.loads(body)["code"]) == (413, "request.too_large"), path

    def test_takes_a_batch_larger_than_a_megabyte_from_the_holder_of_a_key(self, server):
        port, secret = server
        orders = [payload((1, "LAMP"), note="x" * 3_900) for _ in range(300)]
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/orders/batch", json.dumps({"orders": orders}).encode(),
            {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(asked, timeout=60) as answer:
            statuses = {part["status"] for part in json.load(answer)["answers"]}

        assert statuses == {201}

    def test_reads_an_order_that_comes_in_chunks(self, server):
        port, secret = server
        body = json.dumps(payload((1, "LAMP"))).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"
        head = f"POST /api/v1/orders HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer {secret}\nTransfer-Encoding: chunked\n"
        with connect(port, head, chunks) as client:
            status, _ = answer_of(client)

        assert status == 201
        assert Order.objects.count() == 1

    def test_understands_paths_with_umlauts_and_without_meaning(self, server):
        port, secret = server
        for path, expected in (("/api/v1/push/%00", 401), ("/api/v1/push/b%C3%BCro", 401), ("/office/%ff", 302)):
            with connect(port, f"GET {path} HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n") as client:
                assert answer_of(client)[0] == expected, path


class Trickle:
    """A client that sends a byte, and then nothing."""

    async def __call__(self) -> bytes:
        await asyncio.sleep(60)
        return b""

    async def __aiter__(self):
        yield b"x"
        await asyncio.sleep(60)


class TestADeadline:
    @pytest.mark.parametrize("length", ["1000", None])
    def test_ends_the_wait_for_a_body(self, length):
        with pytest.raises(BodyRefused) as refused:
            asyncio.run(read_body(Trickle(), length, Cap(1_000), within_s=0.05))

        assert (refused.value.status, refused.value.code) == (408, "request.too_slow")
