"""Numbers of documents have no gap and no double, whoever is killed while drawing one (F25)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kontor.platform.sql.bulk import select_rows
from processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = Path(__file__).with_name("draw_numbers.py")


def draw(shop, processes: int, numbers: int, kills: int, *way: str) -> tuple[int, int, int]:
    """Let processes draw and be killed; return the lowest number, the highest, and how many there are."""
    shop.place((1, "LAMP"))
    command = [sys.executable, str(SCRIPT), str(processes), str(numbers), str(kills), *way]
    environment = {**os.environ, "DATABASE_URL": database_url()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=3_000, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"killed {kills}," in done.stdout
    rows = select_rows("SELECT min(sequence), max(sequence), count(*), count(DISTINCT sequence) FROM invoicing_invoice")
    first, last, many, different = rows[0]
    assert many == different
    return first, last, many


@pytest.mark.timeout(150)
def test_have_no_gap_and_no_double_though_their_drawers_are_killed(real_shop):
    first, last, many = draw(real_shop, 4, 60, 12)

    assert (first, last) == (1, many)
    assert many >= 60


@pytest.mark.timeout(150)
def test_have_gaps_where_a_sequence_draws_them(real_shop):
    """The twin: a sequence is never rolled back."""
    _, last, many = draw(real_shop, 4, 60, 6, "sequence")

    assert last > many


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_have_no_gap_in_ten_thousand_with_a_thousand_kills(real_shop):
    first, last, many = draw(real_shop, 8, 10_000, 1_000)

    assert (first, last) == (1, many)
    assert many >= 10_000
