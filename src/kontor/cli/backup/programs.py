"""PostgreSQL's own programs for dumps: those of the embedded server, which read servers of 15 and later too."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kontor.platform.start.environment import read_setting
from kontor.platform.start.postgres_files import find_binaries

# A setting that servers before 17 do not know stands among the first lines of a dump, where no data are yet.
_HEADER_LINES = 60
_UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;"


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with a fault; the text is what it said."""


def run_program(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL against the house's database. Raises ProgramFailed with the end of what it said."""
    address, environment = _address()
    command = [str(find_binaries() / name), "-d", address, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ProgramFailed(done.stderr.strip()[-1500:])


def load_dump(dump: Path) -> None:
    """Load a dump into the house's empty database, whole or not at all. Raises ProgramFailed."""
    address, environment = _address()
    reading = [str(find_binaries() / "pg_restore"), "--no-owner", "--no-privileges", "-f", "-", str(dump)]
    loading = [
        str(find_binaries() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, address,
    ]  # fmt: skip
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said) as source,
        subprocess.Popen(loading, stdin=subprocess.PIPE, stderr=said, env=environment) as sink,
    ):
        assert source.stdout is not None
        assert sink.stdin is not None
        try:
            sink.stdin.write(b"BEGIN;\n")
            for line in itertools.islice(source.stdout, _HEADER_LINES):
                if line.strip() != _UNKNOWN_TO_OLDER:
                    sink.stdin.write(line)
            shutil.copyfileobj(source.stdout, sink.stdin, 1 << 20)
            if source.wait() == 0:  # else it ends without a commit, as it does when we are killed
                sink.stdin.write(b"\nCOMMIT;\n")
            sink.stdin.close()
        except BrokenPipeError:  # the database refused; what it said is read below
            source.kill()
            with suppress(BrokenPipeError):
                sink.stdin.close()
        codes = [source.wait(), sink.wait()]
        said.seek(0)
        if any(codes):
            raise ProgramFailed(said.read().decode(errors="replace").strip()[-1500:])


def _address() -> tuple[str, dict[str, str]]:
    """Return the database's address without its password, which a list of processes would show, and the environment with it."""
    parts = {name: str(value) for name, value in conninfo_to_dict(read_setting("DATABASE_URL")).items()}
    password = parts.pop("password", "")
    return make_conninfo(**parts), {**os.environ, **({"PGPASSWORD": password} if password else {})}
