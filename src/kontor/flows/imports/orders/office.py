"""Orders from a file that came by the office: looked at, tried without a trace, taken in by a worker that can stop and go on."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from kontor.channels.public import ChannelKind, NewChannel, list_accounts, open_channel
from kontor.flows.errors import FileRefused
from kontor.flows.imports.orders.columns import ColumnsOfFile, match_columns, with_columns
from kontor.flows.imports.orders.lines import read_orders
from kontor.flows.imports.orders.profile import Profile, ProfileUnknown, list_profiles, load_profile
from kontor.flows.imports.orders.reading import FileUnreadable, read_headings
from kontor.flows.imports.orders.running import Target, begin_import, finish_import, work_next
from kontor.flows.imports.orders.taking import Running
from kontor.flows.imports.orders.told import FileOrders
from kontor.kernel.actor import Actor, read_actor
from kontor.kernel.money import ZERO
from kontor.legal_entities.public import get_legal_entity
from kontor.platform.keep.imports import ImportRow, get_import, read_import
from kontor.platform.keep.runs import has_ended

# So many orders are tried without a trace: enough to see what is wrong, and nobody waits long.
MOST_TRIED = 300
# Of so many channels for one kind of files the first that is free or the company's own is taken.
MOST_CHANNELS = 1_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file of orders holds, before anything is done: orders by what becomes of them, lines by why they wait."""

    orders: int
    lines: int
    ignored: int
    decimal: str
    fates: Mapping[str, int]
    reasons: Mapping[str, int]
    amount: Decimal


def list_order_profiles() -> dict[str, str]:
    """Return the profiles that Kontor brings and offers, with what they are called."""
    profiles = {name: load_profile(name) for name in list_profiles()}
    return {name: it.title or name for name, it in profiles.items() if it.offered}


def look_at_orders_file(it: ImportRow) -> Looked:
    """Return what a file holds by its profile. Refuses: FileRefused."""
    _profile, found = _read(it)
    lines = [line for order in found.orders for line in order.lines]
    reasons = Counter(order.reason or line.reason for order in found.orders for line in order.lines)
    del reasons[""]
    fates = Counter(order.fate for order in found.orders)
    amount = sum((order.amount for order in found.orders), ZERO)
    return Looked(len(found.orders), len(lines), found.ignored, found.decimal, dict(fates), dict(reasons), amount)


def look_at_columns(it: ImportRow) -> ColumnsOfFile:
    """Return which column of a file stands for what. Refuses: FileRefused."""
    try:
        profile = load_profile(str(it.content.get("profile", "")))
        with _file_of(it) as path:
            return match_columns(profile, read_headings(path, profile), it.content.get("columns", {}))
    except (ProfileUnknown, FileUnreadable) as fault:
        raise FileRefused(told=str(fault)[:500]) from None


def try_orders(it: ImportRow, *, legal_entity_id: int, at: datetime, by: Actor) -> dict[str, Any]:
    """Return what would come of the first orders of a file, with nothing written. Refuses: FileRefused."""
    profile, found = _read(it)
    part = FileOrders(found.orders[:MOST_TRIED], found.ignored, found.decimal)
    with transaction.atomic():
        running = _begin(it, profile, part, legal_entity_id, at, by)
        while work_next(running, part.orders, at=at):
            pass
        report = finish_import(running, part, at=at)
        transaction.set_rollback(True)
    return report


def take_orders(it: ImportRow, *, legal_entity_id: int, at: datetime, by: Actor) -> Running:
    """Begin the import of a file, or go on where it stopped. Refuses: FileRefused."""
    profile, found = _read(it)
    return _begin(it, profile, found, legal_entity_id, at, by)


def take_file_in(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Take a file in to its end, batch by batch; a worker that dies goes on at its place. Refuses: FileRefused."""
    it = get_import(import_id)
    if it is None or it.run is None or has_ended(it.run):
        return
    profile, found = _read(it)
    with transaction.atomic():
        running = _begin(it, profile, found, int(it.content["legal_entity"]), clock(), read_actor(it.by))
    while work_next(running, found.orders, at=clock()):
        pass
    finish_import(running, found, at=clock())


def _read(it: ImportRow) -> tuple[Profile, FileOrders]:
    try:
        profile = with_columns(load_profile(str(it.content.get("profile", ""))), it.content.get("columns", {}))
        with _file_of(it) as path:
            return profile, read_orders(path, profile)
    except (ProfileUnknown, FileUnreadable) as fault:
        raise FileRefused(told=str(fault)[:500]) from None


@contextmanager
def _file_of(it: ImportRow) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=".gz" if it.name.endswith(".gz") else ".csv") as file:
        file.write(read_import(it.id))
        file.flush()
        yield Path(file.name)


def _begin(
    it: ImportRow, profile: Profile, found: FileOrders, legal_entity_id: int, at: datetime, by: Actor
) -> Running:
    company = get_legal_entity(legal_entity_id)
    # A company's orders are its own: of the second that takes in files of this kind they come by a channel of its own.
    own = f"{profile.channel.code}-{company.code.lower()}"[:36]
    codes = (profile.channel.code, own, *(f"{own}-{turn}" for turn in range(2, MOST_CHANNELS)))
    accounts = list_accounts()
    mine = [it for it in codes if it in accounts and accounts[it].legal_entity_id == company.id]
    code = next(iter([*mine, *(it for it in codes if it not in accounts)]))
    name = {profile.channel.code: profile.channel.name}.get(code, f"{profile.channel.name}, {company.name}"[:80])
    if code not in accounts:
        # Where the orders come from, the buyer was written to already.
        capabilities = ("split_shipment", "cancel_part", "tells_buyer")
        new = NewChannel(
            code,
            name,
            legal_entity_id,
            capabilities,
            "DE",
            ChannelKind.IMPORT,
            profile.channel.currency,
        )
        open_channel(new=new, at=at, by=by)
        accounts = list_accounts()
    history = bool(it.content.get("history"))
    target = Target(it.name, it.sha256, accounts[code].id, code, None, history)
    return begin_import(profile=profile, found=found, target=target, at=at, by=Actor("channel", code))
