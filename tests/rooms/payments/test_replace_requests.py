"""A request about what is left over is replaced once the order is changed again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontor.payments.public import (
    AskedFor,
    RequestDecided,
    RequestKind,
    ask_second_person,
    decide_request,
    replace_requests,
)
from kontor.payments.tables import MoneyRequest

pytestmark = pytest.mark.django_db


def ask(shop, cause: str) -> int:
    return ask_second_person(asked=AskedFor(RequestKind.REFUND, 7, Decimal(60), "EUR", cause), at=shop.at, by=shop.by)


class TestReplaceRequests:
    def test_ends_what_waits_about_what_is_left_over_and_nothing_else(self, shop):
        left, by_hand = ask(shop, "left_over:7:a"), ask(shop, "hand:7:b")

        replace_requests(order_ids=[7], at=shop.at, by=shop.by)

        assert dict(MoneyRequest.objects.values_list("id", "state")) == {left: "replaced", by_hand: "open"}
        with pytest.raises(RequestDecided):
            decide_request(request_id=left, agreed=True, at=shop.at, by=shop.by)
