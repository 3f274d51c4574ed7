"""A channel on stage: a played channel, connected to a merchant, its jobs run by hand."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.db import transaction

from builders import Shop, hear_news, walk_to_packed
from kontor.channels.public import Access, connect_channel, list_articles
from kontor.channels.tables import Channel, Connection
from kontor.channels.tasks import poll_channel, publish_offers, send_intents
from kontor.connectors.transport import close_client
from kontor.flows.market.offers import follow_stock, refresh_channel
from kontor.flows.market.reconciliation import learn_offers
from kontor.flows.selling.connector_messages import take_in_feed
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.inventory.public import stock_has_changed
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.bulk import execute
from kontor.shipping.tables import LabelIntent
from kontor.shipping.tasks import book_labels


class Played:
    """One channel of a merchant and the stage behind it."""

    def __init__(
        self, shop: Shop, code: str, *, skus: tuple[str, ...] = ("LAMP", "VASE", "BOOK"), seed: int = 1
    ) -> None:
        module = import_module(f"kontor.simulators.{code}")
        self.shop, self.code = shop, code
        self.stage = module.STAGE(seed=seed).start()
        self.stage.world.put_offers(
            [{"sku": sku, "quantity": 0, "price": "19.90", "title": sku.title()} for sku in skus]
        )
        manifest = list_connectors()[code].manifest
        with transaction.atomic():
            self.channel = Channel.objects.create(
                code=f"{code}-1", name=manifest.name, kind="marketplace", legal_entity=shop.channel.legal_entity,
                capabilities=sorted({*manifest.capabilities, "own_delivery"}),
            )  # fmt: skip
            list_articles(channel_id=self.channel.id, skus={sku: shop.skus[sku] for sku in skus})
            at = read_clock()
            settings = {name: value.format(base_url=self.stage.base_url) for name, value in module.SETTINGS.items()}
            access = Access(code, self.stage.base_url, settings, module.SECRETS)
            connect_channel(
                channel_id=self.channel.id, access=access, since=at - timedelta(hours=1), at=at, by=Actor("user", "t")
            )
        learn_offers(channel_id=self.channel.id)
        with transaction.atomic():
            refresh_channel(channel_id=self.channel.id, at=read_clock())

    def direct(self, verb: str, **given: Any) -> Any:
        request = urllib.request.Request(
            f"{self.stage.base_url}/_stage/{verb}", json.dumps(given).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def connection(self) -> Connection:
        return Connection.objects.get(channel=self.channel)

    def poll(self) -> None:
        self.poll_only()
        hear_news()

    def poll_only(self) -> None:
        """Fetch and understand, with no worker that hears the news of it."""
        poll_channel.func(channel_id=self.channel.id)
        take_in_feed(channel_id=self.channel.id, at=read_clock(), by=Actor("channel", self.channel.code))

    def publish(self) -> None:
        while stock_has_changed():
            with transaction.atomic():
                follow_stock(at=read_clock())
        execute("UPDATE channels_offer SET lease_until = now() - interval '1 s' WHERE state = 'inflight'")
        publish_offers.func(channel_id=self.channel.id)

    def ship(self, order) -> None:
        """Pick, pack, label and hand over everything of an order."""
        shipments = walk_to_packed(self.shop, order)
        hear_news()
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=read_clock(), by=self.shop.by)
        hear_news()

    def tell(self) -> None:
        execute("UPDATE channels_channelintent SET not_before = NULL")
        send_intents.func(channel_id=self.channel.id)

    def told(self, what: str) -> list[dict[str, Any]]:
        return [entry for entry in self.stage.world.log if entry["what"] == what]

    def stop(self) -> None:
        close_client()
        self.stage.stop()
