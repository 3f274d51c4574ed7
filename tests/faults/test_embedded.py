"""The embedded database: several programs share it, nobody else reaches it, and folders of others are left alone."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

import psutil
import psycopg
import pytest

from kontor.cli.processes import Database, Supervisor
from kontor.platform.start.embedded import EmbeddedDatabase
from kontor.platform.start.postgres_files import SERVER_USER, find_binaries, find_server_user

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def outer():
    """A closed folder of somebody's own, as home directories are."""
    folder = Path(tempfile.mkdtemp(prefix="k-"))
    yield folder
    for link in folder.rglob("postgres"):
        if link.is_symlink():
            shutil.rmtree(link.resolve().parent)
    shutil.rmtree(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


class TestSharing:
    def test_it_lives_as_long_as_anybody_uses_it_whoever_started_it(self, outer):
        home = outer / "home"
        command, house = EmbeddedDatabase(home), EmbeddedDatabase(home)
        url = command.start()
        assert house.start() == url

        command.stop()  # the one that started it ends first

        assert answers(url)
        assert house.is_running()
        house.stop()
        assert not answers(url)
        assert not house.is_running()

    def test_a_killed_server_is_started_again_and_has_what_was_committed(self, outer):
        embedded = EmbeddedDatabase(outer / "home")
        url = embedded.start()
        try:
            with psycopg.connect(url) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
            server = psutil.Process(postmaster(outer / "home"))
            server.kill()
            psutil.wait_procs([server], timeout=10)

            assert Supervisor([Database(embedded)]).look() == ["database"]

            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        finally:
            embedded.stop()


class TestWhoMayComeIn:
    def test_home_socket_and_data_are_closed_to_others_and_the_folders_above_untouched(self, outer):
        home = outer / "home"
        embedded = EmbeddedDatabase(home)
        embedded.start()
        try:
            sockets = list((home / "postgres").glob(".s.PGSQL.*[0-9]"))

            assert mode(outer) == 0o700
            assert mode(home) == (0o711 if IS_ROOT else 0o700)
            assert mode((home / "postgres").resolve()) == 0o700
            assert [mode(socket) for socket in sockets] == [0o700]
            assert "trust" not in (home / "postgres" / "pg_hba.conf").read_text()
        finally:
            embedded.stop()

    def test_it_starts_in_a_closed_folder_of_somebody_whose_files_are_closed_too(self, outer):
        """As every command of Kontor writes them: the server's own user has to pass to its data all the same."""
        before = os.umask(0o077)
        try:
            database = EmbeddedDatabase(outer / "home")
            url = database.start()
        finally:
            os.umask(before)

        assert answers(url)
        database.stop()

    def test_a_long_path_gets_its_socket_in_a_folder_that_is_closed_too(self, outer):
        outer.chmod(0o711)  # else root's data lie elsewhere, where the path is short
        home = outer / ("x" * 100)
        embedded = EmbeddedDatabase(home)
        url = embedded.start()
        try:
            folder = Path(url.partition("host=")[2])

            assert answers(url)
            assert folder != home / "postgres"
            assert mode(folder) == 0o700
        finally:
            embedded.stop()
        assert not folder.exists()

    @pytest.mark.skipif(not IS_ROOT, reason="only root can ask as somebody else")
    def test_another_user_of_the_machine_is_not_let_in(self, outer):
        """As nobody over the socket where its folder is open, and as the server's own user, who is no stranger."""
        outer.chmod(0o711)
        home = outer / "home"
        embedded = EmbeddedDatabase(home)
        url = embedded.start()
        try:
            ask = [str(find_binaries(find_server_user()) / "psql"), url, "-c", "SELECT 1"]
            opened = home / "postgres"
            opened.chmod(0o755)
            for socket in opened.glob(".s.PGSQL.*"):
                socket.chmod(0o777)
            refused = subprocess.run(
                ask, user="nobody", extra_groups=[], cwd="/", capture_output=True, text=True, check=False
            )
            welcome = subprocess.run(
                ask, user=SERVER_USER, extra_groups=[], cwd="/", capture_output=True, text=True, check=False
            )

            assert refused.returncode != 0
            assert "authentication failed" in refused.stderr
            assert welcome.returncode == 0, welcome.stderr
        finally:
            embedded.stop()
