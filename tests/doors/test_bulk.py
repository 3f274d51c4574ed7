"""One verb for many rows: judged before, done row by row, repeated where it was refused, taken back."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from builders import bulk, hear_news, person_named, run_bulk, walk_to_packed
from kontor.backoffice.grid.registry import GRIDS
from kontor.cli.check import evaluate
from kontor.flows.bulk import running as bulk_flow
from kontor.flows.bulk.works import WORKS, BulkWork
from kontor.fulfilment.tables import Shipment
from kontor.kernel.clock import read_clock
from kontor.orders.public import hold_order
from kontor.orders.tables import Hold, Order
from kontor.platform.keep.bulk_jobs import open_bulk_job
from kontor.platform.models import AuditEntry, BulkJob, BulkRow
from kontor.shipping.tables import LabelIntent
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)


def paid(shop, *lines) -> Order:
    """An order whose money is certain, before anybody heard of it."""
    order = shop.place(*(lines or ((1, "LAMP"),)))
    Order.objects.filter(id=order.id).update(secured_at=read_clock())
    return order


def ask(client, verb: str, **sent) -> int:
    answer = client.post(reverse("admin:grid_bulk", args=["orders"]), {"verb": verb, **sent})
    return int(answer["Location"].rstrip("/").rsplit("/", 1)[1])


def begin(client, job: int, **told):
    return client.post(reverse("admin:bulk_press", args=[job, "begin"]), told)


class TestABulkJob:
    def test_says_first_how_many_it_can_do_and_why_not_the_others(self, office, real_shop):
        ready = [paid(real_shop) for _ in range(2)]
        unpaid = real_shop.place((1, "VASE"), payment="prepayment")

        job = ask(office, "release", id=[it.id for it in (*ready, unpaid)])
        page = office.get(reverse("admin:bulk_job", args=[job])).content.decode()

        assert ("3 ausgewählt" in page, "2 möglich" in page, "1 nicht möglich" in page) == (True, True, True)
        assert "nicht bezahlt" in page or "Zahlung" in page
        assert all(it.number in page for it in (*ready, unpaid)), "of a few each is named before anything is done"
        assert set(Order.objects.values_list("state", flat=True)) == {"PLACED"}

    def test_does_what_can_be_done_and_tells_of_each_row_that_cannot(self, office, real_shop):
        ready, unpaid = paid(real_shop), real_shop.place((1, "VASE"), payment="prepayment")

        page = bulk(office, "release", [ready.id, unpaid.id])

        assert "1 erledigt, 1 abgelehnt, 0 offen" in page
        assert dict(Order.objects.values_list("id", "state")) == {ready.id: "RELEASED", unpaid.id: "PLACED"}
        assert set(BulkRow.objects.values_list("outcome", flat=True)) == {"done", "refused"}
        assert AuditEntry.objects.filter(verb="release_orders", by="user:anna").count() == 1

    def test_takes_all_that_fit_when_nothing_is_ticked(self, office, real_shop):
        for _ in range(3):
            real_shop.place((1, "LAMP"))
        other = real_shop.place((1, "VASE"))

        job = ask(office, "tag", all="1", query="sku.is=LAMP")
        begin(office, job, tag="Aktion")
        run_bulk()

        assert Order.objects.filter(tags=["Aktion"]).count() == 3
        assert Order.objects.get(id=other.id).tags == []

    def test_begins_once_however_often_somebody_presses(self, office, real_shop):
        job = ask(office, "note", id=[real_shop.place((1, "LAMP")).id])

        for _ in range(3):
            begin(office, job, text="Einmal")
        run_bulk()
        run_bulk()

        assert Order.objects.get().notes.count() == 1

    def test_that_dies_between_two_rows_repeats_nothing_and_leaves_nothing_out(self, office, real_shop, monkeypatch):
        orders = [real_shop.place((1, "LAMP")) for _ in range(4)]
        job = ask(office, "note", id=[it.id for it in orders])
        begin(office, job, text="Einmal")
        written = bulk_flow.record_result
        calls = iter(range(10))

        def dies(*told, **more):
            if next(calls) == 2:
                raise SystemExit
            written(*told, **more)

        monkeypatch.setattr(bulk_flow, "record_result", dies)
        with pytest.raises(SystemExit):
            bulk_flow.run_part(job, clock=read_clock)
        done_before = BulkRow.objects.filter(outcome="done").count()
        bulk_flow.run_part(job, clock=read_clock)

        assert done_before == 2
        assert [it.notes.count() for it in Order.objects.order_by("id")] == [1, 1, 1, 1]
        assert BulkJob.objects.get().ended_at is not None

    def test_worked_on_by_two_does_each_row_once(self, office, real_shop):
        orders = [real_shop.place((1, "LAMP")) for _ in range(12)]
        job = ask(office, "note", id=[it.id for it in orders])
        begin(office, job, text="Einmal")

        def work():
            try:
                bulk_flow.run_part(job, clock=read_clock)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        [it.start() for it in workers]
        [it.join() for it in workers]

        assert {it.notes.count() for it in Order.objects.all()} == {1}
        assert BulkRow.objects.exclude(outcome="done").count() == 0

    def test_meets_a_fault_of_ours_at_one_row_and_goes_on(self, office, real_shop, monkeypatch, caplog):
        first, second = real_shop.place((1, "LAMP")), real_shop.place((1, "LAMP"))
        verb = bulk_flow.WORKS["orders"]["note"].work

        def faulty(it, at, by):
            if it.key == first.id:
                raise ZeroDivisionError
            verb(it, at, by)

        monkeypatch.setitem(bulk_flow.WORKS["orders"], "note", BulkWork(faulty))
        page = bulk(office, "note", [first.id, second.id], text="Gut")

        assert "1 erledigt, 1 abgelehnt" in page
        assert "Das ist ein Fehler von Kontor" in page
        assert "ZeroDivisionError" in caplog.text

    def test_is_shown_before_it_begins_whatever_it_does(self, office, real_shop):
        for grid, verb in [(it.name, verb.name) for it in GRIDS.values() for verb in it.bulk]:
            with transaction.atomic():
                job = open_bulk_job(grid=grid, verb=verb, rows=[(1, "x")], at=read_clock(), by=real_shop.by)

            assert office.get(reverse("admin:bulk_job", args=[job])).status_code == 200, verb
            assert verb in WORKS[grid]
            undo = WORKS[grid][verb].undo
            assert not undo or undo in {it.name for it in (*GRIDS[grid].bulk, *GRIDS[grid].undoing)}

    def test_begun_by_another_is_done_in_his_name(self, office, real_shop):
        job = ask(office, "note", id=[real_shop.place((1, "LAMP")).id])

        begin(person_named("bea"), job, text="Von Bea")
        run_bulk()

        assert Order.objects.get().notes.get().by == "user:bea"

    def test_over_all_that_fit_is_refused_where_a_condition_was_not_understood(self, office, real_shop):
        real_shop.place((1, "LAMP"))

        for query in ("stat.is=HELD", "gross.least=abc", "&".join(f"number.starts={n}" for n in range(30))):
            office.post(reverse("admin:grid_bulk", args=["orders"]), {"verb": "cancel", "all": "1", "query": query})

        assert BulkJob.objects.count() == 0

    def test_counts_apart_where_nothing_had_to_be_done(self, office, real_shop):
        orders = [real_shop.place((1, "LAMP"), tags=["vip"]), real_shop.place((1, "LAMP"))]

        page = bulk(office, "tag", [it.id for it in orders], tag="vip")
        office.post(reverse("admin:bulk_press", args=[BulkJob.objects.get().id, "undo"]))
        run_bulk()

        assert "1 erledigt, 0 abgelehnt, 0 offen, bei 1 war nichts zu tun" in page
        assert [it.tags for it in Order.objects.order_by("id")] == [["vip"], []]

    def test_loses_no_tag_that_another_adds_at_the_same_moment(self, office, real_shop):
        orders = [real_shop.place((1, "LAMP")).id for _ in range(10)]
        jobs = [ask(office, "tag", id=orders) for _ in range(3)]
        for number, job in enumerate(jobs):
            begin(office, job, tag=f"T{number}")

        def work(job):
            try:
                bulk_flow.run_part(job, clock=read_clock)
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=[job]) for job in jobs]
        [it.start() for it in workers]
        [it.join() for it in workers]

        assert {tuple(sorted(it.tags)) for it in Order.objects.all()} == {("T0", "T1", "T2")}

    def test_that_was_stopped_does_no_further_row(self, office, real_shop):
        job = ask(office, "note", id=[real_shop.place((1, "LAMP")).id])
        begin(office, job, text="Nie")
        office.post(reverse("admin:bulk_press", args=[job, "stop"]))

        run_bulk()

        assert Order.objects.get().notes.count() == 0
        assert "Angehalten" in office.get(reverse("admin:bulk_job", args=[job])).content.decode()
        office.post(reverse("admin:bulk_press", args=[job, "repeat"]))
        run_bulk()
        assert Order.objects.get().notes.count() == 0
        office.post(reverse("admin:bulk_press", args=[job, "go-on"]))
        run_bulk()
        assert Order.objects.get().notes.count() == 1

    def test_is_not_stopped_before_it_has_begun(self, office, real_shop):
        job = ask(office, "note", id=[real_shop.place((1, "LAMP")).id])

        office.post(reverse("admin:bulk_press", args=[job, "stop"]))
        begin(office, job, text="Doch")
        run_bulk()

        assert Order.objects.get().notes.count() == 1

    def test_tells_like_refusals_together(self, office, real_shop):
        orders = [real_shop.place((1, "VASE"), payment="prepayment") for _ in range(3)]

        page = bulk(office, "release", [it.id for it in orders])

        assert "3 ×" in page


class TestAJobThatNobodyWorksOn:
    def test_breaks_an_invariant_and_no_other_does(self, office, real_shop):
        def broken() -> list[str]:
            return [it["id"] for it in evaluate() if it["id"] == "I33" and not it["holds"]]

        long_ago = read_clock() - timedelta(hours=1)
        job = ask(office, "note", id=[real_shop.place((1, "LAMP")).id])
        before = broken()
        begin(office, job, text="Wartet")
        BulkJob.objects.filter(id=job).update(started_at=long_ago)
        queued = broken()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'kontor.run_bulk_job'")
        lost = broken()
        bulk_flow.run_part(job, clock=read_clock)

        assert (before, queued, lost, broken()) == ([], [], ["I33"], [])


class TestWhatWasRefused:
    def test_is_tried_again_and_nothing_else(self, office, real_shop):
        ready, unpaid = paid(real_shop), real_shop.place((1, "VASE"), payment="prepayment")
        bulk(office, "release", [ready.id, unpaid.id])
        job = BulkJob.objects.get().id
        Order.objects.filter(id=unpaid.id).update(secured_at=read_clock())

        office.post(reverse("admin:bulk_press", args=[job, "repeat"]))
        run_bulk()

        assert set(Order.objects.values_list("state", flat=True)) == {"RELEASED"}
        assert AuditEntry.objects.filter(verb="release_orders").count() == 2


class TestTakingBack:
    def test_undoes_what_was_done_once(self, office, real_shop):
        orders = [real_shop.place((1, "LAMP")) for _ in range(2)]
        bulk(office, "hold", [it.id for it in orders], reason="customer", note="Farbe?")
        job = BulkJob.objects.get().id
        assert set(Order.objects.values_list("state", flat=True)) == {"HELD"}

        answers = [office.post(reverse("admin:bulk_press", args=[job, "undo"])) for _ in range(2)]
        run_bulk()
        assert {it.status_code for it in answers} == {302}

        assert set(Order.objects.values_list("state", flat=True)) == {"PLACED"}
        assert BulkJob.objects.filter(undoes=job).count() == 1
        assert (
            "wurde zurückgenommen"
            in office.post(reverse("admin:bulk_press", args=[job, "repeat"]), follow=True).content.decode()
        )
        assert Hold.objects.filter(lifted_at=None).count() == 0

    def test_of_a_lift_of_whatever_holds_holds_again_for_the_same(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            for reason in ("fraud", "vat_id"):
                hold_order(order_id=order.id, reason=reason, note=f"{reason}!", at=real_shop.at, by=real_shop.by)
        bulk(office, "lift", [order.id], reason="any")
        assert Hold.objects.filter(lifted_at=None).count() == 0

        office.post(reverse("admin:bulk_press", args=[BulkJob.objects.get().id, "undo"]))
        run_bulk()

        assert sorted(Hold.objects.filter(lifted_at=None).values_list("reason", "note")) == [
            ("fraud", "fraud!"), ("vat_id", "vat_id!")
        ]  # fmt: skip

    def test_nobody_holds_by_hand_for_what_only_the_house_finds(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))

        office.post(reverse("admin:order_verb", args=[order.id, "hold"]), {"reason": "tax"})
        bulk(office, "hold", [order.id], reason="tax")

        assert not Hold.objects.exists()

    def test_is_not_offered_for_what_cannot_be_undone(self, office, real_shop):
        page = bulk(office, "cancel", [real_shop.place((1, "LAMP")).id], reason="unpaid")

        assert "undo" not in page


class TestHolding:
    def test_recalls_what_was_released_and_refuses_what_is_picked(self, office, real_shop):
        released, packed = paid(real_shop), real_shop.place((1, "VASE"))
        hear_news()
        walk_to_packed(real_shop, packed)

        job = ask(office, "hold", id=[released.id, packed.id])
        judged = office.get(reverse("admin:bulk_job", args=[job])).content.decode()
        begin(office, job, reason="fraud", note="")
        run_bulk()

        assert "1 möglich" in judged
        assert dict(Order.objects.values_list("id", "state")) == {released.id: "HELD", packed.id: "RELEASED"}


class TestRights:
    def test_are_asked_of_whoever_presses(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))
        job = ask(office, "release", id=[order.id])
        reader = person_named("leser", "orders:read")

        assert (
            reader.post(reverse("admin:grid_bulk", args=["orders"]), {"verb": "release", "id": order.id}).status_code
            == 403
        )
        assert reader.get(reverse("admin:bulk_job", args=[job])).status_code == 403
        assert reader.post(reverse("admin:bulk_press", args=[job, "begin"])).status_code == 403
        run_bulk()
        assert Order.objects.get().state == "PLACED"

    @pytest.mark.parametrize("sent", [{"id": ["x", "-1", "9" * 40]}, {}, {"all": "1", "query": "number.is=nothing"}])
    def test_nothing_chosen_is_told(self, office, real_shop, sent):
        real_shop.place((1, "LAMP"))

        page = office.post(reverse("admin:grid_bulk", args=["orders"]), {"verb": "release", **sent}, follow=True)

        assert "Wählen Sie mindestens eine Zeile aus." in page.content.decode()
        assert BulkJob.objects.count() == 0

    def test_a_verb_that_there_is_not(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))

        answers = [
            office.post(reverse("admin:grid_bulk", args=[grid]), {"verb": verb, "id": order.id}).status_code
            for grid, verb in (("orders", "explode"), ("nothing", "release"), ("stock", "release"))
        ]

        assert answers == [404, 404, 404]

    def test_a_reason_or_tag_that_is_missing_is_said(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))

        tag = begin(office, ask(office, "tag", id=[order.id]), tag=" ")
        hold = begin(office, ask(office, "hold", id=[order.id]), reason="because")
        run_bulk()

        assert (tag.status_code, hold.status_code) == (302, 302)
        assert (Order.objects.get().state, Order.objects.get().tags) == ("PLACED", [])
        assert BulkJob.objects.filter(started_at__isnull=False).count() == 0


class TestPrinting:
    def test_puts_papers_of_several_orders_in_one_file(self, office, real_shop):
        import io

        import pikepdf
        from django.db import transaction

        from kontor.flows.warehouse.dispatch import dispatch_shipments
        from kontor.invoicing.tables import Invoice
        from kontor.invoicing.tasks import render_invoices

        orders = [real_shop.place((1, "LAMP")) for _ in range(2)]
        for order in orders:
            shipments = walk_to_packed(real_shop, order)
            hear_news()
            book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
            with transaction.atomic():
                dispatch_shipments(shipment_ids=shipments, at=read_clock(), by=real_shop.by)
        hear_news()
        render_invoices(list(Invoice.objects.values_list("id", flat=True)))

        answer = office.post(reverse("admin:grid_print", args=["orders"]), {"id": [it.id for it in orders]})
        bare = real_shop.place((1, "LAMP"))
        office.post(reverse("admin:grid_print", args=["orders"]), {"id": [bare.id, *(it.id for it in orders)]})
        told = office.get(reverse("admin:grid", args=["orders"])).content.decode()
        nothing = office.post(reverse("admin:grid_print", args=["orders"]), {"id": ["9999999"]}, follow=True)

        assert answer["Content-Type"] == "application/pdf"
        assert len(pikepdf.open(io.BytesIO(answer.content)).pages) >= 2
        assert "1 von 3 gewählten haben noch keine Belege" in told
        assert "noch keine Belege" in nothing.content.decode()
        for grid, rows in (("invoices", Invoice.objects.all()), ("shipments", Shipment.objects.all())):
            told = {"id": list(rows.values_list("id", flat=True))}
            papers = office.post(reverse("admin:grid_print", args=[grid]), told)
            assert papers["Content-Type"] == "application/pdf", grid
            assert len(pikepdf.open(io.BytesIO(papers.content)).pages) == len(orders), grid
            closed = person_named("clerk", "orders:read")
            assert closed.post(reverse("admin:grid_print", args=[grid]), told).status_code == 403, grid
