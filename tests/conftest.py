"""Tests run on a real PostgreSQL: the server of DATABASE_URL, or an embedded one in a folder of its own."""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings

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


_open_house()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402 - needs an open house
from django.core.management.commands.flush import Command as Flush  # noqa: E402 - needs an open house

# The same algorithm with less work: no test is about how hard a password is to guess from its hash.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

# `make test` tries the same cases every time; the long tests draw new ones.
settings.register_profile("kontor", derandomize=True, deadline=None)
settings.load_profile("kontor")


# Filled once by the migrations, and changed by no test.
_KEPT = frozenset({"django_content_type", "auth_permission"})


def _empty_filled_tables(command, **options) -> None:
    """Empty the tables that a test with real commits has filled, and those alone. Django's own way truncates all hundred of them
    and makes permissions anew, which takes longer than most tests.
    """
    from django.db import connections

    connection = connections[options["database"]]
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _KEPT)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
        filled = [row[0] for row in cursor.fetchall()]
        if filled:
            # Without triggers and foreign keys: what is append-only in the house is emptied here.
            deletions = "; ".join(f"DELETE FROM {table}" for table in filled)
            cursor.execute(
                f"SET session_replication_role = replica; {deletions}; SET session_replication_role = origin"
            )


Flush.handle = _empty_filled_tables


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
