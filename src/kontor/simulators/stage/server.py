"""A real HTTP server on loopback that plays a channel. Under /_stage it takes orders of those who direct the play."""

from __future__ import annotations

import json
import secrets
import socket
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

from kontor.simulators.stage.faults import BEFORE, FaultPlan
from kontor.simulators.stage.protocol import Refuse, Reply, Request, dump
from kontor.simulators.stage.things import SimOrder
from kontor.simulators.stage.world import World

SLOW_S = 1.0
MAINTENANCE = b"<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>"


class Stage:
    """A played channel. Subclasses speak its API; this one keeps the world, the faults, the tokens and the server."""

    code = "stage"
    # What the channel answers to a token that ended, and to too many calls.
    expired_reply = Reply(401, {"error": "invalid_token"})
    too_many_reply = Reply(429, {"error": "too many requests"})
    token_life_s = 3600
    pieces_apart = False

    def __init__(self, *, seed: int = 1, port: int = 0) -> None:
        self.world = self.make_world(seed)
        self.faults = FaultPlan(seed)
        self.tokens: dict[str, datetime] = {}
        self.push_url = ""
        self.pushes_sent = 0
        self.calls: list[tuple[str, str]] = []
        # Every call with its answer, for those who hold both against the channel's own document; None keeps nothing.
        self.exchanges: list[tuple[Request, Reply]] | None = None
        self.pages: dict[str, Reply] = {}
        self.world.tell = self._push_soon
        self._routes = [
            (method, pattern, getattr(self, name))
            for name in dir(type(self))
            for method, pattern in getattr(getattr(type(self), name), "calls", ())
        ]
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def make_world(self, seed: int) -> World:
        """Return the world; channels with ids of their own style return their own."""
        return World(seed, pieces_apart=self.pieces_apart)

    # --- what a channel adds ---------------------------------------------------------------------------------

    def authorise(self, request: Request) -> None:
        """Check who asks; raises Refuse. Default: a bearer token of ours."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not self.token_holds(token):
            raise Refuse(self.expired_reply.status, self.expired_reply.body)

    def push_of(self, order: SimOrder) -> tuple[dict[str, str], bytes] | None:
        """Return headers and body of the push message about an order, signed; None where the channel has none."""
        return None

    def describe(self, request: Request) -> str:
        """Return what a call is, for the plan of faults."""
        return f"{request.method} {request.path}"

    # --- tokens ------------------------------------------------------------------------------------------------

    def new_token(self) -> str:
        """Give a token that ends after its life."""
        token = secrets.token_urlsafe(24)
        self.tokens[token] = datetime.now(UTC) + timedelta(seconds=self.token_life_s)
        return token

    def token_holds(self, token: str) -> bool:
        """Whether a token is known and not ended."""
        return token in self.tokens and self.tokens[token] > datetime.now(UTC)

    # --- push ----------------------------------------------------------------------------------------------------

    def _push_soon(self, order: SimOrder) -> None:
        if self.push_url:
            threading.Thread(target=self._push, args=(order,), daemon=True).start()

    def _push(self, order: SimOrder) -> None:
        message = self.push_of(order)
        if message is None:
            return
        headers, body = message
        try:
            httpx2.post(self.push_url, content=body, headers=headers, timeout=5)
            self.pushes_sent += 1
        except httpx2.TransportError:
            pass  # a lost hint: the poller finds the order

    # --- server --------------------------------------------------------------------------------------------------

    def start(self) -> Stage:
        """Serve in a thread."""
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: Request) -> tuple[Reply, str]:
        """Answer a request; returns the reply and the fault that befalls its way back."""
        if request.path.startswith("/_stage/"):
            return self._direct(request), ""
        call = self.describe(request)
        self.calls.append((request.method, request.path))
        fault = self.faults.next(call)
        if fault == "slow":
            time.sleep(SLOW_S)
        if fault in BEFORE:
            return self._fault_before(fault), fault
        try:
            reply = self._work(request)
        except Refuse as refusal:
            reply = refusal.reply
        if fault == "repeat_page" and request.method == "GET" and request.path in self.pages:
            reply = self.pages[request.path]
        self.pages[request.path] = reply
        if self.exchanges is not None:
            self.exchanges.append((request, reply))
        return reply, fault

    def _work(self, request: Request) -> Reply:
        for method, pattern, handler in self._routes:
            match = pattern.match(request.path)
            if match and method == request.method:
                if not getattr(handler, "open_to_all", False):
                    self.authorise(request)
                reply: Reply = handler(request, *match.groups())
                return reply
        return Reply(404, {"error": "no such path"})

    def _fault_before(self, fault: str) -> Reply:
        if fault == "too_many":
            return Reply(429, self.too_many_reply.body, {"Retry-After": "1"})
        if fault == "too_many_bare":
            return Reply(429, self.too_many_reply.body)
        if fault == "broken":
            return Reply(500, {"error": "internal"})
        if fault == "unavailable":
            return Reply(503, {"error": "unavailable"}, {"Retry-After": "1"})
        if fault == "maintenance":
            return Reply(200, MAINTENANCE, {"Content-Type": "text/html"})
        if fault == "refused":
            return Reply(400, {"error": "bad request"})
        if fault == "expired_token":
            self.tokens.clear()
            return self.expired_reply
        return Reply(200)

    # --- direction -------------------------------------------------------------------------------------------------

    def _direct(self, request: Request) -> Reply:
        verb = request.path.removeprefix("/_stage/")
        given = json.loads(request.body or b"{}")
        world = self.world
        if verb == "offers":
            if given:
                world.put_offers(given["offers"])
            with world.lock:
                return Reply(200, {offer.sku: offer.quantity for offer in world.offers.values()})
        if verb == "buy":
            orders = [
                world.buy(**{k: v for k, v in given.items() if k != "times"}) for _ in range(given.get("times", 1))
            ]
            return Reply(200, {"orders": [order.id for order in orders if order]})
        if verb in ("pay", "edit"):
            order = world.orders[given["order"]]
            world.pay(order) if verb == "pay" else world.edit(order, given)
            return Reply(200, {})
        if verb == "cancel":
            return Reply(200, {"done": world.cancel(world.orders[given["order"]], "buyer", given.get("lines"))})
        if verb == "send_back":
            return Reply(200, {"done": world.send_back(world.orders[given["order"]]) is not None})
        if verb == "faults":
            self._direct_faults(given)
            return Reply(200, self.faults.as_dict())
        if verb == "push":
            self.push_url = given["url"]
            return Reply(200, {})
        if verb == "skew":
            world.skew = timedelta(seconds=given["seconds"])
            return Reply(200, {})
        if verb == "log":
            with world.lock:
                return Reply(200, {"log": list(world.log)})
        if verb == "state":
            with world.lock:
                stages = {order.id: order.stage for order in world.orders.values()}
            return Reply(200, {"orders": stages, "calls": len(self.calls)})
        return Reply(404, {})

    def _direct_faults(self, given: dict[str, Any]) -> None:
        if given.get("clear"):
            self.faults.clear()
        if "rates" in given:
            self.faults.set_rates(given["rates"])
        if "order" in given:
            self.faults.order(given["order"], times=given.get("times", 1), where=given.get("where", ""))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stage = self

        class _Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *arguments: Any) -> None:
                """Say nothing: the stage keeps its own log."""

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else b""
                parts = urlsplit(self.path)
                query: dict[str, list[str]] = {}
                for name, value in parse_qsl(parts.query, keep_blank_values=True):
                    query.setdefault(name, []).append(value)
                headers = {name.lower(): value for name, value in self.headers.items()}
                host = headers.get("host", "127.0.0.1")
                request = Request(self.command, parts.path, query, headers, body, f"http://{host}{self.path}")
                try:
                    reply, fault = stage.answer(request)
                except Exception as bug:  # noqa: BLE001 - a fault of the play itself must be seen, not hang
                    reply, fault = Reply(599, {"bug": repr(bug)}), ""
                self._send(reply, fault)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the names http.server asks for

            def _send(self, reply: Reply, fault: str) -> None:
                if fault in ("reset", "silence"):
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    self.connection.close()
                    return
                raw = reply.body if isinstance(reply.body, bytes) else dump(reply.body)
                self.send_response_only(reply.status)
                headers = {"Content-Type": "application/json", **reply.headers}
                for name, value in headers.items():
                    if raw or name != "Content-Type":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                if fault == "half_body" and raw:
                    self.send_header("Connection", "close")
                    self.end_headers()
                    self.wfile.write(raw[: len(raw) // 2])
                    self.close_connection = True
                    return
                self.end_headers()
                self.wfile.write(raw)

        return _Handler
