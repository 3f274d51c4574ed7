"""Run a benchmark, show its figures beside what they must be, and say whether they are."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rich.table import Table

from kontor.cli.bootstrap import open_house
from kontor.cli.progress import print_json, say, stdout
from kontor_bench.must import judge


def measure(name: str, *, as_json: bool, **options: Any) -> int:
    """Open the house, measure, print; return 1 where a figure is not what it must be, else 0."""
    open_house()
    module = import_module(f"kontor_bench.{name}")
    result: dict[str, Any] = getattr(module, f"bench_{name}")(**options)
    musts = judge(name, result)
    missed = [figure for figure, judged in musts.items() if not judged["holds"]]
    if as_json:
        print_json({**result, "must": musts, "missed": missed})
    else:
        table = Table("figure", "value", title=f"kontor bench {name.replace('_', '-')}")
        for key, value in _flat({**result, "must": musts}):
            table.add_row(key, value)
        stdout.print(table)
    for figure in missed:
        say(f"[bold]{figure} is {musts[figure]['is']}[/bold] and must be {_bounds(musts[figure])}.")
    return 1 if missed else 0


def _bounds(judged: dict[str, Any]) -> str:
    words = {"at_least": "at least", "at_most": "at most"}
    return " and ".join(f"{text} {judged[name]:g}" for name, text in words.items() if name in judged)


def _flat(result: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows = []
    for key, value in result.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", f"{value:g}" if isinstance(value, float) else str(value)))
    return rows
