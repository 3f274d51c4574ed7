"""The kit passes every connector in the tree, and none by luck: a connector with one fault fails the check for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from kontor.channels.ports import Confirmation, Feature, OfferOutcome, OrderPage, RawOrder, ReturnPage
from kontor.cli.conformance import list_kits
from kontor.connectors.amazon.connector import Amazon
from kontor.connectors.kaufland.connector import Kaufland
from kontor.kernel.errors import Outside, Retryable
from kontor.testing import MarketplaceKit, fetching, payloads, pushing, telling


@pytest.mark.parametrize("name", sorted(list_kits()))
def test_every_connector_passes(name):
    kit = list_kits()[name]

    failed = [(row.name, row.why) for row in kit.run() if not row.holds]

    assert failed == []


class LosesTheLastPage(Kaufland):
    def fetch_orders(self, window, page):
        return OrderPage(super().fetch_orders(window, page).orders)


class TurnsInACircle(Kaufland):
    def fetch_orders(self, window, page):
        return OrderPage(super().fetch_orders(window, "").orders, "100")


class SwallowsFaults(Kaufland):
    def fetch_orders(self, window, page):
        try:
            return super().fetch_orders(window, page)
        except Outside:
            return OrderPage(())


class ReadsNaiveTimes(Kaufland):
    def fetch_orders(self, window, page):
        answer = super().fetch_orders(window, page)
        rows = tuple(RawOrder(row.external_id, row.changed_at.replace(tzinfo=None), row.body) for row in answer.orders)
        return OrderPage(rows, answer.next)


class IgnoresShipping(Kaufland):
    @staticmethod
    def translate(channel, body):
        told = Kaufland.translate(channel, body)
        return replace(told, order=told.order.model_copy(update={"charges": ()})) if told.order else told


class CrashesOnGarbage(Kaufland):
    @staticmethod
    def translate(channel, body):
        import json

        json.loads(body)["id_order"]
        return Kaufland.translate(channel, body)


class ShipsTwice(Kaufland):
    def confirm_shipment(self, notice):
        for line in notice.lines:
            path = f"/order-units/{line.line}/send"
            self._call("PATCH", path, json={"tracking_numbers": notice.tracking_number, "carrier_code": "DHL"})
        return super().find_shipment(notice)


class ForgetsTheUnknownArticle(Kaufland):
    def publish_stock(self, levels):
        return [outcome for outcome in super().publish_stock(levels) if outcome.accepted]


class BelievesEveryPush(Kaufland):
    def read_push(self, request):
        from kontor.channels.ports import Push

        return Push("1", "any", ())


class DeclaresWhatItCannot(Kaufland):
    manifest = replace(Kaufland.manifest, features=Kaufland.manifest.features | {Feature.FETCH_SETTLEMENTS})


class LeavesAFeatureUnexplained(Kaufland):
    manifest = replace(Kaufland.manifest, without={})


class SwallowsTooManyCalls(Kaufland):
    def fetch_orders(self, window, page):
        try:
            return super().fetch_orders(window, page)
        except Retryable:
            return OrderPage(())


class AcknowledgesNothing(Kaufland):
    def acknowledge(self, orders):
        pass


class SeesOnePageOfReturns(Kaufland):
    def fetch_returns(self, window, page):
        return ReturnPage(super().fetch_returns(window, page).returns)


class FindsEveryParcel(Kaufland):
    def find_shipment(self, notice):
        return Confirmation("1")


class BelievesThatItWasTold(Kaufland):
    def publish_stock(self, levels):
        try:
            return super().publish_stock(levels)
        except Outside:
            return [OfferOutcome(level.sku, accepted=True) for level in levels]


class CancelsTheWholeForAPart(Kaufland):
    def cancel(self, request):
        super().cancel(replace(request, lines=()))


class CallsWhatItDoesNotDeclare(Kaufland):
    def fetch_settlements(self, window, page):
        self._call("GET", "/orders")
        return super().fetch_settlements(window, page)


class TakesMessagesOutAtOnce(Amazon):
    def read_queue(self):
        page = super().read_queue()
        if page.receipts:
            self.forget(page.receipts)
        return page


class StumblesOverGarbage(Amazon):
    def read_queue(self):
        for body in self._queue.receive().values():
            json.loads(body)
        return super().read_queue()


BAD: list[tuple[type[Any], Any]] = [
    (LosesTheLastPage, fetching.check_paging),
    (TurnsInACircle, fetching.check_paging),
    (SwallowsFaults, fetching.check_read_faults),
    (ReadsNaiveTimes, fetching.check_paging),
    (IgnoresShipping, fetching.check_stage_orders),
    (CrashesOnGarbage, payloads.check_garbage),
    (ShipsTwice, telling.check_shipment),
    (ForgetsTheUnknownArticle, telling.check_stock),
    (BelievesEveryPush, pushing.check_push),
    (DeclaresWhatItCannot, fetching.check_settlements),
    (LeavesAFeatureUnexplained, fetching.check_manifest),
    (SwallowsTooManyCalls, fetching.check_retry_after),
    (AcknowledgesNothing, telling.check_acknowledge),
    (SeesOnePageOfReturns, fetching.check_returns),
    (FindsEveryParcel, telling.check_find_shipment),
    (BelievesThatItWasTold, telling.check_bulk_stock),
    (CancelsTheWholeForAPart, telling.check_cancel_part),
    (CallsWhatItDoesNotDeclare, telling.check_undeclared),
    (TakesMessagesOutAtOnce, pushing.check_queue),
    (StumblesOverGarbage, pushing.check_queue_under_faults),
]


@pytest.mark.parametrize(("bad", "check"), BAD, ids=[bad.__name__ for bad, _ in BAD])
def test_a_connector_with_one_fault_fails(bad, check, monkeypatch):
    kit = MarketplaceKit(bad, f"kontor.simulators.{bad.manifest.code}")
    kit.payloads = list_kits()[bad.manifest.code].payloads

    result = kit.run_check("the check", check)

    assert not result.holds
    assert result.why
