"""What a backup says of itself, so that a restored house can be compared with it row by row."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from kontor.platform.sql.bulk import select_rows

MANIFEST = "backup.json"
DUMP = "database.dump"
BASE = "base"
# Names of the files that a backup needs of those that all backups of a folder share.
FILES = "files.txt"


class BackupUnusable(Exception):
    """A backup cannot be taken or restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup: when its rows were read, how many each table had, and how dump and base can be told from damaged ones. The
    names of its files are their hashes.
    """

    taken_at: datetime
    server: str
    dump_sha256: str
    rows: dict[str, int]
    migrations: list[str]
    files: int
    files_sha256: str
    key: str
    base_sha256: str
    last_numbers: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write it into the backup's folder, last of all: what has none is no backup."""
        words = {**asdict(self), "taken_at": self.taken_at.isoformat()}
        (folder / MANIFEST).write_text(json.dumps(words, indent=1, ensure_ascii=False))


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself. Raises BackupUnusable where the folder is none."""
    try:
        words = json.loads((folder / MANIFEST).read_text())
        told = Manifest(**{**words, "taken_at": datetime.fromisoformat(words["taken_at"])})
        if not isinstance(told.migrations, list) or not isinstance(told.rows, dict):
            raise ValueError("rows or migrations are missing")
        return told
    except FileNotFoundError:
        raise BackupUnusable(
            f"{folder} is no backup: it has no {MANIFEST}. Name one of the folders in it, for example "
            f"{_newest(folder) or folder / 'kontor-…'}."
        ) from None
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise BackupUnusable(f"{folder / MANIFEST} cannot be read: {fault}") from None


def count_rows() -> dict[str, int]:
    """Return how many rows each table of the house has."""
    tables = [
        str(row[0])
        for row in select_rows("SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() ORDER BY 1")
    ]
    counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)
    return {str(table): int(count) for table, count in select_rows(counted)} if tables else {}


def list_backups(target: Path) -> list[Path]:
    """Return the finished backups in a folder, oldest first."""
    return sorted(path.parent for path in target.glob(f"kontor-*/{MANIFEST}"))


def _newest(target: Path) -> Path | None:
    backups = list_backups(target) if target.is_dir() else []
    return backups[-1] if backups else None


def fingerprint_of_key(key: bytes) -> str:
    """Return by what a key is known again without being told."""
    return hmac.digest(key, b"kontor backup", "sha256").hex()[:16]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
