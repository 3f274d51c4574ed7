"""A document whose paper cannot be written is not forgotten."""

from __future__ import annotations

from datetime import timedelta

from builders import hear_news, walk_to_packed
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import list_paper_failures, list_unwritten
from kontor.invoicing.tables import Invoice
from kontor.invoicing.use_cases.note_paper_failures import note_paper_failures


def test_it_waits_longer_each_time_and_says_why(shop):
    dispatch_shipments(shipment_ids=walk_to_packed(shop, shop.place((1, "LAMP"))), at=shop.at, by=shop.by)
    hear_news()
    invoice = Invoice.objects.get()
    later = invoice.issued_at + timedelta(minutes=10)

    for _ in range(2):
        note_paper_failures(problems={invoice.id: "no sign for ☃"}, at=later)

    failure = list_paper_failures(later)[0]
    assert (failure.problem, failure.attempts, list_unwritten(later)) == ("no sign for ☃", 2, [])
    assert list_unwritten(later + timedelta(days=1)) == [invoice.id]
