"""Forms: what is asked for, how what was typed is read, and what stands in the fields before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from django.utils.translation import gettext as _

from kontor.backoffice.figures import number_text
from kontor.backoffice.parts.conditions import Label
from kontor.backoffice.parts.page_parts import FormField
from kontor.backoffice.typed import TypedWrong, list_countries, parse_amount, read_count, read_country, read_text

Kind = Literal["text", "long", "amount", "count", "flag", "choice", "country", "list", "pairs"]
MOST_AMOUNT = Decimal(10) ** 12
# So much of a long text is told where two wrote it.
_MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a form asks for. ``list``: values parted by commas; ``pairs``: a line each, name = value."""

    name: str
    label: Label
    kind: Kind = "text"
    most: int = 200
    required: bool = False
    help: Label = ""
    choices: Callable[[], Sequence[tuple[str, Label]]] | None = None
    places: int = 4


def read_form(asks: Sequence[Ask], sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed, by name. Refuses: TypedWrong at its field."""
    return {ask.name: _READERS[ask.kind](ask, sent) for ask in asks}


def read_changes(asks: Sequence[Ask], sent: Mapping[str, str], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed over what the page showed, by name: what its reader left as it stood is not written again.
    ``now``: what is known now, of a row that is locked.

    Refuses: TypedWrong at its field, also where somebody else wrote something else there since the page was opened.
    """
    changes = {}
    for name, value in read_form(asks, sent).items():
        ask = next(it for it in asks if it.name == name)
        typed, there = value_text(ask, value), value_text(ask, now.get(name))
        seen = sent.get(f"seen-{name}", mark_text(there))
        if mark_text(typed) == seen:
            continue
        if mark_text(there) != seen and there != typed:
            said = {"what": ask.label, "there": there[:_MOST_SAID] or "–", "typed": typed[:_MOST_SAID] or "–"}
            raise TypedWrong(
                _("Somebody changed this since you opened it. %(what)s is now: %(there)s. You typed: %(typed)s.")
                % said,
                name,
            )
        changes[name] = value
    return changes


def form_fields(asks: Sequence[Ask], values: Mapping[str, Any]) -> list[FormField]:
    """Return the fields with what is known now."""
    shown = [(ask, value_text(ask, values.get(ask.name))) for ask in asks]
    return [
        FormField(
            ask.name, ask.label, text, help=ask.help, choices=_choices(ask), most=ask.most, kind=ask.kind,
            required=ask.required, seen=mark_text(text),
        )
        for ask, text in shown
    ]  # fmt: skip


def mark_text(text: str) -> str:
    """Return by what a text is known again; it is not sent twice."""
    return sha256(text.encode()).hexdigest()[:16]


def value_text(ask: Ask, value: Any) -> str:
    """Return a value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    # What was never measured is no zero.
    if ask.kind == "count" and not value:
        return ""
    if isinstance(value, Decimal):
        return number_text(value, grouped=False)
    if isinstance(value, Mapping):
        return "\n".join(f"{name} = {told}" for name, told in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _choices(ask: Ask) -> Sequence[tuple[str, Label]]:
    if ask.kind == "country":
        return [("", "–"), *list_countries()] if not ask.required else list_countries()
    if ask.choices is None:
        return []
    return list(ask.choices()) if ask.required else [("", "–"), *ask.choices()]


def _read_text(ask: Ask, sent: Mapping[str, str]) -> str:
    return read_text(sent, ask.name, limit=ask.most, required=ask.required)


def _read_long(ask: Ask, sent: Mapping[str, str]) -> str:
    """Return a text of several lines."""
    text = (sent.get(ask.name) or "").replace("\r\n", "\n").strip()
    if len(text) > ask.most or any(sign < " " and sign not in "\n\t" for sign in text):
        wrong = _("This text is longer than %(limit)s signs, or holds some that no text has.")
        raise TypedWrong(wrong % {"limit": ask.most}, ask.name)
    if ask.required and not text:
        raise TypedWrong(_("Fill this in."), ask.name)
    return text


def _read_amount(ask: Ask, sent: Mapping[str, str]) -> Decimal | None:
    text = (sent.get(ask.name) or "").strip()
    if not text and not ask.required:
        return None
    found = parse_amount(text)
    if found is None or not 0 <= found < MOST_AMOUNT or found != round(found, ask.places):
        raise TypedWrong(_("Enter an amount, for example 1234.50."), ask.name)
    return found


def _read_count(ask: Ask, sent: Mapping[str, str]) -> int:
    return read_count(sent, ask.name, least=0) if (sent.get(ask.name) or "").strip() else 0


def _read_choice(ask: Ask, sent: Mapping[str, str]) -> str:
    told = sent.get(ask.name) or ""
    if told not in {code for code, _label in _choices(ask)}:
        raise TypedWrong(_("Choose one of these."), ask.name)
    return told


def _read_country(ask: Ask, sent: Mapping[str, str]) -> str:
    return read_country(sent, ask.name) if ask.required or (sent.get(ask.name) or "").strip() else ""


def _read_list(ask: Ask, sent: Mapping[str, str]) -> list[str]:
    text = read_text(sent, ask.name, limit=ask.most)
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _read_pairs(ask: Ask, sent: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _read_long(ask, sent).splitlines():
        name, sign, value = (part.strip() for part in line.partition("="))
        if line.strip() and not (name and sign and value):
            raise TypedWrong(_("Write a line for each: name = value."), ask.name)
        if line.strip():
            found[name[:60]] = value[:400]
    return found


_READERS: Mapping[Kind, Callable[[Ask, Mapping[str, str]], Any]] = {
    "text": _read_text, "long": _read_long, "amount": _read_amount, "count": _read_count,
    "flag": lambda ask, sent: bool(sent.get(ask.name)), "choice": _read_choice, "country": _read_country,
    "list": _read_list, "pairs": _read_pairs,
}  # fmt: skip
