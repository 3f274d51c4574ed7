"""Who has the same thing open is seen while he has it open, and is forgotten when he leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kontor.access.public import GONE_AFTER, list_present, note_presence
from kontor.access.tables import Presence, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def a_user(name: str) -> int:
    return User.objects.create_user(name).pk


def seen(asker: int, at: datetime = AT) -> list[tuple[str, bool]]:
    rows = list_present(subject="order", key=7, since=at - GONE_AFTER, but=asker)
    return [(it.name, it.changing) for it in rows]


class TestNotePresence:
    def test_shows_others_and_never_oneself(self):
        anna, ben = a_user("anna"), a_user("ben")

        note_presence(user_id=anna, subject="order", key=7, changing=True, at=AT)
        note_presence(user_id=ben, subject="order", key=7, changing=False, at=AT)

        assert (seen(ben), seen(anna)) == ([("anna", True)], [("ben", False)])

    def test_said_again_stays_one_and_says_what_is_true_now(self):
        anna, ben = a_user("anna"), a_user("ben")

        for turn in range(3):
            note_presence(user_id=anna, subject="order", key=7, changing=turn < 2, at=AT + timedelta(seconds=turn))

        assert (Presence.objects.count(), seen(ben)) == (1, [("anna", False)])

    def test_forgets_what_was_left(self):
        anna, ben = a_user("anna"), a_user("ben")
        note_presence(user_id=anna, subject="order", key=7, changing=False, at=AT)
        later = AT + timedelta(minutes=2)

        assert seen(ben, later) == []
        note_presence(user_id=anna, subject="order", key=8, changing=False, at=later)
        assert Presence.objects.count() == 1
