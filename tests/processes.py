"""Processes of their own, so that they can be killed."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
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


@cache
def _maker(url: str) -> subprocess.Popen[str]:
    """Return the program that makes processes on this database; it ends with the tests."""
    environment = {**os.environ, "DATABASE_URL": url}
    maker = subprocess.Popen(
        [sys.executable, str(ACT), "--serve"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(maker.kill)
    return maker


def act(*words: object, crash_at: str = "", url: str = "") -> subprocess.CompletedProcess[str]:
    """Let a process of its own do something; where it is to be killed on the way, it was."""
    if url:
        return run(sys.executable, str(ACT), *map(str, words), crash_at=crash_at, url=url)
    maker = _maker(database_url())
    assert maker.stdin is not None
    assert maker.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        environment = {name: value for name, value in os.environ.items() if name.startswith("KONTOR_")}
        asked = {
            "words": [str(word) for word in words], "crash_at": crash_at, "environment": environment, "out": str(out),
            "err": str(err),
        }  # fmt: skip
        maker.stdin.write(json.dumps(asked) + "\n")
        maker.stdin.flush()
        code = int(maker.stdout.readline())
        done = subprocess.CompletedProcess(asked["words"], code, out.read_text(), err.read_text())
    assert code == (KILLED if crash_at else 0), (crash_at, code, done.stderr[-3000:])
    return done
