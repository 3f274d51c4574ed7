"""What a tax audit gets: every table described, every document as it was kept, and how the house works."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree
from test_books_pages import invoice  # noqa: F401 - a fixture

from builders import hear_news
from kontor.accounting.public import keep_until
from kontor.accounting.tables import Posting
from kontor.cli.audit import export_audit
from kontor.invoicing.tables import Invoice
from kontor.platform.keep.files import read_file
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = (date(2026, 1, 1), date(2027, 12, 31))


def test_is_read_again_with_equal_sums(real_shop, invoice, tmp_path):  # noqa: F811
    hear_news()
    target = tmp_path / "audit.zip"

    assert export_audit(target, "MU", *YEAR) == 0

    with zipfile.ZipFile(target) as archive:
        index = etree.fromstring(archive.read("index.xml"))
        tables = {
            it.findtext("URL"): [col.findtext("Name") for col in it.iter("VariableColumn")]
            for it in index.iter("Table")
        }
        rows = list(csv.reader(io.StringIO(archive.read("accounting_posting.csv").decode()), delimiter=";"))
        posted = [dict(zip(tables["accounting_posting.csv"], row, strict=True)) for row in rows]
        documents = [archive.read(name) for name in archive.namelist() if name.startswith("documents/")]
        words = archive.read("Verfahrensdokumentation.md").decode()
    assert sum(Decimal(row["amount"]) for row in posted) == sum(Posting.objects.values_list("amount", flat=True))
    assert read_file(Invoice.objects.get(id=invoice.id).pdf) in documents
    assert set(tables) <= set(zipfile.ZipFile(target).namelist())
    assert "Verfahrensdokumentation" in words
    assert "unversehrt" in words


def test_tells_where_the_chain_was_broken(real_shop, invoice, tmp_path):  # noqa: F811
    hear_news()
    execute("ALTER TABLE accounting_posting DISABLE TRIGGER ALL")
    execute("UPDATE accounting_posting SET amount = amount + 1 WHERE sequence = 1")
    execute("ALTER TABLE accounting_posting ENABLE TRIGGER ALL")

    assert export_audit(tmp_path / "audit.zip", "MU", *YEAR) == 1


def test_of_a_legal_entity_that_is_none_is_refused(real_shop, tmp_path):
    assert export_audit(tmp_path / "audit.zip", "XX", *YEAR) == 2


def test_documents_are_kept_to_the_end_of_the_year():
    assert keep_until("invoice", date(2026, 3, 1)) == date(2034, 12, 31)
    assert keep_until("books", date(2026, 12, 31)) == date(2036, 12, 31)
