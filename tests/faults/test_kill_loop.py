"""Thirty times kill -9 while orders come in: nothing is left behind, nothing is done twice (the trial that found C1)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from builders import assert_house_in_order
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.orders.tables import Order
from kontor.platform.models import SetAside
from processes import database_url, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.timeout(1500)]

ROUNDS = 30
# A worker is at work after about so many seconds, and is killed within the next ones.
STARTS_IN_S, KILLED_WITHIN_S = 2.5, 1.5


def waiting(*, of_the_clock: bool = False) -> int:
    """Return how many jobs are not done: those of news, channels and papers, or all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND (%s OR queue_name NOT IN"
            " ('clock', 'sweep'))", [of_the_clock],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def test_thirty_kills_leave_an_empty_queue_and_every_order_allocated(real_shop):
    with transaction.atomic():
        goods = [GoodsIn(real_shop.skus["LAMP"], real_shop.near.id, 5_000, "load")]
        receive_stock(goods=goods, at=real_shop.at, by=real_shop.by)
    rng = random.Random(11)
    environment = {**os.environ, "DATABASE_URL": database_url()}
    placed = 0
    for _ in range(ROUNDS):
        worker = subprocess.Popen(
            [sys.executable, "-m", "kontor.cli.main", "worker"], env=environment, start_new_session=True
        )
        end = time.monotonic() + STARTS_IN_S + rng.uniform(0, KILLED_WITHIN_S)
        while time.monotonic() < end:
            real_shop.place((1, "LAMP"))
            placed += 1
            time.sleep(0.05)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    # What the dead left behind is put back by the sweep of the living, half a minute after their last sign of life.
    until = time.monotonic() + 240
    while waiting() and time.monotonic() < until:
        run(sys.executable, "-m", "kontor.cli.main", "worker", "--drain")
        time.sleep(5)

    assert waiting() == 0
    assert SetAside.objects.count() == 0
    assert Order.objects.count() == placed
    assert set(Order.objects.values_list("state", flat=True)) == {"RELEASED"}
    assert FulfilmentOrder.objects.count() == placed
    assert real_shop.stock("LAMP") == (5_015, placed)
    assert_house_in_order()
