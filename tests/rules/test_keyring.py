"""Keys of strangers: asked for once, and for invented names hardly ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from kontor.connectors.keyring import ASK_EVERY_S, MOST_KEYS, KeyRing
from kontor.kernel.errors import Retryable


class Bell:
    """A stranger who has two keys, and a clock."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.now = 100.0

    def ask(self, name: str):
        def answer() -> str:
            self.asked.append(name)
            if name.startswith("invented"):
                raise LookupError(name)
            return f"key of {name}"

        return answer


class TestAKey:
    def test_is_asked_for_once(self):
        bell = Bell()
        ring = KeyRing(lambda: bell.now)

        found = [ring.find("a", "k1", bell.ask("k1")) for _ in range(100)]

        assert (set(found), bell.asked) == ({"key of k1"}, ["k1"])

    def test_that_is_invented_costs_one_call_in_a_while_and_keeps_no_known_one_out(self):
        bell = Bell()
        ring = KeyRing(lambda: bell.now)
        ring.find("a", "k1", bell.ask("k1"))
        bell.now += ASK_EVERY_S

        with pytest.raises(LookupError):
            ring.find("a", "invented 1", bell.ask("invented 1"))
        for number in range(2, 50):
            with pytest.raises(Retryable, match="a moment ago"):
                ring.find("a", f"invented {number}", bell.ask(f"invented {number}"))
        assert ring.find("a", "k1", bell.ask("k1")) == "key of k1"
        bell.now += ASK_EVERY_S
        assert ring.find("a", "k2", bell.ask("k2")) == "key of k2"

        assert bell.asked == ["k1", "invented 1", "k2"]

    def test_is_waited_for_by_all_who_come_with_it_while_it_is_asked_for(self):
        ring, asked, begun, told = KeyRing(), [], Event(), Event()

        def slow() -> str:
            asked.append(1)
            begun.set()
            told.wait(5)
            return "key"

        with ThreadPoolExecutor(8) as pool:
            first = pool.submit(ring.find, "a", "k1", slow)
            begun.wait(5)
            others = [pool.submit(ring.find, "a", "k1", slow) for _ in range(7)]
            told.set()
            found = [it.result(5) for it in (first, *others)]

        assert (found, asked) == (["key"] * 8, [1])

    def test_of_one_account_is_no_matter_of_another(self):
        ring = KeyRing(lambda: 100.0)
        with pytest.raises(LookupError):
            ring.find("a", "invented", Bell().ask("invented"))

        assert ring.find("b", "k1", Bell().ask("k1")) == "key of k1"

    def test_too_many_push_out_the_oldest_and_not_all(self):
        clock = iter(range(0, 100_000, 20))
        ring = KeyRing(lambda: float(next(clock)))
        for number in range(MOST_KEYS + 1):
            ring.find("a", f"k{number}", lambda: "key")

        assert ring.find("a", f"k{MOST_KEYS}", lambda: "asked anew") == "key"
        assert ring.find("a", "k0", lambda: "asked anew") == "asked anew"
