"""VAT ids of buyers abroad: what leaves free of VAT waits for the register, whose answer is kept as it came."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from builders import assert_house_in_order, hear_news, nothing_failed
from kontor.connectors.transport import close_client
from kontor.flows.selling.payment import open_payments_of
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.public import hold_order
from kontor.orders.tables import Hold, Order, OrderNote
from kontor.pricing.tables import VatCheck
from kontor.pricing.tasks import check_vat_id
from kontor.simulators.vies import STAGE

pytestmark = pytest.mark.django_db(transaction=True)
VIENNA = {"company": "Alpen GmbH", "street": "Ring 1", "postal_code": "1010", "city": "Wien", "country": "AT"}
ALPEN = "ATU12011204"


@pytest.fixture
def register(real_shop, monkeypatch):
    """A played VIES that our legal entity asks."""
    stage = STAGE().start()
    monkeypatch.setenv("KONTOR_VIES_URL", stage.base_url)
    LegalEntity.objects.update(checks_vat_ids=True)
    yield stage
    stage.stop()
    close_client()


def work() -> None:
    """Do the jobs that ask the register, and deliver the news."""
    hear_news()
    jobs = ProcrastinateJob.objects.filter(task_name="kontor.check_vat_id", status="todo")
    waiting = list(jobs.values_list("id", "args"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job for job, _ in waiting]])
    for _, args in waiting:
        check_vat_id.func(**args)
    hear_news()


def place(shop, **more) -> Order:
    order = shop.place((1, "LAMP"), **{"ship_to": VIENNA, "vat_id": ALPEN, **more})
    hear_news()
    return Order.objects.get(id=order.id)


class TestAnOrderFreeOfVat:
    def test_waits_also_where_what_it_owes_is_opened_before_the_news_of_it_is_heard(self, real_shop, register):
        """As whoever enters an order does, or books its money at once: nothing lets it go before the register is asked."""
        register.known[ALPEN] = "Alpen GmbH"
        order = real_shop.place((1, "LAMP"), ship_to=VIENNA, vat_id=ALPEN)

        with transaction.atomic():
            open_payments_of(order_ids=[order.id], at=real_shop.at, by=real_shop.by)

        order.refresh_from_db()
        assert order.state == "HELD"
        hear_news()
        assert ProcrastinateJob.objects.filter(task_name="kontor.check_vat_id", status="todo").count() == 1
        work()
        order.refresh_from_db()
        assert order.state == "RELEASED"

    def test_waits_for_the_register_and_goes_on_with_its_proof(self, real_shop, register):
        register.known[ALPEN] = "Alpen GmbH"
        order = place(real_shop)
        assert (order.tax_case, order.state) == ("intra_community", "HELD")

        work()

        order.refresh_from_db()
        assert order.state == "RELEASED"
        check = VatCheck.objects.get()
        assert (check.vat_id, check.asker, check.valid, check.name) == (ALPEN, "DE136695976", True, "Alpen GmbH")
        assert check.proof == "WAPIAAAA000001"
        assert check.told["valid"] is True
        nothing_failed()
        assert_house_in_order()

    def test_stays_where_the_id_is_not_in_use_and_says_what_to_do(self, real_shop, register):
        order = place(real_shop)

        work()

        order.refresh_from_db()
        assert order.state == "HELD"
        assert not VatCheck.objects.get().valid
        assert ALPEN in OrderNote.objects.get(order=order).text
        nothing_failed()

    def test_waits_on_while_the_member_state_rests(self, real_shop, register):
        register.known[ALPEN] = "Alpen GmbH"
        register.resting.add("AT")
        order = place(real_shop)
        work()
        assert not VatCheck.objects.exists()

        register.resting.clear()
        work()

        order.refresh_from_db()
        assert order.state == "RELEASED"
        assert len(register.asked) == 2

    def test_of_one_buyer_both_go_on_though_the_member_state_rested(self, real_shop, register):
        register.known[ALPEN] = "Alpen GmbH"
        register.resting.add("AT")
        orders = [place(real_shop), place(real_shop)]
        work()

        register.resting.clear()
        work()

        assert {Order.objects.get(id=order.id).state for order in orders} == {"RELEASED"}

    @pytest.mark.parametrize("typed", ["AT U12011204", "atu12011204", "AT-U12011204"])
    def test_is_asked_after_as_the_register_writes_it(self, real_shop, register, typed):
        register.known[ALPEN] = "Alpen GmbH"
        order = place(real_shop, vat_id=typed)

        work()

        order.refresh_from_db()
        assert (order.vat_id, order.state) == (ALPEN, "RELEASED")

    def test_is_asked_after_though_it_is_held_for_something_else(self, real_shop, register):
        register.known[ALPEN] = "Alpen GmbH"
        order = real_shop.place((1, "LAMP"), ship_to=VIENNA, vat_id=ALPEN)
        with transaction.atomic():
            hold_order(order_id=order.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)
        hear_news()
        assert set(Hold.objects.values_list("reason", flat=True)) == {"fraud", "vat_id"}

        work()

        assert set(Hold.objects.filter(lifted_at=None).values_list("reason", flat=True)) == {"fraud"}

    def test_waits_for_a_person_where_our_own_id_is_the_fault(self, real_shop, register):
        register.refuses_us = True
        order = place(real_shop)

        work()

        order.refresh_from_db()
        assert order.state == "HELD"
        assert "Unsere eigene" in OrderNote.objects.get(order=order).text
        assert not VatCheck.objects.exists()
        nothing_failed()

    def test_needs_no_second_question_within_a_month(self, real_shop, register):
        register.known[ALPEN] = "Alpen GmbH"
        place(real_shop)
        work()

        second = place(real_shop)

        assert second.state == "RELEASED"
        assert len(register.asked) == 1

    def test_does_not_wait_where_the_legal_entity_does_not_ask(self, real_shop, register):
        LegalEntity.objects.update(checks_vat_ids=False)

        order = place(real_shop)

        assert order.state == "RELEASED"
        assert not Hold.objects.exists()

    def test_to_a_consumer_asks_nobody(self, real_shop, register):
        order = place(real_shop, vat_id="")

        assert (order.tax_case, order.state) == ("oss", "RELEASED")
        assert register.asked == []


class TestAnAnswer:
    def test_is_never_changed(self, real_shop, register):
        place(real_shop)
        work()

        with pytest.raises(DatabaseError), transaction.atomic():
            VatCheck.objects.update(valid=True)
        assert not VatCheck.objects.get().valid
