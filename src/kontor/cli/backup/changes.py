"""The embedded database brought to the last change of its archive (write-ahead log).

Source: PostgreSQL 18 documentation, chapter 25.3 (continuous archiving and point-in-time recovery).
"""

from __future__ import annotations

import re
import shutil
import tarfile
import time
from pathlib import Path

from kontor.cli.backup.manifest import BASE, BackupUnusable
from kontor.platform.sql.bulk import select_rows
from kontor.platform.start.environment import home, read_setting
from kontor.platform.start.postgres_files import check_archive_path, find_server_user, place_data_folder

REPLAYED_WITHIN_S = 3600
# Stands in the data folder until the last change was read, so that a restore that was killed goes on.
_UNDER_WAY = "kontor.restoring"
_SEGMENTS_OF_A_LOG = 256
_SEGMENT = re.compile(r"[0-9A-F]{24}")
_STARTS_WITH = re.compile(r"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)")


def judge_changes(folder: Path, changes: Path) -> None:
    """Raise BackupUnusable where the archive does not lead from the backup to one last change: a segment is missing in between,
    or a house that was restored from it before has written into it.
    """
    if not changes.is_dir():
        raise BackupUnusable(f"{changes} is no folder; name the one of KONTOR_WAL_ARCHIVE.")
    check_archive_path(changes.resolve())
    archive = read_setting("KONTOR_WAL_ARCHIVE")
    if archive and Path(archive).resolve() == changes.resolve():
        raise BackupUnusable(
            "The house that comes back may not write into the archive that it is read from: set KONTOR_WAL_ARCHIVE to another "
            "folder, or leave it out."
        )
    first = _first_segment(folder)
    forks = [path.name for path in changes.glob("*.history") if path.name[:8] > first[:8]]
    if forks:
        raise BackupUnusable(
            f"Another house was restored from this archive and wrote into it ({forks[0]}); nobody can tell which of the two is "
            "meant. Restore without --changes, or move that file and the segments of its line away."
        )
    there = sorted(_place_of(path.name) for path in changes.iterdir() if _SEGMENT.fullmatch(path.name))
    wanted = range(_place_of(first), max(there, default=0) + 1)
    missing = sorted(set(wanted) - set(there))
    if missing or not there:
        raise BackupUnusable(
            f"A part of the archive is missing ({_name_of(missing[0], first) if missing else first}); what came after it "
            "cannot be brought back. Restore without --changes, or take a younger backup."
        )


def _first_segment(folder: Path) -> str:
    with tarfile.open(folder / BASE / "base.tar.gz") as packed:
        label = packed.extractfile("backup_label")
        found = _STARTS_WITH.search(label.read().decode() if label is not None else "")
    if found is None:
        raise BackupUnusable(f"{folder / BASE} is no copy of a database; take an older backup.")
    return found[1]


def _place_of(segment: str) -> int:
    return int(segment[8:16], 16) * _SEGMENTS_OF_A_LOG + int(segment[16:], 16)


def _name_of(place: int, like: str) -> str:
    log, segment = divmod(place, _SEGMENTS_OF_A_LOG)
    return f"{like[:8]}{log:08X}{segment:08X}"


def place_base(folder: Path, changes: Path) -> None:
    """Put the copy of the database into the empty house, so that it reads the archive when it starts. One that was put there and
    not finished goes on. Raises BackupUnusable where a database is there.
    """
    user = find_server_user()
    place = place_data_folder(home(), user)
    if (place / _UNDER_WAY).exists():
        return
    if any(place.iterdir()):
        raise BackupUnusable(f"There is a database in {place} already. A backup goes into another KONTOR_HOME.")
    draft = place.with_name(f"{place.name}.restored")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    with tarfile.open(folder / BASE / "base.tar.gz") as packed:
        packed.extractall(draft, filter="data")
    for left in (*draft.glob(".s.PGSQL.*"), draft / "postmaster.pid"):  # of the server that was saved
        left.unlink(missing_ok=True)
    # Written anew at the start, without the archive of the house that was saved.
    (draft / "kontor.conf").unlink(missing_ok=True)
    (draft / "recovery.signal").touch(mode=0o600)
    (draft / _UNDER_WAY).touch(mode=0o600)
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


def forget_the_way() -> None:
    """The house stands on its own from now on."""
    (home() / "postgres" / _UNDER_WAY).unlink(missing_ok=True)
