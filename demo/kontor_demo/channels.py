"""The demo merchant's channels: seven played ones, connected at every start."""

from __future__ import annotations

import importlib
import time
from datetime import timedelta

import httpx2
from django.db import transaction

from kontor.catalog.tables import Sku
from kontor.channels.public import Access, call_subscribe, connect_channel, list_articles
from kontor.channels.tables import Channel, Listing
from kontor.cli.simulate import STAGES
from kontor.flows.market.offers import refresh_channel
from kontor.flows.market.reconciliation import learn_offers
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Retryable
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.bulk import execute

# Each channel shows a part of the range.
ARTICLES_PER_CHANNEL = 60


def connect_demo_channels(ports: dict[str, int], web_url: str) -> None:
    """Connect the played channels to the demo merchant, tell them what is on offer, and let Kontor publish the stock."""
    entity = LegalEntity.objects.get(code="KB")
    for place, name in enumerate(STAGES):
        channel = _channel(name, entity, place)
        module = importlib.import_module(f"kontor.simulators.{name}")
        base_url = f"http://127.0.0.1:{ports[name]}"
        push_url = f"{web_url}/api/v1/push/{channel.code}"
        listed = list(Listing.objects.filter(channel=channel).select_related("sku__product"))
        offers = [{"sku": row.channel_sku, "price": str(row.price), "title": row.sku.product.name} for row in listed]
        _direct(base_url, "offers", {"offers": offers})
        _direct(base_url, "push", {"url": push_url})
        settings = {key: value.format(base_url=base_url) for key, value in module.SETTINGS.items()}
        access = Access(name, base_url, settings | _callback(name, push_url), module.SECRETS)
        at = read_clock()
        with transaction.atomic():
            since = at - timedelta(minutes=1)
            connect_channel(channel_id=channel.id, access=access, since=since, at=at, by=SYSTEM)
            # A play that began anew knows nothing of what was published to the last one.
            execute(
                "UPDATE channels_offer SET published = NULL, published_price = NULL,"
                " state = CASE WHEN wanted IS NULL THEN state ELSE 'waiting' END, lease_until = NULL WHERE channel_id = %s",
                [channel.id],
            )
        _learn(channel.id)
        with transaction.atomic():
            refresh_channel(channel_id=channel.id, at=at)
            call_subscribe(channel_id=channel.id)


def _learn(channel_id: int) -> None:
    """Learn the channel's ids; the plays misbehave on purpose, and what is not learned now is asked when it is needed."""
    for _ in range(5):
        try:
            learn_offers(channel_id=channel_id)
            return
        except Retryable:
            time.sleep(1)


def _channel(name: str, entity: LegalEntity, place: int) -> Channel:
    manifest = list_connectors()[name].manifest
    with transaction.atomic():
        channel, new = Channel.objects.get_or_create(
            code=name,
            defaults={
                "name": manifest.name, "kind": "marketplace" if "collects_payment" in manifest.capabilities else "shop",
                "legal_entity": entity, "country": manifest.country,
                "capabilities": sorted({*manifest.capabilities, "own_delivery"}),
            },
        )  # fmt: skip
        if new:
            skus = list(Sku.objects.select_related("product").order_by("id"))
            mine = [skus[(place * 41 + step * 5) % len(skus)] for step in range(ARTICLES_PER_CHANNEL)]
            list_articles(channel_id=channel.id, skus={sku.code: sku.id for sku in mine})
            execute(
                "UPDATE channels_listing listing SET price = coalesce(sku.price, 19.90) FROM catalog_sku sku"
                " WHERE sku.id = listing.sku_id AND listing.channel_id = %s",
                [channel.id],
            )
    return channel


def _direct(base_url: str, verb: str, body: object) -> None:
    """Tell a stage something; it may still be starting."""
    for _ in range(60):
        try:
            httpx2.post(f"{base_url}/_stage/{verb}", json=body, timeout=5).raise_for_status()
            return
        except httpx2.TransportError:
            time.sleep(0.25)
    raise SystemExit(f"The played channel at {base_url} does not answer.")


def _callback(connector: str, push_url: str) -> dict[str, str]:
    """Return where the channel reaches us, for those that sign it."""
    asked = {field.name for field in list_connectors()[connector].manifest.fields}
    return {"callback_url": push_url} if "callback_url" in asked else {}
