"""The file store: bytes under KONTOR_HOME/files, addressed by their SHA-256, never overwritten."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kontor.kernel.errors import NotFound
from kontor.platform.models import StoredFile
from kontor.platform.start.environment import home


class FileDamaged(Exception):
    """The bytes on disk are not those that were stored."""


def path_of_file(sha256: str) -> Path:
    """Return where the bytes of this hash lie."""
    return Path(settings.KONTOR_HOME) / "files" / sha256[:2] / sha256


def _make_folder(folder: Path) -> None:
    """Make a folder of files: what merchants keep is nobody else's to read on the same machine."""
    for path in (folder.parent, folder):
        path.mkdir(exist_ok=True, mode=0o700)
    if folder.parent.stat().st_mode & 0o077:
        folder.parent.chmod(0o700)


def store_file(content: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Store the bytes once, durable before the row that names them."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of_file(sha256)
    if not path.exists():
        _write(path, content)
    stored, new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"media_type": media_type, "size": len(content), "name": name, "created_at": at},
    )
    if not new:
        with transaction.atomic():
            # Whoever forgets it waits, or was here before: then it came once more.
            stored = StoredFile.objects.select_for_update(no_key=True).get(pk=stored.pk)
            if stored.forgotten_at is not None:
                if not path.exists():
                    _write(path, content)
                stored.forgotten_at = None
                stored.save(update_fields=["forgotten_at"])
    return stored


def _write(path: Path, content: bytes) -> None:
    _make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.touch(mode=0o600)
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def forget_file(stored: StoredFile, *, at: datetime) -> None:
    """The bytes of a file are gone for good once the transaction is; that it was here and its fingerprint stay. The caller holds
    its row and knows that nobody needs it.
    """
    stored.forgotten_at = at
    stored.save(update_fields=["forgotten_at"])
    transaction.on_commit(lambda: _remove(stored.pk), robust=True)


# For so long what is forgotten and lies there still is looked for each night.
LEFT_LYING = timedelta(days=30)


def remove_forgotten(at: datetime) -> int:
    """What was forgotten and lies there still, because somebody died before he removed it, is removed. Returns how many."""
    rows = StoredFile.objects.filter(forgotten_at__gte=at - LEFT_LYING).order_by("id")
    lying = [it.pk for it in rows.iterator() if path_of_file(it.sha256).exists()]
    for stored_id in lying:
        _remove(stored_id)
    return len(lying)


# Rooms that keep fingerprints of files and no links to them say of which they have need.
_NEEDS: list[Callable[[str], bool]] = []


def ask_before_forgetting(needs: Callable[[str], bool]) -> None:
    """From now on no file is forgotten of whose fingerprint (SHA-256) a room says that it has need. Called as the room starts."""
    _NEEDS.append(needs)


def is_kept_elsewhere(stored: StoredFile, *, but: str = "") -> bool:
    """Whether a row of the house leads to a file, or a room has need of it; ``but``: not a row of this table."""
    if any(needs(stored.sha256) for needs in _NEEDS):
        return True
    links = [it for it in StoredFile._meta.get_fields(include_hidden=True) if it.is_relation and it.auto_created]
    return any(
        it.related_model._base_manager.filter(**{it.field.name: stored}).exists()  # type: ignore[union-attr]
        for it in links if it.related_model._meta.db_table != but  # type: ignore[union-attr]
    )  # fmt: skip


def _remove(stored_id: int) -> None:
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update(no_key=True).get(pk=stored_id)
        if stored.forgotten_at is not None:  # it may have come once more since
            path_of_file(stored.sha256).unlink(missing_ok=True)


def read_file(stored: StoredFile) -> bytes:
    """Return the bytes, checked against their hash. Refuses: NotFound where they are gone."""
    path = path_of_file(stored.sha256)
    if stored.forgotten_at is not None:
        raise NotFound("This file was forgotten: nobody needed it any more.", name=stored.name)
    if not path.exists():
        raise NotFound("The stored file is not on disk.", name=stored.name)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(stored.name)
    return content


def read_stored(sha256: str) -> bytes:
    """Return what is in a file by its fingerprint. Refuses: NotFound, FileDamaged."""
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is None:
        raise NotFound("There is no such file.", file=sha256[:12])
    return read_file(stored)


def read_template(name: str, entity: str = "") -> bytes | None:
    """Return the merchant's own template of a paper: that of the legal entity (``templates/CODE/`` in the house's folder), else
    the one of the house (``templates/``); None where there is none.
    """
    for folder in (home() / "templates" / entity if entity else None, home() / "templates"):
        if folder is not None and (folder / name).is_file():
            return (folder / name).read_bytes()
    return None
