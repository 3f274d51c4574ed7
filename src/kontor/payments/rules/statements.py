"""Read a bank's file, whatever it is written in."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from kontor.payments.rules.bank import Statement, StatementUnreadable
from kontor.payments.rules.camt import read_camt
from kontor.payments.rules.mt940 import read_mt940

# What a bank's archive holds at most: the statements of a day, one for each account.
MOST_FILES, MOST_BYTES = 500, 50 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_TAGS = (":20:", ":61:", ":60", ":62")
# Umlauts and ß as DOS wrote them, and as Windows does: each set is rare in the other's texts.
_DOS, _WINDOWS = b"\x84\x94\x81\x8e\x99\x9a\xe1", b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf"


def read_statements(content: bytes) -> list[Statement]:
    """Return the statements of a file: CAMT.052, .053, .054, MT940, MT942, or a ZIP of such. Every file is read whole, or refused
    by name.

    Refuses: StatementUnreadable.
    """
    if not content.strip():
        raise StatementUnreadable("The file is empty.")
    files = list(_unpack(content)) if content.startswith(b"PK\x03\x04") else [content]
    found = [statement for file in files for statement in _read(file)]
    for statement in found:
        statement.check_figures()
        statement.check_balance()
    return found


def _read(content: bytes) -> list[Statement]:
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        return read_camt(start)
    if content.startswith(_UTF16) and "<" in content[:8].decode("latin-1"):
        return read_camt(content)
    text = _decode(content)
    if "\x00" in text:
        raise StatementUnreadable("The file holds signs that no text has: it is damaged.")
    if any(tag in text for tag in _TAGS):
        return read_mt940(text)
    raise StatementUnreadable("The file is neither CAMT (XML) nor MT940.")


def _unpack(content: bytes) -> Iterator[bytes]:
    """Yield the files of an archive, and no more of them than a bank would send."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [it for it in archive.infolist() if not it.is_dir()]
            if not names or len(names) > MOST_FILES:
                raise StatementUnreadable("The archive holds no file, or more than a bank sends.", files=len(names))
            left = MOST_BYTES
            for name in names:
                with archive.open(name) as packed:
                    file = packed.read(left + 1)
                left -= len(file)
                if left < 0:
                    raise StatementUnreadable("The archive unpacks to more than 50 MB.")
                if file.strip():
                    yield file
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise StatementUnreadable("The archive is damaged or locked with a password.", why=str(fault)[:200]) from None


def _decode(content: bytes) -> str:
    if content.startswith(_UTF16[:2]):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    dos, windows = (sum(1 for sign in content if sign in signs) for signs in (_DOS, _WINDOWS))
    return content.decode("cp850" if dos > windows else "cp1252", errors="replace")
