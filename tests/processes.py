"""Processes of their own, so that they can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

ACT = Path(__file__).with_name("faults") / "act.py"
KILLED = -signal.SIGKILL


def database_url() -> str:
    """Return the address of the test database."""
    now = connection.settings_dict
    host = f"?host={now['HOST']}" if str(now["HOST"]).startswith("/") else ""
    place = "" if host else f"{now['HOST']}:{now['PORT'] or 5432}"
    password = f":{now['PASSWORD']}" if now["PASSWORD"] else ""
    return f"postgresql://{now['USER']}{password}@{place}/{now['NAME']}{host}"


def run(*command: str, crash_at: str = "", url: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url or database_url(), "KONTOR_CRASH_AT": crash_at}
    if not crash_at:
        del environment["KONTOR_CRASH_AT"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, check=False)
    if crash_at:
        assert done.returncode == KILLED, (crash_at, done.returncode, done.stderr[-2000:])
    else:
        assert done.returncode == 0, done.stderr[-3000:]
    return done


def act(*words: object, crash_at: str = "", url: str = "") -> subprocess.CompletedProcess[str]:
    return run(sys.executable, str(ACT), *map(str, words), crash_at=crash_at, url=url)
