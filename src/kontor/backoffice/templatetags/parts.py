"""Draws the parts of a page, each by its own template."""

from __future__ import annotations

from typing import Any, Protocol

from django import template
from django.template import Context
from django.template.loader import get_template

register = template.Library()


class Part(Protocol):
    """A part of a page: its values, and the template that draws them."""

    template: str


@register.simple_tag(takes_context=True)
def part(context: Context, it: Part | None) -> Any:
    """Draw a part; nothing is drawn for None."""
    if it is None:
        return ""
    told = {"it": it, "csrf_token": context.get("csrf_token"), "request": context.get("request")}
    return get_template(it.template).template.render(context.new(told))  # type: ignore[attr-defined]
