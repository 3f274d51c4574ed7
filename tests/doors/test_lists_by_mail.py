"""A saved view goes out by mail: in its rhythm, once, and with nothing that its sender may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from builders import assert_house_in_order, person_named
from kontor.access.public import claim_list_mails
from kontor.access.tables import ListMail, Role, SavedView, User
from kontor.backoffice.grid.mailing import mail_list
from kontor.backoffice.tasks import forget_old_lists, mail_due_lists
from kontor.flows.waiting import list_waiting
from kontor.kernel.clock import read_clock
from kontor.messaging.tables import Message
from kontor.messaging.tasks import send_messages
from kontor.platform.keep.files import read_stored
from kontor.platform.models import AuditEntry, StoredFile
from kontor.platform.sql.bulk import select_rows

pytestmark = pytest.mark.django_db(transaction=True)

WISH = {"rhythm": "daily", "clock_time": "7:30", "form": "csv", "recipients": "steuer@example.org\nich@example.org"}


def keep_a_view(client, query: str = "gross.least=20", grid: str = "orders", **more) -> SavedView:
    client.post(reverse("admin:grid_keep", args=[grid]), {"name": "Große", "query": query, **more})
    return SavedView.objects.latest("id")


def mail_it(client, view: SavedView, **other):
    page = reverse("admin:grid_mail_keep", args=[view.grid, view.id])
    return client.post(page, WISH | other, follow=True)


def claim_now():
    with transaction.atomic():
        return claim_list_mails(at=read_clock())


def at_its_time() -> int:
    """Let its time come: what is claimed is mailed. Returns how many lists were."""
    ListMail.objects.update(next_at=read_clock() - timedelta(minutes=1))
    claimed = claim_now()
    for key, slot in claimed:
        mail_list(key, slot=slot, at=read_clock())
    return len(claimed)


class TestAListByMail:
    def test_goes_to_each_reader_with_the_rows_of_its_view(self, office, real_shop):
        real_shop.place((1, "LAMP"))
        large = real_shop.place((3, "LAMP"))
        answer = mail_it(office, keep_a_view(office))
        assert "Die Liste geht von jetzt an per Mail." in answer.content.decode()

        at_its_time()

        mails = list(Message.objects.filter(kind="list").order_by("id"))
        assert [it.recipient for it in mails] == ["steuer@example.org", "ich@example.org"]
        assert "Große" in mails[0].subject
        table = read_stored(mails[0].files[0]).decode("utf-8-sig").splitlines()
        assert len(table) == 2
        assert large.number in table[1]
        trail = AuditEntry.objects.filter(verb="export_rows").latest("id")
        assert trail.after["recipients"] == ["steuer@example.org", "ich@example.org"]
        assert trail.after["rows"] == 1

    def test_is_kept_noted_and_dropped_by_verbs_that_say_who(self, office, real_shop):
        """keep_list_mail, drop_list_mail, note_list_mail, forget_list_files: each leaves its trace."""
        mail_it(office, keep_a_view(office), when_empty="1")
        at_its_time()
        assert ListMail.objects.get().sent_at is not None
        office.post(reverse("admin:list_mail_drop", args=[ListMail.objects.get().id]))

        trail = AuditEntry.objects.filter(verb__in=["keep_list_mail", "drop_list_mail"]).order_by("id")
        assert [(it.verb, it.by) for it in trail] == [("keep_list_mail", "user:anna"), ("drop_list_mail", "user:anna")]

    def test_goes_once_for_each_of_its_times_however_often_its_job_runs(self, office, real_shop):
        real_shop.place((3, "LAMP"))
        mail_it(office, keep_a_view(office))
        ListMail.objects.update(next_at=read_clock() - timedelta(days=3))

        [(key, slot)] = claim_now()
        for _ in range(3):
            mail_list(key, slot=slot, at=read_clock())

        assert Message.objects.filter(kind="list").count() == 2
        assert claim_now() == []
        assert ListMail.objects.get().next_at > read_clock()

    def test_is_called_for_by_the_clock_in_the_transaction_that_claims_it(self, office, real_shop):
        mail_it(office, keep_a_view(office))
        ListMail.objects.update(next_at=read_clock() - timedelta(minutes=1))

        mail_due_lists.func(timestamp=0)

        assert select_rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kontor.mail_list'", []) == [(1,)]

    def test_without_rows_goes_only_where_that_was_wished_for(self, office, real_shop):
        view = keep_a_view(office)
        mail_it(office, view)
        at_its_time()
        assert not Message.objects.exists()

        mail_it(office, view, when_empty="1")
        at_its_time()

        assert Message.objects.count() == 2
        assert ListMail.objects.count() == 1

    def test_is_a_spreadsheet_where_one_was_asked_for(self, office, real_shop):
        real_shop.place((3, "LAMP"))
        mail_it(office, keep_a_view(office), form="xlsx")

        at_its_time()

        assert read_stored(Message.objects.latest("id").files[0]).startswith(b"PK")

    def test_holds_nothing_any_more_that_its_sender_may_not_see(self, office, real_shop):
        real_shop.place((3, "LAMP"))
        clerk = person_named("berta", "orders:write")
        mail_it(clerk, keep_a_view(clerk))
        User.objects.filter(username="berta").update(email="berta@example.org")
        Role.objects.filter(name="berta").update(capabilities=["catalog:read"])

        at_its_time()

        mail = Message.objects.get()
        assert (mail.recipient, mail.files) == ("berta@example.org", [])
        [waits] = [it for it in list_waiting(read_clock()) if it.kind == "list"]
        assert waits.name == "Große"
        assert waits.problem

    def test_of_a_view_of_somebody_else_stays_what_it_was(self, office, real_shop):
        """Whoever shares a view does not make others send him what he may not see."""
        small, large = real_shop.place((1, "LAMP")), real_shop.place((3, "LAMP"))
        clerk = person_named("berta", "orders:write")
        view = keep_a_view(clerk, shared="1")
        mail_it(office, view)
        keep_a_view(clerk, query="")

        at_its_time()

        table = read_stored(Message.objects.latest("id").files[0]).decode("utf-8-sig")
        assert (large.number in table, small.number in table) == (True, False)

    def test_of_a_view_of_somebody_else_does_not_end_without_a_word(self, office, real_shop):
        clerk = person_named("berta", "orders:write")
        clerk.cookies["django_language"] = "de"
        view = keep_a_view(clerk, shared="1")
        mail_it(office, view)
        drop = reverse("admin:grid_drop", args=["orders", view.id])

        told = clerk.post(drop, follow=True).content.decode()
        assert "Andere bekommen diese Ansicht per Mail" in told
        assert ListMail.objects.exists()
        office.post(reverse("admin:list_mail_drop", args=[ListMail.objects.get().id]))
        clerk.post(drop)

        assert not SavedView.objects.exists()

    def test_that_nobody_mails_is_seen(self, office, real_shop):
        mail_it(office, keep_a_view(office))
        assert_house_in_order()
        ListMail.objects.update(next_at=read_clock() - timedelta(hours=1))

        with pytest.raises(AssertionError, match="I39"):
            assert_house_in_order()

    def test_of_a_view_of_ones_own_follows_it(self, office, real_shop):
        small = real_shop.place((1, "LAMP"))
        mail_it(office, keep_a_view(office))
        keep_a_view(office, query="")

        at_its_time()

        assert small.number in read_stored(Message.objects.latest("id").files[0]).decode("utf-8-sig")

    def test_of_somebody_who_left_goes_to_nobody(self, office, real_shop):
        real_shop.place((3, "LAMP"))
        clerk = person_named("berta", "orders:write")
        mail_it(clerk, keep_a_view(clerk))
        User.objects.filter(username="berta").update(is_active=False)

        at_its_time()

        assert not Message.objects.exclude(recipient="").exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"recipients": ""}, {"recipients": "nobody"}, {"recipients": "a@b.de, Bcc: c@d.de"}, {"clock_time": "25:00"},
            {"clock_time": "morgens"}, {"rhythm": "hourly"}, {"form": "exe"},
            {"recipients": "\n".join(f"a{turn}@example.org" for turn in range(21))},
        ],
    )  # fmt: skip
    def test_is_refused_with_a_wrong_wish(self, office, real_shop, wrong):
        mail_it(office, keep_a_view(office), **wrong)

        assert not ListMail.objects.exists()

    @pytest.mark.parametrize(("typed", "meant"), [("7.30", "07:30"), ("07:30", "07:30"), ("23.05", "23:05")])
    def test_takes_the_time_as_it_is_written_in_german(self, office, real_shop, typed, meant):
        mail_it(office, keep_a_view(office), clock_time=typed)

        assert f"{ListMail.objects.get().clock_time:%H:%M}" == meant

    def test_is_set_up_only_for_a_view_of_ones_own_or_a_shared_one(self, office, real_shop):
        mine, clerk = keep_a_view(office), person_named("berta", "orders:write")

        assert clerk.get(reverse("admin:grid_mail", args=["orders", mine.id])).status_code == 404
        mail_it(clerk, mine)

        assert not ListMail.objects.exists()

    def test_is_ended_by_who_set_it_up_and_by_nobody_beside_him(self, office, real_shop):
        clerk = person_named("berta", "orders:write")
        mail_it(office, keep_a_view(office))
        drop = reverse("admin:list_mail_drop", args=[ListMail.objects.get().id])

        clerk.post(drop)
        assert ListMail.objects.exists()
        assert "Große" not in clerk.get(reverse("admin:list_mails")).content.decode()
        assert "steuer@example.org" in office.get(reverse("admin:list_mails")).content.decode()
        office.post(drop)

        assert not ListMail.objects.exists()

    def test_is_forgotten_once_it_was_sent_long_ago(self, office, real_shop):
        real_shop.place((3, "LAMP"))
        mail_it(office, keep_a_view(office))
        at_its_time()
        file = Message.objects.latest("id").files[0]
        send_messages.func(message_ids=list(Message.objects.values_list("id", flat=True)))
        Message.objects.update(written_at=read_clock() - timedelta(days=91))

        forget_old_lists.func(timestamp=0)

        assert StoredFile.objects.get(sha256=file).forgotten_at is not None
        assert Message.objects.exists()
        assert not Message.objects.exclude(files=[]).exists()
