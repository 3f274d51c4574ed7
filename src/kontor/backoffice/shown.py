"""How figures, words of the code, changes and actors are shown: in the reader's language and as he writes numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DecimalField, Model, TextField
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kontor.backoffice.figures import number_text
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.words import CARRIER_WORDS, CAUSES, FIELD_WORDS, SHOWN_WORDS, TAX_WORDS
from kontor.fulfilment.public import FulfilmentState
from kontor.kernel.actor import ActorKind, read_actor
from kontor.kernel.countries import name_countries
from kontor.orders.public import OrderState
from kontor.payments.public import PaymentMethod
from kontor.platform.outside.registry import list_connectors
from kontor.shipping.public import CARRIERS

# Parts of a cause that tell nobody anything: row numbers and moments.
_MACHINE = re.compile(r"[\d.]+|placed|shipment|order|line")
_DECIMAL = re.compile(r"-?\d+\.\d+")
# What the trail tells of states, of orders and of their parts.
_STATES = dict(FulfilmentState.choices) | dict(OrderState.choices) | dict(PaymentMethod.choices)
# Columns in which a refusal is kept as text.
_KEPT_REFUSALS = ("problem", "reason", "price_problem")


def who_text(by: str) -> str:
    """Return who did something: a person by name, a program, a channel or Kontor itself."""
    who = read_actor(by)
    if who.kind == ActorKind.KEY:
        return f"{_('API key')} {who.name}"
    if who.kind == ActorKind.CHANNEL:
        return f"{_('Sales channel')} {who.name}"
    if who.kind == ActorKind.SYSTEM:
        return "Kontor" if who.name == "kontor" else f"Kontor ({who.name})"
    return who.name or by


def cause_text(cause: str) -> str:
    """Return why stock moved: the word for what did it, and what somebody wrote."""
    kind, *rest = cause.split(":")
    words = [str(CAUSES.get(part, part)) for part in rest if part and not _MACHINE.fullmatch(part)]
    return ", ".join(dict.fromkeys([str(CAUSES.get(kind, kind)), *words]))


def label_of(row: Model, field: str) -> str | Promise:
    """Return the word for the value that a field of choices has; a value that is none of them stays as it is.

    Django's ``get_FIELD_display`` looks through all choices, in their words, each time: a grid asks for hundreds.
    """
    value = getattr(row, field)
    return _labels(type(row), field).get(value, str(value))


@cache
def _labels(model: type[Model], field: str) -> dict[Any, str | Promise]:
    return dict(cast(Any, model._meta.get_field(field)).flatchoices)


def country_text(code: str) -> str:
    """Return the name of a country in the reader's language; what is none stays as it is."""
    return _country_names(get_language() or "en").get(code, code)


@cache
def _country_names(language: str) -> dict[str, str]:
    return dict(name_countries(language))


def carrier_text(code: str) -> str:
    """Return the name of a carrier, or of the merchant's own delivery."""
    found = list_connectors().get(code)
    return str(CARRIER_WORDS.get(code) or CARRIERS.get(code) or (found.name if found else code))


def plain_number(kept: str) -> str:
    """Return a number of a channel as its own pages show it: Shopify's ids come as addresses (gid://shopify/Order/123)."""
    # What was entered by hand has no number of theirs; by ours only a form is known again.
    if kept.startswith("hand:"):
        return ""
    return kept.rsplit("/", 1)[-1] if kept.startswith("gid://") else kept


def change_text(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """Return what was changed, field by field: old → new, only what differs."""
    old, new = _flat(before or {}), _flat(after or {})
    told = []
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) == new.get(name):
            continue
        label = str(FIELD_WORDS.get(last := name.rsplit(".", 1)[-1]) or _columns().get(last, name))
        was, now = _value_text(old.get(name)), _value_text(new.get(name))
        told.append(f"{label}: {was} → {now}" if before else f"{label}: {now}")
    return ", ".join(told)


@cache
def _columns() -> Mapping[str, Any]:
    """Return what forms call the columns of the house's tables, for those that have a name there."""
    found: dict[str, Any] = {}
    for model in (it for it in apps.get_models() if it.__module__.startswith("kontor.")):
        for column in model._meta.get_fields():
            told = getattr(column, "verbose_name", "")
            if told and str(told) != column.name.replace("_", " "):
                found.setdefault(column.name, told)
    return found


def _flat(facts: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in facts.items():
        found |= _flat(value, f"{above}{name}.") if isinstance(value, Mapping) else {f"{above}{name}": value}
    return found


def _value_text(value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(_value_text(it) for it in value)
    if _DECIMAL.fullmatch(str(value)):
        return number_text(Decimal(str(value)))
    return str(_STATES.get(str(value)) or TAX_WORDS.get(str(value), (value,))[0])


@cache
def column_of(model: type[Model], name: str) -> str | Callable[[Model], str]:
    """Return how a column is shown: figures and words of the code by a function, all else by its name."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    words = SHOWN_WORDS.get(f"{model._meta.label_lower}.{name}")
    kept = isinstance(field, TextField) and name in _KEPT_REFUSALS
    country = name == "country"
    if words is None and not kept and not country and not isinstance(field, DecimalField):
        return name

    def show(row: Model) -> str:
        value = getattr(row, name)
        if words is not None:
            return str(words.get(str(value), value))
        if kept:
            return problem_text(value or "")
        if country:
            return country_text(value or "")
        return "–" if value is None else number_text(value)

    show.short_description = getattr(field, "verbose_name", name)  # type: ignore[attr-defined]
    show.admin_order_field = name  # type: ignore[attr-defined]
    show.__name__ = name
    return show
