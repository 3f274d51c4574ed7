"""`kontor import orders`: batch by batch, each in one transaction that also keeps the place; so it can be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kontor.channels.tables import Channel
from kontor.cli.progress import print_json, say, stderr
from kontor.flows.imports.orders.lines import read_orders
from kontor.flows.imports.orders.profile import Profile, ProfileUnknown, load_profile
from kontor.flows.imports.orders.reading import FileUnreadable, fingerprint_of_file
from kontor.flows.imports.orders.running import Target, begin_import, finish_import, work_next
from kontor.flows.imports.orders.taking import Running
from kontor.flows.imports.orders.told import FileOrder, FileOrders
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.sql.bulk import execute


def run_import(path: Path, profile_name: str, *, history: bool, as_json: bool) -> int:
    """Import a file and print its reconciliation. Returns the exit code."""
    try:
        profile = load_profile(profile_name)
        fingerprint = fingerprint_of_file(path)
        with stderr.status(f"reading {path.name} …"):
            found = read_orders(path, profile)
    except (ProfileUnknown, FileUnreadable, OSError) as fault:
        say(f"[bold]Nothing was imported.[/bold] {fault}")
        return 2
    execute("SELECT set_config('statement_timeout', '300s', false)")
    orders = found.orders
    try:
        running = _prepare(profile, found, path, fingerprint, history=history)
    except ProfileUnknown as fault:
        say(f"[bold]Nothing was imported.[/bold] {fault}")
        return 2
    _work(running, orders)
    report = finish_import(running, found, at=read_clock())
    if as_json:
        print_json(report)
    else:
        _show(report)
    return 0 if report["reconciles"] else 1


def _prepare(profile: Profile, found: FileOrders, path: Path, fingerprint: str, *, history: bool) -> Running:
    """Make channel, products and opening stock where they are missing, and find the place where a killed run stopped."""
    at = read_clock()
    by = Actor("channel", profile.channel.code)
    with transaction.atomic():
        settings = profile.channel
        entity, location = _places(profile)
        channel, _ = Channel.objects.get_or_create(
            code=settings.code,
            defaults={
                "name": settings.name, "kind": "import", "legal_entity": entity, "currency": settings.currency,
                # Where the orders come from, the buyer was written to already.
                "capabilities": ["split_shipment", "cancel_part", "tells_buyer"],
            },
        )  # fmt: skip
        if channel.legal_entity_id != entity.id and profile.channel.legal_entity is not None:
            raise ProfileUnknown(
                f"The channel {channel.code} sells for another legal entity ({channel.legal_entity.code}): "
                f"name another channel in the profile for {entity.code}."
            )
        target = Target(path.name, fingerprint, channel.id, channel.code, location.id if location else None, history)
        running = begin_import(profile=profile, found=found, target=target, at=at, by=by)
        if running.report.progress["next"]:
            say(f"resuming after {running.report.progress['next']} of {len(found.orders)} orders")
    return running


def _places(profile: Profile) -> tuple[LegalEntity, Location | None]:
    """Return whose orders these are and where the opening stock lies: as the profile says, else the house's own first ones."""
    settings = profile.channel
    if settings.legal_entity is not None:
        told = settings.legal_entity
        entity, _ = LegalEntity.objects.get_or_create(
            code=told.code, defaults={**told.model_dump(exclude_none=True), "currency": settings.currency}
        )
    elif (first := LegalEntity.objects.order_by("id").first()) is not None:
        entity = first
    else:
        raise ProfileUnknown(
            "There is no legal entity yet: create it in the back office, or name one in the profile under channel."
        )
    if settings.location is None:
        return entity, Location.objects.filter(legal_entity=entity).order_by("id").first()
    location, _ = Location.objects.get_or_create(
        code=settings.location.code,
        defaults={**settings.location.model_dump(exclude_none=True), "legal_entity": entity},
    )
    return entity, location


def _work(running: Running, orders: Sequence[FileOrder]) -> None:
    columns = (
        TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("orders"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=stderr) as progress:
        bar = progress.add_task("", total=len(orders), completed=running.report.progress["next"])
        while work_next(running, orders, at=read_clock()):
            progress.update(bar, completed=running.report.progress["next"])


def _show(report: dict[str, Any]) -> None:
    table = Table("", "", title=f"Import of {report['profile']} ({report['as']})")
    for name, value in report.items():
        if isinstance(value, dict):
            for part, count in value.items():
                table.add_row(f"  {name}: {part}", str(count))
        else:
            table.add_row(name, str(value))
    stderr.print(table)
