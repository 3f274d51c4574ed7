"""Where states are listed by hand: in SQL, in collections of members. Whoever adds a state looks at each of these places."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.apps import apps
from django.db.models import TextChoices

from kontor.config.reference import list_lives

SRC = Path(__file__).parents[2] / "src" / "kontor"
# The states that were there when all places were looked at. Of a new one decide for each place that the failing test names, then
# write it here.
REVIEWED = {
    "channels_channelintent": {"new", "inflight", "unknown", "succeeded", "failed", "dropped"},
    "channels_connection": {"active", "paused", "needs_login"},
    "channels_inboundmessage": {"new", "done", "quarantined", "discarded"},
    "channels_offer": {"waiting", "inflight", "published", "refused", "unknown", "suppressed"},
    "fulfilment_fulfilmentorder": {"OPEN", "PICKING", "PICKED", "PACKED", "DISPATCHED", "CANCELLED"},
    "messaging_message": {"queued", "sending", "sent", "kept", "failed"},
    "orders_order": {"PLACED", "HELD", "RELEASED", "CANCELLED", "CLOSED"},
    "payments_banktransaction": {"open", "booked", "ignored", "parted"},
    "payments_moneyintent": {"new", "inflight", "unknown", "pending", "succeeded", "failed"},
    "payments_moneyrequest": {"open", "approved", "refused", "replaced"},
    "payments_provideraccount": {"active", "needs_login"},
    "platform_runreport": {"running", "done", "failed"},
    "shipping_labelintent": {"new", "inflight", "unknown", "succeeded", "failed"},
}
_LISTED = re.compile(r"state(?: NOT)? IN \(([^)]*)\)|state (?:=|<>) '(\w+)'")


def places_of(table: str, states: tuple[str, ...]) -> list[str]:
    """Return where states of a table are told apart by hand: SQL of that table, members of its choices wherever they stand."""
    (model,) = (it for it in apps.get_models() if it._meta.db_table == table)
    choices = next((it for it in _choices(model.__module__) if set(it.values) == set(states)), None)
    found = []
    for path in sorted(SRC.rglob("*.py")):
        if {"migrations", "simulators", "testing"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                listed = table in node.value and _LISTED.search(node.value)
            else:
                listed = (
                    choices is not None
                    and path.name != "lifecycle.py"
                    and isinstance(node, ast.Attribute)
                    and isinstance(node.value, ast.Name)
                    and node.value.id == choices.__name__
                )
            if listed:
                found.append(f"{path.relative_to(SRC)}:{node.lineno}")
    return list(dict.fromkeys(found))


def _choices(module: str):
    package = __import__(module, fromlist=["_"])
    return [it for it in vars(package).values() if isinstance(it, type) and issubclass(it, TextChoices)]


def test_a_new_state_is_decided_at_every_place_that_lists_states():
    undecided = {
        life.table: (sorted(set(life.states) ^ REVIEWED.get(life.table, set())), places_of(life.table, life.states))
        for life in list_lives()
        if set(life.states) != REVIEWED.get(life.table)
    }
    assert undecided == {}


def test_the_places_are_found():
    """Else a new state would be looked at nowhere."""
    orders = next(life for life in list_lives() if life.table == "orders_order")
    places = places_of(orders.table, orders.states)
    assert any(place.startswith("orders/queries/") for place in places)
    assert any(place.startswith("flows/") for place in places)
    assert len(places) > 20
