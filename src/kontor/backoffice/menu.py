"""The menu beside every page: drawn once for all who may open the same pages, not anew for each page."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Every set of rights and every page that is lit in it is one drawing; a house has a handful of roles and forty pages.
_MOST_DRAWN = 1000


def draw_menu(request: HttpRequest) -> SafeString:
    """Return the menu for its reader, in his language, the page lit that he is on."""
    open_to_him = tuple(bool(item["permission"](request)) for section in _sections() for item in section["items"])
    return _draw(get_language() or "", open_to_him, _lit(request.path))


def _sections() -> list[dict[str, Any]]:
    menu: Any = settings.UNFOLD["SIDEBAR"]
    sections: list[dict[str, Any]] = menu["navigation"]
    return sections


def _lit(path: str) -> str:
    """Return the address of the entry that a page belongs to: the longest that it begins with, the dashboard's only its own."""
    start = reverse("admin:index")
    return max((it for it in _links() if path == it or (it != start and path.startswith(it))), key=len, default="")


@cache
def _links() -> frozenset[str]:
    return frozenset(urlsplit(str(item["link"])).path for section in _sections() for item in section["items"])


@lru_cache(maxsize=_MOST_DRAWN)
def _draw(language: str, open_to_him: tuple[bool, ...], lit: str) -> SafeString:
    """Return the menu as HTML; ``language`` is the one that is active, named because its words are kept."""
    may = iter(open_to_him)
    sections = [
        {**section, "items": [item for item in section["items"] if next(may)]}
        for section in _sections()
    ]  # fmt: skip
    return render_to_string("backoffice/parts/menu.html", {"sections": sections, "lit": lit})
