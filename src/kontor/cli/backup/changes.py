"""The embedded database brought to the last change of its archive (write-ahead log).

Source: PostgreSQL 18 documentation, chapter 25.3 (continuous archiving and point-in-time recovery).
"""

from __future__ import annotations

import tarfile
import time
from pathlib import Path

from kontor.cli.backup.manifest import BASE, BackupUnusable
from kontor.platform.bulk import select_rows
from kontor.platform.environment import home
from kontor.platform.postgres_files import find_server_user, place_data_folder

REPLAYED_WITHIN_S = 3600


def place_base(folder: Path, changes: Path) -> None:
    """Put the copy of the database into the empty house, so that it reads the archive when it starts."""
    if not changes.is_dir():
        raise BackupUnusable(f"{changes} is no folder; name the one of KONTOR_WAL_ARCHIVE.")
    user = find_server_user()
    place = place_data_folder(home(), user)
    if any(place.iterdir()):
        raise BackupUnusable(f"There is a database in {place} already. A backup goes into another KONTOR_HOME.")
    draft = place.with_name(f"{place.name}.restored")
    draft.mkdir(mode=0o700)
    for name in ("base.tar.gz", "pg_wal.tar.gz"):
        if (folder / BASE / name).exists():
            with tarfile.open(folder / BASE / name) as packed:
                packed.extractall(draft, filter="data")
    (draft / "recovery.signal").touch(mode=0o600)
    with (draft / "postgresql.auto.conf").open("a") as out:
        out.write(f"restore_command = 'cp \"{changes.resolve()}/%f\" \"%p\"'\nrecovery_target_timeline = 'latest'\n")
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        user.own(path)
    place.rmdir()
    draft.rename(place)


def await_changes() -> None:
    """Wait until the last change was read. Raises BackupUnusable where that takes more than an hour."""
    until = time.monotonic() + REPLAYED_WITHIN_S
    while select_rows("SELECT pg_is_in_recovery()")[0][0]:
        if time.monotonic() > until:
            raise BackupUnusable("The database is still reading its archive; see its log in KONTOR_HOME/postgres/log.")
        time.sleep(0.5)
