"""`kontor api-key`."""

from __future__ import annotations

from django.db import transaction
from rich.table import Table

from kontor.access.public import create_api_key, revoke_api_key
from kontor.access.tables import ApiKey
from kontor.cli.progress import say, stdout
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError

BY = Actor("system", "command line")


def create(name: str, capabilities: list[str]) -> int:
    """Create a key; its secret goes to standard output, alone."""
    if ApiKey.objects.filter(name=name).exists():
        say(f"There is a key named {name!r} already; choose another name.")
        return 1
    try:
        with transaction.atomic():
            secret = create_api_key(name=name, capabilities=capabilities, at=read_clock(), by=BY)
    except KontorError as refusal:
        say(str(refusal))
        return 2
    stdout.print(secret, soft_wrap=True)
    return 0


def revoke(name: str) -> int:
    """Revoke a key."""
    try:
        with transaction.atomic():
            revoke_api_key(name=name, at=read_clock(), by=BY)
    except KontorError as refusal:
        say(str(refusal))
        return 1
    return 0


def print_keys() -> None:
    """Show every key without its secret."""
    table = Table("name", "begins with", "may", "created", "revoked")
    for key in ApiKey.objects.order_by("id"):
        revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
        table.add_row(key.name, key.prefix, ", ".join(key.capabilities), f"{key.created_at:%Y-%m-%d %H:%M}", revoked)
    stdout.print(table)
