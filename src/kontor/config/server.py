"""The web application: a doorstep that reads requests whole, and behind it pages and API.

A request is read by the event loop, under a cap and a deadline, before a thread is taken for it: sixty clients that never
finish what they send stop nobody. Plain orders need no thread at all: they wait for their batch as futures.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - needs the apps
from django.test.utils import override_settings  # noqa: E402

from kontor.config.bodies import BodyRefused, cap_of, read_body  # noqa: E402
from kontor.platform.sql.idempotency import StoredAnswer  # noqa: E402
from kontor.platform.start.collector import calm_the_collector  # noqa: E402
from kontor.platform.start.environment import read_setting  # noqa: E402
from kontor.rest.express import PATH, Answer, answer_to, read_plain_order  # noqa: E402
from kontor.rest.intake import PlaceRequest, writer  # noqa: E402
from kontor.rest.problems import PROBLEM, bug_body, problem_body  # noqa: E402

# The API has no session, no cookie and no page: keys instead of logins, nothing to frame or to translate.
API_PATH = "/api/v1/"
API_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kontor.rest.problems.tell_problems",
    "kontor.rest.pace.tell_pace",
]
# A batch that takes longer than this is not waited for; the same key makes asking again harmless.
ORDER_WITHIN_S = 30.0

log = logging.getLogger("kontor.web")

with override_settings(MIDDLEWARE=API_MIDDLEWARE):
    _api = WSGIHandler()
_pages = WSGIHandler()

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Told(Protocol):
    """What the server says of a request (RSGI 1.5, Granian's documentation, 2026-11)."""

    method: str
    path: str
    query_string: str
    scheme: str
    client: str
    server: str
    http_version: str
    authority: str | None
    headers: Any


UNREADABLE = "\ufffd"


def environ_of(told: Told, headers: Mapping[str, str], body: bytes, *, proxies: int = 0) -> dict[str, Any]:
    """Return a request as WSGI has it (PEP 3333). ``proxies``: so many trusted ones stand in front and name who asks."""
    host, _, port = told.server.rpartition(":")
    address = told.client.rpartition(":")[0].strip("[]")
    forwarded = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        address = _address_in(forwarded[-proxies]) or address
    environ: dict[str, Any] = {
        "REQUEST_METHOD": told.method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(told.path).decode("latin-1"),
        "QUERY_STRING": told.query_string, "SERVER_NAME": host.strip("[]"), "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{told.http_version}", "REMOTE_ADDR": address, "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": told.scheme, "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        # A name with an underscore could pass for one with a dash that a proxy has checked.
        elif name != "content-length" and "_" not in name:
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    if told.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = told.authority
    return environ


def _address_in(told: str) -> str:
    """Return the address that a proxy names, without the port that some write behind it; empty where it is none."""
    for said in (told, told.strip("[]"), told.rpartition(":")[0].strip("[]")):
        try:
            return str(ip_address(said))
        except ValueError:
            continue
    return ""


def headers_of(told: Told) -> dict[str, str]:
    """Return the headers by name in lower case; what was sent twice is joined as HTTP says (RFC 9110, 5.3; cookies: RFC 9113)."""
    joined: dict[str, str] = {}
    for name, value in told.headers.items():
        if name in joined:
            joined[name] += ("; " if name == "cookie" else ",") + value
        else:
            joined[name] = value
    # A value that is no ASCII is left out by the server; that it was sent must be seen, or a key would be no key.
    for name in told.headers.keys():
        joined.setdefault(name, UNREADABLE)
    return joined


def _run(handler: Wsgi, environ: dict[str, Any]) -> Answer:
    """Let Django answer, in a thread."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], failure: object = None) -> None:
        started[:] = [int(status.split(" ", 1)[0]), headers]

    parts = handler(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if callable(close := getattr(parts, "close", None)):
            close()
    return Answer(started[0], started[1], body)


class Doorstep:
    """Where every request comes in."""

    def __init__(self) -> None:
        self._proxies = int(read_setting("KONTOR_PROXIES"))
        self._threads = ThreadPoolExecutor(int(read_setting("KONTOR_WEB_THREADS")), thread_name_prefix="web")

    async def __rsgi__(self, told: Any, proto: Any) -> None:
        """Answer a request."""
        answer = await self._answer(told, proto)
        if told.method == "HEAD" or answer.status in (204, 304):
            proto.response_empty(answer.status, answer.headers)
        else:
            proto.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, told: Any, proto: Any) -> Answer:
        if told.proto != "http":
            return _problem(HTTPStatus.NOT_IMPLEMENTED, "request.no_websocket", "There are no websockets here.")
        headers = headers_of(told)
        loop = asyncio.get_running_loop()
        try:
            cap = cap_of(told.method, told.path, headers)
            if (
                cap.asks
                and headers.get("content-length", "").isdigit()
                and int(headers["content-length"]) > cap.most_bytes
            ):
                cap = await loop.run_in_executor(self._threads, cap.ask)
            body = await read_body(proto, headers.get("content-length"), cap)
        except BodyRefused as refused:
            return _problem(refused.status, refused.code, str(refused))
        if told.path == PATH and told.method == "POST" and not told.query_string:
            order = read_plain_order(headers, body)
            if order is not None:
                return await _place(order, loop)
        environ = environ_of(told, headers, body, proxies=self._proxies)
        handler = _api if told.path.startswith(API_PATH) else _pages
        try:
            return await loop.run_in_executor(self._threads, _run, handler, environ)
        except Exception:
            log.exception("%s %s was not answered", told.method, told.path)
            status, text = bug_body()
            return Answer(status, [("content-type", PROBLEM)], text.encode())


async def _place(order: PlaceRequest, loop: asyncio.AbstractEventLoop) -> Answer:
    """Let an order join the next batch, and wait for its commit."""
    answered: asyncio.Future[tuple[StoredAnswer | None, BaseException | None]] = loop.create_future()

    def done(answer: StoredAnswer | None, failure: BaseException | None) -> None:
        loop.call_soon_threadsafe(_answer, answered, (answer, failure))

    writer.hand_in(order, done)
    try:
        return answer_to(*await asyncio.wait_for(answered, ORDER_WITHIN_S))
    except TimeoutError as late:
        return answer_to(None, late)


def _answer(answered: asyncio.Future[Any], outcome: Any) -> None:
    if not answered.done():  # whoever asked may have gone
        answered.set_result(outcome)


def _problem(status: int, code: str, title: str) -> Answer:
    return Answer(status, [("content-type", PROBLEM)], problem_body(status, code, title).encode())


application = Doorstep()
calm_the_collector()
