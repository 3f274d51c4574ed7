"""An article becomes a kit while others know it as a piece. Each with a twin that fails without the protection."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from django.db import transaction
from test_stock_races import in_threads, replaced

from builders import an_order, assert_house_in_order
from kontor.catalog.public import KitRefused, SoldOtherwise, keep_product, keep_sku
from kontor.catalog.tables import KitPart, Sku
from kontor.channels.ports import IncomingLine
from kontor.cli.check import evaluate
from kontor.flows.selling import amending, intake
from kontor.flows.selling.amending import amend_as_told
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.revising import Revision, read_revision, revise_order
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.kits import make_kit
from kontor.inventory.public import GoodsIn, KitHasNoStock, adjust_stock, receive_stock
from kontor.inventory.tables import Balance
from kontor.inventory.use_cases import adjust_stock as adjust
from kontor.inventory.use_cases import receive_stock as receive
from kontor.orders.public import OrderRow
from kontor.orders.tables import OrderLine
from kontor.platform.sql.again import in_one_go
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.halving import work_in_batches

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for_a_wait(seconds: float = 10) -> None:
    """Until somebody waits for what this transaction holds: it goes on in the worst moment."""
    until = time.monotonic() + seconds
    sql = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    while not select_rows(sql):
        assert time.monotonic() < until, "nobody waited"
        time.sleep(0.005)


def broken() -> list[str]:
    return [it["id"] for it in evaluate() if not it["holds"]]


class AKitInTheMaking:
    """A set is made of an article; before that is written for good, somebody comes who knows it as a piece."""

    def make(self, shop) -> None:
        with transaction.atomic():
            product = keep_product(product_id=None, facts={"name": "Set"}, at=shop.at, by=shop.by)
            facts = {"code": "SET", "price": Decimal(20)}
            self.sku = keep_sku(sku_id=None, product_id=product, facts=facts, at=shop.at, by=shop.by)
        self.product, self.lamp, self.made = product, Sku.objects.get(code="LAMP").id, threading.Event()

    def kit(self, shop) -> None:
        with transaction.atomic():
            make_kit(product_id=self.product, sku_id=self.sku, parts={self.lamp: 2}, at=shop.at, by=shop.by)
            self.made.set()
            wait_for_a_wait()


class TestAKitAndItsFirstReceipt(AKitInTheMaking):
    def run(self, shop) -> list:
        self.make(shop)

        def receipt():
            self.made.wait(10)
            with transaction.atomic():
                receive_stock(goods=[GoodsIn(self.sku, shop.near.id, 5, "first")], at=shop.at, by=shop.by)

        return in_threads([lambda: self.kit(shop), receipt])

    def left_in_a_kit(self) -> int:
        kits = KitPart.objects.values("kit")
        return sum(it.on_hand for it in Balance.objects.filter(sku__in=kits))

    def test_leave_no_pieces_in_a_kit(self, real_shop):
        results = self.run(real_shop)

        assert self.left_in_a_kit() == 0
        assert [type(it) for it in results if it is not None] == [KitHasNoStock]
        assert_house_in_order()

    def test_lose_pieces_where_the_article_may_change(self, real_shop):
        with replaced(receive, "stay_skus", lambda sku_ids: set()):
            results = self.run(real_shop)

        assert (results, self.left_in_a_kit()) == ([None, None], 5)
        assert broken() == ["I35"]


class TestAKitAndItsFirstOrder(AKitInTheMaking):
    def run(self, shop) -> list:
        self.make(shop)

        def order():
            self.made.wait(10)
            work_in_batches([an_order((3, "SET"))], self.take(shop), lambda item, failure: failure)

        return in_threads([lambda: self.kit(shop), order])

    @staticmethod
    def take(shop):
        return lambda orders: accept_orders(incoming=orders, at=shop.at, by=shop.by)

    def test_make_an_order_of_its_parts(self, real_shop):
        results = self.run(real_shop)

        line = OrderLine.objects.get(sku__code="SET")
        assert (results, line.recipe, line.short) == ([None, None], [[self.lamp, 2]], 0)
        assert_house_in_order()

    def test_wait_for_ever_for_pieces_where_the_article_may_change(self, real_shop):
        with replaced(intake, "stay_as_read", lambda kinds: None):
            self.run(real_shop)

        line = OrderLine.objects.get(sku__code="SET")
        assert (line.recipe, line.short) == (None, 3)
        assert broken() == ["I35"]


class TestAKitAndItsFirstCount(AKitInTheMaking):
    def run(self, shop) -> list:
        self.make(shop)

        def count():
            self.made.wait(10)
            with transaction.atomic():
                adjust_stock(
                    sku_id=self.sku, location_id=shop.near.id, counted=5, cause="count:first", at=shop.at, by=shop.by
                )

        return in_threads([lambda: self.kit(shop), count])

    def test_leave_no_pieces_in_a_kit(self, real_shop):
        results = self.run(real_shop)

        assert Balance.objects.filter(sku=self.sku, on_hand__gt=0).count() == 0
        assert [type(it) for it in results if it is not None] == [KitHasNoStock]
        assert_house_in_order()

    def test_lose_pieces_where_the_article_may_change(self, real_shop):
        with replaced(adjust, "stay_skus", lambda sku_ids: set()):
            results = self.run(real_shop)

        assert (results, Balance.objects.get(sku=self.sku).on_hand) == ([None, None], 5)
        assert broken() == ["I35"]


class TestAKitAndAnOrderThatIsChanged(AKitInTheMaking):
    """A clerk adds an article to an order while a colleague makes it a kit."""

    def run(self, shop) -> list:
        self.make(shop)
        order = shop.place((1, "LAMP"), payment="prepayment")
        stands = read_revision(order.id)
        wanted = Revision(
            stands.lines,
            [IncomingLine.model_validate({"sku": "SET", "quantity": 3, "unit_price": "20"})],
            stands.charges,
            "",
        )

        def change():
            self.made.wait(10)
            in_one_go(lambda: revise_order(order_id=order.id, revision=wanted, at=shop.at, by=shop.by))

        return in_threads([lambda: self.kit(shop), change])

    def test_are_the_parts_of_the_kit(self, real_shop):
        results = self.run(real_shop)

        line = OrderLine.objects.get(sku__code="SET")
        assert (results, line.recipe, line.ordered) == ([None, None], [[self.lamp, 2]], 3)
        assert_house_in_order()

    def test_wait_for_ever_for_pieces_where_the_article_may_change(self, real_shop):
        with replaced(amending, "stay_as_read", lambda kinds: None):
            self.run(real_shop)

        line = OrderLine.objects.get(sku__code="SET")
        assert (line.recipe, line.short) == (None, 3)
        assert broken() == ["I35"]


class TestALineOfWhatIsAKitNow:
    """Nobody waits for it any more, so it may become a kit; the line stays what it was sold as."""

    def sold(self, shop) -> tuple[OrderRow, OrderLine]:
        with transaction.atomic():
            product = keep_product(product_id=None, facts={"name": "Set"}, at=shop.at, by=shop.by)
            facts = {"code": "SET", "price": Decimal(20)}
            sku = keep_sku(sku_id=None, product_id=product, facts=facts, at=shop.at, by=shop.by)
        order = shop.place((1, "LAMP"), (3, "SET"), payment="prepayment")
        line = OrderLine.objects.get(order_id=order.id, sku_id=sku)
        self.stands = read_revision(order.id)
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 3}, reference="r", reason="other", at=shop.at, by=shop.by)
        with transaction.atomic():
            lamp = Sku.objects.get(code="LAMP").id
            make_kit(product_id=product, sku_id=sku, parts={lamp: 2}, at=shop.at, by=shop.by)
        return order, line

    def test_is_not_wanted_again_by_hand(self, real_shop):
        shop = real_shop
        order, line = self.sold(shop)

        with pytest.raises(SoldOtherwise):
            in_one_go(lambda: revise_order(order_id=order.id, revision=self.stands, at=shop.at, by=shop.by))

        line.refresh_from_db()
        assert (line.ordered - line.cancelled, OrderLine.objects.filter(order_id=order.id).count()) == (0, 2)
        assert_house_in_order()

    def test_is_not_wanted_again_by_its_channel(self, real_shop):
        shop = real_shop
        order, line = self.sold(shop)
        told = an_order((1, "LAMP"), (3, "SET"), external_id=order.external_id, total=None)

        with pytest.raises(SoldOtherwise) as refused, transaction.atomic():
            amend_as_told(order_id=order.id, told=told, keep_address=True, announced=False, at=shop.at, by=shop.by)

        line.refresh_from_db()
        assert (refused.value.facts["sku"], line.ordered - line.cancelled) == ("SET", 0)
        assert_house_in_order()


class TestTwoKitsOfEachOther:
    """Two articles are made kits at one moment, each of the other."""

    def run(self, shop) -> list:
        with transaction.atomic():
            product = keep_product(product_id=None, facts={"name": "Sets"}, at=shop.at, by=shop.by)
            first, second = (
                keep_sku(sku_id=None, product_id=product, facts={"code": code}, at=shop.at, by=shop.by)
                for code in ("SET-A", "SET-B")
            )

        def kit(whole: int, part: int):
            with transaction.atomic():
                make_kit(product_id=product, sku_id=whole, parts={part: 1}, at=shop.at, by=shop.by)

        return in_threads([lambda: kit(first, second), lambda: kit(second, first)])

    def test_are_one_kit(self, real_shop):
        results = self.run(real_shop)

        assert KitPart.objects.filter(kit__code__startswith="SET-").count() == 1
        assert [type(it) for it in results if it is not None] == [KitRefused]
        assert_house_in_order()
