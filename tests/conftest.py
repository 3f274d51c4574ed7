"""Tests run on a real PostgreSQL: the server of DATABASE_URL, or an embedded one in a folder of its own."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings

from kontor.platform.start.collector import calm_the_collector
from kontor.platform.start.embedded import EmbeddedDatabase
from kontor.platform.start.messages import compile_messages


def _open_house() -> None:
    """Start the database before Django's settings are read; the workers of a parallel run inherit its address."""
    os.environ.setdefault("KONTOR_HOME", str(Path(tempfile.gettempdir()) / f"kontor-test-{os.getuid()}"))
    os.environ["KONTOR_DEMO"] = "0"
    # The simulators are programs of this machine.
    os.environ["KONTOR_INNER_HOSTS"] = "127.0.0.1"
    os.environ["KONTOR_FOLDERS"] = tempfile.gettempdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "kontor.config.settings"
    if not os.environ.get("DATABASE_URL"):
        database = EmbeddedDatabase(Path(os.environ["KONTOR_HOME"]))
        os.environ["DATABASE_URL"] = database.start()
        atexit.register(database.stop)
    compile_messages(Path(os.environ["KONTOR_HOME"]))
    django.setup()
    calm_the_collector()  # as every process of the house does


_open_house()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402 - needs an open house
from django.core.management.commands.flush import Command as Flush  # noqa: E402 - needs an open house
from django.test import TransactionTestCase  # noqa: E402 - needs an open house
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402 - needs an open house

# The same algorithm with less work: no test is about how hard a password is to guess from its hash.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

# `make test` tries the same cases every time; the long tests draw new ones.
settings.register_profile("kontor", derandomize=True, deadline=None)
settings.load_profile("kontor")


# Filled once by the migrations, and changed by no test.
_KEPT = frozenset({"django_content_type", "auth_permission"})
# What the post leaves in tables that are not Django's.
_JOBS = frozenset({"procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"})


def _empty_filled_tables(command, **options) -> None:
    """Empty the tables that a test with real commits has filled, and those alone. Django's own way truncates all hundred of them
    and makes permissions anew, which takes longer than most tests.

    The question is a function of the connection, whose plans are made once: a hundred tables are soon asked, not soon planned.
    """
    from django.db import connections

    connection = connections[options["database"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('pg_temp.empty_house')")
        if cursor.fetchone()[0] is None:
            found = connection.introspection.django_table_names(only_existing=True, include_views=False)
            deletions = "\n".join(
                f"IF EXISTS (SELECT FROM {table}) THEN DELETE FROM {table}; END IF;"
                for table in sorted({*found, *_JOBS} - _KEPT)
            )
            # Without triggers and foreign keys: what is append-only in the house is emptied here.
            cursor.execute(
                "CREATE FUNCTION pg_temp.empty_house() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica"
                f" AS $$ BEGIN {deletions} END $$"
            )
        cursor.execute("SELECT pg_temp.empty_house()")


Flush.handle = _empty_filled_tables


def _starts_anew(case) -> bool:
    """Whether the next test needs a connection of its own. Django opens one for each test with real commits, and a server process
    that has just been born reads its whole catalogue first. One that is sound is kept, and forgets what was set in it.
    """
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        driver = connection.connection
        if driver is None:
            continue
        if driver.closed or driver.info.transaction_status or connection.in_atomic_block or connection.errors_occurred:
            return True
        driver.execute("SELECT pg_advisory_unlock_all(); CLOSE ALL; UNLISTEN *; RESET SESSION AUTHORIZATION; RESET ALL")
        connection.init_connection_state()
    return False


TransactionTestCase._should_reload_connections = _starts_anew


def _find_static_files_once(middleware, *, find=WhiteNoiseMiddleware.add_files_from_finders, found={}) -> None:  # noqa: B006
    """Look through the folders of static files once, not for each browser of each test."""
    if middleware.static_prefix not in found:
        find(middleware)
        found[middleware.static_prefix] = dict(middleware.files)
    middleware.files.update(found[middleware.static_prefix])


WhiteNoiseMiddleware.add_files_from_finders = _find_static_files_once


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Drop the test databases without hurry: a busy disk takes longer than a statement of Kontor may."""
    yield
    from django.db import connections

    for connection in connections.all():
        options = connection.settings_dict["OPTIONS"]
        connection.settings_dict["OPTIONS"] = {**options, "options": f"{options['options']} -c statement_timeout=0"}


@pytest.fixture
def at():
    from datetime import UTC, datetime

    return datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def by():
    from kontor.kernel.actor import Actor

    return Actor("user", "test")


@pytest.fixture
def shop(db, at, by):
    """A merchant with two warehouses, a shop, and stock of LAMP, VASE and BOOK."""
    from builders import a_merchant

    return a_merchant(at=at, by=by)


@pytest.fixture
def real_shop(transactional_db, at, by):
    """The same with real commits, for races and jobs."""
    from builders import a_merchant

    return a_merchant(at=at, by=by)


@pytest.fixture(autouse=True)
def locks_in_order():
    """No test takes a lock out of order, also where nobody waits for it at that moment."""
    from kontor.platform.sql.lock_order import watch_locks

    watch_locks(on=True)
    yield
    watch_locks(on=False)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a page remembers for some seconds is not remembered into the next test."""
    from django.core.cache import caches

    caches["near"].clear()
