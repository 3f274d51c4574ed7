"""The house of the tests, and a real shop beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "channels")]

exec((ROOT / "tests" / "conftest.py").read_text())


@pytest.fixture(scope="session")
def vendure():
    """Start Vendure on a free port with its own database in memory; yields its address."""
    command = ["node", "server.js"]
    environment = {**os.environ, "PORT": "0", "LOG": "error"}
    environment.pop("DATABASE_URL", None)
    shop = subprocess.Popen(
        command, cwd=Path(__file__).parent, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    for line in shop.stdout:
        if line.startswith("READY "):
            yield line.split()[1]
            break
    else:
        raise RuntimeError("Vendure did not start")
    shop.terminate()
    shop.wait(20)
    shop.stdout.close()
