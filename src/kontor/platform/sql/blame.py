"""Whose fault a failure is: the sender's (its data cannot be kept), the house's (ask again), or a bug's.

Only the first is ever told to a sender as a refusal. SQLSTATE classes: PostgreSQL documentation, appendix A.
"""

from __future__ import annotations

import errno

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError

from kontor.kernel.errors import Refused

# 22 data exception, 23 integrity violation, 44 check option; KT the laws that triggers of ours hold; 54000 too long for an index.
_DATA = ("22", "23", "44", "KT", "P0001", "54000")
# 08 connection, 25 transaction state (a standby that is no primary yet), 40 rollback (deadlock, serialization), 53 resources
# (disk, memory, connections), 55 not in the right state (locks), 57 operator (shutdown, cancelled), 58 system (I/O), XX internal.
_TROUBLE = ("08", "25", "40", "53", "55", "57", "58", "F0", "XX")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EROFS}


class Meanwhile(OperationalError):
    """What was read was changed before it could be held; the same transaction goes well when it is tried again. ``refusal`` is
    said where it does not, because it builds on what is gone.
    """

    sqlstate = "40001"

    def __init__(self, refusal: Refused) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def sqlstate_of(failure: BaseException) -> str:
    """Return the SQLSTATE behind a database error, or nothing."""
    cause = failure.__cause__ or failure
    return getattr(cause, "sqlstate", None) or ""


# Two told news of one thing at the same moment: told again, the second finds what the first wrote.
_ONLY_TOGETHER = frozenset({"event_version_unique"})


def is_data_fault(failure: BaseException) -> bool:
    """Whether the database refused the data themselves: the same data are refused tomorrow."""
    if is_meeting(failure):
        return False
    if isinstance(failure, (DataError, IntegrityError)):
        return True  # the driver refuses some data by itself, without a state
    return isinstance(failure, DatabaseError) and sqlstate_of(failure).startswith(_DATA)


def is_meeting(failure: BaseException) -> bool:
    """Whether two transactions met that would both have been right alone."""
    diagnosis = getattr(failure.__cause__ or failure, "diag", None)
    return getattr(diagnosis, "constraint_name", None) in _ONLY_TOGETHER


def is_house_trouble(failure: BaseException) -> bool:
    """Whether the house cannot work at the moment: database away, disk or memory full, locks. Nothing is said of the data."""
    if isinstance(failure, InterfaceError) or is_meeting(failure):
        return True
    if isinstance(failure, DatabaseError) and not is_data_fault(failure):
        state = sqlstate_of(failure)
        return not state or state.startswith(_TROUBLE)
    return isinstance(failure, MemoryError) or (isinstance(failure, OSError) and failure.errno in _NO_ROOM)
