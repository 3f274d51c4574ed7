"""`kontor conformance`: the suite that every connector must pass, printed as a table."""

from __future__ import annotations

import json
import sys

from rich.table import Table

from kontor.cli.progress import say, stderr
from kontor.platform.outside.registry import list_connectors
from kontor.testing import CheckResult, MarketplaceKit


def list_kits() -> dict[str, MarketplaceKit]:
    """Return the kit of every installed marketplace connector that has a stage."""
    return {
        code: MarketplaceKit(found.make, found.stage)
        for code, found in list_connectors().items()
        if found.stage and found.kind == "marketplace"
    }


def run_conformance(names: list[str], *, as_json: bool) -> int:
    """Check connectors by name, or ``all``; 1 where a check fails, 2 where there is no such connector."""
    known = list_kits()
    wanted = sorted(known) if names == ["all"] else names
    if unknown := [name for name in wanted if name not in known]:
        say(f"There is no connector {', '.join(unknown)}; installed are {', '.join(sorted(known))}.")
        return 2
    results: dict[str, list[CheckResult]] = {}
    for name in wanted:
        kit = known[name]
        with stderr.status(f"{name} …") as status:
            results[name] = []
            for title, check in kit.checks():
                status.update(f"{name}: {title}")
                results[name].append(kit.run_check(title, check))
    if as_json:
        told = {
            name: [{"check": row.name, "holds": row.holds, "applies": row.applies, "why": row.why} for row in rows]
            for name, rows in results.items()
        }
        sys.stdout.write(json.dumps({"conformance": told}) + "\n")
    else:
        _print(results)
    return 0 if all(row.holds for rows in results.values() for row in rows) else 1


def _print(results: dict[str, list[CheckResult]]) -> None:
    table = Table(title="kontor conformance", caption="–: not declared; the connector's page says why")
    table.add_column("check", ratio=1)
    for name in results:
        table.add_column(name, justify="center")
    titles = [row.name for row in next(iter(results.values()))]
    for place, title in enumerate(titles):
        table.add_row(title, *(rows[place].verdict for rows in results.values()))
    stderr.print(table)
    for name, rows in results.items():
        for row in rows:
            if not row.holds:
                say(f"[bold]{name}[/bold]: {row.name}: {row.why}")
