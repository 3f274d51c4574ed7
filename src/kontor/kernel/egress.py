"""Which addresses may be called: those of the world, over TLS, and of our own net only the hosts that a setting names.

Whoever may connect a channel types an address; without this the server would call whatever stands behind its own wall.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from kontor.kernel.text import marked as _

LONGEST = 200
# What of IPv6 is routed in the world (RFC 4291, IANA registry 2026).
_WORLD = ipaddress.IPv6Network("2000::/3")
# Hosts of our own net that may be called, without TLS too; set once at the start.
_inner: set[str] = set()


class AddressClosed(OSError):
    """This address is none that may be called."""


def allow_inner(hosts: Iterable[str]) -> None:
    """Let these hosts be called, wherever they are: a test, a shop in the same house, the demo's channels. Written ``host:port``,
    nothing else of the host may be.
    """
    _inner.clear()
    # A host of version 6 stands in brackets where a port follows: [::1]:8100.
    _inner.update(host.strip().lower().replace("[", "").replace("]", "") for host in hosts if host.strip())


def _is_named(host: str, port: int) -> bool:
    return host.lower() in _inner or f"{host.lower()}:{port}" in _inner


def fault_of(url: str) -> str:
    """Return what is wrong with an address that somebody typed, empty where it may be called."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port that is none, half a bracket
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or port == 0 or len(url) > LONGEST or parts.username:
        return _("The address must begin with https:// and name a host.")
    if _is_named(host, port or (443 if parts.scheme == "https" else 80)):
        return ""
    if parts.scheme != "https":
        return _("The address must begin with https:// and name a host.")
    try:
        inside = _is_inside(host)
    except ValueError:
        # Numbers that are no address of their own (2130706433, 0x7f.1) are read as one by the system.
        inside = host.lower() == "localhost" or host.rsplit(".", 1)[-1].isdigit() or host.lower().startswith("0x")
    return (
        _("The address is one of our own net; the setting KONTOR_INNER_HOSTS names those that may be called.")
        if inside
        else ""
    )


def _is_inside(address: str) -> bool:
    """Whether an address is none of the world: private, loopback, link-local, multicast, reserved, also written as IPv6."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    if isinstance(mapped, ipaddress.IPv6Address) and (mapped not in _WORLD or mapped.sixtofour or mapped.teredo):
        return True  # an address of version 4 hides in it, or it is none that is routed
    return not mapped.is_global or mapped.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, so that what was looked at is what is called.

    Raises AddressClosed where one of them is not of the world.
    """
    found = list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not _is_named(host, port):
        for address in found:
            if _is_inside(address):
                raise AddressClosed(f"{host} is an address of our own net")
    return found
