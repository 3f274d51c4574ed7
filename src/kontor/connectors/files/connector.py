"""The account is a folder: orders come in as files, stock, parcels and cancellations go out as files."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from kontor.channels.ports import (
    Account,
    Bucket,
    CancelRequest,
    Confirmation,
    ConnectorManifest,
    Feature,
    Marketplace,
    OfferLevel,
    OfferOutcome,
    OrderPage,
    RawOrder,
    SettingField,
    ShipmentNotice,
    TheirOffer,
    Window,
)
from kontor.connectors.files.table import FileUnreadable, read_file
from kontor.connectors.files.translate import translate
from kontor.kernel.cells import inert_cell
from kontor.kernel.errors import Misconfigured, Retryable

SUFFIXES = (".csv", ".txt", ".json")
# A file that changed a moment ago may still be written; the next poll reads it.
QUIET = timedelta(seconds=5)
MOST_BYTES = 50_000_000
MOST_SHOWN = 20_000
STOCK = "stock.csv"

_T = TypeVar("_T")


class Files(Marketplace):
    """One folder. ``orders/`` is read and never changed; everything else is written, whole or not at all."""

    manifest = ConnectorManifest(
        code="files",
        name="CSV and JSON files",
        features=frozenset(
            {
                Feature.FETCH_ORDERS, Feature.PUBLISH_STOCK, Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT,
                Feature.FIND_SHIPMENT, Feature.CANCEL,
            }
        ),
        without={
            Feature.PENDING_ORDERS: "A file holds orders that may be shipped; mark open payments as prepayment.",
            Feature.ACKNOWLEDGE: "A file needs no acceptance.",
            Feature.PUBLISH_PRICES: "Prices are kept where the files come from.",
            Feature.REFUND: "Refund where the buyer paid.",
            Feature.FETCH_RETURNS: "Announce returns in Kontor.",
            Feature.FETCH_SETTLEMENTS: "There is no payout by file.",
            Feature.RECEIVE_PUSH: "A folder sends nothing; it is looked at every half minute.",
            Feature.READ_QUEUE: "The folder is the queue.",
        },
        capabilities=frozenset({"split_shipment"}),
        buckets=(Bucket("files", 1_000, 1_000),),
        fields=(
            SettingField("folder", "Folder on this server; it gets orders/, shipments/ and cancellations/."),
            SettingField("decimal", "Decimal sign of the numbers: , or the point.", default=","),
            SettingField("country", "Country where a row names none.", default="DE"),
            SettingField("currency", "Currency where a row names none.", default="EUR"),
            SettingField("timezone", "Time zone of the dates.", default="Europe/Berlin"),
        ),
        most_offers_per_call=100_000,
        overlap=timedelta(minutes=1),
        poll_every=timedelta(seconds=30),
        base_url="file:",
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account
        self._folder = Path(account.settings.get("folder", ""))

    translate = staticmethod(translate)

    def fetch_orders(self, window: Window, page: str) -> OrderPage:
        """Return the orders of one file; the next page is the next file that came in the window."""
        waiting = [
            (arrival, path) for arrival, path in self._arrivals() if window.since <= arrival <= window.until - QUIET
        ]
        names = [f"{arrival.timestamp():.6f} {path.name}" for arrival, path in waiting]
        later = [place for place, name in enumerate(names) if name > page]
        if not later:
            return OrderPage(())
        arrival, path = waiting[later[0]]
        orders = tuple(self._orders_of(path, arrival))
        return OrderPage(orders, names[later[0]] if len(later) > 1 else "")

    def _arrivals(self) -> list[tuple[datetime, Path]]:
        """Return each file with the time at which it came into the folder, however old it says it is; links are left alone."""

        def look() -> list[tuple[datetime, Path]]:
            found = []
            for path in self._inside("orders").iterdir():
                facts = path.lstat()
                if path.suffix.lower() in SUFFIXES and path.name[0] not in ".~" and stat.S_ISREG(facts.st_mode):
                    found.append((datetime.fromtimestamp(facts.st_ctime, UTC), path))
            return sorted(found)

        return self._outside(look)

    def _orders_of(self, path: Path, arrival: datetime) -> Iterator[RawOrder]:
        content = self._outside(lambda: self._read(path))
        name = _printable(path.name)
        defaults = {
            field: self._account.settings.get(field) for field in ("decimal", "country", "currency", "timezone")
        }
        told = {"file": name} | {field: value for field, value in defaults.items() if value}
        try:
            if len(content) > MOST_BYTES:
                raise FileUnreadable(f"It is larger than {MOST_BYTES // 1_000_000} MB; split it.")
            orders = list(read_file(name, content))
        except FileUnreadable as fault:
            text = content[:MOST_SHOWN].decode("utf-8", errors="replace").replace("\x00", "\ufffd")
            orders = [("", {"format": "unreadable", "why": str(fault), "text": text})]
        for place, (number, order) in enumerate(orders, start=1):
            # What has no number of its own is known by its place in this file, and by no other.
            known_by = _printable(number)[:150] or f"{name[:80]} of {arrival:%Y-%m-%d %H:%M:%S.%f}, entry {place}"
            yield RawOrder(known_by, arrival, json.dumps(told | order).encode())

    @staticmethod
    def _read(path: Path) -> bytes:
        with open(path, "rb", opener=_no_link) as source:
            return source.read(MOST_BYTES + 1)

    def publish_stock(self, levels: Sequence[OfferLevel]) -> list[OfferOutcome]:
        """Write the quantities into stock.csv, where those of other articles stay."""
        with self._locked():
            stock = self._stock() | {level.sku: level.quantity for level in levels}
            self._write(STOCK, ("sku", "quantity"), sorted(stock.items()))
        return [OfferOutcome(level.sku, accepted=True) for level in levels]

    def list_offers(self, page: str) -> tuple[tuple[TheirOffer, ...], str]:
        """Return what stock.csv says."""
        return tuple(TheirOffer(sku, "", quantity) for sku, quantity in sorted(self._stock().items())), ""

    def _stock(self) -> dict[str, int]:
        path = self._inside() / STOCK
        if not path.exists():
            return {}
        content = self._outside(lambda: self._read(path))
        try:
            rows = csv.DictReader(io.StringIO(content.decode()), delimiter=";")
            return {row["sku"]: int(row["quantity"]) for row in rows}
        except (KeyError, ValueError, TypeError, csv.Error):
            raise Misconfigured(
                "The file is not as Kontor wrote it; remove it, and it is written anew.", file=path
            ) from None

    def confirm_shipment(self, notice: ShipmentNotice) -> Confirmation:
        """Write a file per parcel; the same parcel again is the same file."""
        rows = [
            (
                notice.order, line.line, line.sku, line.quantity, notice.carrier, notice.tracking_number,
                notice.shipped_at.isoformat(),
            )
            for line in notice.lines
        ]  # fmt: skip
        heads = ("order", "line", "sku", "quantity", "carrier", "tracking_number", "shipped_at")
        return Confirmation(self._write(f"shipments/{_file_name(notice.reference)}", heads, rows))

    def find_shipment(self, notice: ShipmentNotice) -> Confirmation | None:
        """Return the file of this parcel."""
        name = f"shipments/{_file_name(notice.reference)}"
        return Confirmation(name) if (self._inside() / name).exists() else None

    def cancel(self, request: CancelRequest) -> None:
        """Write a file per cancellation; no line means the whole order."""
        rows = [(request.order, line.line, line.sku, line.quantity, request.reason) for line in request.lines]
        heads = ("order", "line", "sku", "quantity", "reason")
        whole = [(request.order, "", "", "", request.reason)]
        self._write(f"cancellations/{_file_name(request.reference)}", heads, rows or whole)

    # --- the folder ------------------------------------------------------------------------------------------------

    def _inside(self, name: str = "") -> Path:
        """Return a folder of the account, made where it is missing. Raises Misconfigured where there is no account."""
        if not self._folder.is_absolute() or not self._folder.is_dir():
            raise Misconfigured("The folder is not there; make it, or name another.", folder=self._folder)
        place = self._folder / name
        if name and place.is_symlink():
            raise Misconfigured("This is a link; Kontor reads and writes in the folder itself only.", file=place)
        self._outside(lambda: place.mkdir(exist_ok=True))
        return place

    def _outside(self, work: Callable[[], _T]) -> _T:
        """Do something with the file system, whose failures are told like those of a channel."""
        try:
            return work()
        except PermissionError as failure:
            raise Misconfigured(
                "Kontor may not use this file: give its user the right to.", file=failure.filename
            ) from None
        except OSError as failure:
            raise Retryable("The folder does not answer.", why=failure) from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one worker at a time write the stock."""
        place = self._inside() / ".stock.lock"
        with self._outside(lambda: open(place, "a", opener=_no_link)) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
        """Write a file that is there whole or not at all. Returns its name."""
        folder = self._inside(str(Path(name).parent))
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([inert_cell(cell) for cell in row] for row in rows)
        draft = folder / f".{Path(name).name}.part"

        def write() -> None:
            with open(draft, "w", encoding="utf-8", newline="", opener=_no_link) as target:
                target.write(text.getvalue())
            draft.replace(self._folder / name)

        self._outside(write)
        return name


def _no_link(path: str, flags: int) -> int:
    """Open a file of the folder, never what a link in it points to: strangers may write there."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o644)


def _printable(name: str) -> str:
    """Return a name as text, whatever bytes it came as."""
    return name.encode("utf-8", errors="replace").decode().replace("\x00", "\ufffd")


def _file_name(reference: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in reference) + ".csv"
