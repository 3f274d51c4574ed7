"""A message is overtaken by a newer one of the same order, in whichever order they come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kontor.channels.rules import Mark, find_overtaken

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def mark(number: int, subject: str = "A-1", minutes: int | None = 0) -> Mark:
    return Mark(number, subject, None if minutes is None else NOON + timedelta(minutes=minutes))


class TestOvertaken:
    def test_is_what_changed_before_a_newer_message_of_the_same_order(self):
        assert find_overtaken([mark(1, minutes=0), mark(2, minutes=5)], []) == {1}
        assert find_overtaken([mark(1, minutes=5), mark(2, minutes=0)], []) == {2}

    def test_is_what_comes_after_a_newer_one_was_closed(self):
        assert find_overtaken([mark(9, minutes=0)], [mark(3, minutes=5)]) == {9}

    def test_counts_the_later_of_two_of_the_same_moment(self):
        assert find_overtaken([mark(1), mark(2)], []) == {1}

    def test_leaves_other_orders_and_what_names_no_order_or_moment(self):
        assert find_overtaken([mark(1, "A-1"), mark(2, "A-2", 5), mark(3, ""), mark(4, "A-1", None)], []) == set()


marks = st.lists(
    st.builds(lambda subject, minutes: (subject, minutes), st.sampled_from(["A", "B"]), st.integers(0, 5)), max_size=12
)


@given(marks, st.integers(0, 12))
def test_of_each_order_one_message_is_left_however_they_are_cut_into_batches(told, cut):
    messages = [mark(number, subject, minutes) for number, (subject, minutes) in enumerate(told, 1)]
    first, second = messages[:cut], messages[cut:]

    lost = find_overtaken(first, [])
    closed = [it for it in first if it.message_id not in lost]
    lost |= find_overtaken(second, closed)

    newest = {
        it.subject: max((m.changed_at, m.message_id) for m in messages if m.subject == it.subject) for it in messages
    }
    assert all(message_id not in lost for _changed_at, message_id in newest.values())
    assert find_overtaken(messages, []) == {it.message_id for it in messages if newest[it.subject][1] != it.message_id}
