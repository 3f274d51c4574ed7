"""Who came in and who was turned away stands in the trail, whatever he typed as his name."""

from __future__ import annotations

import pytest

from kontor.access.use_cases.note_login import note_login
from kontor.platform.models import AuditEntry


@pytest.mark.parametrize("typed", ["anna", "x" * 5_000, "an\x00na", "\ud800", ""])
def test_every_try_is_written_down(db, at, typed):
    note_login(username=typed, verb="fail_login", address="2001:db8::1", at=at)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.after["from"]) == ("fail_login", "2001:db8::1")
