"""Files that somebody wants taken in, and what their columns mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.files import forget_file, is_kept_elsewhere, read_file, store_file
from kontor.platform.models import ImportFile, ImportProfile, StoredFile
from kontor.platform.sql.bulk import execute

MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A file on its way in. ``content``: what its columns mean and how it is to be taken in; ``job``: the bulk job that works on
    it, ``run`` the run of orders.
    """

    id: int
    kind: str
    name: str
    sha256: str
    content: Mapping[str, Any]
    rows: int
    job: int | None
    run: int | None
    by: str


def keep_import(*, kind: str, name: str, content: bytes, facts: Mapping[str, Any], at: datetime, by: Actor) -> int:
    """A file is kept before anything is done with it. Returns the id of the import."""
    stored = store_file(content, name=name[:200] or "file", media_type="application/octet-stream", at=at)
    kept = ImportFile.objects.create(kind=kind, name=name[:200], file=stored, content=dict(facts), at=at, by=str(by))
    told = {"kind": kind, "name": name[:200], "sha256": stored.sha256}
    record_changes(subject="import", verb="keep_import", changes=[Change(kept.pk, None, told)], at=at, by=by)
    return int(kept.pk)


def get_import(import_id: int) -> ImportRow | None:
    """Return an import, None where there is none."""
    it = ImportFile.objects.select_related("file").filter(id=import_id).first()
    if it is None:
        return None
    return ImportRow(it.pk, it.kind, it.name, it.file.sha256, it.content, it.rows, it.job_id, it.run_id, it.by)


def find_import_of(job_id: int) -> ImportRow | None:
    """Return the import whose rows a job takes in, None where it is none of these."""
    key = ImportFile.objects.filter(job_id=job_id).values_list("id", flat=True).first()
    return get_import(key) if key is not None else None


def read_import(import_id: int) -> bytes:
    """Return the bytes of a file as they came. Refuses: NotFound. Raises: FileDamaged."""
    return read_file(ImportFile.objects.select_related("file").get(id=import_id).file)


def change_import(import_id: int, *, facts: Mapping[str, Any], rows: int | None = None) -> bool:
    """Write down what the columns mean, as long as nothing was begun. Returns whether nothing was."""
    waiting = ImportFile.objects.filter(id=import_id, job=None, run=None)
    changed: dict[str, Any] = {"content": dict(facts)} | ({} if rows is None else {"rows": rows})
    return bool(waiting.update(**changed))


def note_import(import_id: int, **facts: Any) -> None:
    """Write these facts beside what is known of an import; what somebody else said meanwhile stays."""
    execute(
        "UPDATE platform_importfile SET content = content || %s::jsonb WHERE id = %s", [json.dumps(facts), import_id]
    )


def lock_import(import_id: int) -> None:
    """Nobody else begins this import until the transaction ends."""
    list(ImportFile.objects.select_for_update(no_key=True).filter(id=import_id).values_list("id"))


def begin_import_work(import_id: int, *, job: int | None = None, run: int | None = None) -> None:
    """The work on a file begins: from now on what its columns mean stays. The import is locked."""
    ImportFile.objects.filter(id=import_id).update(job_id=job, run_id=run)


def keep_import_profile(*, kind: str, name: str, content: Mapping[str, Any], at: datetime, by: Actor) -> None:
    """What the columns of a kind of file mean is remembered under a name."""
    kept, _new = ImportProfile.objects.update_or_create(
        kind=kind, name=name[:MOST_NAME], defaults={"content": dict(content), "kept_at": at}
    )
    change = Change(kept.pk, None, {"kind": kind, "name": name[:MOST_NAME]})
    record_changes(subject="import", verb="keep_import_profile", changes=[change], at=at, by=by)


def forget_imports(at: datetime, *, since: datetime, most: int = 2_000) -> int:
    """What somebody uploaded to be taken in is forgotten once its work ended that long ago, or was never begun: it holds what is
    known of buyers, and all of it that counts was taken in. Returns how many files.
    """
    over = (
        Q(job=None, run=None)
        | Q(job__ended_at__lt=since)
        | Q(job__stopped_at__lt=since)
        | Q(run__finished_at__lt=since)
    )
    rows = ImportFile.objects.filter(over, at__lt=since, file__forgotten_at=None).select_related("file").order_by("id")
    ids = sorted({it.file_id for it in rows[:most]})
    found = list(StoredFile.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id"))
    for stored in found:
        if not _is_needed(stored, since):
            forget_file(stored, at=at)
    return sum(stored.forgotten_at is not None for stored in found)


def _is_needed(stored: StoredFile, since: datetime) -> bool:
    """Whether the same bytes are a paper of the house, too, or were uploaded again since."""
    if ImportFile.objects.filter(file=stored, at__gte=since).exists():
        return True
    return is_kept_elsewhere(stored, but=ImportFile._meta.db_table)


def list_import_profiles(kind: str) -> dict[str, Mapping[str, Any]]:
    """Return the profiles of a kind of file by their names."""
    return dict(ImportProfile.objects.filter(kind=kind).order_by("name").values_list("name", "content"))
