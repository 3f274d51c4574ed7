"""The drill: a house is saved and comes back, row by row and byte by byte, on another database; what is damaged is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict

from builders import hear_news, walk_to_packed
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices
from kontor.kernel.clock import read_clock
from kontor.platform.keep.files import path_of_file, store_file
from kontor.platform.keep.safety import FAILING_ARCHIVE
from kontor.platform.keep.vault import seal
from kontor.platform.models import StoredFile
from kontor.platform.start.embedded import EmbeddedDatabase
from processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

HERE = Path(os.environ["KONTOR_HOME"])


def kontor(*words: object, home: Path, url: str = "", expect: int = 0, **settings: str) -> str:
    """Run a command in a house and return what it told."""
    environment = {**os.environ, "KONTOR_HOME": str(home), "DATABASE_URL": url, **settings}
    done = subprocess.run(
        [sys.executable, "-m", "kontor.cli.main", *map(str, words)],
        env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    told = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == expect, (words, done.returncode, told[-3000:])
    return told


def saved(target: Path) -> Path:
    """Save the house of this test and return the backup's folder."""
    told = kontor("backup", target, "--json", home=HERE, url=database_url())
    return Path(json.loads(told[: told.index("}") + 1])["backup"])


@pytest.fixture
def target(tmp_path):
    return tmp_path / "saved"


@pytest.fixture
def another(tmp_path):
    """An empty database on the same server, and the address of it."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    parts = {**conninfo_to_dict(database_url()), "dbname": name}
    host = str(parts["host"])
    url = (
        f"postgresql://{parts['user']}@/{name}?host={host}"
        if host.startswith("/")
        else database_url().replace(f"/{connection.settings_dict['NAME']}", f"/{name}")
    )
    yield url
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sold(real_shop):
    """A shop that has sold, shipped and invoiced, with the invoice on paper, and holds a secret."""
    order = real_shop.place((2, "LAMP"), (1, "BOOK"))
    shipments = walk_to_packed(real_shop, order)
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
    hear_news()
    render_invoices(list(Invoice.objects.values_list("id", flat=True)))
    seal(b"the house has its key", bound_to="test")
    return order


class TestTheDrill:
    def test_every_row_and_every_file_come_back_and_the_house_is_in_order(self, sold, target, another, tmp_path):
        folder, home = saved(target), tmp_path / "home"
        names = set(StoredFile.objects.values_list("sha256", flat=True))

        told = kontor("restore", folder, "--keys", HERE / "keys", home=home, url=another)

        assert "The house is back" in told
        assert f"Numbers of documents go on behind: invoice:MU:{sold.placed_at.year} 1" in told
        assert names
        assert {path.name for path in (home / "files").glob("*/*")} == names
        with psycopg.connect(another) as database:
            found = database.execute("SELECT external_id, state FROM orders_order").fetchall()
        assert found == [(sold.external_id, "DISPATCHED")] or len(found) == 1
        assert '"holds":false' not in kontor("check", "--json", home=home, url=another).replace(" ", "")

    def test_the_keys_are_kept_apart(self, sold, target, tmp_path):
        folder = saved(target)
        key = (HERE / "keys" / "credentials_key").read_bytes()

        kontor("backup", tmp_path / "again", "--keys", tmp_path / "safe", home=HERE, url=database_url())

        assert not [path for path in folder.parent.rglob("*") if path.is_file() and key in path.read_bytes()]
        assert (tmp_path / "safe" / "credentials_key").read_bytes() == key

    @pytest.mark.long
    def test_without_the_key_it_says_so_and_makes_none(self, sold, target, another, tmp_path):
        told = kontor("restore", saved(target), home=tmp_path / "home", url=another)

        assert "There is no credentials key here" in told
        assert not (tmp_path / "home" / "keys" / "credentials_key").exists()

    @pytest.mark.long
    def test_asked_for_twice_it_comes_back_once(self, sold, target, another, tmp_path):
        """The first was killed behind the rows."""
        folder = saved(target)
        kontor("restore", folder, "--keys", HERE / "keys", home=tmp_path / "home", url=another)

        kontor("restore", folder, "--keys", HERE / "keys", home=tmp_path / "home", url=another)

        with psycopg.connect(another) as database:
            assert database.execute("SELECT count(*) FROM orders_order").fetchone() == (1,)

    @pytest.mark.long
    def test_a_house_where_somebody_lives_is_left_alone(self, sold, target, another, tmp_path):
        folder, home = saved(target), tmp_path / "home"
        kontor("restore", folder, "--keys", HERE / "keys", home=home, url=another)
        with psycopg.connect(another) as database:
            database.execute("DELETE FROM django_session; INSERT INTO platform_counter (name, last) VALUES ('mine', 1)")
        shutil.rmtree(home / "files")
        (folder / "templates").mkdir(exist_ok=True)
        (folder / "templates" / "invoice.typ").write_text("foreign")

        told = kontor("restore", folder, home=home, url=another, expect=2)

        assert "The database is not empty" in told
        assert not (home / "files").exists()
        assert not (home / "templates").exists()

    @pytest.mark.long
    def test_the_key_of_another_house_is_refused_before_anything_happens(self, sold, target, another, tmp_path):
        folder = saved(target)
        keys = tmp_path / "home" / "keys"
        keys.mkdir(parents=True)
        (keys / "credentials_key").write_text("A" * 43 + "=")

        told = kontor("restore", folder, home=tmp_path / "home", url=another, expect=2)

        assert "is not the one of this backup" in told
        with psycopg.connect(another) as database:
            assert database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)

    def test_a_damaged_backup_is_refused_before_anything_happens(self, sold, target, another, tmp_path):
        folder = saved(target)
        dump = folder / "database.dump"
        dump.write_bytes(dump.read_bytes()[:-10] + b"0123456789")

        told = kontor("restore", folder, home=tmp_path / "home", url=another, expect=2)

        assert "is damaged; take an older backup" in told
        with psycopg.connect(another) as database:
            assert database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)

    @pytest.mark.long
    def test_a_file_that_is_gone_is_named_and_all_others_come_back(self, sold, target, another, tmp_path, at):
        lost = store_file(b"only here", name="a.txt", media_type="text/plain", at=at)
        path_of_file(lost.sha256).unlink()

        told = kontor("backup", target, home=HERE, url=database_url(), expect=1)
        kontor("restore", next(target.glob("kontor-*")), home=tmp_path / "home", url=another)

        assert f"File {lost.sha256} is named by the database and not on disk" in told
        assert {path.name for path in (tmp_path / "home" / "files").glob("*/*")} == set(
            StoredFile.objects.exclude(pk=lost.pk).values_list("sha256", flat=True)
        )


class TestWhoSeesIt:
    def test_a_backup_that_failed_or_did_not_come_waits_for_somebody(self, sold, target, tmp_path):
        def kinds(days: int = 0) -> list[str]:
            return [it.kind for it in list_waiting(read_clock() + timedelta(days=days))]

        saved(target)
        assert ("backup" in kinds(), "backup" in kinds(3)) == (False, True)

        (tmp_path / "file").write_text("no folder")
        kontor("backup", tmp_path / "file", home=HERE, url=database_url(), expect=2)
        assert "backup" in kinds()

        saved(tmp_path / "again")
        assert "backup" not in kinds()


class TestKeeping:
    def test_files_are_stored_once_and_forgotten_with_the_last_backup_that_names_them(self, sold, target):
        first = saved(target)
        count = len(list((target / "files").glob("*/*")))
        with connection.cursor() as cursor:  # as if it had never been printed
            cursor.execute("SET session_replication_role = replica; DELETE FROM platform_storedfile")
            cursor.execute("SET session_replication_role = origin")

        kontor("backup", target, "--keep", 1, home=HERE, url=database_url())

        assert count > 0
        assert not first.exists()
        assert list((target / "files").glob("*/*")) == []
        assert len(list(target.glob("kontor-*"))) == 1


@pytest.fixture
def archived():
    """A house that keeps its changes, saved once, with a key made after that."""
    folder = Path(tempfile.mkdtemp(prefix="k-"))
    folder.chmod(0o711)
    first, archive = folder / "first", str(folder / "changes")
    try:
        kontor("migrate", home=first, KONTOR_WAL_ARCHIVE=archive)
        # Once named it goes on: these know nothing of it.
        kontor("backup", folder / "saved", home=first)
        kontor("api-key", "create", "late", "--capability", "orders:read", home=first)
        # The command was the last to leave: the server stopped, and archived its last change.
        shutil.rmtree((first / "postgres").resolve())
        yield folder
    finally:
        for link in folder.rglob("postgres"):
            if link.is_symlink():
                shutil.rmtree(link.resolve().parent, ignore_errors=True)
        shutil.rmtree(folder)


@pytest.mark.long
class TestAnArchiveThatTakesNoMore:
    def test_is_seen_by_the_house(self, monkeypatch):
        folder = Path(tempfile.mkdtemp(prefix="k-"))
        folder.chmod(0o711)
        monkeypatch.setenv("KONTOR_WAL_ARCHIVE", str(folder / "changes"))
        database = EmbeddedDatabase(folder / "home")
        try:
            url = database.start()
            shutil.rmtree(folder / "changes")  # the other disk is gone
            with psycopg.connect(url, autocommit=True) as server:
                server.execute("CREATE TABLE t (n int); SELECT pg_switch_wal()")
                until = time.monotonic() + 60
                while not (found := server.execute(FAILING_ARCHIVE).fetchall()) and time.monotonic() < until:
                    time.sleep(0.5)

            assert len(found) == 1
        finally:
            database.stop()
            shutil.rmtree((folder / "home" / "postgres").resolve(), ignore_errors=True)
            shutil.rmtree(folder)


@pytest.mark.long
class TestToTheLastChange:
    def restore(self, folder: Path, *, expect: int = 0, **settings: str) -> str:
        backup = next((folder / "saved").glob("kontor-*"))
        return kontor(
            "restore", backup, "--changes", folder / "changes", "--keys", folder / "first" / "keys", home=folder / "second",
            expect=expect, **settings,
        )  # fmt: skip

    def test_what_was_written_after_the_backup_is_in_the_archive_of_changes(self, archived):
        told = self.restore(archived)

        assert "to the last change of the archive" in told
        assert "late" in kontor("api-key", "list", home=archived / "second")
        assert '"holds":false' not in kontor("check", "--json", home=archived / "second").replace(" ", "")
        # What comes back writes into no archive of the house that was.
        assert not list((archived / "changes").glob("*.history"))
        assert "archive_command" not in (archived / "second" / "postgres" / "kontor.conf").read_text()

    def test_a_gap_is_no_last_change(self, archived):
        segments = sorted(path for path in (archived / "changes").iterdir() if len(path.name) == 24)
        segments[-2].unlink()

        told = self.restore(archived, expect=2)

        assert f"A part of the archive is missing ({segments[-2].name})" in told
        assert not (archived / "second" / "postgres").exists()

    def test_a_house_that_comes_back_never_writes_into_the_archive_it_is_read_from(self, archived):
        told = self.restore(archived, expect=2, KONTOR_WAL_ARCHIVE=str(archived / "changes"))

        assert "may not write into the archive" in told

    def test_an_archive_with_two_lines_is_refused(self, archived):
        (archived / "changes" / "00000002.history").write_text("1\t0/3000000\tdrill\n")

        assert "Another house was restored from this archive" in self.restore(archived, expect=2)
