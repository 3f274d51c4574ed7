"""Words of the trade in templates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from kontor.backoffice.figures import number_text
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.shown import cause_text, who_text
from kontor.backoffice.words import COST_WORDS

register = template.Library()


@register.filter
def word(words: Mapping[str, object], name: str) -> str:
    """Return the word for a name."""
    return str(words.get(name, name))


@register.filter
def cost_word(name: str) -> str:
    """Return the word for a part of the cost."""
    return str(COST_WORDS.get(name, name))


@register.filter
def price(value: Decimal) -> str:
    """Return a price with two places, or as many as it has."""
    return number_text(value)


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
