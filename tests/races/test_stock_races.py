"""Races for stock: real transactions in real threads, each with its twin that fails when the protection is off."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from builders import an_order, assert_house_in_order, hear_news, walk_to_packed
from kontor.catalog.public import NewProduct, create_products
from kontor.flows.selling.intake import accept_orders
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import pack_order, pick_pieces, start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.inventory import queries as stock_queries
from kontor.inventory.public import GoodsIn, adjust_stock, correct_stock, move_stock, receive_stock
from kontor.inventory.tables import Balance
from kontor.inventory.use_cases import correct_stock as correcting
from kontor.inventory.use_cases import move_stock as moving
from kontor.kernel.errors import Refused
from kontor.orders.queries import orders as order_queries
from kontor.orders.tables import Order, OrderLine
from kontor.platform.sql.halving import sqlstate_of

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(works: list[Callable[[], object]]) -> list[object]:
    """Start all at once; return what each returned or raised."""
    results: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            results[place] = work()
        except BaseException as failure:
            results[place] = failure
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def replaced(module, name: str, other) -> Iterator[None]:
    """Put something else into the place of a name of a module."""
    kept = getattr(module, name)
    setattr(module, name, other)
    try:
        yield
    finally:
        setattr(module, name, kept)


@contextmanager
def without_the_lock() -> Iterator[None]:
    """Read the stock without locking it, and let everybody read before anybody writes: what naive code does."""
    locked = stock_queries._LOCK
    stock_queries._LOCK = " ORDER BY sku_id, location_id"
    try:
        yield
    finally:
        stock_queries._LOCK = locked


@contextmanager
def without_the_constraint() -> Iterator[None]:
    """Take the last line of defence away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_balance DROP CONSTRAINT reserved_in_stock")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE inventory_balance SET safety_stock = 0")
            cursor.execute("ALTER TABLE inventory_balance DISABLE TRIGGER balance_follows_ledger")
            cursor.execute("UPDATE inventory_balance SET reserved = on_hand WHERE reserved > on_hand")
            cursor.execute("ALTER TABLE inventory_balance ENABLE TRIGGER balance_follows_ledger")
            cursor.execute(
                "ALTER TABLE inventory_balance ADD CONSTRAINT reserved_in_stock"
                " CHECK (reserved >= 0 AND reserved <= on_hand)"
            )


class TestFiftyBuyersOfAHundredPieces:
    """50 writers want 3 pieces each of a SKU of which there are 100: exactly 100 are promised, 50 are short."""

    BUYERS = 50

    def buyer(self, shop, number: int) -> Callable[[], object]:
        home = {"name": f"Buyer {number}", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE"}

        def buy() -> object:
            """Ask again where the queue for the one balance was too long, as every door does (platform/sql/halving.py)."""
            for _ in range(5):
                try:
                    return shop.take(an_order((3, "LAMP"), ship_to=home))
                except OperationalError as failure:
                    if sqlstate_of(failure) != "55P03":
                        raise
            return None

        return buy

    def race(self, shop, pause: threading.Barrier | None = None) -> list[object]:
        shop.receive("LAMP", 85)
        if pause is not None:
            stock_queries._AFTER_LOOK = lambda: pause.wait(20)
        try:
            return in_threads([self.buyer(shop, number) for number in range(self.BUYERS)])
        finally:
            stock_queries._AFTER_LOOK = None

    def test_promises_exactly_what_is_there(self, real_shop):
        results = self.race(real_shop)

        assert [repr(result) for result in results if not isinstance(result, list)] == []
        assert real_shop.stock("LAMP") == (100, 100)
        assert sum(line.short for line in OrderLine.objects.all()) == 50
        assert_house_in_order()

    def test_twin_without_the_lock_is_stopped_by_the_constraint(self, real_shop):
        with without_the_lock():
            results = self.race(real_shop, threading.Barrier(self.BUYERS))

        refused = [result for result in results if isinstance(result, DatabaseError)]
        assert refused
        assert {sqlstate_of(failure) for failure in refused} == {"23514"}

    def test_twin_without_lock_and_constraint_oversells(self, real_shop):
        with without_the_constraint():
            with without_the_lock():
                self.race(real_shop, threading.Barrier(self.BUYERS))
            balance = Balance.objects.get(sku_id=real_shop.skus["LAMP"], location=real_shop.near)
            oversold = balance.reserved - balance.on_hand

        assert oversold > 0


class TestPiecesThatAreCarried:
    """Two carry the same article at one moment, one there and one back."""

    def race(self, shop, pause: threading.Barrier | None = None) -> list[object]:
        shop.receive("LAMP", 5, shop.far)
        ways = [(shop.near, shop.far), (shop.far, shop.near)]

        def carry(start, goal, number: int) -> Callable[[], object]:
            def work() -> object:
                with transaction.atomic():
                    return move_stock(
                        sku_id=shop.skus["LAMP"], start_id=start.id, goal_id=goal.id, pieces=1,
                        cause=f"transfer:{number}", at=shop.at, by=shop.by,
                    )  # fmt: skip

            return work

        def wait_between(*args, **facts) -> None:
            correct_stock(*args, **facts)
            if facts["pieces"] < 0 and pause is not None:
                pause.wait(20)

        with replaced(moving, "correct_stock", wait_between):
            return in_threads([carry(*way, number) for number, way in enumerate(ways)])

    def test_wait_for_each_other_and_both_arrive(self, real_shop):
        before = real_shop.stock("LAMP")

        assert self.race(real_shop) == [None, None]
        assert real_shop.stock("LAMP")[0] == before[0] + 5
        assert_house_in_order()

    def test_twin_without_the_lock_of_both_waits_in_a_circle(self, real_shop):
        with replaced(moving, "lock_stock", lambda sku_ids: None):
            results = self.race(real_shop, threading.Barrier(2))

        assert [it for it in results if isinstance(it, Exception)]


class TestOneOrder:
    def test_with_the_same_sku_twice_is_judged_by_the_sum(self, real_shop):
        order = real_shop.place((3, "VASE"), (3, "VASE"))

        assert [line.short for line in OrderLine.objects.filter(order=order).order_by("position")] == [0, 2]
        assert real_shop.stock("VASE") == (4, 4)
        assert_house_in_order()

    def test_of_kits_that_share_parts_never_promises_a_part_twice(self, real_shop):
        outcomes = in_threads([lambda: real_shop.take(an_order((1, "GIFT"), (1, "LAMP"))) for _ in range(12)])

        assert all(isinstance(outcome, list) for outcome in outcomes)
        on_hand, reserved = real_shop.stock("BOOK")
        assert reserved == on_hand == 6
        assert_house_in_order()


class TestOrdersOfManySkus:
    """8 writers place orders with 4 of 20 SKUs in random order: locks are taken in one order, so nobody deadlocks."""

    @pytest.fixture
    def shelf(self, real_shop):
        with transaction.atomic():
            skus = create_products(products=[NewProduct(f"S{n:02d}", f"Sache {n}") for n in range(20)])
            goods = [GoodsIn(sku, real_shop.near.id, 10_000, "opening") for sku in skus.values()]
            receive_stock(goods=goods, at=real_shop.at, by=real_shop.by)
        return real_shop

    def race(self, shop) -> list[object]:
        def writer(seed: int) -> Callable[[], object]:
            def work() -> int:
                rng = random.Random(seed)
                for _ in range(15):
                    lines = [(1, f"S{n:02d}") for n in rng.sample(range(20), 4)]
                    with transaction.atomic():
                        accept_orders(incoming=[an_order(*lines)], at=shop.at, by=shop.by)
                return 15

            return work

        return in_threads([writer(seed) for seed in range(8)])

    def test_never_deadlock(self, shelf):
        assert self.race(shelf) == [15] * 8
        assert_house_in_order()

    def test_twin_with_locks_in_random_order_deadlocks(self, shelf):
        skus = sorted(shelf.skus.values()) + list(Balance.objects.values_list("sku_id", flat=True).distinct())
        first, second = skus[-1], skus[-2]
        meet = threading.Barrier(2)

        def lock(one: int, other: int) -> Callable[[], object]:
            def work() -> str:
                with transaction.atomic():
                    stock_queries.lock_stock([one])
                    meet.wait(10)
                    stock_queries.lock_stock([other])
                return "done"

            return work

        results = in_threads([lock(first, second), lock(second, first)])

        assert {sqlstate_of(result) for result in results if isinstance(result, DatabaseError)} == {"40P01"}


class TestCancelAgainstShip:
    def test_exactly_one_wins(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        shipments = walk_to_packed(real_shop, order)

        def cancel() -> str:
            with transaction.atomic():
                cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
            return "cancelled"

        def ship() -> str:
            with transaction.atomic():
                dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
            return "shipped"

        results = in_threads([cancel, ship])
        hear_news()

        won = [result for result in results if isinstance(result, str)]
        assert len(won) == 1
        assert all(isinstance(result, Refused) for result in results if not isinstance(result, str))
        expected = {"cancelled": ("CANCELLED", (15, 0)), "shipped": ("CLOSED", (14, 0))}[won[0]]
        assert (Order.objects.get(id=order.id).state, real_shop.stock("LAMP")) == expected
        assert_house_in_order()


class TestCancelAgainstPick:
    """A desk cancels while a picker puts the piece into his cart: the order knows one truth, and the stock the same."""

    def cancel(self, shop, order_id: int) -> Callable[[], object]:
        def work() -> str:
            with transaction.atomic():
                cancel_whole_order(order_id=order_id, at=shop.at, by=shop.by)
            return "cancelled"

        return work

    def pick(self, shop, order_id: int, after_pick: Callable[[], object] = lambda: None) -> Callable[[], object]:
        task = PickTask.objects.get(fulfilment_line__fulfilment_order__order_id=order_id)

        def work() -> str:
            with transaction.atomic():
                pick_pieces(task_id=task.id, quantity=task.quantity, at=shop.at, by=shop.by)
                after_pick()
            return "picked"

        return work

    def on_the_way(self, shop) -> Order:
        order = shop.place((1, "LAMP"))
        hear_news()
        with transaction.atomic():
            waiting = FulfilmentOrder.objects.filter(order=order).values_list("id", flat=True)
            start_picking(fulfilment_order_ids=list(waiting), at=shop.at, by=shop.by)
        return order

    def test_cancels_whoever_comes_first(self, real_shop):
        orders = [self.on_the_way(real_shop) for _ in range(6)]

        works = [work(real_shop, order.id) for order in orders for work in (self.cancel, self.pick)]
        results = in_threads(works)
        hear_news()

        assert results[::2] == ["cancelled"] * 6
        assert all(result == "picked" or isinstance(result, Refused) for result in results[1::2])
        assert set(Order.objects.values_list("state", flat=True)) == {"CANCELLED"}
        assert real_shop.stock("LAMP") == (15, 0)
        assert_house_in_order()

    def test_and_ship_leaves_one_truth_per_order(self, real_shop):
        orders = [self.on_the_way(real_shop) for _ in range(6)]

        def ship(order_id: int) -> Callable[[], object]:
            pick = self.pick(real_shop, order_id)

            def work() -> str:
                pick()
                with transaction.atomic():
                    waiting = FulfilmentOrder.objects.get(order_id=order_id)
                    shipment = pack_order(fulfilment_order_id=waiting.id, at=real_shop.at, by=real_shop.by)
                with transaction.atomic():
                    dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
                return "shipped"

            return work

        results = in_threads([work for order in orders for work in (self.cancel(real_shop, order.id), ship(order.id))])
        hear_news()

        truths = [
            {result for result in results[place : place + 2] if isinstance(result, str)}
            for place in range(0, len(results), 2)
        ]
        assert all(len(truth) == 1 for truth in truths)
        shipped = truths.count({"shipped"})
        assert all(isinstance(result, (str, Refused)) for result in results)
        assert real_shop.stock("LAMP") == (15 - shipped, 0)
        assert_house_in_order()

    def test_twin_without_the_lock_of_the_order_is_stopped_by_the_constraint(self, real_shop, monkeypatch):
        order = self.on_the_way(real_shop)
        monkeypatch.setattr(order_queries, "_LOCK", order_queries._LOCK.replace("FOR NO KEY UPDATE", ""))
        picked = threading.Event()

        def hold() -> None:
            picked.set()
            time.sleep(0.5)  # not committed yet: whoever looks now sees a piece on the shelf

        def cancel() -> object:
            picked.wait(10)
            return self.cancel(real_shop, order.id)()

        results = in_threads([self.pick(real_shop, order.id, hold), cancel])

        assert results[0] == "picked"
        assert sqlstate_of(results[1]) == "23514"


class TestTheSameOrderFromManySides:
    def test_is_taken_in_once(self, real_shop):
        from kontor.kernel.actor import Actor
        from kontor.rest.intake import PlaceRequest, place_batch

        incoming = an_order((1, "LAMP"))
        results = in_threads([lambda: place_batch([PlaceRequest(incoming, Actor("key", "a"), None)]) for _ in range(8)])

        statuses = sorted(result[0].status for result in results if isinstance(result, list))
        assert statuses == [200] * 7 + [201]
        assert Order.objects.count() == 1
        assert_house_in_order()


class TestTwoCorrectionsOfWhatLayNowhere:
    """Two find a piece each of an article that has no balance yet; each looks at the book before the other has written."""

    def run(self, shop) -> int:
        with transaction.atomic():
            sku = create_products(products=[NewProduct("NEW", "New", "standard", Decimal(1))])["NEW"]
        both = threading.Barrier(2)

        def late(**told):
            with suppress(threading.BrokenBarrierError):
                both.wait(1)
            return adjust_stock(**told)

        def find(cause: str):
            with transaction.atomic():
                correct_stock(sku_id=sku, location_id=shop.near.id, pieces=1, cause=cause, at=shop.at, by=shop.by)

        with replaced(correcting, "adjust_stock", late):
            assert in_threads([lambda: find("a"), lambda: find("b")]) == [None, None]
        return Balance.objects.get(sku_id=sku).on_hand

    def test_are_both_in_the_book(self, real_shop):
        assert self.run(real_shop) == 2
        assert_house_in_order()

    def test_lose_one_where_no_balance_holds_them_apart(self, real_shop):
        with replaced(correcting, "insert_rows", lambda *_, **__: []):
            assert self.run(real_shop) == 1
