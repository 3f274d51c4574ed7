"""What imports cannot see: SQL over borders, calls of jobs, states and their words, documents and their source.

Where the house does not keep a rule everywhere yet, the count stands here and may only fall.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from inspect import isclass, isfunction
from pathlib import Path

from decisions_in_flows import MOST
from django.apps import apps
from django.db.models import Model, TextChoices

from floors import ROOMS, floor
from kontor.config.reference import write_reference

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "kontor"
_TABLE = re.compile(rf"\b({'|'.join(ROOMS)})_([a-z]+)\b")
_VERB = re.compile(r"\b(SELECT|UPDATE|INSERT|DELETE|JOIN|FROM)\b")
_WRITES = re.compile(r"\b(?:UPDATE|INSERT INTO|DELETE FROM)\s+\"?([a-z_]+)\"?", re.IGNORECASE)
_CALCULATES = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv)
# Literals where a member of the choices could stand.
LITERALS = 33


@cache
def sources() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text())
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts and "simulators" not in path.parts
    }


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


def statements(tree: ast.Module) -> list[str]:
    """Return the texts of a file that are SQL: those that name a table of ours."""
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if _VERB.search(text) and tables_of(text)]


def tables_of(sql: str) -> set[str]:
    """Return the rooms whose tables a statement names."""
    tables = {model._meta.db_table for model in apps.get_models()}
    return {room for room, name in _TABLE.findall(sql) if f"{room}_{name}" in tables}


class TestSql:
    def test_of_a_room_reads_only_downward_and_only_in_questions(self):
        wrong = []
        for path, tree in sources().items():
            room = room_of(path)
            if room not in ROOMS:
                continue
            for sql in statements(tree):
                others = tables_of(sql) - {room}
                upward = {other for other in others if floor(other) > floor(room)}
                if upward or (others and "queries" not in str(path.relative_to(SRC / room))):
                    wrong.append(f"{path.relative_to(SRC)}: {', '.join(sorted(others))}")
        assert wrong == []

    def test_writes_the_tables_of_its_own_room_alone(self):
        wrong = []
        for path, tree in sources().items():
            room = room_of(path)
            if room in ("cli", "config"):  # benches, the demo, a backup: they stand outside of the house
                continue
            for sql in statements(tree):
                written = {table for table in _WRITES.findall(sql) if table.split("_")[0] in ROOMS}
                if theirs := {table for table in written if not table.startswith(f"{room}_")}:
                    wrong.append(f"{path.relative_to(SRC)}: {', '.join(sorted(theirs))}")
        assert wrong == []

    def test_stands_in_no_flow(self):
        found = {
            str(path.relative_to(SRC))
            for path, tree in sources().items()
            if room_of(path) == "flows" and statements(tree)
        }
        assert sorted(found) == []


class TestTables:
    def test_are_asked_by_no_flow_and_by_no_door_but_the_back_office(self):
        asked = [
            f"{path.relative_to(SRC)}:{node.lineno}"
            for path, tree in sources().items()
            if room_of(path) in ("flows", "rest", "connectors")
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "refresh_from_db")
        ]
        assert asked == []

    def test_stand_behind_a_door_of_their_own(self):
        wrong = []
        for room in set(ROOMS) - {"platform"}:
            mine = {model.__name__ for model in apps.get_models() if model.__module__.startswith(f"kontor.{room}.")}
            tables = set(import_module(f"kontor.{room}.tables").__all__)
            public = import_module(f"kontor.{room}.public")
            handed_out = {
                name for name in public.__all__ if isclass(it := getattr(public, name)) and issubclass(it, Model)
            }
            if tables != mine or handed_out:
                wrong.append((room, sorted(tables ^ mine), sorted(handed_out)))
        assert wrong == []

    def test_are_neither_taken_nor_returned_by_what_a_room_hands_out(self):
        """A verb or a question takes values and gives frozen rows; the person who acts is an exception."""
        models = {model.__name__ for model in apps.get_models() if model._meta.app_label in ROOMS}
        wrong = []
        for room in set(ROOMS) - {"platform"}:
            public = import_module(f"kontor.{room}.public")
            for name in public.__all__:
                function = getattr(public, name)
                told = getattr(function, "__annotations__", {}) if isfunction(function) else {}
                wrong += [
                    f"{room}.{name}: {part}"
                    for part, kind in told.items()
                    if set(re.findall(r"\w+", str(kind))) & (models - {"User"})
                ]
        assert wrong == []


class TestJobs:
    def test_are_called_for_by_the_functions_that_know_their_keys(self):
        wrong = []
        for path, tree in sources().items():
            inside = path.relative_to(SRC)
            if inside.parts[0] == "platform" or inside.name == "calls.py":
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in ("defer_once", "defer_job", "configure_task", "defer_async", "batch_defer"):
                        wrong.append(f"{inside}:{node.lineno}")
        assert wrong == []


class TestTheReference:
    def test_is_what_the_code_says(self, tmp_path):
        write_reference(tmp_path)
        kept = ROOT / "docs" / "reference"
        made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.md")}
        stale = [
            str(name) for name, text in made.items() if not (kept / name).exists() or (kept / name).read_text() != text
        ]
        assert stale == []


class TestTheHooks:
    def test_of_a_commit_are_the_checks_of_make(self):
        hooks = re.findall(r"entry: make --silent ([a-z-]+)", (ROOT / ".pre-commit-config.yaml").read_text())
        check = re.search(r"^check: ([a-z -]+) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert check is not None
        assert hooks == check.group(1).split()


class TestFlows:
    def test_decide_and_calculate_no_more_than_is_written_down(self):
        """Where one does less than its figure, write the smaller one: it never grows again."""
        counted = {}
        for path, tree in sources().items():
            if room_of(path) == "flows":
                nodes = list(ast.walk(tree))
                branches = sum(isinstance(node, ast.If | ast.IfExp) for node in nodes)
                sums = sum(isinstance(node, ast.BinOp) and isinstance(node.op, _CALCULATES) for node in nodes)
                counted[str(path.relative_to(SRC / "flows"))] = branches + sums
        assert {name: count for name, count in counted.items() if count} == {
            name: most for name, (most, _why) in MOST.items()
        }


class TestLiterals:
    def test_of_choices_are_written_as_what_they_are_a_member_of(self):
        """A literal in a comparison with, or an assignment to, a column of choices; the count may only fall."""
        values = {
            value: kind.__name__
            for module in {m.__module__ for m in apps.get_models()}
            for kind in vars(__import__(module, fromlist=["_"])).values()
            if isinstance(kind, type) and issubclass(kind, TextChoices)
            for value in kind.values
        }
        names = {"state", "kind", "way", "method", "purpose", "payment"}
        found = []
        for path, tree in sources().items():
            for node in ast.walk(tree):
                if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
                    compared = [node.value] if (node.arg or "").split("__")[-1] in names | {"in"} else []
                elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr in names:
                    compared = [it for it in node.comparators if isinstance(it, ast.Constant)]
                else:
                    compared = []
                found += [f"{path.name}:{it.lineno} {it.value}" for it in compared if it.value in values]
        assert len(found) == LITERALS, "write the member of the choices, not its value"
