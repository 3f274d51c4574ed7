"""Files of a house into a backup and back: whole or not at all, for their owner alone."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from kontor.cli.backup.manifest import BackupUnusable

# Never changed once they are there, and the same for all backups of a folder.
SHARED_FILES = "files"


def copy_whole(source: Path, place: Path) -> None:
    """Copy a file so that it is there whole or not at all, for its owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f"{place.name}.{os.getpid()}.draft")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(place)


def copy_keys(source: Path, target: Path) -> None:
    """Copy the house's keys that are not there yet. Raises BackupUnusable where another key lies there."""
    for path in sorted(source.iterdir()) if source.is_dir() else []:
        if not path.is_file() or path.is_symlink():
            continue
        place = target / path.name
        if place.exists() and place.read_bytes() != path.read_bytes():
            raise BackupUnusable(
                f"{place} is the key of another house; name another folder, so that neither key is lost."
            )
        if not place.exists():
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            copy_whole(path, place)


def hold_restore(home: Path) -> None:
    """Keep a second restore out of a house until this process ends. Raises BackupUnusable."""
    descriptor = os.open(home / ".restore.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupUnusable(f"Another restore into {home} is running.") from None
