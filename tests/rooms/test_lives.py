"""States in the database: it takes the steps of the tables and refuses every other way."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kontor.config.reference import list_lives
from kontor.platform.models import RunReport, RunState
from kontor.platform.sql.bulk import execute, select_rows


@pytest.mark.django_db
class TestLives:
    @pytest.mark.parametrize("life", list_lives(), ids=lambda life: life.table)
    def test_stand_in_the_database_as_in_the_code(self, life):
        ((told,),) = select_rows(
            "SELECT tgargs FROM pg_trigger WHERE tgname = 'guard_step' AND tgrelid = %s::regclass", [life.table]
        )
        edges = [tuple(it.split(">")) for it in bytes(told).decode().split("\0") if it]

        assert sorted(edges) == life.list_edges()

    def test_go_no_way_that_the_table_does_not_list(self, at):
        run = RunReport.objects.create(kind="trial", name="trial", fingerprint="", state=RunState.DONE, started_at=at)

        with (
            pytest.raises(DatabaseError, match="does not go from done to running"),
            transaction.atomic(),
        ):
            execute("UPDATE platform_runreport SET state = 'running' WHERE id = %s", [run.id])

        run.refresh_from_db()
        assert run.state == RunState.DONE
