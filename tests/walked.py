"""How much of each room the tests walk, said at the end of `make test`, which ends with 1 where it is less than it was.

It is a plugin that is loaded before anything of the house is imported: `PYTEST_PLUGINS=walked PYTHONPATH=tests pytest …`.
What programs of their own do (the worker, a simulator) is not seen here. Where a room is better covered than its figure
below, write the new one: it only rises.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slipcover import Slipcover
from slipcover.importer import FileMatcher, ImportManager

SRC = Path(__file__).parents[1] / "src" / "kontor"
# Per cent of the lines. None may stand below 80.
LEAST = {
    "access": 97, "accounting": 99, "backoffice": 94, "catalog": 98, "channels": 96, "customers": 97, "flows": 95,
    "fulfilment": 98, "inventory": 98, "invoicing": 96, "kernel": 97, "legal_entities": 96, "locations": 99,
    "messaging": 97, "orders": 99, "payments": 98, "platform": 90, "pricing": 98, "rest": 93, "shipping": 98,
    "sourcing": 98,
}  # fmt: skip
# What runs in processes of its own, or is a tool of the tests itself.
APART = {
    "cli": "commands are started as programs",
    "config": "the server and the settings are read in processes of their own",
    "connectors": "`kontor conformance all` holds them to what they declare",
    "simulators": "they play the other side",
    "testing": "the conformance kit",
}
assert min(LEAST.values()) >= 80
# Where each process of a parallel run writes what it walked; they inherit it.
if "WALKED_LINES" not in os.environ:
    os.environ["WALKED_LINES"] = tempfile.mkdtemp(prefix="walked-")
FOLDER = Path(os.environ["WALKED_LINES"])


class Walked:
    """Watches the lines of one process from its start to its end. Lines that were seen once cost nothing any more."""

    def __init__(self) -> None:
        # A line is left alone after so many walks. Each time that is done all functions of the house are gone through, which
        # costs more than the walks.
        self._lines = Slipcover(d_miss_threshold=1_000)
        ImportManager(self._lines, FileMatcher(sources=[SRC])).__enter__()

    def pytest_sessionfinish(self) -> None:
        """Write down what this process walked."""
        walked = {
            str(Path(name).resolve()): told["executed_lines"]
            for name, told in self._lines.get_coverage()["files"].items()
        }
        (FOLDER / f"{os.getpid()}.json").write_text(json.dumps(walked))


class Table:
    """Puts together what all processes walked."""

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Write a line for each room."""
        found = measure(FOLDER)
        terminalreporter.section("lines walked, room by room")
        for room, share in found.items():
            least = LEAST.get(room)
            low = (
                "  <- needs a figure in tests/walked.py"
                if least is None
                else "  <- too little"
                if share < least
                else ""
            )
            terminalreporter.write_line(f"{room:16}{share:6.1f} %  (least {least}){low}")
            if low:
                for name, numbers in unwalked(FOLDER, room).items():
                    terminalreporter.write_line(f"{'':16}{name}: {', '.join(map(str, numbers))}")

    def pytest_unconfigure(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(FOLDER, ignore_errors=True)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """End with 1 where a room is below its figure."""
        found = measure(FOLDER)
        if any(share < LEAST.get(room, 100) for room, share in found.items()) and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def measure(folder: Path) -> dict[str, float]:
    """Return the per cent of the lines of each room that were walked."""
    lines: dict[str, int] = defaultdict(int)
    seen: dict[str, int] = defaultdict(int)
    walked = read_walked(folder)
    for room, path, numbers in measured_files():
        lines[room] += len(numbers)
        seen[room] += len(numbers & walked[str(path)])
    return {room: 100 * seen[room] / lines[room] for room in sorted(lines)}


def unwalked(folder: Path, room: str) -> dict[str, list[int]]:
    """Return the lines of a room that nobody walked, by file."""
    walked = read_walked(folder)
    found = {
        str(path.relative_to(SRC)): sorted(numbers - walked[str(path)])
        for its, path, numbers in measured_files()
        if its == room
    }
    return {name: numbers for name, numbers in found.items() if numbers}


def read_walked(folder: Path) -> dict[str, set[int]]:
    """Return the lines that any process walked, by file."""
    walked: dict[str, set[int]] = defaultdict(set)
    for told in folder.glob("*.json"):
        for name, numbers in json.loads(told.read_text()).items():
            walked[name].update(numbers)
    return walked


@cache
def measured_files() -> list[tuple[str, Path, set[int]]]:
    """Return every file that counts with its room and its lines."""
    return list(_measure_files())


def _measure_files() -> Iterator[tuple[str, Path, set[int]]]:
    for path in sorted(SRC.rglob("*.py")):
        room = path.relative_to(SRC).parts[0]
        if path.parent != SRC and room not in APART and "migrations" not in path.parts:
            yield room, path, set(Slipcover.lines_from_code(compile(path.read_text(), str(path), "exec")))


WALKED = Walked()


def pytest_configure(config: pytest.Config) -> None:
    """Measure every process, and put it together where they come together."""
    config.pluginmanager.register(WALKED)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Table())
