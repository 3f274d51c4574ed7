"""`kontor connect`: connect a channel to its API. Secrets are asked for, never given on the command line."""

from __future__ import annotations

import getpass
import os
from datetime import timedelta

from django.db import transaction

from kontor.channels.ports import ConnectorManifest
from kontor.channels.public import Access
from kontor.cli.progress import say
from kontor.flows.market.connecting import connect_account, look_around
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Refused
from kontor.platform.outside.registry import list_connectors

BY = Actor("user", "command line")


def connect(code: str, connector: str, base_url: str, given: list[str], since_days: float, *, replace: bool) -> int:
    """Connect a channel; 1 where the channel refuses the credentials, 2 where something is missing."""
    found = list_connectors().get(connector)
    if found is None or found.kind != "marketplace":
        names = sorted(name for name, it in list_connectors().items() if it.kind == "marketplace")
        say(f"There is no connector {connector}; there are {', '.join(names)}.")
        return 2
    settings = dict(pair.split("=", 1) for pair in given if "=" in pair)
    at = read_clock()
    try:
        access = Access(connector, base_url, settings, _ask_secrets(found.manifest))
        with transaction.atomic():
            since = at - timedelta(days=since_days)
            channel = connect_account(code=code, access=access, replace=replace, since=since, at=at, by=BY)
    except Refused as refusal:
        say(f"{refusal} See kontor connect --help: --setting NAME=VALUE, --base-url, --replace.")
        return 2
    try:
        offers = look_around(channel_id=channel.id, at=at)
    except Outside as failure:
        say(f"[bold]The channel does not let us in yet:[/bold] {failure}")
        return 1
    say(f"{channel.name} is connected; {offers} offers found there. Orders and stock follow by themselves.")
    return 0


def _ask_secrets(manifest: ConnectorManifest) -> dict[str, str]:
    """Ask for each credential; a machine gives them as ``CHANNEL_<NAME>`` in its environment."""
    secrets = {}
    for field in manifest.fields:
        if field.secret:
            told = os.environ.get(f"CHANNEL_{field.name.upper()}")
            secrets[field.name] = told if told is not None else getpass.getpass(f"{field.meaning} ")
    return secrets
