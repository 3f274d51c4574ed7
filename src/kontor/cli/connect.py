"""`kontor connect`: connect a channel to its API. Secrets are asked for, never given on the command line."""

from __future__ import annotations

import getpass
import os
from datetime import timedelta

from django.db import transaction

from kontor.channels.public import Access, Channel, connect_channel
from kontor.cli.progress import say
from kontor.flows.offers import refresh_channel
from kontor.flows.reconciliation import learn_offers
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside
from kontor.platform.connectors import list_connectors
from kontor.platform.models import LegalEntity

BY = Actor("user", "command line")


def connect(code: str, connector: str, base_url: str, given: list[str], since_days: float) -> int:
    """Connect a channel; 1 where the channel refuses the credentials, 2 where something is missing."""
    found = list_connectors().get(connector)
    if found is None or found.kind != "marketplace":
        names = sorted(name for name, it in list_connectors().items() if it.kind == "marketplace")
        say(f"There is no connector {connector}; there are {', '.join(names)}.")
        return 2
    card = found.card
    settings = dict(pair.split("=", 1) for pair in given if "=" in pair)
    known = {field.name for field in card.fields if not field.secret}
    missing = [
        field.name for field in card.fields if not field.secret and not (field.default or settings.get(field.name))
    ]
    missing = [name for name in missing if name != "callback_url"]
    if unknown := set(settings) - known:
        say(f"{found.name} has no setting {', '.join(sorted(unknown))}; it has {', '.join(sorted(known)) or 'none'}.")
        return 2
    if missing or not (base_url or card.base_url):
        say(
            f"Please give --setting {' and '.join(missing)}."
            if missing
            else "Please give --base-url: the shop's address."
        )
        return 2
    channel = Channel.objects.filter(code=code).first() or _make_channel(code, card)
    if channel is None:
        say("There is no legal entity, or more than one: create the sales channel in the back office first.")
        return 2
    at = read_clock()
    with transaction.atomic():
        access = Access(connector, base_url, settings, _ask_secrets(card))
        since = at - timedelta(days=since_days)
        connect_channel(channel_id=channel.id, access=access, since=since, at=at, by=BY)
    try:
        refs = learn_offers(channel_id=channel.id)
    except Outside as failure:
        say(f"[bold]The channel does not let us in yet:[/bold] {failure}")
        return 1
    with transaction.atomic():
        refresh_channel(channel_id=channel.id, at=at)
    say(f"{channel.name} is connected; {len(refs)} offers found there. Orders and stock follow by themselves.")
    return 0


def _make_channel(code: str, card: object) -> Channel | None:
    entities = list(LegalEntity.objects.all()[:2])
    if len(entities) != 1:
        return None
    capabilities = sorted(getattr(card, "capabilities", ()))
    kind = "marketplace" if "collects_payment" in capabilities else "shop"
    with transaction.atomic():
        return Channel.objects.create(
            code=code, name=str(getattr(card, "name", code)), kind=kind, legal_entity=entities[0],
            capabilities=capabilities, country=str(getattr(card, "country", "DE")),
        )  # fmt: skip


def _ask_secrets(card: object) -> dict[str, str]:
    """Ask for each credential; a machine gives them as ``CHANNEL_<NAME>`` in its environment."""
    secrets = {}
    for field in getattr(card, "fields", ()):
        if field.secret:
            told = os.environ.get(f"CHANNEL_{field.name.upper()}")
            secrets[field.name] = told if told is not None else getpass.getpass(f"{field.meaning} ")
    return secrets
