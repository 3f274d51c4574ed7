"""A house of an older version is taken along; one of a newer version, or from before the first release, is told so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from kontor.cli.bootstrap import migrate_house
from processes import database_url

# Nobody has worked in it since the day on which it was kept (I09, I31), and its files were not kept (I12).
LEFT_OUT = {"I09", "I12", "I31"}
KONTOR = str(Path(sys.executable).with_name("kontor"))
HOUSES = sorted((Path(__file__).parent / "houses").glob("*.sql"))


def _columns(url: str) -> set[tuple[object, ...]]:
    with psycopg.connect(url) as server:
        rows = server.execute(
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        ).fetchall()
        rules = server.execute(
            "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
            " WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('c', 'u', 'p', 'f')"
        ).fetchall()
        guards = server.execute(
            "SELECT t.tgrelid::regclass::text, t.tgname, md5(p.prosrc) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal"
        ).fetchall()
    # The server writes a condition in another way once it was written out and read back.
    told = {(table, name, re.sub(r"::[a-z ]+(\[\])?|[()\s]", "", text)) for table, name, text in rules}
    return {*rows, *told, *guards}


@pytest.fixture
def old_house(transactional_db):
    """A database beside the one of the tests."""
    name = f"{connection.settings_dict['NAME']}_old"
    here = database_url()
    there = here.replace(connection.settings_dict["NAME"], name, 1)
    with psycopg.connect(here, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    yield there
    with psycopg.connect(here, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.mark.parametrize("kept", HOUSES, ids=lambda path: path.stem)
def test_a_house_of_a_released_version_is_taken_along_with_all_that_is_in_it(old_house, kept):
    with psycopg.connect(old_house, autocommit=True) as server:
        server.execute(kept.read_text())  # type: ignore[call-overload]
    environment = {**os.environ, "DATABASE_URL": old_house}

    moved, checked = (
        subprocess.run([KONTOR, *words], env=environment, capture_output=True, text=True, check=False)
        for words in (["migrate"], ["check", "--json"])
    )

    assert moved.returncode == 0, moved.stderr[-2000:]
    broken = {it["id"]: it["examples"] for it in json.loads(checked.stdout)["invariants"] if not it["holds"]}
    assert {name: told for name, told in broken.items() if name not in LEFT_OUT} == {}
    assert _columns(old_house) == _columns(database_url())
    with psycopg.connect(old_house) as server:
        orders = server.execute("SELECT state, count(*) FROM orders_order GROUP BY 1 ORDER BY 1").fetchall()
    assert dict(orders).keys() >= {"CANCELLED", "CLOSED", "RELEASED"}


@pytest.mark.parametrize("words", [["check"], ["worker", "--drain"], ["api-key", "list"]])
def test_a_house_of_an_older_version_is_not_worked_in_before_it_is_migrated(old_house, words):
    with psycopg.connect(old_house, autocommit=True) as server:
        server.execute(HOUSES[0].read_text())  # type: ignore[call-overload]

    told = subprocess.run(
        [KONTOR, *words], env={**os.environ, "DATABASE_URL": old_house}, capture_output=True, text=True, check=False
    )

    assert told.returncode == 2
    assert "kontor migrate" in " ".join(told.stderr.split())


def test_the_newest_version_has_a_house_to_be_taken_along():
    assert HOUSES


def test_a_house_of_another_version_is_left_alone_and_says_so(transactional_db, capsys):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('orders', '0099_of_tomorrow', now())"
        )
    try:
        with pytest.raises(SystemExit) as ended:
            migrate_house()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0099_of_tomorrow'")

    told = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 2
    assert "orders.0099_of_tomorrow" in told
    assert "DATABASE_URL" in told
