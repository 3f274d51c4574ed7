"""What is wrong is told once, to whom wants to know, until it is over or somebody wants quiet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from builders import hear_news, person
from kontor.flows.alarms import ALARM_WORDS, WATCH_TASK, alarm_text, list_wrong, watch
from kontor.flows.programs.news import read_news
from kontor.flows.waiting import list_waiting
from kontor.kernel.clock import read_clock
from kontor.messaging.public import keep_mails
from kontor.messaging.tables import Message
from kontor.orders.tables import Order
from kontor.platform.keep.alarms import AlarmRow, list_alarms, quiet_alarm, set_alarm_readers
from kontor.platform.models import Alarm, AuditEntry
from kontor.platform.post.jobs import find_standstill
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(real_shop):
    """An order that should have left a day ago; two people want to know."""
    order = real_shop.place((1, "LAMP"))
    hear_news()
    Order.objects.filter(id=order.id).update(ship_by=real_shop.at - timedelta(days=1))
    with transaction.atomic():
        set_alarm_readers(
            readers=[("anna@example.org", "de"), ("ben@example.org", "en")], at=real_shop.at, by=real_shop.by
        )
    return order


def look(shop, minutes: int = 0) -> int:
    with transaction.atomic():
        return watch(at=shop.at + timedelta(minutes=minutes))


def mails() -> list[Message]:
    """Return what was written of alarms; by then a job has taken it, and all else."""
    keep_mails(message_ids=list(Message.objects.values_list("id", flat=True)))
    return list(Message.objects.filter(kind="alarm").order_by("recipient"))


class TestAnAlarm:
    def test_is_told_once_to_each_in_his_language(self, real_shop, late):
        found = [look(real_shop, minute) for minute in range(3)]

        anna, ben = mails()
        assert found == [1, 0, 0]
        assert "Aufträge, die das Haus schon verlassen haben sollten: 1" in anna.body
        assert "Orders that should have left already: 1" in ben.body
        assert anna.subject == "Kontor: neue Alarme (1)"

    def test_is_news_for_other_programs_also_where_nobody_reads_mails(self, real_shop, late, monkeypatch):
        monkeypatch.setattr("kontor.platform.post.feed.FIRST_DAYS", timedelta(days=36_500))
        with transaction.atomic():
            set_alarm_readers(readers=[], at=real_shop.at, by=real_shop.by)
        look(real_shop)
        look(real_shop, 1)

        with transaction.atomic():
            told = read_news(0, kinds=["alarm.raised"], most=10, at=read_clock())

        assert [(it.kind, dict(it.data)) for it in told] == [
            ("alarm.raised", {"alarm": "late", "count": 1, "name": ""})
        ]

    def test_ends_when_it_is_over_and_is_a_new_one_later(self, real_shop, late):
        look(real_shop)
        assert len(mails()) == 2
        Order.objects.filter(id=late.id).update(ship_by=real_shop.at + timedelta(days=9))
        look(real_shop, 5)
        assert list_alarms() == []
        Order.objects.filter(id=late.id).update(ship_by=real_shop.at - timedelta(days=1))

        look(real_shop, 20)
        soon = len(mails())
        Order.objects.filter(id=late.id).update(ship_by=real_shop.at + timedelta(days=9))
        look(real_shop, 30)
        Order.objects.filter(id=late.id).update(ship_by=real_shop.at - timedelta(days=1))
        look(real_shop, 200)

        # What comes back within the hour is the same one.
        assert (soon, len(mails())) == (2, 4)

    def test_of_which_somebody_wants_quiet_is_quiet_and_still_shown(self, real_shop, late):
        office = person("*")
        office.cookies["django_language"] = "de"
        look(real_shop)
        alarm = Alarm.objects.get()
        loud = office.get(reverse("admin:index")).content.decode()

        office.post(reverse("admin:alarm_quiet", args=[alarm.id]), {"days": "1"})
        quiet, page = office.get(reverse("admin:index")), office.get(reverse("admin:alarms"))

        assert "das Haus schon verlassen haben sollten" in loud
        assert "das Haus schon verlassen haben sollten" not in quiet.content.decode()
        assert "Ruhe bis" in page.content.decode()
        assert AuditEntry.objects.filter(verb="quiet_alarm").count() == 1

    def test_that_is_quiet_before_it_was_told_is_told_when_the_quiet_ends(self, real_shop, late):
        with transaction.atomic():
            set_alarm_readers(readers=[], at=real_shop.at, by=real_shop.by)
        Alarm.objects.create(kind="late", count=1, raised_at=real_shop.at)
        with transaction.atomic():
            quiet_alarm(
                alarm_id=Alarm.objects.get().id,
                until=real_shop.at + timedelta(days=1),
                at=real_shop.at,
                by=real_shop.by,
            )
            set_alarm_readers(readers=[("anna@example.org", "de")], at=real_shop.at, by=real_shop.by)

        look(real_shop, 10)
        before = len(mails())
        look(real_shop, 60 * 25)

        assert (before, len(mails())) == (0, 1)

    def test_that_nobody_read_is_told_to_the_first_who_does(self, real_shop, late):
        with transaction.atomic():
            set_alarm_readers(readers=[], at=real_shop.at, by=real_shop.by)
        look(real_shop)
        with transaction.atomic():
            set_alarm_readers(readers=[("carl@example.org", "de")], at=real_shop.at, by=real_shop.by)

        look(real_shop, 1)
        look(real_shop, 2)

        assert [it.recipient for it in mails()] == ["carl@example.org"]

    def test_says_how_much_it_is_now(self, real_shop, late):
        look(real_shop)
        other = real_shop.place((1, "LAMP"))
        hear_news()
        Order.objects.filter(id=other.id).update(ship_by=real_shop.at - timedelta(days=1))
        look(real_shop, 1)

        assert [it.count for it in list_alarms()] == [2]

    def test_is_closed_to_whom_the_house_is_closed(self, real_shop, late):
        look(real_shop)
        client = person("orders:read")

        assert client.get(reverse("admin:alarms")).status_code == 403
        assert client.post(reverse("admin:alarm_quiet", args=[1]), {"days": "1"}).status_code == 403
        assert "hätten" not in client.get(reverse("admin:index")).content.decode()


def called(at) -> None:
    """The clock called for the watch at that moment, and not since."""
    execute("DELETE FROM procrastinate_periodic_defers")
    execute(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES (%s, %s)",
        [WATCH_TASK, int(at.timestamp())],
    )


class TestTheWatch:
    def test_that_stands_still_is_told_by_every_page_that_would_say_all_is_well(self, real_shop):
        office = person("*")
        office.cookies["django_language"] = "de"
        called(read_clock() - timedelta(minutes=30))

        told = [office.get(reverse(name)).content.decode() for name in ("admin:alarms", "admin:index")]

        assert all("wird an nichts gearbeitet" in page for page in told)
        assert "Alles in Ordnung" not in told[0]

    @pytest.mark.parametrize("minutes", [0, 4, None])
    def test_that_goes_on_or_never_began_is_not_spoken_of(self, real_shop, minutes):
        if minutes is not None:
            called(read_clock() - timedelta(minutes=minutes))

        assert find_standstill(WATCH_TASK, read_clock()) is None

    def test_that_waits_behind_a_burst_of_orders_does_not_stand_still(self, real_shop):
        at = read_clock()
        called(at - timedelta(minutes=30))
        execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [at])
        busy = find_standstill(WATCH_TASK, at)
        execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [at - timedelta(minutes=20)])
        dead = find_standstill(WATCH_TASK, at)
        execute("DELETE FROM procrastinate_workers")

        assert (busy, dead is None) == (None, False)

    def test_is_called_for_by_the_clock_under_the_name_that_is_asked_for(self):
        assert WATCH_TASK in {it.task.name for it in app.periodic_registry.periodic_tasks.values()}


class TestReaders:
    @pytest.mark.parametrize(
        "typed", ["nobody", "a@b", "a@example.org fr", "a@example.org, b@example.org", "<a@example.org> de"]
    )
    def test_are_mail_addresses(self, real_shop, typed):
        office = person("*")
        office.post(reverse("admin:alarm_readers"), {"readers": "anna@example.org de"})

        office.post(reverse("admin:alarm_readers"), {"readers": typed})

        assert office.get(reverse("admin:alarms")).content.decode().count("anna@example.org de") >= 1


def test_every_alarm_has_its_words(real_shop):
    assert list_wrong(real_shop.at) == []
    assert list_waiting(real_shop.at) == []
    for kind in ALARM_WORDS:
        text = alarm_text(AlarmRow(1, kind, "", 3, "Shop", real_shop.at, None, ""))
        assert "{" not in text
