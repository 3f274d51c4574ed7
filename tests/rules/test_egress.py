"""Which addresses the server calls for somebody who may connect a channel: those of the world, and none behind its own wall."""

from __future__ import annotations

import socket

import httpcore2
import httpx2
import pytest

from kontor.kernel.egress import AddressClosed, allow_inner, fault_of, resolve
from kontor.kernel.guarded import GuardedBackend, GuardedTransport

CLOSED = [
    "http://shop.example.org", "https://127.0.0.1", "https://127.0.0.1:8443/x", "https://localhost", "https://LOCALHOST:5432",
    "https://[::1]", "https://[::ffff:127.0.0.1]",
    "https://10.0.0.1", "https://172.16.3.4", "https://192.168.1.1",
    "https://169.254.169.254/latest/meta-data", "https://[fe80::1]", "https://[::127.0.0.1]", "https://[64:ff9b::7f00:1]",
    "https://[2002:7f00:1::]", "https://[fc00::1]", "https://0.0.0.0", "https://2130706433",
    "https://0x7f000001", "https://0177.0.0.1", "https://127.1", "https://100.64.0.1", "https://224.0.0.1", "https://192.0.2.1",
    "file:///etc/passwd", "ftp://shop.example.org", "gopher://shop.example.org", "https://", "https:///x", "shop.example.org",
    "https://anna:geheim@shop.example.org", "https://shop.example.org:0", "https://shop.example.org:99999", "https://[::1",
    "https://" + "a" * 300 + ".org", "", "javascript:alert(1)",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_inner_hosts():
    allow_inner([])
    yield
    allow_inner(["127.0.0.1"])


class TestAnAddress:
    @pytest.mark.parametrize("url", CLOSED)
    def test_of_our_own_net_or_without_tls_is_refused(self, url):
        assert fault_of(url)

    @pytest.mark.parametrize(
        "url", ["https://shop.example.org", "https://shop.example.org:8443/api", "https://1.1.1.1"]
    )
    def test_of_the_world_is_taken(self, url):
        assert fault_of(url) == ""

    def test_that_a_setting_names_is_taken_without_tls_too(self):
        allow_inner(["shop.lan", "127.0.0.1"])

        assert [fault_of(it) for it in ("http://shop.lan:8080", "https://127.0.0.1")] == ["", ""]
        assert fault_of("http://other.lan")

    def test_of_a_port_that_is_named_opens_no_other_port_of_its_host(self):
        allow_inner(["127.0.0.1:8100"])

        assert fault_of("http://127.0.0.1:8100/orders") == ""
        assert fault_of("http://127.0.0.1:5432")
        assert resolve("127.0.0.1", 8100) == ["127.0.0.1"]
        with pytest.raises(AddressClosed):
            resolve("127.0.0.1", 5432)


class Names:
    """A name server that answers as it is told."""

    def __init__(self, monkeypatch, **answers: list[str]) -> None:
        self.answers, self.asked = answers, 0
        monkeypatch.setattr(socket, "getaddrinfo", self.getaddrinfo)

    def getaddrinfo(self, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        self.asked += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (it, port)) for it in self.answers[host.split(".")[0]]]


class TestAName:
    @pytest.mark.parametrize(
        "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "224.0.0.1"]
    )
    def test_that_leads_into_our_own_net_is_not_called(self, monkeypatch, address):
        Names(monkeypatch, shop=["93.184.216.34", address])

        with pytest.raises(AddressClosed):
            resolve("shop.example.org", 443)
        with pytest.raises(httpcore2.ConnectError):
            GuardedBackend().connect_tcp("shop.example.org", 443)

    def test_is_asked_once_and_what_it_said_is_called(self, monkeypatch):
        """A name that answers otherwise a moment later (DNS rebinding) reaches nothing else."""
        names, called = Names(monkeypatch, shop=["93.184.216.34"]), []

        def connect(self: object, host: str, *_: object) -> None:
            called.append(host)
            raise httpcore2.ConnectError("nobody is there")

        monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
        with httpx2.Client(transport=GuardedTransport()) as client, pytest.raises(httpx2.ConnectError):
            client.get("https://shop.example.org/")

        assert (names.asked, called) == (1, ["93.184.216.34"])
