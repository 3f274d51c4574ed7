"""Keep a file of orders that somebody uploaded."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from kontor.channels.errors import NotConnected, UploadRefused
from kontor.channels.models import Connection
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

SUFFIXES = (".csv", ".txt", ".json")
MOST_UPLOAD_BYTES = 50_000_000


def keep_upload(*, channel_id: int, name: str, content: bytes, at: datetime, by: Actor) -> Path:
    """An uploaded file goes where the files of its channel come in, and is read like any of them.

    Refuses: NotConnected where the channel has no folder, UploadRefused where the file cannot be one of orders.
    """
    connection = Connection.objects.filter(channel_id=channel_id).first()
    folder = connection.settings.get("folder") if connection is not None else None
    if not folder or not Path(folder).is_dir():
        raise NotConnected(channel=channel_id)
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES or not content or len(content) > MOST_UPLOAD_BYTES:
        raise UploadRefused(file=name[:100])
    stem = re.sub(r"[^A-Za-z0-9_-]", "-", Path(name).stem)[:40]
    orders = Path(folder) / "orders"
    if orders.is_symlink():  # strangers may write into the folder; what they link to is not ours to fill
        raise UploadRefused(file=name[:100])
    place = orders / f"{at:%Y%m%dT%H%M%S%f}-{stem}{suffix}"
    draft = orders / f".{place.name}.part"
    try:
        orders.mkdir(exist_ok=True)
        draft.write_bytes(content)
        draft.replace(place)
    except OSError as failure:
        raise UploadRefused(
            "The file cannot be put into the folder of the account.",
            file=name[:100],
            folder=orders,
            why=failure.strerror,
        ) from None
    record_changes(
        subject="channel", verb="keep_upload", at=at, by=by,
        changes=[Change(channel_id, None, {"name": place.name, "bytes": len(content)})],
    )  # fmt: skip
    return place
