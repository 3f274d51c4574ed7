"""`kontor run` is killed piece by piece, and heals; no helper's death is the house's."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

HEALS_WITHIN_S = 40


def free_ports(count: int) -> int:
    """Return the first of so many neighbouring ports that are free, the web server's, and those of the plays 100 above."""
    for first in range(18_000, 30_000, 137):
        try:
            for port in (first, *range(first + 100, first + 100 + count)):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise AssertionError("no free ports")


class House:
    """A house of its own, with the demo merchant, run by one command."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_ports(8)
        environment = {
            **os.environ, "KONTOR_HOME": str(home), "KONTOR_DEMO": "1", "KONTOR_PORT": str(self.port), "DATABASE_URL": "",
            "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self.told = home.with_name("told")
        command = [sys.executable, "-m", "kontor.cli.main", "run"]
        with self.told.open("w") as told:
            self.process = subprocess.Popen(command, env=environment, stdout=told, stderr=told)

    def words(self) -> str:
        return self.told.read_text()

    def answers(self) -> bool:
        """Whether a page is served that needs the database."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/office/login/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def until(self, true: Callable[[], bool], what: str, seconds: float = HEALS_WITHIN_S) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, f"the house ended: {self.words()[-2000:]}"
            assert time.monotonic() < end, f"{what} did not happen: {self.words()[-2000:]}"
            time.sleep(0.25)

    def part(self, sign: str) -> psutil.Process | None:
        """Return the child whose command line holds the sign."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if sign in " ".join(child.cmdline()):
                    return child
            except psutil.Error:
                continue
        return None

    def kill(self, sign: str) -> None:
        """Kill a part, and see another one in its place."""
        self.until(lambda: self.part(sign) is not None, f"{sign} is there")
        child = self.part(sign)
        assert child is not None
        killed = child.pid
        child.kill()
        self.until(lambda: (now := self.part(sign)) is not None and now.pid != killed, f"another {sign}")

    def kill_database(self) -> None:
        path = self.home / "postgres" / "postmaster.pid"
        killed = int(path.read_text().splitlines()[0])
        psutil.Process(killed).kill()
        self.until(
            lambda: path.exists() and int(path.read_text().splitlines()[0] or 0) not in (0, killed), "another database"
        )

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def outer() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="k-run-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def house(outer: Path) -> Iterator[House]:
    """A house in which the demo lives; what one test left is at home there in the next."""
    house = House(outer / "home")
    try:
        house.until(lambda: "Kontor is at" in house.words(), "the first start", 150)
        yield house
    finally:
        if house.process.poll() is None:
            house.end()


@pytest.mark.timeout(400)
class TestRun:
    def test_heals_whatever_part_is_killed_and_ends_when_it_is_told_to(self, house):
        web, worker = house.part("granian"), house.part("main worker")
        assert web is not None
        assert worker is not None
        for helper in ("demo --crew", "simulators.webshop", "simulate all"):
            house.kill(helper)
            house.kill(helper)
        assert house.part("granian") == web
        assert house.part("main worker") == worker

        house.kill_database()
        house.until(house.answers, "a page after the database was killed")
        assert house.part("granian") == web

        house.kill("main worker")
        house.kill("granian")
        house.until(house.answers, "a page after the web server was killed")

        house.end()
        assert house.process.returncode == 0
        assert not (house.home / "postgres" / "postmaster.pid").exists()

    def test_takes_its_children_along_when_it_is_killed_itself(self, house):
        children = psutil.Process(house.process.pid).children(recursive=True)

        house.process.kill()

        house.process.wait()
        _, alive = psutil.wait_procs(children, timeout=HEALS_WITHIN_S)
        assert [child.cmdline() for child in alive] == []
        server = psutil.Process(int((house.home / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
        server.terminate()  # nobody is left to stop it; the next start would have found it
        server.wait(20)
