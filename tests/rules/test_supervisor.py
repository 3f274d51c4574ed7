"""Whoever runs the house by one command is not stopped by what happens to a helper."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from kontor.cli.processes import LONGEST_WAIT_S, WINDOW_S, Supervisor
from kontor.cli.run import _is_free


@dataclass
class Helper:
    name: str
    dead: bool = False
    starts: int = 0

    def start(self) -> None:
        self.dead = False
        self.starts += 1

    def is_dead(self) -> bool:
        return self.dead


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class TestSupervisor:
    def watched(self) -> None:
        self.clock, self.web, self.crew = Clock(), Helper("web"), Helper("crew")
        self.supervisor = Supervisor([self.web, self.crew], clock=self.clock)

    def test_starts_a_part_again_at_once_when_it_dies_for_the_first_time(self):
        self.watched()
        self.web.dead = True

        assert self.supervisor.look() == ["web"]
        assert (self.web.starts, self.crew.starts) == (1, 0)

    def test_never_gives_up_and_lets_the_others_alone_however_often_one_dies(self):
        self.watched()
        for _ in range(3_000):
            self.crew.dead = True
            self.supervisor.look()
            self.clock.now += 1.0

        assert self.web.starts == 0
        assert 3_000 / LONGEST_WAIT_S <= self.crew.starts < 100

    def test_that_a_part_cannot_be_started_ends_nothing_and_is_tried_again(self):
        """No memory, no process, no disk left."""
        self.watched()
        self.web.dead, start, self.web.start = True, self.web.start, lambda: (_ for _ in ()).throw(OSError(28, "full"))
        assert self.supervisor.look() == []

        self.web.start = start
        for _ in range(2):
            self.clock.now += LONGEST_WAIT_S
            self.supervisor.look()

        assert self.web.starts == 1

    def test_waits_longer_each_time_within_the_window_and_forgets_what_is_past_it(self):
        self.watched()
        waits = []
        for _ in range(5):
            self.crew.dead, died = True, self.clock.now
            while not self.supervisor.look():
                self.clock.now += 0.5
            waits.append(self.clock.now - died)

        assert waits == [0.0, 1.0, 2.0, 4.0, 8.0]

        self.clock.now += WINDOW_S
        self.crew.dead = True
        assert self.supervisor.look() == ["crew"]


def test_a_port_on_which_somebody_listens_is_not_shared():
    """Web servers share a port without complaint, and would answer for each other's house."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        other.listen()
        assert not _is_free("127.0.0.1", port)

    assert _is_free("127.0.0.1", port)
