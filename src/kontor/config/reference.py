"""Writes the generated reference: ``python -m kontor.config.reference docs/reference``."""

from __future__ import annotations

import inspect
import json
import os
import sys
from configparser import ConfigParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

import django
from django.conf import settings

import kontor
from kontor.kernel.lifecycle import Lifecycle
from kontor.platform.sql.lock_order import ORDER_OF_LOCKS, RANKS
from kontor.platform.start.environment import SETTINGS

# The contracts of a checkout; the reference is written there alone.
CONTRACTS = Path(__file__).resolve().parents[3] / ".importlinter"


def write_reference(folder: Path) -> None:
    """Write settings, states, events, error codes and the REST description."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontor.config.settings")
    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.md").write_text(_settings())
    (folder / "states.md").write_text(_states())
    (folder / "house.md").write_text(_house())
    (folder / "news.md").write_text(_news())
    (folder / "errors.md").write_text(_errors())
    (folder / "page-parts.md").write_text(_page_parts())
    (folder / "connectors.md").write_text(_connectors())
    from kontor.rest.api import api  # noqa: PLC0415 - needs loaded apps

    (folder / "openapi.json").write_text(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1) + "\n")


def _settings() -> str:
    rows = "".join(f"| `{it.name}` | `{it.default or '-'}` | {it.meaning} |\n" for it in SETTINGS)
    return f"# Settings\n\nBy environment variables only.\n\n| variable | default | meaning |\n|---|---|---|\n{rows}"


def _states() -> str:
    text = "# States\n\nWhat has a state, and which verb leads from one to the next; the database refuses every other way.\n"
    for life in list_lives():
        rows, edges = "", ""
        for step in life.steps:
            source = ", ".join(step.source) or "-"
            needs = ", ".join(guard.__name__ for guard in step.needs) or "-"
            says = step.says.__name__ if step.says else "-"
            rows += f"| {source} | `{step.verb}` | {step.target} | {needs} | {says} |\n"
            for state in step.source or ("[*]",):
                edges += f"    {state} --> {step.target}: {step.verb}\n"
        text += f"\n## The life of {life.of}\n\nStands in `{life.table}`. It ends in {_ends(life)}.\n\n"
        text += f"| from | verb | to | needs | says |\n|---|---|---|---|---|\n{rows}"
        text += f"\n```mermaid\nstateDiagram-v2\n{edges}```\n"
    return text


def list_lives() -> list[Lifecycle]:
    """Return the lives of all rooms, in the order of the rooms."""
    found: list[Lifecycle] = []
    for room in settings.ROOMS:
        if find_spec(f"{room}.lifecycle") is not None:
            found += import_module(f"{room}.lifecycle").LIFECYCLES
    return found


def _ends(life: Lifecycle) -> str:
    return ", ".join(life.list_ends()) or "no state: it goes on"


def _house() -> str:
    """Write floors, contracts with their exceptions, each with its reason, and the order of locks, as the tools hold them."""
    parser = ConfigParser()
    parser.read(CONTRACTS, encoding="utf-8")
    why = _read_reasons(CONTRACTS.read_text(encoding="utf-8"))
    text = "# The house, as it is held\n\n## Floors\n\nCalls go down, never up; `make floors` holds it.\n\n"
    text += "| floor | package | what it is |\n|---|---|---|\n"
    section = "importlinter:contract:floors"
    for number, layer in enumerate(reversed(_lines(parser[section]["layers"]))):
        for name in layer.split("|"):
            package = name.strip()
            text += f"| {number} | `{package}` | {_first(import_module(f'kontor.{package}').__doc__)} |\n"
    text += "\n## Contracts\n\n"
    for section in parser.sections()[1:]:
        contract = parser[section]
        told = why.get((section, ""), "")
        text += f"- {contract['name']}. {told}".rstrip() + "\n"
        text += "".join(f"  - `{it}`: {why[section, it]}\n" for it in _lines(contract.get("layers", "")))
        text += "".join(f"  - except `{it}`: {why[section, it]}\n" for it in _lines(contract.get("ignore_imports", "")))
    text += "\n## Locks, in this order\n\nWhoever takes two of them takes the upper one first; the tests watch"
    text += f" {', '.join(RANKS)}.\n\n"
    return text + "".join(f"{place}. **{name}**: {words}\n" for place, (name, words) in enumerate(ORDER_OF_LOCKS, 1))


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _read_reasons(contracts: str) -> dict[tuple[str, str], str]:
    """Return the remark above each contract (by its section alone) and above each line of it; a remark holds for all lines that
    follow it without one.
    """
    found: dict[tuple[str, str], str] = {}
    section, remark, fresh = "", "", True
    for line in contracts.splitlines():
        text = line.strip()
        if text.startswith("#"):
            remark = text[1:].strip() if fresh else f"{remark} {text[1:].strip()}"
            fresh = False
            continue
        fresh = True
        if text.startswith("["):
            section = text.strip("[]")
            found[section, ""] = remark
        if not text or text.startswith("[") or (" = " in text or text.endswith(" =")):
            remark = ""
        elif remark:
            found[section, text] = remark
    return found


def _news() -> str:
    from kontor.flows.routes import ROUTES, UNHEARD  # noqa: PLC0415

    rows = "".join(f"| {it.event.__name__} | `{it.listener}` | {_first(it.hears.__doc__)} |\n" for it in ROUTES)
    rows += "".join(f"| {event.__name__} | - | {_first(event.__doc__)} |\n" for event in UNHEARD)
    return f"# News and who hears them\n\n| news | listener | what it does |\n|---|---|---|\n{rows}"


def _connectors() -> str:
    from kontor.channels.ports import Feature  # noqa: PLC0415
    from kontor.platform.outside.registry import list_connectors  # noqa: PLC0415

    manifests = [it.manifest for code, it in sorted(list_connectors().items()) if it.kind == "marketplace"]
    head = (
        "| feature | "
        + " | ".join(manifest.name for manifest in manifests)
        + " |\n|---" * 1
        + "|---" * len(manifests)
        + "|\n"
    )
    rows = "".join(
        f"| {feature.value.replace('_', ' ')} | "
        + " | ".join("yes" if feature in manifest.features else "–" for manifest in manifests)
        + " |\n"
        for feature in Feature
    )
    text = "# Connectors\n\nWhat each connector declares; `kontor conformance all` holds it to that.\n\n" + head + rows
    for manifest in manifests:
        told = ", ".join(sorted(manifest.capabilities)) or "–"
        limits = "; ".join(f"{it.name} {it.capacity:g} at once, {it.refill_per_s:g}/s" for it in manifest.buckets)
        text += f"\n## {manifest.name} (`{manifest.code}`)\n\nThe channel itself: {told}. Limits kept: {limits}.\n\n"
        reasons = [
            f"- {feature.value.replace('_', ' ')}: {manifest.without[feature]}\n"
            for feature in Feature
            if feature in manifest.without
        ]
        text += f"Not offered:\n\n{''.join(reasons)}\n" if reasons else ""
        text += "| field | secret | default | meaning |\n|---|---|---|---|\n"
        text += "".join(
            f"| `{it.name}` | {'yes' if it.secret else ''} | {it.default or '–'} | {it.meaning} |\n"
            for it in manifest.fields
        )
    return text


def _errors() -> str:
    from kontor.kernel.errors import KontorError  # noqa: PLC0415

    # Whatever part of the house was loaded so far: all of it has its errors here.
    for module in walk_packages(kontor.__path__, "kontor."):
        if not {"migrations", "simulators", "testing", "__main__"} & set(module.name.split(".")):
            import_module(module.name)
    found: dict[str, str] = {}
    waiting = list(KontorError.__subclasses__())
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith("kontor."):  # not what a connector of others brought along
            found[error.code] = _first(error.__doc__)
    rows = "".join(f"| `{code}` | {text} |\n" for code, text in sorted(found.items()))
    return f"# Error codes\n\n| code | message |\n|---|---|\n{rows}"


_PARTS = """# Parts of pages

A page of the back office is a list of parts. Each part is a row class in `src/kontor/backoffice/parts` and one small template of
the same name in `templates/backoffice/parts`; a page draws it by `{% part it %}`. `/office/parts/` shows each with an example.

| part | what it is for | fields |
|---|---|---|
"""
_GRIDS = """
## Grids

A grid is described by its area (`<area>/grid.py` or `grids.py`) and shown at `/office/grid/<name>/`. In its address a condition
is `field.operator=value`; days are written 2026-12-31, figures with a point, several values with commas, from and to with two
points.
"""


def _page_parts() -> str:
    from django.utils import translation  # noqa: PLC0415 - needs loaded apps

    from kontor.backoffice.grid.registry import GRIDS  # noqa: PLC0415
    from kontor.backoffice.grid.showcase import list_kinds  # noqa: PLC0415

    with translation.override("en"):
        text = (
            _PARTS
            + "".join(f"| `{name}` | {told} | {', '.join(fields)} |\n" for name, told, fields in list_kinds())
            + _GRIDS
        )
        for grid in GRIDS.values():
            text += f"\n### `{grid.name}`: {grid.title}\n\n| field | | kind | operators |\n|---|---|---|---|\n"
            text += "".join(
                f"| `{it.name}` | {it.label} | {it.kind} | {', '.join(op.value for op in it.operators())} |\n"
                for it in grid.fields
            )
    return text


def _first(text: str | None) -> str:
    """Return the first paragraph, on one line."""
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
