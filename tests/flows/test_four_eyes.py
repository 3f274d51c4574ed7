"""What is given back by hand above the limit needs a second person, however it is parted, whoever presses, and however often."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from builders import assert_house_in_order, hear_news, nothing_failed, person_named, walk_to_packed
from kontor.flows.money.four_eyes import agree_to_request, correct_by_hand, issue_by_hand, refund_by_hand
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import NothingToCorrect
from kontor.invoicing.tables import Invoice
from kontor.kernel.actor import Actor
from kontor.legal_entities.tables import LegalEntity
from kontor.payments.public import (
    AskedFor,
    NewVoucher,
    RefundTooMuch,
    RequestDecided,
    RequestKind,
    SecondPersonNeeded,
    VoucherRefused,
    ask_second_person,
    decide_request,
    list_money_requests,
)
from kontor.payments.tables import MoneyIntent, MoneyRequest, Voucher

pytestmark = pytest.mark.django_db(transaction=True)
ANNA, BEN = Actor("user", "anna"), Actor("user", "ben")


@pytest.fixture
def paid(real_shop):
    """An order over 90.00 that is paid; above 50.00 two people decide."""
    LegalEntity.objects.update(four_eyes_above=Decimal(50))
    order = real_shop.place((9, "LAMP"))
    hear_news()
    return order


def give_back(shop, order, amount: str, form: str = "f1", by: Actor = ANNA) -> bool:
    with transaction.atomic():
        return refund_by_hand(order_id=order.id, amount=Decimal(amount), form=form, reason="Kulanz", at=shop.at, by=by)


def agree(shop, request_id: int, by: Actor) -> None:
    with transaction.atomic():
        agree_to_request(request_id=request_id, at=shop.at, by=by)


def given_back() -> Decimal:
    return sum((it.amount for it in MoneyIntent.objects.filter(kind="refund")), Decimal(0))


class TestARefundByHand:
    def test_within_the_limit_is_given_at_once(self, real_shop, paid):
        assert give_back(real_shop, paid, "50.00")
        assert given_back() == 50

    def test_above_it_waits_for_a_second_person_and_then_goes(self, real_shop, paid):
        assert not give_back(real_shop, paid, "60.00")
        assert given_back() == 0

        agree(real_shop, MoneyRequest.objects.get().id, BEN)
        hear_news()

        request = MoneyRequest.objects.get()
        assert (given_back(), request.state, request.decided_by) == (60, "approved", "user:ben")
        nothing_failed()
        assert_house_in_order()

    def test_is_not_agreed_to_by_whom_asked(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")

        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, MoneyRequest.objects.get().id, ANNA)

        assert (given_back(), len(list_money_requests())) == (0, 1)

    def test_is_by_two_says_the_database_too(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")

        with pytest.raises(IntegrityError):
            MoneyRequest.objects.update(state="approved", decided_by="user:anna")

    def test_parted_into_small_ones_needs_them_too(self, real_shop, paid):
        assert give_back(real_shop, paid, "30.00", "f1")
        assert not give_back(real_shop, paid, "30.00", "f2")
        assert given_back() == 30

    def test_pressed_twice_is_one(self, real_shop, paid):
        for _ in range(2):
            give_back(real_shop, paid, "60.00")

        assert MoneyRequest.objects.count() == 1

    def test_that_was_refused_is_over(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")
        request = MoneyRequest.objects.get().id
        with transaction.atomic():
            decide_request(request_id=request, agreed=False, at=real_shop.at, by=ANNA)

        with pytest.raises(RequestDecided):
            agree(real_shop, request, BEN)

        assert given_back() == 0

    def test_of_more_than_was_paid_stays_a_request(self, real_shop, paid):
        with transaction.atomic():
            asked = AskedFor(RequestKind.REFUND, paid.id, Decimal(91), "EUR", "hand:x")
            request = ask_second_person(asked=asked, at=real_shop.at, by=ANNA)

        with pytest.raises(RefundTooMuch):
            agree(real_shop, request, BEN)

        assert (given_back(), MoneyRequest.objects.get().state) == (0, "open")

    def test_agreed_to_by_two_at_once_is_given_once(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")
        request, outcomes = MoneyRequest.objects.get().id, []

        def press(by):
            try:
                agree(real_shop, request, by)
                outcomes.append("given")
            except RequestDecided:
                outcomes.append("decided")
            finally:
                connection.close()

        people = [threading.Thread(target=press, args=(it,)) for it in (BEN, Actor("user", "eva"))]
        [it.start() for it in people]
        [it.join() for it in people]

        assert sorted(outcomes) == ["decided", "given"]
        assert given_back() == 60

    def test_on_the_pages(self, real_shop, paid):
        anna, ben = person_named("anna"), person_named("ben")
        for it in (anna, ben):
            it.cookies["django_language"] = "de"

        anna.post(
            reverse("admin:order_verb", args=[paid.id, "refund"]), {"amount": "60,00", "reason": "Kulanz", "form": "1"}
        )
        mine, theirs = (it.get(reverse("admin:refunds")).content.decode() for it in (anna, ben))
        request = MoneyRequest.objects.get().id
        ben.post(reverse("admin:refund_decide", args=[request, "agree"]))

        assert "Zustimmen" not in mine
        assert "Zustimmen" in theirs
        assert given_back() == 60

    def test_without_a_limit_asks_nobody(self, real_shop, paid):
        LegalEntity.objects.update(four_eyes_above=None)

        assert give_back(real_shop, paid, "90.00")


def issue(shop, amount: str, form: str = "v1", by: Actor = ANNA) -> str:
    entity = LegalEntity.objects.get()
    with transaction.atomic():
        return issue_by_hand(new=NewVoucher(entity.id, "multi", Decimal(amount)), form=form, at=shop.at, by=by)


class TestAVoucherByHand:
    def test_above_the_limit_waits_and_its_code_is_told_to_whoever_agrees(self, real_shop, paid):
        assert issue(real_shop, "60.00") == issue(real_shop, "60.00") == ""
        assert (Voucher.objects.count(), MoneyRequest.objects.get().kind) == (0, "voucher")

        with transaction.atomic():
            code = agree_to_request(request_id=MoneyRequest.objects.get().id, at=real_shop.at, by=BEN)

        voucher = Voucher.objects.get()
        assert (voucher.amount, voucher.hint, voucher.issued_by) == (60, code[-4:], "user:ben")
        assert_house_in_order()

    def test_parted_into_small_ones_needs_two_people_too(self, real_shop, paid):
        assert issue(real_shop, "30.00", "v1")
        assert not issue(real_shop, "30.00", "v2")
        assert issue(real_shop, "30.00", "v3", BEN), "each has his own"

    def test_with_a_code_of_before_is_refused_above_the_limit_and_not_given_another(self, real_shop, paid):
        new = NewVoucher(LegalEntity.objects.get().id, "multi", Decimal(60), code="ALTER-CODE-1")
        with pytest.raises(VoucherRefused), transaction.atomic():
            issue_by_hand(new=new, form="v9", at=real_shop.at, by=ANNA)

        assert (Voucher.objects.count(), MoneyRequest.objects.count()) == (0, 0)

    def test_that_was_decided_is_given_once(self, real_shop, paid):
        issue(real_shop, "60.00")
        request = MoneyRequest.objects.get().id
        agree(real_shop, request, BEN)

        with pytest.raises(RequestDecided):
            agree(real_shop, request, BEN)
        assert Voucher.objects.count() == 1

    def test_of_two_at_once_the_second_counts_the_first(self, real_shop, paid):
        codes = []

        def press(form):
            codes.append(issue(real_shop, "30.00", form))
            connection.close()

        people = [threading.Thread(target=press, args=(it,)) for it in ("v1", "v2")]
        [it.start() for it in people]
        [it.join() for it in people]

        assert sorted(map(bool, codes)) == [False, True]


class TestACorrectionByHand:
    @pytest.fixture
    def invoice(self, real_shop, paid):
        shipments = walk_to_packed(real_shop, paid)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        return Invoice.objects.get(order=paid)

    def correct(self, shop, invoice, pieces, form="c1") -> bool:
        with transaction.atomic():
            return correct_by_hand(invoice_id=invoice.id, pieces=pieces, form=form, at=shop.at, by=ANNA)

    def test_above_the_limit_waits_and_draws_no_number(self, real_shop, invoice):
        assert not self.correct(real_shop, invoice, None)

        assert Invoice.objects.count() == 1
        agree(real_shop, MoneyRequest.objects.get().id, BEN)
        assert Invoice.objects.latest("id").sequence == 1, "what waited had drawn no number"
        hear_news()
        assert sum(it.gross for it in Invoice.objects.all()) == 0
        nothing_failed()
        assert_house_in_order()

    def test_parted_into_small_ones_needs_two_people_too(self, real_shop, invoice):
        assert self.correct(real_shop, invoice, {1: 3}, "c1")
        assert not self.correct(real_shop, invoice, {1: 3}, "c2")
        assert MoneyRequest.objects.get().facts["pieces"] == {"1": 3}

    def test_of_what_was_taken_back_meanwhile_stays_a_request(self, real_shop, invoice):
        assert not self.correct(real_shop, invoice, {1: 9}, "c1")
        assert self.correct(real_shop, invoice, {1: 5}, "c2")

        with pytest.raises(NothingToCorrect):
            agree(real_shop, MoneyRequest.objects.get().id, BEN)

        assert MoneyRequest.objects.get().state == "open"
