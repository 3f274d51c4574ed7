"""What nobody needs any more is forgotten by night; what counts is not."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from builders import assert_house_in_order, payload
from kontor.access.public import create_api_key
from kontor.channels.tables import InboundMessage
from kontor.channels.tasks.forgetting import forget_old_messages
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import NotFound
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.tables import Order
from kontor.platform.keep.bulk_jobs import open_bulk_job
from kontor.platform.keep.files import path_of_file, store_file
from kontor.platform.keep.imports import forget_imports, keep_import, read_import
from kontor.platform.models import BulkJob, BulkRow, IdempotencyKey, ImportFile
from kontor.platform.tasks import forget_old
from kontor.rest.intake import writer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # Django's flush leaves them
    yield
    writer.stop()


def a_key(*capabilities: str) -> str:
    with transaction.atomic():
        return create_api_key(name="shop", capabilities=list(capabilities), at=read_clock(), by=SYSTEM)


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'name' FROM procrastinate_jobs WHERE task_name = 'old' ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def a_job(name: str, status: str, days: int) -> None:
    """A job that came to this state so many days ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('q', 'old', jsonb_build_object('name', %s::text), 'todo') RETURNING id", [name],
        )  # fmt: skip
        job = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, job]
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = %s", [days, job]
        )


def test_an_answer_is_kept_for_its_repetition_and_no_longer_than_the_setting_says(real_shop):
    client, key = Client(), a_key("orders:write", "payments:write")
    for name in ("old", "new"):
        client.post(
            "/api/v1/orders", payload((1, "LAMP")), content_type="application/json",
            headers={"Authorization": f"Bearer {key}", "Idempotency-Key": name},
        )  # fmt: skip
    IdempotencyKey.objects.filter(key="old").update(created_at=read_clock() - timedelta(days=31))

    forget_old(0)

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]
    assert Order.objects.count() == 2


def test_jobs_that_were_called_off_go_and_what_waits_for_somebody_stays(db):
    a_job("called off long ago", "cancelled", 91)
    a_job("called off", "cancelled", 89)
    a_job("failed", "failed", 400)
    a_job("waits", "todo", 400)

    forget_old(0)

    assert jobs() == ["called off", "failed", "waits"]


def test_nothing_is_forgotten_where_the_setting_says_for_ever(db, monkeypatch):
    monkeypatch.setenv("KONTOR_KEEP_JOBS_DAYS", "0")
    a_job("called off long ago", "cancelled", 4000)

    forget_old(0)

    assert jobs() == ["called off long ago"]


def test_a_bulk_job_that_nobody_began_goes_after_a_day_and_what_was_done_after_the_setting(db):
    def a_job(*, asked: datetime, ended: datetime | None) -> int:
        with transaction.atomic():
            job = open_bulk_job(grid="orders", verb="note", rows=[(1, "100001"), (2, "100002")], at=asked, by=SYSTEM)
            BulkJob.objects.filter(id=job).update(started_at=ended, ended_at=ended)
        return job

    now, day = read_clock(), timedelta(days=1)
    forgotten, young = a_job(asked=now - 2 * day, ended=None), a_job(asked=now, ended=None)
    old, recent = a_job(asked=now - 200 * day, ended=now - 199 * day), a_job(asked=now - 9 * day, ended=now - 9 * day)

    forget_old(0)
    forget_old(0)

    assert set(BulkJob.objects.values_list("id", flat=True)) == {young, old, recent}
    assert set(BulkRow.objects.values_list("job", flat=True)) == {young, recent}
    assert forgotten not in BulkRow.objects.values_list("job", flat=True)


def test_a_session_ends_with_its_time(db):
    for seconds in (-1, 3600):
        session = SessionStore()
        session["who"] = "anna"
        session.set_expiry(seconds)
        session.create()

    forget_old(0)

    assert Session.objects.count() == 1


def test_a_message_taken_in_is_forgotten_word_by_word_and_never_taken_in_again(db):
    now = read_clock()
    long_ago, six_years_of_it = datetime(now.year - 7, 12, 31, tzinfo=UTC), datetime(now.year - 6, 1, 2, tzinfo=UTC)
    for name, state, code, at in (
        ("taken", "done", "", long_ago), ("waits", "quarantined", "x", long_ago), ("young", "done", "", six_years_of_it),
    ):  # fmt: skip
        InboundMessage.objects.create(
            channel="shop", kind="order", external_id=name, body=b"{}", received_at=at, state=state, code=code
        )

    forget_old_messages(0)

    found = {row.external_id: bytes(row.body) for row in InboundMessage.objects.all()}
    assert found == {"taken": b"", "waits": b"{}", "young": b"{}"}


class TestAnImportedFile:
    """What somebody uploaded holds names and addresses of buyers; what counts of it was taken in."""

    def kept(self, days: int, content: bytes = b"Name;Ort\nErika;Bonn\n") -> ImportFile:
        at = read_clock() - timedelta(days=days)
        with transaction.atomic():
            return ImportFile.objects.get(
                id=keep_import(kind="customers", name="kunden.csv", content=content, facts={}, at=at, by=SYSTEM)
            )

    def test_is_forgotten_with_its_work_and_known_to_have_been_here(self, transactional_db):
        old, young = self.kept(100), self.kept(3, b"x")

        forget_old.func(timestamp=0)

        assert not path_of_file(old.file.sha256).exists()
        assert path_of_file(young.file.sha256).exists()
        with pytest.raises(NotFound, match="forgotten"):
            read_import(old.id)
        assert ImportFile.objects.count() == 2
        assert_house_in_order()

    def test_is_kept_as_long_as_it_is_worked_on(self, transactional_db):
        old = self.kept(100)
        job = BulkJob.objects.create(
            grid="imports", verb="customers", asked_at=read_clock(), asked_by="user:t", started_at=read_clock()
        )
        ImportFile.objects.update(job=job)

        forget_old.func(timestamp=0)

        assert read_import(old.id)

    def test_that_came_again_or_is_a_paper_too_stays(self, transactional_db):
        again, paper = self.kept(100), self.kept(100, b"%PDF")
        self.kept(1)
        LegalEntity.objects.create(code="X", name="X", country="DE", logo=paper.file)

        forget_old.func(timestamp=0)

        assert read_import(again.id)
        assert read_import(paper.id)

    def test_uploaded_anew_after_it_was_forgotten_is_there_again(self, transactional_db):
        old = self.kept(100)
        forget_old.func(timestamp=0)

        self.kept(0)

        assert read_import(old.id)
        assert_house_in_order()

    def test_is_there_still_where_the_night_did_not_end_well(self, transactional_db):
        old = self.kept(100)

        with pytest.raises(RuntimeError), transaction.atomic():
            assert forget_imports(read_clock(), since=read_clock() - timedelta(days=90)) == 1
            raise RuntimeError

        assert read_import(old.id)
        assert_house_in_order()

    def test_that_goes_with_a_mail_which_is_not_sent_yet_stays(self, transactional_db):
        """A list that was mailed and taken in again is one file; mails know theirs by fingerprints."""
        old = self.kept(100)
        letter = Message.objects.create(
            kind="list", reference="list:1", recipient="a@example.org", language="de", subject="Liste", body="",
            state="queued", files=[old.file.sha256], written_at=read_clock(),
        )  # fmt: skip

        forget_old.func(timestamp=0)
        assert path_of_file(old.file.sha256).exists()

        for state in ("sending", "sent"):
            letter.state = state
            letter.save()
        forget_old.func(timestamp=0)
        assert not path_of_file(old.file.sha256).exists()

    def test_that_was_left_lying_by_whoever_died_is_removed_the_next_night(self, transactional_db):
        old = self.kept(100)
        content, path = path_of_file(old.file.sha256).read_bytes(), path_of_file(old.file.sha256)
        forget_old.func(timestamp=0)
        path.write_bytes(content)  # as if the process had ended between the commit and the disk

        forget_old.func(timestamp=0)

        assert not path.exists()

    def test_that_comes_again_while_it_is_forgotten_is_there(self, transactional_db):
        """Whoever uploads it waits for the night, finds it forgotten, and writes it anew; the night removes nothing then."""
        old, stored = self.kept(100), []

        def upload():
            try:
                with transaction.atomic():
                    stored.append(store_file(b"Name;Ort\nErika;Bonn\n", name="k", media_type="x", at=read_clock()))
            finally:
                connection.close()

        other = threading.Thread(target=upload)
        with transaction.atomic():
            forget_imports(read_clock(), since=read_clock() - timedelta(days=90))
            other.start()
            other.join(timeout=1)
        other.join(timeout=20)

        assert len(stored) == 1
        assert read_import(old.id)
