"""Arrays as text: whatever is in them, PostgreSQL reads the same back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontor.platform.sql.bulk import select_rows

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


def read_back(values: list, kind: str) -> list:
    return [
        row[0]
        for row in select_rows(f"SELECT v FROM unnest(%s::{kind}[]) WITH ORDINALITY AS a(v, n) ORDER BY n", [values])
    ]


@pytest.mark.django_db
class TestArrayLiteral:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(st.one_of(TEXT, st.none()), max_size=8))
    def test_of_text_is_read_back(self, values):
        assert read_back(values, "text") == values

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(TEXT, min_size=1, max_size=8))
    def test_of_text_without_nulls_is_read_back(self, values):
        assert read_back(values, "text") == values

    @pytest.mark.parametrize(
        ("values", "kind"),
        [
            ([1, None, -5], "bigint"),
            ([Decimal("1.50"), Decimal("0.0001")], "numeric"),
            ([True, False], "boolean"),
            ([b"\x00\xff", b""], "bytea"),
            ([UUID(int=7)], "uuid"),
            ([datetime(2026, 1, 1, 12, 30, 1, 5, tzinfo=UTC), None], "timestamptz"),
            (["NULL", "null", "{}", ",", '"', "\\", ""], "text"),
        ],
    )
    def test_of_other_kinds_is_read_back(self, values, kind):
        assert read_back(values, kind) == values
