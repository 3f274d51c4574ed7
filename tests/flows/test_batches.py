"""A batch costs the same statements however large it is."""

from __future__ import annotations

import pytest

from builders import an_order, hear_news
from kontor.platform.sql.bulk import StatementCounter

pytestmark = pytest.mark.django_db(transaction=True)


def round_trips(shop, size: int) -> int:
    orders = [an_order((1, "LAMP"), (1, "VASE"), (1, "GIFT")) for _ in range(size)]
    before = StatementCounter.round_trips
    shop.take(*orders)
    return StatementCounter.round_trips - before


class TestIntake:
    def test_takes_the_same_round_trips_for_one_order_and_for_two_hundred(self, real_shop):
        round_trips(real_shop, 1)

        assert round_trips(real_shop, 1) == round_trips(real_shop, 50) == round_trips(real_shop, 200)

    def test_takes_at_most_twelve_round_trips_for_one_order(self, real_shop):
        round_trips(real_shop, 1)

        assert round_trips(real_shop, 1) + 2 <= 12  # with BEGIN and COMMIT

    def test_defers_a_handful_of_jobs_for_a_batch(self, real_shop):
        from procrastinate.contrib.django.models import ProcrastinateJob

        hear_news()
        real_shop.take(*[an_order((1, "LAMP")) for _ in range(200)])

        assert ProcrastinateJob.objects.filter(status="todo").count() <= 3 * (200 // 64 + 2)
