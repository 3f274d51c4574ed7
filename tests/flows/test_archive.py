"""The archive: every document has its place in a chain, and whoever changes or removes one is found out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from builders import assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.accounting.public import find_broken_archive, list_archive_heads, sum_oss
from kontor.accounting.tables import ArchiveEntry, DayRate
from kontor.channels.tables import Channel
from kontor.flows.books.archive import archive_what_is_left
from kontor.flows.tasks import archive_all
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices

pytestmark = pytest.mark.django_db(transaction=True)


def ship(shop, *lines, **more) -> Invoice:
    order = shop.place(*lines, **more)
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()
    return Invoice.objects.filter(order=order).latest("id")


def archive(shop) -> int:
    with transaction.atomic():
        return archive_what_is_left(at=shop.at, by=shop.by)


@pytest.fixture
def two_papers(real_shop):
    papers = [ship(real_shop, (1, "LAMP")), ship(real_shop, (1, "VASE"))]
    render_invoices(invoice_ids=[paper.id for paper in papers])
    return papers


def without_guards(sql: str, *values) -> None:
    """Do what an intruder with all rights would do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


class TestADocument:
    def test_is_archived_once_with_the_day_until_which_it_is_kept(self, real_shop, two_papers):
        assert (archive(real_shop), archive(real_shop)) == (2, 0)

        rows = ArchiveEntry.objects.order_by("sequence").values_list("sequence", "kind", "document_id", "keep_until")
        last_day = date(two_papers[0].issued_on.year + 8, 12, 31)
        assert list(rows) == [
            (1, "invoice", two_papers[0].id, last_day),
            (2, "invoice", two_papers[1].id, last_day),
        ]
        assert list_archive_heads()[0].count == 2
        assert_house_in_order()

    def test_waits_until_its_paper_is_written(self, real_shop):
        ship(real_shop, (1, "LAMP"))

        assert archive(real_shop) == 0

    def test_is_found_out_when_it_was_changed_below_the_guards(self, real_shop, two_papers):
        archive(real_shop)
        before = list_archive_heads()[0].digest

        without_guards(
            "UPDATE invoicing_invoice SET content = jsonb_set(content, '{gross}', '\"1.00\"') WHERE id = %s",
            two_papers[0].id,
        )

        assert list(find_broken_archive()) == [f"document invoice {two_papers[0].id} was changed or is gone"]
        assert list_archive_heads()[0].digest == before

    def test_is_found_out_when_its_entry_was_changed_or_taken_out(self, real_shop, two_papers):
        archive(real_shop)
        with pytest.raises(DatabaseError), transaction.atomic():
            ArchiveEntry.objects.filter(sequence=1).update(keep_until=date(2099, 1, 1))

        without_guards("DELETE FROM accounting_archiveentry WHERE sequence = 1")

        assert list(find_broken_archive()) == [
            "archive entry 2 follows 0: one is missing", f"archive entry 2 (invoice {two_papers[1].id}) was changed",
        ]  # fmt: skip

    def test_that_the_hours_missed_is_found_at_night(self, real_shop, two_papers, monkeypatch):
        import kontor.accounting.queries.archive as module

        monkeypatch.setattr(module, "RECENT", 1)
        assert archive(real_shop) == 1
        archive_all(0)
        assert ArchiveEntry.objects.count() == 2


class TestTheOssReturn:
    def ship_to_denmark(self, shop) -> None:
        Channel.objects.filter(id=shop.channel.id).update(currency="DKK")
        address = {"name": "Kim", "street": "Vej 1", "postal_code": "2100", "city": "København", "country": "DK"}
        ship(shop, (1, "LAMP"), ship_to=address, currency="DKK")

    def test_tells_euros_at_the_rate_of_the_quarters_last_day(self, real_shop):
        self.ship_to_denmark(real_shop)
        DayRate.objects.create(currency="DKK", on=date(2026, 12, 31), per_euro=D("7.46"))

        (line,) = sum_oss(date(2026, 10, 1), date(2026, 12, 31))

        assert (line.country, line.currency, line.net, line.tax) == ("DK", "DKK", D("8.00"), D("2.00"))
        assert (line.euro_net, line.euro_tax) == (D("1.07"), D("0.27"))

    def test_takes_the_next_rate_where_the_last_day_has_none(self, real_shop):
        self.ship_to_denmark(real_shop)
        DayRate.objects.create(currency="DKK", on=date(2026, 12, 30), per_euro=D("7.00"))
        DayRate.objects.create(currency="DKK", on=date(2027, 1, 4), per_euro=D("8.00"))

        assert sum_oss(date(2026, 10, 1), date(2026, 12, 31))[0].euro_net == D("1.00")

    def test_of_two_quarters_tells_each_at_its_own_rate(self, real_shop):
        self.ship_to_denmark(real_shop)
        DayRate.objects.create(currency="DKK", on=date(2026, 12, 31), per_euro=D("8.00"))
        DayRate.objects.create(currency="DKK", on=date(2027, 3, 31), per_euro=D("10.00"))

        assert [line.euro_net for line in sum_oss(date(2026, 10, 1), date(2027, 3, 31))] == [D("1.00")]

    def test_says_where_a_rate_is_missing(self, real_shop):
        self.ship_to_denmark(real_shop)

        assert sum_oss(date(2026, 10, 1), date(2026, 12, 31))[0].euro_net is None
