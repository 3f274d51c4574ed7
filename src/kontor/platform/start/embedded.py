"""The embedded PostgreSQL: starts by itself, recovers by itself, and stops with the last process that uses it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from kontor.platform.start.environment import make_home, read_setting
from kontor.platform.start.postgres_files import (
    NO_ARCHIVE,
    DatabaseUnusable,
    ServerUser,
    find_binaries,
    find_server_user,
    make_archive,
    place_data_folder,
    write_settings,
)

# A crash recovery can take its time; the starter asks again until then.
START_WITHIN_S = 120
STOP_WITHIN_S = 30
# The longest path of a socket (sockaddr_un), less the name that PostgreSQL appends.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


class EmbeddedDatabase:
    """PostgreSQL 18 in KONTOR_HOME/postgres, reached over a socket that only its owner can open.

    Whoever uses it holds a shared lock on a file; the last one to let go stops the server, whoever started it.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._held: int | None = None
        self._user: ServerUser | None = None
        self._folder = home / "postgres"
        self._pid: int | None = None

    def start(self) -> str:
        """Start the server, or find it running; return its address. Raises DatabaseUnusable, saying what to do."""
        make_home(self._home)
        if self._held is None:
            self._held = self._lock("postgres.users", fcntl.LOCK_SH)
        starting = self._lock("postgres.start", fcntl.LOCK_EX)
        try:
            self._user = find_server_user()
            self._folder = place_data_folder(self._home, self._user)
            binaries = find_binaries(self._user)
            if not (self._folder / "PG_VERSION").exists():
                self._make_cluster(binaries, self._user)
            archive = read_setting("KONTOR_WAL_ARCHIVE")
            if archive and archive != NO_ARCHIVE:
                archive = str(Path(archive).resolve())
                make_archive(Path(archive), self._user)
            changed = write_settings(self._folder, self._user, archive)
            running = self._find_server()
            if running is None:
                self._start_server(binaries, self._user)
            elif changed:
                os.kill(running, signal.SIGHUP)  # who may come in counts from now on
            self._pid = self._find_server()
        finally:
            if starting is not None:
                os.close(starting)
        return f"postgresql://postgres:@/postgres?host={self._socket_folder()}"

    def is_running(self) -> bool:
        """Whether the server is alive; cheap enough to be asked twice a second."""
        if self._pid is None or not _is_postgres(self._pid):
            self._pid = self._find_server()
        return self._pid is not None

    def stop(self) -> None:
        """Let go. Where nobody else uses it the server is stopped: clients are cut off, nothing that was committed is lost."""
        if self._held is None:
            return
        os.close(self._held)
        self._held = None
        alone = self._lock("postgres.users", fcntl.LOCK_EX | fcntl.LOCK_NB)
        if alone is None:
            return
        try:
            self._stop_server()
        finally:
            os.close(alone)

    def _stop_server(self) -> None:
        pid, folder = self._find_server(), self._socket_folder()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # a fast shutdown
        until = time.monotonic() + STOP_WITHIN_S
        while _is_postgres(pid) and time.monotonic() < until:
            time.sleep(0.05)
        if folder != self._folder:
            folder.rmdir()

    def _lock(self, name: str, how: int) -> int | None:
        descriptor = os.open(self._home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def _make_cluster(self, binaries: Path, user: ServerUser) -> None:
        """Make the cluster beside its place and move it there, so that half a cluster is never taken for one."""
        draft = self._folder.with_name(f"{self._folder.name}.new")
        subprocess.run(["rm", "-rf", str(draft)], check=True)
        draft.mkdir(mode=0o700)
        user.own(draft)
        user.run([str(binaries / "initdb"), "--encoding=utf8", "--auth=reject", "-U", "postgres", "-D", str(draft)])
        if self._folder.exists():
            self._folder.rmdir()
        draft.rename(self._folder)

    def _start_server(self, binaries: Path, user: ServerUser) -> None:
        folder = self._folder
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path(tempfile.mkdtemp(prefix="kontor-"))  # 0700
            user.own(folder)
        command: Sequence[str] = (
            str(binaries / "pg_ctl"), "-w", "-t", "10", "-D", str(self._folder), "-l", str(self._folder / "log"),
            "-o", f"-h '' -k '{folder}'", "start",
        )  # fmt: skip
        until = time.monotonic() + START_WITHIN_S
        while True:
            try:
                user.run(command)
                return
            except subprocess.CalledProcessError:
                # Recovery goes on behind pg_ctl's back, or children of a killed server have not noticed yet.
                if self._find_server() is not None and self._accepts(binaries, user):
                    return
                if time.monotonic() > until:
                    log = (self._folder / "log").read_text(errors="replace")[-1500:]
                    raise DatabaseUnusable(
                        f"PostgreSQL does not start in {self._folder}. Its log ends with:\n{log}"
                    ) from None
                time.sleep(0.5)

    def _accepts(self, binaries: Path, user: ServerUser) -> bool:
        asked = [str(binaries / "pg_isready"), "-q", "-h", str(self._socket_folder())]
        return user.try_run(asked)

    def _find_server(self) -> int | None:
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        return pid if pid and _is_postgres(pid) else None

    def _socket_folder(self) -> Path:
        lines = self._pid_file()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else self._folder

    def _pid_file(self) -> list[str]:
        try:
            return (self._folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []


def _is_postgres(pid: int) -> bool:
    """Whether this process is a PostgreSQL that lives: numbers of processes are used again."""
    try:
        process = psutil.Process(pid)
        return bool(process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
