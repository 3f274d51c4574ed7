"""When a list goes by mail, and what is an address."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.access.rules import RHYTHMS, next_slot
from kontor.kernel.text import is_mail_address

BERLIN = ZoneInfo("Europe/Berlin")


class TestItsTimes:
    @given(
        st.sampled_from(RHYTHMS), st.times().map(lambda it: it.replace(microsecond=0, second=0)),
        st.integers(0, 20 * 366 * 86_400).map(lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s)),
    )  # fmt: skip
    def test_come_after_now_on_a_day_of_the_rhythm_and_none_is_left_out(self, rhythm, clock_time, after):
        slot = next_slot(rhythm, clock_time, zone=BERLIN, after=after)

        assert after < slot <= after + timedelta(days=33)
        # What comes right before is followed by the same one: nothing between.
        assert next_slot(rhythm, clock_time, zone=BERLIN, after=slot - timedelta(seconds=1)) == slot

    @pytest.mark.parametrize(
        ("rhythm", "day"),
        [
            ("daily", date(2026, 11, 28)), ("workdays", date(2026, 11, 30)), ("weekly:3", date(2026, 12, 2)),
            ("month_first", date(2026, 12, 1)), ("month_last", date(2026, 11, 30)),
        ],
    )  # fmt: skip
    def test_are_those_of_the_place(self, rhythm, day):
        friday = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)

        slot = next_slot(rhythm, time(7, 30), zone=BERLIN, after=friday)

        assert slot.astimezone(BERLIN) == datetime.combine(day, time(7, 30), BERLIN)

    def test_that_the_clocks_leave_out_are_an_hour_later(self):
        night = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)

        slot = next_slot("daily", time(2, 30), zone=BERLIN, after=night)

        assert slot.astimezone(BERLIN).strftime("%d.%m. %H:%M") == "29.03. 03:30"


class TestAMailAddress:
    @given(st.text(max_size=60))
    def test_holds_no_second_one(self, text):
        assert not (is_mail_address(text) and (text.count("@") != 1 or any(sign in text for sign in " \t\r\n,;<>")))
