"""A third party adds a channel without touching Kontor: a package of its own, found by its entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = Path(__file__).parents[1] / "outside"


def conformance(name: str, *, outside: bool) -> subprocess.CompletedProcess[str]:
    path = {"PYTHONPATH": str(OUTSIDE)} if outside else {}
    environment = {**os.environ, **path, "DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "kontor.cli.main", "conformance", name, "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_is_found_and_passes_the_kit():
    done = conformance("corner_shop", outside=True)

    told = json.loads(done.stdout)["conformance"]["corner_shop"]
    assert [row for row in told if not row["holds"]] == []
    assert (done.returncode, len(told) >= 20) == (0, True)


def test_is_unknown_where_it_is_not_installed():
    assert conformance("corner_shop", outside=False).returncode == 2
