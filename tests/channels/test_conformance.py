"""The kit passes every connector in the tree, and none by luck: a connector with one fault fails the check for it."""

from __future__ import annotations

from typing import Any

import pytest

from kontor.channels.ports import Feature, OrderPage, RawOrder
from kontor.cli.conformance import find_metadata
from kontor.connectors.kaufland import METADATA
from kontor.connectors.kaufland.connector import Kaufland
from kontor.kernel.errors import Outside
from kontor.testing import MarketplaceKit, live, payloads


@pytest.mark.parametrize("name", sorted(find_metadata()))
def test_every_connector_passes(name):
    kit = MarketplaceKit(find_metadata()[name])

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
        from dataclasses import replace

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
    card = Kaufland.card.__class__(
        **{
            **{name: getattr(Kaufland.card, name) for name in Kaufland.card.__slots__},
            "features": Kaufland.card.features | {Feature.FETCH_SETTLEMENTS},
        }
    )


class CallsWhatItDoesNotDeclare(Kaufland):
    def fetch_settlements(self, window, page):
        self._call("GET", "/orders")
        return super().fetch_settlements(window, page)


BAD: list[tuple[type[Any], Any]] = [
    (LosesTheLastPage, live.check_paging),
    (TurnsInACircle, live.check_paging),
    (SwallowsFaults, live.check_read_faults),
    (ReadsNaiveTimes, live.check_paging),
    (IgnoresShipping, live.check_stage_orders),
    (CrashesOnGarbage, payloads.check_garbage),
    (ShipsTwice, live.check_shipment),
    (ForgetsTheUnknownArticle, live.check_stock),
    (BelievesEveryPush, live.check_push),
    (DeclaresWhatItCannot, live.check_lists),
    (CallsWhatItDoesNotDeclare, live.check_undeclared),
]


@pytest.mark.parametrize(("bad", "check"), BAD, ids=[bad.__name__ for bad, _ in BAD])
def test_a_connector_with_one_fault_fails(bad, check, monkeypatch):
    kit = MarketplaceKit({**METADATA, "connector": bad})
    kit.payloads = MarketplaceKit(METADATA).payloads

    result = kit.run_check("the check", check)

    assert not result.holds
    assert result.why
