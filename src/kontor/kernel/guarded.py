"""The one way out: each connection goes to the very address that was looked at, and to none of our own net."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import httpcore2
import httpx2

from kontor.kernel.egress import AddressClosed, resolve

MOST_CONNECTIONS, MOST_KEPT, KEPT_S = 100, 20, 5.0


class GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a host itself and connects to what it found: nobody answers another address a moment later."""

    def __init__(self) -> None:
        self._plain = httpcore2.SyncBackend()

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
                return self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
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


class GuardedTransport(httpx2.HTTPTransport):
    """The usual transport over guarded connections."""

    def __init__(self) -> None:
        super().__init__(verify=_trusted())
        self._pool.close()
        # The library lets nobody hand in a backend; its pool is replaced by one that has ours.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_trusted(), max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_KEPT,
            keepalive_expiry=KEPT_S, network_backend=GuardedBackend(),
        )  # fmt: skip
