"""Read a bank's file, whatever it is written in."""

from __future__ import annotations

from kontor.payments.rules.bank import Statement, StatementUnreadable
from kontor.payments.rules.camt import read_camt
from kontor.payments.rules.mt940 import read_mt940


def read_statements(content: bytes) -> list[Statement]:
    """Return the statements of a file: CAMT.052, .053, .054 or MT940. Every file is read whole, or refused by name.

    Refuses: StatementUnreadable.
    """
    if not content.strip():
        raise StatementUnreadable("The file is empty.")
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        found = read_camt(content)
    elif b":20:" in content or b":61:" in content or b":60" in content or b":62" in content:
        found = read_mt940(_decode(content))
    else:
        raise StatementUnreadable("The file is neither CAMT (XML) nor MT940.")
    for statement in found:
        statement.check_balance()
    return found


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
