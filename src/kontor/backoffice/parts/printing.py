"""Papers of many rows, to be printed in one go: which there are, which are lacking, which are damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from django.http import HttpRequest

from kontor.kernel.errors import NotFound
from kontor.platform.keep.files import FileDamaged, read_file
from kontor.platform.models import StoredFile


@dataclass(frozen=True, slots=True)
class Printed:
    """Papers to be printed together, and how many of the rows have none yet, or one whose file is damaged."""

    papers: list[bytes]
    without: int
    damaged: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a row; ``place`` orders those of one."""

    row: int
    place: int
    file: StoredFile | None


@dataclass(frozen=True, slots=True)
class Prints:
    """What is printed of the rows of a grid: whoever has one of the ``rights`` is asked for his papers of these."""

    rights: Sequence[str]
    find: FindPapers = field(repr=False)


FindPapers: TypeAlias = Callable[[HttpRequest, Sequence[int]], Iterable[Paper]]


def read_papers(keys: Sequence[int], papers: Iterable[Paper]) -> Printed:
    """Return the papers of rows, row by row."""
    found = sorted(((it.row, it.place, it.file) for it in papers if it.file is not None), key=lambda it: (it[0], it[1]))
    contents, damaged = [], 0
    for _row, _place, file in found:
        try:
            contents.append(read_file(file))
        except (NotFound, FileDamaged):
            damaged += 1
    return Printed(contents, len(set(keys) - {row for row, _place, _file in found}), damaged)
