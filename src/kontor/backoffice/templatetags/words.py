"""Words of the trade in templates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from kontor.backoffice.figures import number_text
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.shown import carrier_text, cause_text, country_text, plain_number, who_text
from kontor.backoffice.words import COST_WORDS, VAT_CATEGORIES
from kontor.catalog.public import TaxClass

register = template.Library()

# How good a state of an order is, at a glance.
STATE_COLOURS = {"HELD": "k-warn", "CANCELLED": "k-bad", "CLOSED": "k-good"}


@register.filter
def word(words: Mapping[str, object], name: str) -> str:
    """Return the word for a name."""
    return str(words.get(name, name))


@register.filter
def figure(told: Mapping[str, object], name: str) -> str:
    """Return a figure of a report as the reader writes it: a count as it is, an amount (kept as text) with its places."""
    value = told.get(name, "")
    try:
        return number_text(Decimal(value)) if isinstance(value, str) else str(value)
    except ArithmeticError:
        return str(value)


@register.filter
def cost_word(name: str) -> str:
    """Return the word for a part of the cost."""
    return str(COST_WORDS.get(name, name))


@register.filter
def country(code: str) -> str:
    """Return the name of a country."""
    return country_text(code)


@register.filter
def carrier(code: str) -> str:
    """Return the name of a carrier."""
    return carrier_text(code)


@register.filter
def their_number(kept: str) -> str:
    """Return a number of a channel without the address that some put around it."""
    return plain_number(kept)


@register.filter
def vat_category(code: str) -> str:
    """Return what a category of VAT means (UNTDID 5305)."""
    return str(VAT_CATEGORIES.get(code, code))


@register.filter
def price(value: Decimal) -> str:
    """Return a price with two places, or as many as it has."""
    return number_text(value)


@register.filter
def tax_class(code: str) -> str:
    """Return the name of a class of VAT."""
    return str(dict(TaxClass.choices).get(code, code))


@register.filter
def problem(kept: str) -> str:
    """Return a refusal that was kept, in the reader's language."""
    return problem_text(kept)


@register.filter
def cause(kept: str) -> str:
    """Return why stock moved."""
    return cause_text(kept)


@register.filter
def who(by: str) -> str:
    """Return who did something."""
    return who_text(by)


@register.filter
def state_colour(state: str) -> str:
    """Return the class of the colour of an order's state; most have none."""
    return STATE_COLOURS.get(state, "")
