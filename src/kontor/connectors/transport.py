"""How connectors call: one HTTP client, the channel's pace, and what each failure means for what was asked.

The only place where status codes and broken connections become the kinds of ``Outside``.
"""

from __future__ import annotations

import json as jsons
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import httpx2

from kontor.channels.ports import Account
from kontor.kernel.egress import LONGEST, fault_of
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Permanent, Retryable
from kontor.kernel.guarded import GuardedTransport

CONNECT_S, READ_S, QUICK_S = 5.0, 30.0, 5.0
READ_TRIES, PAUSE_S = 3, 0.05
# Where the channel says "too many" without saying for how long.
SILENCE_S = 5.0
_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it will be sent: what a signature needs to see."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Form(dict[str, Any]):
    """A body that is sent as HTML forms are."""


# Returns the headers that prove who we are; ``fresh`` asks for a new token.
Authorise = Callable[[Call, bool], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel answered: its status, its headers in lower case, its JSON (None where there is no body)."""

    status: int
    headers: Mapping[str, str]
    json: Any


class Refusal(Permanent):
    """The channel refused."""

    code = "connectors.refused"

    def __init__(self, status: int, body: Any, told: str) -> None:
        self.status, self.body = status, body
        super().__init__(told=told, status=status)


@lru_cache(maxsize=1)
def shared_client() -> httpx2.Client:
    """Return the one client of this process: its connections are kept open and used again."""
    return httpx2.Client(
        timeout=httpx2.Timeout(READ_S, connect=CONNECT_S), follow_redirects=False, transport=GuardedTransport()
    )


def close_client() -> None:
    """Close the connections that are kept open."""
    shared_client().close()
    shared_client.cache_clear()


class Transport:
    """Calls one account's API."""

    def __init__(
        self,
        account: Account,
        authorise: Authorise,
        *,
        expired: Callable[[int, Any], bool] = lambda status, body: status == 401,
        client: httpx2.Client | None = None,
    ) -> None:
        self._account = account
        self._authorise = authorise
        self._expired = expired
        self._client = client or shared_client()

    def call(
        self,
        method: str,
        path: str,
        *,
        bucket: str,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        writes: bool | None = None,
    ) -> Answer:
        """Call and return the answer below 400. A GET, or ``writes=False``, is asked again by itself a few times: where a page
        of orders takes a hundred calls, one that fails now and then must not make all the others vain.

        ``path`` may be a whole address where the channel has more than one. A ``Form`` is sent as HTML forms are.

        Raises Retryable, OutcomeUnknown, Misconfigured, or Refusal with the channel's own words.
        """
        body = b"" if json is None else jsons.dumps(json, ensure_ascii=False, default=_plain).encode()
        more = dict(headers or {})
        if isinstance(json, Form):
            body = urlencode(json).encode()
            more["Content-Type"] = "application/x-www-form-urlencoded"
        where = path if "://" in path else self._account.base_url + path
        if fault := fault_of(where.split("?", 1)[0][:LONGEST]):
            raise Misconfigured(fault, channel=self._account.code)
        url = str(httpx2.URL(where, params=dict(params) if params else None))
        call = Call(method, url, body, more)
        changes = method != "GET" if writes is None else writes
        for _ in range(0 if changes else READ_TRIES - 1):
            try:
                return self._with_login(call, bucket, changes=changes)
            except Retryable:
                time.sleep(PAUSE_S)  # where the channel asked for more, the next turn waits as long
        return self._with_login(call, bucket, changes=changes)

    def _with_login(self, call: Call, bucket: str, *, changes: bool) -> Answer:
        """Call, with a new token where the old one has ended."""
        for fresh in (False, True):
            answer = self._once(call, bucket, fresh=fresh, changes=changes)
            if not (answer.status >= 400 and self._expired(answer.status, answer.json)):
                return self._judge(answer, bucket, changes=changes)
        raise Misconfigured("The channel refuses our credentials.", channel=self._account.code, status=answer.status)

    def _once(self, call: Call, bucket: str, *, fresh: bool, changes: bool) -> Answer:
        headers = {
            "Accept": "application/json",
            "User-Agent": "Kontor/0.1",
            **call.headers,
            **self._authorise(call, fresh),
        }
        if call.body:
            headers.setdefault("Content-Type", "application/json")
        self._account.pace(bucket)
        try:
            response = self._client.request(call.method, call.url, content=call.body or None, headers=headers)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as failure:
            raise Retryable("The channel cannot be reached.", channel=self._account.code, why=_why(failure)) from None
        except httpx2.TransportError as failure:
            raise self._unsure(changes, f"the answer never came whole: {_why(failure)}") from None
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, told, self._read(response, changes=changes))

    def _read(self, response: httpx2.Response, *, changes: bool) -> Any:
        if not response.content:
            return None
        try:
            return jsons.loads(response.content, parse_float=Decimal)
        except ValueError:
            if response.status_code >= 400:
                return response.text[:_EXCERPT]
            # Maintenance pages come as HTML under 200: no answer to what was asked.
            raise self._unsure(changes, "the answer is no JSON (a maintenance page?)") from None

    def _judge(self, answer: Answer, bucket: str, *, changes: bool) -> Answer:
        status = answer.status
        if status < 400:
            return answer
        if status == 429:
            wait = retry_after(answer.headers.get("retry-after", ""), self._account)
            self._account.slow_down(bucket, wait)
            raise Retryable("The channel asks us to slow down.", channel=self._account.code, after_s=wait)
        if status == 503:
            wait = retry_after(answer.headers.get("retry-after", ""), self._account)
            self._account.slow_down(bucket, wait)
            raise Retryable("The channel is not available.", channel=self._account.code, after_s=wait)
        if status >= 500:
            raise self._unsure(changes, f"the channel failed with {status}")
        if status in (401, 403) and not isinstance(answer.json, (dict, list)):
            raise Misconfigured("The channel does not let us in.", channel=self._account.code, status=status)
        raise Refusal(status, answer.json, _excerpt(answer.json))

    def _unsure(self, changes: bool, why: str) -> Retryable:  # noqa: FBT001
        kind = OutcomeUnknown if changes else Retryable
        return kind("The channel's answer is missing.", channel=self._account.code, why=why)

    def fetch(
        self, method: str, url: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Put or get a file at an address that the channel gave us, without our credentials; again a few times if need be."""
        for _ in range(READ_TRIES - 1):
            try:
                return self._fetch_once(method, url, content, headers)
            except Retryable:
                continue
        return self._fetch_once(method, url, content, headers)

    def fetch_once(self, url: str) -> bytes:
        """Get a small public file while somebody waits: one try, a few seconds. Raises Permanent (there is none), Retryable."""
        try:
            response = self._client.get(url, timeout=QUICK_S)
        except httpx2.TransportError as failure:
            raise Retryable("The file cannot be reached.", why=_why(failure)) from None
        if response.status_code in (400, 401, 403, 404, 410):
            raise Permanent("There is no such file.", status=response.status_code)
        if response.status_code != 200:
            raise Retryable("The file cannot be reached.", status=response.status_code)
        return response.content

    def _fetch_once(self, method: str, url: str, content: bytes | None, headers: Mapping[str, str] | None) -> bytes:
        try:
            response = self._client.request(method, url, content=content, headers=dict(headers or {}))
        except httpx2.TransportError as failure:
            raise Retryable("The channel's file store cannot be reached.", why=_why(failure)) from None
        if response.status_code >= 400:
            raise Retryable("The channel's file store refused.", status=response.status_code)
        if response.headers.get("content-type", "").startswith("text/html"):
            # No file of a channel is a page: something on the way answered in its place, under 200.
            raise Retryable("The channel's file store answers with a page (maintenance?).", status=response.status_code)
        return response.content


def retry_after(told: str, account: Account) -> float:
    """Return the seconds that a Retry-After header asks for, given in seconds or as a date."""
    if told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - account.now()).total_seconds())
    except (TypeError, ValueError):
        return SILENCE_S


def _plain(value: Any) -> Any:
    """Return an amount as the number of JSON, which every reader takes for a double: one that it cannot hold is no amount."""
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        return float(value)
    # Nothing was sent, and trying again would change nothing.
    raise Permanent("This value cannot be sent as it is.", value=repr(value)[:80])


def _why(failure: Exception) -> str:
    return f"{type(failure).__name__}: {str(failure)[:120]}"


def _excerpt(body: Any) -> str:
    return (body if isinstance(body, str) else jsons.dumps(body, default=str, ensure_ascii=False))[:_EXCERPT]
