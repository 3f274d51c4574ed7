"""Checks of the translation: recorded payloads, and what becomes of them when fields come and go."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kontor.channels.ports import ChannelOrder, OrderStage, Unreadable
from kontor.testing.subject import Subject

# A payload whose name begins so must be refused by name.
REFUSED = "refused"
NEEDED = ("open", "pending", "cancelled", "shipped")


def _recorded(kit: Subject) -> dict[str, bytes]:
    found = {path.stem: path.read_bytes() for path in sorted(kit.payloads.glob("*.json"))}
    assert found, f"no payloads in {kit.payloads}"
    return found


def _translate(kit: Subject, body: bytes) -> ChannelOrder:
    told: ChannelOrder = kit.connector.translate("kit", body)
    return told


def _good(kit: Subject) -> dict[str, bytes]:
    return {name: body for name, body in _recorded(kit).items() if not name.startswith(REFUSED)}


def check_payloads(kit: Subject) -> None:
    """Recorded payloads translate, or are refused by name."""
    names = set(_recorded(kit))
    stages = {name.split("-")[0] for name in names}
    missing = [stage for stage in NEEDED if stage not in stages]
    if "pending_orders" not in kit.manifest.features:
        missing = [stage for stage in missing if stage != "pending"]
    assert not missing, f"no recorded payload of an order that is {', '.join(missing)}"
    for name, body in _recorded(kit).items():
        if name.startswith(REFUSED):
            _must_refuse(kit, name, body)
            continue
        told = _translate(kit, body)
        wanted = name.split("-")[0]
        assert wanted not in {stage.value for stage in OrderStage} or told.stage == wanted, (
            f"{name} became {told.stage}"
        )
        assert told.external_id, f"{name} has no id"


def _must_refuse(kit: Subject, name: str, body: bytes) -> None:
    try:
        _translate(kit, body)
    except Unreadable as refusal:
        assert refusal.facts.get("field"), f"{name} is refused without naming a field"
        return
    raise AssertionError(f"{name} was not refused")


def check_sums(kit: Subject) -> None:
    """Lines, charges and total agree to the cent."""
    for name, body in _good(kit).items():
        order = _translate(kit, body).order
        if order is None or order.total is None:
            continue
        told = sum(((line.unit_price or 0) * line.quantity for line in order.lines), Decimal())
        for charge in order.charges:
            told += -charge.amount if charge.kind == "discount" else charge.amount
        assert told == order.total, f"{name}: the parts make {told}, the total says {order.total}"


def check_twice(kit: Subject) -> None:
    """The same payload twice says the same."""
    for name, body in _good(kit).items():
        assert _translate(kit, body) == _translate(kit, body), name


def check_times(kit: Subject) -> None:
    """Every time has its zone."""
    for name, body in _good(kit).items():
        order = _translate(kit, body).order
        if order is not None:
            assert order.ordered_at is not None, f"{name}: no time of the order"
            assert order.ordered_at.tzinfo is not None, f"{name}: a time without a zone"


def check_unknown_fields(kit: Subject) -> None:
    """Unknown fields are harmless."""
    for name, body in _good(kit).items():
        told = json.loads(body)
        for place in list(_objects(told)):
            place["x_kontor_unknown"] = {"deep": [1, "zwei", None]}
        assert _translate(kit, json.dumps(told).encode()) == _translate(kit, body), name


def check_missing_fields(kit: Subject) -> None:
    """A missing or empty field is named, or not needed; nothing crashes."""
    for name, body in _good(kit).items():
        told = json.loads(body)
        for path in list(_paths(told)):
            for damage in (_removed, _emptied):
                damaged = json.dumps(damage(told, path)).encode()
                try:
                    _translate(kit, damaged)
                except Unreadable as refusal:
                    assert refusal.facts.get("field"), f"{name} without {path}: refused without naming a field"
                except Exception as bug:
                    raise AssertionError(f"{name} without {'.'.join(map(str, path))}: {bug!r}") from bug


def check_garbage(kit: Subject) -> None:
    """Garbage is refused, never a crash."""
    for body in (b"", b"null", b"[]", b'"text"', b"{", b"\xff\xfe", b"<html>maintenance</html>", b"{}", b'{"id": {}}'):
        try:
            _translate(kit, body)
        except Unreadable:
            continue
        raise AssertionError(f"{body!r} was understood")


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in list(node.values()):
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _paths(node: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every field, but of the rows of a list those of the first only."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*before, key)
            yield from _paths(value, (*before, key))
    elif isinstance(node, list) and node:
        yield from _paths(node[0], (*before, 0))


def _removed(told: Any, path: tuple[Any, ...]) -> Any:
    damaged = copy.deepcopy(told)
    node = damaged
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    return damaged


def _emptied(told: Any, path: tuple[Any, ...]) -> Any:
    damaged = copy.deepcopy(told)
    node = damaged
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = None
    return damaged
