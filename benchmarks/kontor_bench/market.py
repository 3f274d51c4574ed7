"""Seven played channels and one merchant: the ground of the trials with channels."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

from django.db import transaction

from kontor.channels.public import (
    Access,
    call_poll,
    connect_channel,
    list_articles,
    list_due_connections,
)
from kontor.channels.tables import Channel
from kontor.cli.simulate import STAGES
from kontor.connectors.transport import close_client
from kontor.flows.market.offers import refresh_channel
from kontor.flows.market.reconciliation import learn_offers
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.egress import allow_inner
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.outside.registry import list_connectors
from kontor.platform.post.worker import run_jobs
from kontor.platform.sql.bulk import execute, select_rows


class Market:
    """The seven played channels and one merchant."""

    def __init__(self, skus: int) -> None:
        self.stages: dict[str, Any] = {}
        self.channels: dict[str, Channel] = {}
        # The played channels are on this machine, and without TLS.
        allow_inner(["127.0.0.1"])
        entity = LegalEntity.objects.get(code="BENCH")
        execute("DELETE FROM channels_listing")
        names = [f"B{n}" for n in range(1, skus + 1)]
        ids = dict(select_rows("SELECT code, id FROM catalog_sku WHERE code = ANY(%s)", [names]))
        for place, name in enumerate(STAGES):
            module = importlib.import_module(f"kontor.simulators.{name}")
            stage = module.STAGE(seed=place + 1).start()
            stage.world.put_offers([{"sku": sku, "quantity": 0, "price": "19.90"} for sku in names])
            manifest = list_connectors()[name].manifest
            at = read_clock()
            with transaction.atomic():
                channel = Channel.objects.create(
                    code=name, name=manifest.name, kind="marketplace", legal_entity=entity,
                    capabilities=sorted({*manifest.capabilities, "own_delivery"}),
                )  # fmt: skip
                list_articles(channel_id=channel.id, skus=ids)
                settings = {key: value.format(base_url=stage.base_url) for key, value in module.SETTINGS.items()}
                access = Access(name, stage.base_url, settings, module.SECRETS)
                connect_channel(channel_id=channel.id, access=access, since=at - timedelta(minutes=1), at=at, by=SYSTEM)
            learn_offers(channel_id=channel.id)
            self.stages[name], self.channels[name] = stage, channel

    def refresh(self) -> None:
        """Decide all offers anew."""
        for channel in self.channels.values():
            with transaction.atomic():
                refresh_channel(channel_id=channel.id, at=read_clock())

    def tick(self) -> None:
        """Do what the clock job does every two seconds, and all the jobs that follow from it."""
        from kontor.flows.tasks import tick_channels  # noqa: PLC0415 - needs loaded apps

        tick_channels.func(timestamp=0)
        run_jobs(wait=False)

    def poll_all(self) -> None:
        """Let every channel be polled now."""
        execute("UPDATE channels_connection SET next_poll_at = now()")
        for channel_id in list_due_connections(read_clock()):
            call_poll(channel_id)
        run_jobs(wait=False)

    def calls(self) -> dict[str, int]:
        """Return how many calls each stage has had."""
        return {name: len(stage.calls) for name, stage in self.stages.items()}

    def stop(self) -> None:
        """End the plays."""
        close_client()
        for stage in self.stages.values():
            stage.stop()


def forget_limits() -> None:
    """A day has passed: the channels' limits are full again."""
    execute("DELETE FROM platform_ratelevel")
