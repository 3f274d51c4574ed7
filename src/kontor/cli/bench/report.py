"""Run a benchmark and show its figures."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rich.table import Table

from kontor.cli.bootstrap import open_house
from kontor.cli.progress import print_json, stdout


def measure(name: str, *, as_json: bool, **options: Any) -> None:
    """Open the house, measure, print."""
    open_house()
    module = import_module(f"kontor.cli.bench.{name}")
    result: dict[str, Any] = getattr(module, f"bench_{name}")(**options)
    if as_json:
        print_json(result)
        return
    table = Table("figure", "value", title=f"kontor bench {name.replace('_', '-')}")
    for key, value in _flat(result):
        table.add_row(key, value)
    stdout.print(table)


def _flat(result: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows = []
    for key, value in result.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", f"{value:g}" if isinstance(value, float) else str(value)))
    return rows
