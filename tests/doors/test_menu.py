"""The menu beside every page: drawn once for all who may open the same, and never another's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement, fromstring

from builders import person_named

pytestmark = pytest.mark.django_db(transaction=True)


def menu_on(browser: Client, page: str, language: str = "de") -> HtmlElement:
    """Return the menu that stands beside a page."""
    answer = browser.get(page, HTTP_ACCEPT_LANGUAGE=language)
    return fromstring(answer.content.decode()).get_element_by_id("nav-sidebar-apps")


def links_in(menu: HtmlElement) -> list[str]:
    """Return where its entries lead."""
    return [it.get("href") for it in menu.findall(".//a")]


class TestTheMenu:
    def test_shows_each_what_he_may_open_whoever_came_before_him(self) -> None:
        """One who packs is shown no bank, though the owner's menu was drawn a moment before, and the owner's is whole after."""
        start, bank, pack = (reverse(f"admin:{name}") for name in ("index", "bank", "pack"))
        owner, packer = person_named("owner"), person_named("packer", "fulfilment:read")
        assert bank in links_in(menu_on(owner, start))
        seen = links_in(menu_on(packer, start))
        assert bank not in seen
        assert pack in seen
        assert bank in links_in(menu_on(owner, start))

    def test_lights_the_page_that_one_is_on_and_no_other(self) -> None:
        """Offers lie under the address of the channels' health: of both only the one that is open is lit."""
        reader = person_named("reader", "channels:read")
        for page in (reverse("admin:grid", args=["offers"]), reverse("admin:channel_health"), reverse("admin:index")):
            lit = menu_on(reader, page).findall(".//a[@aria-current]")
            assert [it.get("href") for it in lit] == [page]

    def test_speaks_the_readers_language(self) -> None:
        """Its words are kept with the language that they are of."""
        reader, start = person_named("reader", "orders:read"), reverse("admin:index")
        said = [menu_on(reader, start, language).text_content() for language in ("de", "en", "de")]
        assert "Aufträge" in said[0]
        assert "Orders" in said[1]
        assert said[2] == said[0]
