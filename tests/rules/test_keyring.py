"""Keys of strangers: asked for once, and for invented names hardly ever."""

from __future__ import annotations

import pytest

from kontor.connectors.keyring import ASK_EVERY_S, KeyRing
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

        found = [ring.find("k1", bell.ask("k1")) for _ in range(100)]

        assert (set(found), bell.asked) == ({"key of k1"}, ["k1"])

    def test_that_is_invented_costs_one_call_in_a_while_and_keeps_no_known_one_out(self):
        bell = Bell()
        ring = KeyRing(lambda: bell.now)
        ring.find("k1", bell.ask("k1"))

        with pytest.raises(LookupError):
            ring.find("invented 1", bell.ask("invented 1"))
        for number in range(2, 50):
            with pytest.raises(Retryable, match="a moment ago"):
                ring.find(f"invented {number}", bell.ask(f"invented {number}"))
        assert ring.find("k1", bell.ask("k1")) == "key of k1"
        bell.now += ASK_EVERY_S
        assert ring.find("k2", bell.ask("k2")) == "key of k2"

        assert bell.asked == ["k1", "invented 1", "k2"]
