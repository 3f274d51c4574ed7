"""Settings by subject, and the documents beside the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse
from lxml.html import fromstring

from builders import person, person_named
from kontor.backoffice.grid.registry import GRIDS
from kontor.backoffice.home.help import _OF, FIRST, document_of, list_documents, read_document
from kontor.backoffice.home.settings import SUBJECTS
from kontor.legal_entities.tables import LegalEntity

pytestmark = pytest.mark.django_db(transaction=True)


class TestSettings:
    def test_stand_by_subject_and_lead_where_they_are_set(self, office, real_shop):
        page = fromstring(office.get(reverse("admin:settings")).content)

        links = [it.get("href") for it in page.xpath("//*[contains(@class, 'k-panes')]//li/a")]
        assert len(links) == sum(len(subject.settings) for subject in SUBJECTS)
        assert {link: office.get(link).status_code for link in links if office.get(link).status_code != 200} == {}

    def test_say_what_is_missing(self, office, real_shop):
        LegalEntity.objects.update(iban="")
        assert "oder IBAN" in office.get(reverse("admin:settings")).content.decode()

        LegalEntity.objects.update(iban="DE89370400440532013000")
        assert "oder IBAN" not in office.get(reverse("admin:settings")).content.decode()

    def test_are_shown_to_whom_they_are_open(self, real_shop):
        page = person("locations:read").get(reverse("admin:settings")).content.decode()

        assert reverse("admin:locations_location_changelist") in page
        assert reverse("admin:keys") not in page
        clerk = person_named("clerk", "orders:read")
        clerk.cookies["django_language"] = "de"
        assert "stellt hier nichts ein" in clerk.get(reverse("admin:settings")).content.decode()


class TestHelp:
    def test_stands_on_every_page_and_leads_to_a_document(self, office, real_shop):
        pages = [
            reverse(f"admin:{name}")
            for name in ("index", "settings", "pick", "pack", "bank", "books", "waiting", "keys")
        ]
        pages += [reverse("admin:grid", args=[name]) for name in GRIDS] + [
            reverse("admin:locations_location_changelist")
        ]
        for page in pages:
            links = re.findall(r'class="k-help"><a href="([^"]+)"', office.get(page, follow=True).content.decode())

            assert len(links) == 1, page
            assert office.get(links[0]).status_code == 200, links

    def test_names_only_documents_and_pages_that_there_are(self):
        known = {it.name for it in _patterns(get_resolver("kontor.config.urls"))}

        assert {*_OF.values(), FIRST} <= set(list_documents())
        for name in _OF:
            plain = name.rstrip("*")
            if plain.startswith("grid:"):
                assert plain[5:] in GRIDS
            else:
                assert any(it == plain or (name.endswith("*") and it.startswith(plain)) for it in known), name

    @pytest.mark.parametrize("name", sorted({*_OF.values(), FIRST}))
    def test_of_a_page_is_written_in_both_languages_with_the_same_parts(self, name):
        german, english = (list_documents(it)[name] for it in ("de", "en"))
        assert german != english
        # What only programmers need, how a profile is built and what calls there are, is told in English.
        parts = [path.read_text().count("\n## ") for path in (german, english)]
        assert parts[0] == parts[1] or name in ("use-the-api", "import-from-files")

    def test_speaks_the_language_of_the_reader(self, office):
        titles = {}
        for language in ("de", "en"):
            office.cookies["django_language"] = language
            titles[language] = fromstring(office.get(reverse("admin:help", args=["alarms"])).content).xpath("//h1")[0]
        assert [it.text_content().strip() for it in titles.values()] == ["Alarme", "Alarms"]

    def test_is_found_by_the_longest_beginning(self):
        assert (document_of("order_enter_sum"), document_of("order"), document_of("grid", "stock"), document_of("unheard")) == (
            "enter-an-order", "change-an-order", "book-stock", FIRST,
        )  # fmt: skip

    @pytest.mark.parametrize("name", sorted(list_documents()))
    def test_shows_every_document_with_links_that_lead_somewhere(self, office, name):
        page = fromstring(office.get(reverse("admin:help", args=[name])).content)
        (text,) = page.xpath("//*[contains(@class, 'k-text')]")

        assert len(text.text_content()) > 200
        assert not text.xpath(".//img | .//script")
        for link in text.xpath(".//a/@href"):
            assert link.startswith("https://") or office.get(link).status_code == 200, link

    def test_takes_nothing_in_a_document_for_markup(self, tmp_path: Path):
        path = tmp_path / "x.md"
        path.write_text("# T\n\n<script>alert(1)</script> [a](javascript:alert(1)) [b](https://example.org)\n")

        title, text = read_document(path)

        assert title == "T"
        assert "<script" not in text
        assert "javascript" not in re.sub(r">[^<]*<", "><", text)

    def test_of_no_document_is_nothing(self, office):
        assert office.get(reverse("admin:help", args=["nowhere"])).status_code == 404


def _patterns(resolver):
    for it in resolver.url_patterns:
        if hasattr(it, "url_patterns"):
            yield from _patterns(it)
        elif it.name:
            yield it
