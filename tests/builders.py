"""Data in the words of the trade."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from kontor.access.tables import Role, User
from kontor.catalog.public import NewProduct, create_products, define_kit
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import list_articles
from kontor.channels.tables import Channel
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.fulfilment.tables import FulfilmentOrder, PickTask
from kontor.inventory.public import GoodsIn, receive_stock
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.orders.tables import Order
from kontor.platform.models import SetAside
from kontor.platform.post.deliveries import deliver
from kontor.pricing.public import seed_tax_rates

_numbers = itertools.count(1)


@dataclass
class Shop:
    """The merchant of the tests."""

    skus: dict[str, int]
    near: Location
    far: Location
    channel: Channel
    at: object
    by: object
    told: int = 0
    numbers: list[str] = field(default_factory=list)

    def stock(self, code: str, place: Location | None = None) -> tuple[int, int]:
        """Return (on hand, reserved) of a SKU in a place, or everywhere."""
        rows = Balance.objects.filter(sku_id=self.skus[code])
        if place is not None:
            rows = rows.filter(location=place)
        return sum(row.on_hand for row in rows), sum(row.reserved for row in rows)

    def receive(self, code: str, quantity: int, place: Location | None = None, cause: str = "") -> None:
        goods = [GoodsIn(self.skus[code], (place or self.near).id, quantity, cause or f"receipt-{next(_numbers)}")]
        with transaction.atomic():
            receive_stock(goods=goods, at=self.at, by=self.by)

    def take(self, *incoming: IncomingOrder) -> list:
        with transaction.atomic():
            return accept_orders(incoming=list(incoming), at=self.at, by=self.by)

    def place(self, *lines, **more) -> Order:
        """Place one order and return it."""
        outcome = self.take(an_order(*lines, **more))[0]
        assert isinstance(outcome, TakenIn), outcome
        return Order.objects.get(id=outcome.order_id)


def a_merchant(*, at, by) -> Shop:
    """Make the merchant: NEAR (Köln) and FAR (München), a shop, LAMP 10+5, VASE 4+0, BOOK 0+6, GIFT = LAMP + 2 BOOK."""
    connection.cursor().execute("DELETE FROM procrastinate_jobs")  # Django's flush leaves them
    with transaction.atomic():
        entity = LegalEntity.objects.create(
            code="MU", name="Muster GmbH", street="Weg 1", postal_code="50667", city="Köln", country="DE", currency="EUR",
            timezone="Europe/Berlin", vat_id="DE136695976", oss=True,
        )  # fmt: skip
        near = Location.objects.create(
            code="NEAR", name="Lager Köln", legal_entity=entity, street="Tor 1", postal_code="50996", city="Köln",
            country="DE", latitude=50.9, longitude=7.0, parcel_cost=Decimal("4.00"),
        )  # fmt: skip
        far = Location.objects.create(
            code="FAR", name="Lager München", legal_entity=entity, street="Tor 2", postal_code="80331", city="München",
            country="DE", latitude=48.1, longitude=11.6, parcel_cost=Decimal("4.00"),
        )  # fmt: skip
        channel = Channel.objects.create(
            code="shop", name="Shop", legal_entity=entity, capabilities=["split_shipment", "cancel_part"]
        )
        seed_tax_rates()
        skus = create_products(
            products=[
                NewProduct("LAMP", "Tischlampe", weight_g=900, barcode="4006381333931", bin="A-1"),
                NewProduct("VASE", "Vase", weight_g=700, bin="B-1"),
                NewProduct("BOOK", "Kochbuch", tax_class="reduced", weight_g=400, bin="C-1"),
                NewProduct("GIFT", "Geschenkset", is_kit=True),
            ]
        )
        define_kit(kit_id=skus["GIFT"], parts={skus["LAMP"]: 1, skus["BOOK"]: 2})
        list_articles(channel_id=channel.id, skus={"L-001": skus["LAMP"]})
        receive_stock(
            goods=[
                GoodsIn(skus["LAMP"], near.id, 10, "opening"), GoodsIn(skus["LAMP"], far.id, 5, "opening"),
                GoodsIn(skus["VASE"], near.id, 4, "opening"), GoodsIn(skus["BOOK"], far.id, 6, "opening"),
            ],
            at=at, by=by,
        )  # fmt: skip
    return Shop(skus, near, far, channel, at, by)


def payload(*lines: tuple[int, str], **more) -> dict:
    """An order as a shop sends it: lines are (quantity, SKU)."""
    base = {
        "channel": "shop",
        "external_id": f"W-{next(_numbers)}",
        "currency": "EUR",
        "payment": "paid",
        "ship_to": {
            "name": "Erika Muster", "street": "Domplatz 1", "postal_code": "50667", "city": "Köln", "country": "DE",
            "email": "erika@example.org",
        },
        "lines": [{"sku": sku, "quantity": quantity, "unit_price": "10.00"} for quantity, sku in lines],
    }  # fmt: skip
    return {**base, **more}


def an_order(*lines: tuple[int, str], **more) -> IncomingOrder:
    """The same as connectors build it."""
    return IncomingOrder.model_validate(payload(*lines, **more))


def hear_news(most: int = 50) -> None:
    """Deliver every bundle of news that waits, like a worker would, until none is left."""
    for _ in range(most):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, args ->> 'listener', args -> 'event_ids' FROM procrastinate_jobs"
                " WHERE task_name = 'kontor.deliver' AND status = 'todo' ORDER BY id"
            )
            jobs = cursor.fetchall()
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job[0] for job in jobs]])
        if not jobs:
            return
        import json

        for _, listener, event_ids in jobs:
            deliver(listener, json.loads(event_ids) if isinstance(event_ids, str) else event_ids)
    raise AssertionError("the news never end")


def nothing_failed() -> None:
    """No news were set aside."""
    assert list(SetAside.objects.filter(closed_at=None).values_list("listener", "reason")) == []


def walk_to_packed(shop: Shop, order: Order) -> list[int]:
    """Pick and pack everything of an order; return the shipments."""
    from kontor.flows.warehouse.picking import pack_order, pick_pieces, start_picking

    hear_news()
    shipments = []
    for fulfilment_order in FulfilmentOrder.objects.filter(order=order, state="OPEN").order_by("id"):
        with transaction.atomic():
            pick_list = start_picking(fulfilment_order_ids=[fulfilment_order.id], at=shop.at, by=shop.by)
        for task in PickTask.objects.filter(pick_list_id=pick_list).order_by("id"):
            with transaction.atomic():
                pick_pieces(task_id=task.id, quantity=task.quantity, at=shop.at, by=shop.by)
        with transaction.atomic():
            shipments.append(pack_order(fulfilment_order_id=fulfilment_order.id, at=shop.at, by=shop.by))
    return shipments


def assert_house_in_order() -> None:
    """Every invariant holds; papers (I31) are written by a job that few tests run, and those ask for it themselves."""
    from kontor.cli.check import evaluate

    broken = [result for result in evaluate() if not result["holds"] and result["id"] != "I31"]
    assert broken == [], broken


def person(*capabilities: str) -> Client:
    """Return the browser of somebody who may do this in the back office."""
    role = Role.objects.create(name="role", capabilities=list(capabilities))
    user = User.objects.create_user("anna", password="a long enough password", is_staff=True)
    user.roles.add(role)
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


def person_named(name: str, *capabilities: str) -> Client:
    """Return the browser of somebody of a name, who may do everything where nothing is said."""
    role, _new = Role.objects.get_or_create(name=name, defaults={"capabilities": list(capabilities or ("*",))})
    user, _new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.roles.set([role])
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


def prove(client: Client) -> Client:
    """Have somebody prove once more that it is he, as he would with his password."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


NOW = read_clock


def run_bulk() -> None:
    """Work on the bulk jobs that were called for, as a worker would."""
    from kontor.flows.bulk.running import run_part
    from kontor.kernel.clock import read_clock

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'kontor.run_bulk_job' RETURNING (args ->> 'job_id')::bigint"
        )
        jobs = [row[0] for row in cursor.fetchall()]
    for job in jobs:
        run_part(job, clock=read_clock)


def bulk(client: Client, verb: str, keys: list[int], *, grid: str = "orders", **told) -> str:
    """Choose rows of a grid, press a verb, say what it asks for, and let it run; return the page that tells what came of it."""
    asked = client.post(reverse("admin:grid_bulk", args=[grid]), {"verb": verb, "id": keys})
    job = int(asked["Location"].rstrip("/").rsplit("/", 1)[1])
    client.post(reverse("admin:bulk_press", args=[job, "begin"]), told)
    run_bulk()
    return client.get(reverse("admin:bulk_job", args=[job])).content.decode()
