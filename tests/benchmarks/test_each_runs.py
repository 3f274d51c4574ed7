"""Every benchmark runs from its start to its figures, small: one that nobody starts breaks unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kontor_bench.must import MUSTS

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

# What each is told, so that it ends within a minute or two; of what it measures so little may be missed, but it is all there.
SMALL = {
    "intake": ("--rounds", "1", "--batches", "1"),
    "http": ("--rounds", "1", "--seconds", "2", "--connections", "4"),
    "hot-sku": ("--rounds", "1", "--batches", "1", "--seconds", "2"),
    "walk": ("--orders", "200"),
    "growth": ("--orders", "12000"),
    "channels": ("--purchases", "100", "--backlog", "20"),
    "invoices": ("--invoices", "20", "--lines", "100"),
    "backoffice": ("--pairs", "5"),
    "backoffice-beside": ("--each", "2"),
}


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # As an operator starts it: nothing of what the tests set for their own house.
    here = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "KONTOR_HOME": str(home)
    }
    kontor = Path(sys.executable).parent / "kontor"
    return subprocess.run([kontor, *words], env=here, capture_output=True, text=True, check=False, timeout=900)


def test_all_of_them_are_started_here():
    assert {name.replace("_", "-") for name in MUSTS} == set(SMALL)


def test_each_ends_with_every_figure_beside_what_it_must_be(tmp_path):
    """One after the other: they share a database of their own."""
    made = run(tmp_path, "demo", "--orders", "500")
    assert made.returncode == 0, made.stderr[:3000]
    for name, options in SMALL.items():
        ended = run(tmp_path, "bench", name, "--json", *options)

        assert ended.returncode in (0, 1), (name, ended.stderr[-2000:])
        told = json.loads(ended.stdout)
        assert set(told["must"]) == {it.figure for it in MUSTS[name.replace("-", "_")]}, name
        # A figure that is not what it must be at this size is no fault here; one that is not there is.
        assert [figure for figure, judged in told["must"].items() if judged["is"] is None] == [], name
