"""Refusals in the words of the reader: what happened and what to do, with the names that he knows and without
internal numbers.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.figures import number_text
from kontor.backoffice.words import DUNNING_WORDS, FIELD_WORDS, REASON_WORDS
from kontor.fulfilment.public import FulfilmentState
from kontor.kernel.errors import KontorError
from kontor.orders.public import OrderState
from kontor.orders.tables import Order
from kontor.payments.public import PaymentMethod

# The facts of a refusal that tell a person something; ids of rows tell him nothing.
FACTS = {
    "account": _("Account"),
    "channel": _("Channel"),
    "country": _("Country"),
    "currency": _("Currency"),
    "day": _("Day"),
    "connector": _("Connector"),
    "faults": _("Faults"),
    "feature": _("Asked for"),
    "field": _("Field"),
    "fields": _("Fields"),
    "folder": _("Folder"),
    "group": _("Customer group"),
    "known": _("Known"),
    "told": _("Told"),
    "computed": _("Reckoned"),
    "total": _("Total"),
    "unknown": _("Unknown"),
    "file": _("File"),
    "free": _("Free"),
    "iban": _("IBAN"),
    "left": _("Left"),
    "location": _("Location"),
    "missing": _("Missing"),
    "name": _("Name"),
    "opening": _("Opening balance"),
    "moved": _("Transactions"),
    "closing": _("Closing balance"),
    "order": _("Order"),
    "orders": _("Orders"),
    "reason": _("Reason"),
    "remedy": _("Remedy"),
    "rule": _("Rule"),
    "sku": _("SKU"),
    "state": _("State"),
    "status": _("State"),
    "why": _("Reason"),
}


def refusal_text(refusal: KontorError) -> str:
    """Return a refusal in the reader's language, with the facts that help him."""
    told = [
        f"{FACTS[name]}: {_fact_text(name, value)}"
        for name, value in refusal.facts.items()
        if name in FACTS and name != "field" and value not in ("", None) and _says(name, value)
    ]
    text = gettext(refusal.message)
    return f"{text} ({', '.join(told)})" if told else text


# A refusal as it is kept: its text, then what it concerned (kernel.errors).
_KEPT = re.compile(r"(?P<text>.+?[.!?]) \((?P<facts>\w+=.*)\)", re.DOTALL)
# A fact begins with a name of ours; what looks like one inside a stranger's words is none.
_OTHERS = "inbound intent invoice listing positions rows verb after_s".split()
_FACTS = re.compile(rf"(?:^|, )({'|'.join((*FACTS, *_OTHERS))})=")


# The faults of a payload as they are kept: "payment: is none of those that are known ['paid' or 'invoice']; lines: …".
_FAULT = re.compile(r"(?P<field>[a-z_]+(?:\.\w+)*): (?P<reason>[^\[;]+?)(?P<more> \[[^;]*\])?(?:; |$)")


def faults_text(kept: str) -> str:
    """Return the faults of a payload in the reader's language, each field by its word."""
    parts = list(_FAULT.finditer(kept))
    if not parts or "".join(it[0] for it in parts) != kept:
        return kept
    return "; ".join(
        f"{_field_text(it['field'])} {gettext(it['reason'])}{_known_text(it['more'] or '')}" for it in parts
    )


# How an order may be paid, as its payload names it.
_KNOWN = {str(value): label for value, label in PaymentMethod.choices}


def _known_text(more: str) -> str:
    """Return what would have been known in the reader's language: 'paid' or 'invoice'."""
    return re.sub(r"'(\w+)'", lambda it: str(_KNOWN.get(it[1], it[1])), more).replace(" or ", f" {_('or')} ")


def _field_text(path: str) -> str:
    return " ".join(
        str(FIELD_WORDS.get(part, part)) if not part.isdigit() else str(int(part) + 1) for part in path.split(".")
    )


def problem_text(kept: str) -> str:
    """Return a refusal that was kept as text in the reader's language; what Kontor did not word itself stays as it is."""
    found = _KEPT.fullmatch(kept)
    if found is None:
        if kept in REASON_WORDS:
            return str(REASON_WORDS[kept])
        in_words = faults_text(kept)
        return gettext(kept) if kept and in_words == kept else in_words
    parts = _FACTS.split(found["facts"])[1:]
    told = [
        f"{FACTS[name]}: {_kept_fact(name, value)}"
        for name, value in zip(parts[::2], parts[1::2], strict=True)
        if name in FACTS and value and _says(name, value)
    ]
    text = gettext(found["text"])
    return f"{text} ({', '.join(told)})" if told else text


def _kept_fact(name: str, value: str) -> str:
    if name == "faults":
        return faults_text(value)
    if name == "remedy":
        return gettext(value)
    if name in ("told", "computed", "total", "left") and _FIGURE.fullmatch(value):
        return number_text(Decimal(value))
    if name == "field":
        return str(FIELD_WORDS.get(value, value))
    return str(_STATES.get(value, value)) if name in ("state", "status") else value


_FIGURE = re.compile(r"-?\d{1,15}\.\d{1,4}")


def _fact_text(name: str, value: object) -> str:
    if name == "order":
        return _order_number(value)
    if name in ("state", "status"):
        return str(_STATES.get(str(value), value))
    if name == "missing":
        return ", ".join(str(FIELD_WORDS.get(it, it)) for it in str(value).split(", "))
    return gettext(str(value)) if name == "remedy" and value else _shown(value)


def _order_number(value: object) -> str:
    """Return the number that people know of an order that a refusal names by its row."""
    found = Order.objects.filter(id=value).values_list("number", flat=True).first() if isinstance(value, int) else None
    return found or str(value)


# By which a refusal says what an order, or its part in the warehouse, is by now.
_STATES: dict[str, Any] = {str(value): label for value, label in (*FulfilmentState.choices, *OrderState.choices)}


def _says(name: str, value: object) -> bool:
    """Whether a fact tells a reader something: a state that has no word for people does not, nor does a code of ours."""
    if name in ("why", "reason"):
        return str(value) in DUNNING_WORDS or _CODE.fullmatch(str(value)) is None
    return name != "state" or str(value) in _STATES


_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_shown(it) for it in value)
    return str(DUNNING_WORDS.get(str(value), value))
