"""The one way out: each connection goes to the very address that was looked at, and to none of our own net."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import httpcore2
import httpx2

from kontor.kernel.egress import AddressClosed, resolve

MOST_CONNECTIONS, MOST_KEPT, KEPT_S = 100, 20, 5.0


class GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a host itself and connects to what it found: nobody answers another address a moment later."""

    def __init__(self, *, whole_s: float | None = None) -> None:
        self._plain = httpcore2.SyncBackend()
        self._whole_s = whole_s

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of a host's addresses that answers."""
        try:
            addresses = resolve(host, port)
        except AddressClosed as closed:
            raise httpcore2.ConnectError(str(closed)) from None
        except OSError as unknown:
            raise httpcore2.ConnectError(str(unknown)) from unknown
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
                return stream if self._whole_s is None else _Hurried(stream, time.monotonic() + self._whole_s)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                failure = failed
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        """No channel is reached by a socket of this machine."""
        raise httpcore2.ConnectError("a channel is reached by its host")

    def sleep(self, seconds: float) -> None:
        """Wait between two tries."""
        self._plain.sleep(seconds)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Return whom this process trusts: the list of authorities is long, and read once."""
    return httpcore2.default_ssl_context()


class _Hurried(httpcore2.NetworkStream):
    """A connection that ends at a moment, however its other side dribbles: a limit for each read alone is met for ever."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("it took too long altogether")
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes, until the end of the connection's time."""
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, until the end of the connection's time."""
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on over TLS, in the time that is left."""
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of it."""
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx2.HTTPTransport):
    """The usual transport over guarded connections. ``whole_s``: no connection lasts longer, and none is used again."""

    def __init__(self, *, whole_s: float | None = None) -> None:
        super().__init__(verify=_trusted())
        self._pool.close()
        # The library lets nobody hand in a backend; its pool is replaced by one that has ours.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_trusted(), max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=MOST_KEPT if whole_s is None else 0,
            keepalive_expiry=KEPT_S, network_backend=GuardedBackend(whole_s=whole_s),
        )  # fmt: skip
