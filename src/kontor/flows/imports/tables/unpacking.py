"""Spreadsheets are unpacked by a process of their own, which may use so much memory and time and no more.

A small file may unpack to more than the machine holds, and the library that reads it ends its process where memory ends. Run as
``python -m``, it reads the file from its input and writes its rows as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from kontor.flows.errors import FileRefused
from kontor.flows.imports.tables.cells import MOST_COLUMNS, MOST_ROWS, cell_text

MOST_MEMORY, MOST_SECONDS = 2_000_000_000, 60
# So much text is handed over: whoever asked holds it, too.
MOST_SIGNS = 40_000_000


def unpack_spreadsheet(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet as texts, up to one row more than a table may have. Refuses: FileRefused."""
    command = [sys.executable, "-m", "kontor.flows.imports.tables.unpacking"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise FileRefused("The file is too large when unpacked: part it.") from None
    if done.returncode == _LOCKED:
        raise FileRefused("The file is locked with a password: save it without one.")
    if done.returncode == _UNREADABLE:
        raise FileRefused("The file is no spreadsheet that can be read.")
    if done.returncode:
        raise FileRefused("The file is too large when unpacked: part it.")
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


_LOCKED, _UNREADABLE, _TOO_LARGE = 3, 4, 5


def _main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=True, nrows=MOST_ROWS + 2)
    except PasswordError:
        return _LOCKED
    except (CalamineError, ValueError, OSError, IndexError):
        return _UNREADABLE
    cells = [[cell_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    if sum(len(text) for row in cells for text in row) > MOST_SIGNS:
        return _TOO_LARGE
    json.dump(cells, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
