"""`kontor backup`: rows as of one moment, then the files that they name; the keys only where they are asked for."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from kontor.cli.backup.copying import SHARED_FILES, copy_keys, copy_whole
from kontor.cli.backup.manifest import (
    BASE,
    DUMP,
    FILES,
    BackupUnusable,
    Manifest,
    count_rows,
    fingerprint_of_key,
    list_backups,
    sha256_of,
)
from kontor.cli.backup.programs import ProgramFailed, run_program
from kontor.cli.progress import print_json, say, stderr
from kontor.kernel.clock import read_clock
from kontor.platform.keep.files import path_of_file
from kontor.platform.keep.safety import record_backup
from kontor.platform.keep.vault import credentials_key
from kontor.platform.models import Counter, StoredFile
from kontor.platform.sql.bulk import execute, select_rows
from kontor.platform.start.environment import home
from kontor.platform.start.postgres_files import DatabaseUnusable


def take_backup(target: Path, *, keys: Path | None, keep: int, as_json: bool) -> int:
    """Write a backup into a folder beside those that lie there, and forget all but the newest so many. Returns the exit code."""
    began_at, started = read_clock(), time.monotonic()
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(target):
            if keys is not None:
                copy_keys(home() / "keys", keys)
            folder, manifest, missing = _write(target, began_at)
            forgotten = _forget(target, keep)
    except (BackupUnusable, ProgramFailed, DatabaseUnusable, OSError) as fault:
        say(f"[bold]No backup was taken.[/bold] {fault}")
        record_backup(name=str(target), began_at=began_at, ended_at=read_clock(), problem=str(fault))
        return 2
    record_backup(name=str(folder), began_at=began_at, ended_at=read_clock(), problem=", ".join(missing))
    took = time.monotonic() - started
    for sha256 in missing[:20]:
        say(f"[bold]File {sha256} is named by the database and not on disk.[/bold] It is in no backup from now on.")
    if as_json:
        print_json(
            {
                "backup": str(folder), "taken_at": manifest.taken_at.isoformat(), "rows": sum(manifest.rows.values()),
                "files": manifest.files, "missing_files": missing, "forgotten": [path.name for path in forgotten],
                "seconds": round(took, 1),
            }
        )  # fmt: skip
    else:
        _tell(folder, manifest, keys, took)
    return 1 if missing else 0


def _tell(folder: Path, manifest: Manifest, keys: Path | None, took: float) -> None:
    say(f"[bold]{folder}[/bold]: {sum(manifest.rows.values())} rows and {manifest.files} files, in {took:.1f} s")
    if keys is None:
        say(
            f"The keys in {home() / 'keys'} are not in it, so that a stolen backup opens no channel. Keep a copy of them in "
            "another place, once: `--keys FOLDER`. Without them every channel has to be connected anew."
        )


def _write(target: Path, at: datetime) -> tuple[Path, Manifest, list[str]]:
    """Write dump, files and manifest into a draft and give it its name when it is whole."""
    for draft in target.glob("kontor-*.draft"):  # of one that was killed
        shutil.rmtree(draft)
    folder = target / f"kontor-{at:%Y%m%d-%H%M%S}"
    if folder.exists():
        raise BackupUnusable(f"{folder} exists already; ask again in a second.")
    draft = folder.with_name(f"{folder.name}.draft")
    draft.mkdir(mode=0o700)
    with stderr.status("reading the database …") as status:
        with _one_moment() as snapshot:
            run_program("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", str(draft / DUMP))
            rows = count_rows()
            sizes = dict(StoredFile.objects.filter(forgotten_at=None).order_by("sha256").values_list("sha256", "size"))
            numbers = {name: str(last) for name, last in Counter.objects.order_by("name").values_list("name", "last")}
        if _is_archived():
            status.update("copying the database for its archive of changes …")
            run_program("pg_basebackup", "-D", str(draft / BASE), "-Ft", "-z", "-X", "none", "-c", "fast")
        status.update("copying files …")
        missing = _copy_files(sizes, target / SHARED_FILES)
    (draft / FILES).write_text("".join(f"{name}\n" for name in sizes if name not in missing))
    _copy_templates(draft)
    manifest = Manifest(
        taken_at=at, server=_server(), dump_sha256=sha256_of(draft / DUMP), rows=rows, last_numbers=numbers,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        files=len(sizes) - len(missing), key=fingerprint_of_key(credentials_key()),
        files_sha256=sha256_of(draft / FILES),
        base_sha256=sha256_of(draft / BASE / "base.tar.gz") if (draft / BASE).exists() else "",
    )  # fmt: skip
    manifest.write(draft)
    _make_durable(draft)
    draft.rename(folder)
    return folder, manifest, missing


@contextmanager
def _one_moment() -> Iterator[str]:
    """Read as of one moment, and lend the moment to the program that dumps."""
    with transaction.atomic():
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        execute("SET LOCAL statement_timeout = 0")
        execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield str(select_rows("SELECT pg_export_snapshot()")[0][0])


def _is_archived() -> bool:
    """Whether the running server keeps its changes; asked of it, because a setting counts from its next start only."""
    mode, command = (str(select_rows(f"SHOW {name}")[0][0]) for name in ("archive_mode", "archive_command"))
    return mode == "on" and command not in ("", "(disabled)")


def _server() -> str:
    return str(select_rows("SHOW server_version")[0][0])


def _copy_files(sizes: Mapping[str, int], shared: Path) -> list[str]:
    """Copy what is not there yet, or not in its length; return what is not on disk either. ``sizes``: by hash."""
    missing = []
    for name, size in sizes.items():
        place = shared / name[:2] / name
        if place.exists() and place.stat().st_size == size:
            continue
        source = path_of_file(name)
        if not source.exists() or sha256_of(source) != name:
            missing.append(name)
            continue
        copy_whole(source, place)
    return missing


def _copy_templates(draft: Path) -> None:
    templates = home() / "templates"
    if templates.is_dir():
        shutil.copytree(templates, draft / "templates")


def _make_durable(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _forget(target: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups (0: none), and the files that none of the others names."""
    forgotten = list_backups(target)[:-keep] if keep else []
    for folder in forgotten:
        shutil.rmtree(folder)
    if forgotten:
        named = {name for folder in list_backups(target) for name in (folder / FILES).read_text().split()}
        for path in (target / SHARED_FILES).glob("??/*"):
            if path.name not in named:
                path.unlink()
    return forgotten


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep a second backup into the same folder out until this one is done."""
    descriptor = os.open(target / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupUnusable(f"Another backup into {target} is running.") from None
    finally:
        os.close(descriptor)
