"""`kontor restore`: a backup into an empty house. Files and keys come first and the rows last, so that a restore that was
killed is simply asked for again.
"""

from __future__ import annotations

import tarfile
import time
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kontor.cli.backup.changes import await_changes, forget_the_way, judge_changes, place_base
from kontor.cli.backup.copying import SHARED_FILES, copy_keys, copy_whole, hold_restore
from kontor.cli.backup.manifest import (
    BASE,
    DUMP,
    FILES,
    BackupUnusable,
    Manifest,
    count_rows,
    fingerprint_of_key,
    read_manifest,
    sha256_of,
)
from kontor.cli.backup.programs import ProgramFailed, load_dump
from kontor.cli.bootstrap import migrate_house, open_house
from kontor.cli.progress import say, stderr
from kontor.platform.keep.vault import key_here
from kontor.platform.start.environment import home, make_home, read_setting
from kontor.platform.start.postgres_files import DatabaseUnusable


def restore_backup(folder: Path, *, keys: Path | None, changes: Path | None) -> int:
    """Fill an empty house from a backup; where an archive of changes is named, go on to its last. Returns the exit code.

    Whatever can be refused is refused before the house is touched.
    """
    started = time.monotonic()
    try:
        manifest = read_manifest(folder)
        _judge(folder, manifest, changes)
        _judge_key(manifest, keys)
        make_home()
        hold_restore(home())
        if keys is not None:
            copy_keys(keys, home() / "keys")  # before the house is opened, which makes those that it lacks
        if changes is not None:
            place_base(folder, changes)
        open_house()
        done = changes is None and _is_filled(manifest)
        _judge_migrations(manifest)
        damaged = _copy_files(folder)
        with stderr.status("filling the database …"):
            if changes is not None:
                await_changes()
            elif not done:
                _fill(folder, manifest)
    except (BackupUnusable, ProgramFailed, DatabaseUnusable, OSError, tarfile.TarError) as fault:
        say(f"[bold]Nothing was restored.[/bold] {fault}")
        return 2
    migrate_house()
    if changes is not None:
        forget_the_way()
    _tell(manifest, damaged, changed=changes is not None, took=time.monotonic() - started)
    return 1 if damaged else 0


def _judge(folder: Path, manifest: Manifest, changes: Path | None) -> None:
    """Raise BackupUnusable where the backup is damaged, or cannot be brought to its last change here."""
    if not (folder / DUMP).exists() or sha256_of(folder / DUMP) != manifest.dump_sha256:
        raise BackupUnusable(f"{folder / DUMP} is damaged; take an older backup.")
    if not (folder / FILES).exists() or sha256_of(folder / FILES) != manifest.files_sha256:
        raise BackupUnusable(f"{folder / FILES} is damaged; take an older backup.")
    if changes is None:
        return
    if read_setting("DATABASE_URL"):
        raise BackupUnusable("--changes is for the embedded database; a server of your own has its own way back.")
    if not manifest.base_sha256:
        raise BackupUnusable(f"{folder} was taken without KONTOR_WAL_ARCHIVE; restore it without --changes.")
    if sha256_of(folder / BASE / "base.tar.gz") != manifest.base_sha256:
        raise BackupUnusable(f"{folder / BASE} is damaged; take an older backup, or restore without --changes.")
    judge_changes(folder, changes)


def _judge_key(manifest: Manifest, keys: Path | None) -> None:
    """Raise BackupUnusable where the house has, or is given, another key than the one that its secrets were sealed with."""
    found = key_here(home() / "keys") or (key_here(keys) if keys is not None else None)
    if found is not None and fingerprint_of_key(found) != manifest.key:
        raise BackupUnusable(
            "The credentials key here is not the one of this backup: name the folder of its keys with --keys, and a "
            "KONTOR_HOME without keys of its own."
        )


def _judge_migrations(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupUnusable(f"The backup is of a newer Kontor ({newer[0]}); install that one first.")


def _is_filled(manifest: Manifest) -> bool:
    """Whether the rows of this backup are there already, because a restore was killed behind them.

    Raises BackupUnusable where others are.
    """
    if not connection.introspection.table_names():
        return False
    if count_rows() == manifest.rows:
        return True
    raise BackupUnusable(
        "The database is not empty. A backup goes into a house of its own: another KONTOR_HOME, or an empty DATABASE_URL."
    )


def _copy_files(folder: Path) -> list[str]:
    """Copy the files that the backup names; return those that are missing or damaged in it."""
    damaged = []
    for name in (folder / FILES).read_text().split():
        place = home() / "files" / name[:2] / name
        source = folder.parent / SHARED_FILES / name[:2] / name
        if place.exists() and sha256_of(place) == name:
            continue
        if not source.exists() or sha256_of(source) != name:
            damaged.append(name)
            continue
        copy_whole(source, place)
    for path in sorted((folder / "templates").rglob("*")):
        place = home() / "templates" / path.relative_to(folder / "templates")
        if path.is_file() and not path.is_symlink() and not place.exists():
            copy_whole(path, place)
    return damaged


def _fill(folder: Path, manifest: Manifest) -> None:
    """Load the rows in one transaction and compare every table with what was counted when it was saved."""
    load_dump(folder / DUMP)
    found = count_rows()
    apart = [table for table in {*found, *manifest.rows} if found.get(table) != manifest.rows.get(table)]
    if apart:
        raise BackupUnusable(
            f"The rows came in, and they are not as many as were counted, in {', '.join(sorted(apart))}: this backup is damaged. "
            "Take an older one, and another KONTOR_HOME or an empty database."
        )


def _tell(manifest: Manifest, damaged: list[str], *, changed: bool, took: float) -> None:
    rows = sum(manifest.rows.values())
    until = "to the last change of the archive" if changed else f"as of {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC"
    say(f"[bold]The house is back[/bold], {until}: {rows} rows counted when it was saved, in {took:.1f} s")
    for name in damaged[:20]:
        say(f"[bold]File {name} is missing or damaged in the backup.[/bold]")
    if key_here(home() / "keys") is None:
        say(
            f"[bold]There is no credentials key here:[/bold] put yours into {home() / 'keys'} before you start, or connect every "
            "channel anew."
        )
    numbers = [f"{name} {last}" for name, last in manifest.last_numbers.items() if name.count(":") == 2]
    if numbers and not changed:
        say(
            f"Numbers of documents go on behind: {', '.join(numbers)}. Where buyers hold later ones, that were issued after the "
            "backup, see docs/how-to/run-on-a-server.md before you start."
        )
    say("Next: [bold]kontor check[/bold], then start as always.")
