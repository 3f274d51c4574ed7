"""What is given back by hand above the limit needs a second person, however it is parted, whoever presses, and however often."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse

from bank_files import ACCOUNT, DAY, keep_a_statement
from builders import an_order, assert_house_in_order, hear_news, nothing_failed, person_named, walk_to_packed
from kontor.access.public import create_api_key
from kontor.access.tables import User
from kontor.accounting.public import list_claims
from kontor.backoffice.money.grids import awaited
from kontor.channels.ports import IncomingLine
from kontor.channels.tables import Channel
from kontor.flows.alarms import list_wrong
from kontor.flows.invoicing.credits import list_credits
from kontor.flows.money.bank import bring_refund_back, say_returned
from kontor.flows.money.collecting import confirm_by_hand, drop_by_hand
from kontor.flows.money.four_eyes import (
    agree_to_request,
    correct_by_hand,
    issue_by_hand,
    name_refund_account,
    refund_by_hand,
    refuse_request,
)
from kontor.flows.money.handing_out import export_refunds
from kontor.flows.selling.amending import amend_as_told, readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.revising import read_revision, revise_order
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import NothingToCorrect
from kontor.invoicing.tables import Invoice
from kontor.kernel.actor import Actor
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.public import lock_orders, sum_given_away
from kontor.orders.tables import AgreedContents
from kontor.payments.errors import MoneyWentBack, TooMuchMoney
from kontor.payments.public import (
    AskedFor,
    IbanWrong,
    MoneyOutcome,
    NewVoucher,
    RefundTooMuch,
    RequestDecided,
    RequestDiffers,
    RequestKind,
    SecondPersonNeeded,
    Statement,
    VoucherRefused,
    amend_debt,
    ask_second_person,
    decide_request,
    list_money_requests,
    record_money,
)
from kontor.payments.rules import BankLine
from kontor.payments.tables import (
    BankStatement,
    BankTransaction,
    MoneyIntent,
    MoneyRequest,
    Payment,
    PaymentEntry,
    Voucher,
)
from kontor.platform.keep.files import store_file
from kontor.platform.sql.idempotency import SentBefore

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


def came_in(shop, amount: str, end_to_end: str) -> int:
    """Return a line of the bank that brings so much under a reference."""
    line = BankLine(DAY, DAY, Decimal(amount), "EUR", "Retoure", "Erika", end_to_end=end_to_end[:35])
    told = Statement(ACCOUNT, "EUR", "9", Decimal(0), Decimal(amount), (line,))
    return keep_a_statement(shop, told).fresh[0]


def given_back() -> Decimal:
    return sum((it.amount for it in MoneyIntent.objects.filter(kind="refund")), Decimal(0))


def beside(work, said: list, *refusals: type[Exception]) -> threading.Thread:
    """Return somebody else who does it at the same time, with a connection of his own; what he is refused is ``said``."""

    def press():
        try:
            work()
        except refusals as refusal:
            said.append(refusal)
        finally:
            connection.close()

    return threading.Thread(target=press)


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

    def test_that_a_key_asked_for_is_not_agreed_to_by_whoever_made_it(self, real_shop, paid):
        person_named("anna")
        create_api_key(name="till", capabilities=["payments:write"], at=real_shop.at, by=ANNA)
        assert not give_back(real_shop, paid, "80.00", by=Actor("key", "till"))
        request = MoneyRequest.objects.get()

        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, request.id, ANNA)
        with pytest.raises(IntegrityError), transaction.atomic():
            MoneyRequest.objects.update(state="approved", decided_by="user:anna", decided_person=request.asked_person)
        agree(real_shop, request.id, BEN)

        assert given_back() == 80

    def test_is_not_agreed_to_by_whom_asked_under_another_name(self, real_shop, paid):
        person_named("anna")
        give_back(real_shop, paid, "80.00")
        User.objects.filter(username="anna").update(username="annika")

        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, MoneyRequest.objects.get().id, Actor("user", "annika"))

    def test_is_by_two_says_the_database_too(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")

        with pytest.raises(IntegrityError):
            MoneyRequest.objects.update(state="approved", decided_person=MoneyRequest.objects.get().asked_person)

    def test_that_a_namesake_agrees_to_is_agreed_to(self, real_shop, paid):
        person_named("xaver")
        xaver = Actor("user", "xaver")
        give_back(real_shop, paid, "60.00", by=xaver)
        User.objects.filter(username="xaver").update(username="xaver2")
        person_named("xaver")

        agree(real_shop, MoneyRequest.objects.get().id, xaver)

        assert given_back() == 60

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

    def test_of_more_than_was_paid_asks_nobody(self, real_shop, paid):
        with pytest.raises(RefundTooMuch):
            give_back(real_shop, paid, "91.00")

        assert not MoneyRequest.objects.exists()

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

    def test_of_another_order_under_the_same_reference_is_a_request_of_its_own(self, real_shop, paid):
        other = real_shop.place((9, "LAMP"))
        hear_news()

        for order in (paid, other):
            assert not give_back(real_shop, order, "60.00", "RET-1")

        assert sorted(MoneyRequest.objects.values_list("order_id", flat=True)) == [paid.id, other.id]

    def test_pressed_twice_is_one_also_where_the_second_would_be_above_the_limit(self, real_shop, paid):
        assert give_back(real_shop, paid, "30.00") is give_back(real_shop, paid, "30.00") is True

        assert (given_back(), MoneyRequest.objects.count()) == (30, 0)

    def test_of_another_sum_under_the_same_reference_is_refused(self, real_shop, paid):
        give_back(real_shop, paid, "60.00", "RET-1")

        with pytest.raises(RequestDiffers):
            give_back(real_shop, paid, "70.00", "RET-1")

    def test_that_was_asked_for_is_given_once_also_where_the_limit_rose_since(self, real_shop, paid):
        give_back(real_shop, paid, "60.00", "RET-1")
        LegalEntity.objects.update(four_eyes_above=Decimal(500))

        assert not give_back(real_shop, paid, "60.00", "RET-1")
        agree(real_shop, MoneyRequest.objects.get().id, BEN)

        assert give_back(real_shop, paid, "60.00", "RET-1")
        assert given_back() == 60

    def test_to_a_voucher_counts_as_one_in_money(self, real_shop):
        code = issue(real_shop, "90.00", by=BEN)
        order = real_shop.place((9, "LAMP"), vouchers=[{"code": code}], payment="prepayment")
        hear_news()
        LegalEntity.objects.update(four_eyes_above=Decimal(50))

        given = [give_back(real_shop, order, "30.00", f"f{turn}") for turn in range(3)]

        assert given == [True, False, False]
        assert Voucher.objects.get().left == 30

    def test_that_waits_is_said_to_wait(self, real_shop, paid):
        anna = person_named("anna")
        anna.cookies["django_language"] = "de"
        told = anna.post(
            reverse("admin:order_verb", args=[paid.id, "refund"]), {"amount": "60,00", "form": "1"}, follow=True,
        ).content.decode()  # fmt: skip

        assert ("Eine zweite Person entscheidet" in told, "Erledigt." in told) == (True, False)
        page = anna.get(reverse("admin:order", args=[paid.id])).content.decode()
        assert re.search(r"Wartet auf eine zweite Person</b>:\s+Erstattung 60,00 EUR", page)

    def test_that_nobody_decides_is_an_alarm(self, real_shop, paid):
        give_back(real_shop, paid, "60.00")
        assert "undecided" not in {it.kind for it in list_wrong(real_shop.at + timedelta(days=1))}

        assert "undecided" in {it.kind for it in list_wrong(real_shop.at + timedelta(days=3))}

    def test_without_a_limit_asks_nobody(self, real_shop, paid):
        LegalEntity.objects.update(four_eyes_above=None)

        assert give_back(real_shop, paid, "90.00")


def issue(shop, amount: str, form: str = "v1", by: Actor = ANNA) -> str:
    entity = LegalEntity.objects.get()
    with transaction.atomic():
        return issue_by_hand(new=NewVoucher(entity.id, "multi", Decimal(amount)), form=form, at=shop.at, by=by)


class TestALoweredPrice:
    """Whoever lowers what is paid gives money away as whoever refunds it."""

    @pytest.fixture
    def prepaid(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(90), reference="Bank", at=real_shop.at, by=BEN)
        hear_news()
        return order

    def lower(self, shop, order, price: str) -> None:
        with transaction.atomic():
            now = read_revision(order.id)
            lines = [replace(it, unit_price=Decimal(price)) for it in now.lines]
            revise_order(order_id=order.id, revision=replace(now, lines=lines), at=shop.at, by=ANNA)
        hear_news()

    def test_within_the_limit_is_given_back_by_itself(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "5.00")

        assert (given_back(), MoneyRequest.objects.count()) == (45, 0)

    def test_above_it_waits_for_a_second_person(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "0.01")
        assert (given_back(), MoneyRequest.objects.get().asked_by) == (0, "user:anna")

        agree(real_shop, MoneyRequest.objects.get().id, BEN)
        hear_news()

        assert given_back() == Decimal("89.91")
        nothing_failed()
        assert_house_in_order()

    def test_parted_into_small_ones_waits_too(self, real_shop, prepaid):
        for price in ("7.00", "4.00"):
            self.lower(real_shop, prepaid, price)

        assert (given_back(), MoneyRequest.objects.get().amount) == (27, 27)

    @pytest.mark.parametrize("by", [ANNA, BEN])
    def test_that_was_refused_is_given_back_by_nothing_that_happens(self, real_shop, prepaid, by):
        self.lower(real_shop, prepaid, "0.01")
        with transaction.atomic():
            decide_request(request_id=MoneyRequest.objects.get().id, agreed=False, at=real_shop.at, by=by)
        line = prepaid.lines.get().id
        with transaction.atomic():
            cancel_pieces(order_id=prepaid.id, pieces={line: 1}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        assert given_back() == 10, "the piece is owed as it was agreed, what was made less is not"
        nothing_failed()

    def test_that_was_raised_again_leaves_nothing_to_agree_to(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "0.01")
        first = MoneyRequest.objects.get().id
        self.lower(real_shop, prepaid, "10.00")

        with pytest.raises(RequestDecided):
            agree(real_shop, first, BEN)

        assert (given_back(), MoneyRequest.objects.get().state) == (0, "replaced")
        self.lower(real_shop, prepaid, "1.00")
        agree(real_shop, MoneyRequest.objects.latest("id").id, BEN)
        hear_news()
        assert given_back() == 81

    def refuse(self, shop) -> None:
        with transaction.atomic():
            request = MoneyRequest.objects.get(state="open")
            decide_request(request_id=request.id, agreed=False, at=shop.at, by=BEN)

    def test_that_was_refused_and_raised_again_withholds_nothing_any_more(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "1.00")
        self.refuse(real_shop)
        self.lower(real_shop, prepaid, "10.00")
        with transaction.atomic():
            cancel_whole_order(order_id=prepaid.id, at=real_shop.at, by=ANNA)
        hear_news()

        assert given_back() == 90

    def test_that_was_refused_and_given_back_otherwise_withholds_nothing_any_more(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "1.00")
        self.refuse(real_shop)
        with transaction.atomic():
            refund_by_hand(order_id=prepaid.id, amount=Decimal(81), form="f", reason="x", at=real_shop.at, by=ANNA)
        agree(real_shop, MoneyRequest.objects.get(state="open").id, BEN)
        with transaction.atomic():
            cancel_whole_order(order_id=prepaid.id, at=real_shop.at, by=ANNA)
        hear_news()

        assert given_back() == 90

    def test_counts_also_where_a_cancellation_gives_it_back(self, real_shop, prepaid):
        """The listener of the cancellation comes after the price: what it gives back is more than what was cancelled."""
        with transaction.atomic():
            pieces = {prepaid.lines.get().id: 1}
            cancel_pieces(order_id=prepaid.id, pieces=pieces, reference="x", at=real_shop.at, by=ANNA)
        self.lower(real_shop, prepaid, "5.00")
        assert (given_back(), MoneyRequest.objects.count()) == (50, 0)

        self.lower(real_shop, prepaid, "0.01")

        assert (given_back(), MoneyRequest.objects.get().amount) == (50, Decimal("39.92"))

    def test_that_was_sent_back_counts_still_and_is_not_raised_again(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "5.00")
        with pytest.raises(MoneyWentBack):
            self.lower(real_shop, prepaid, "10.00")
        self.lower(real_shop, prepaid, "0.10")

        assert (given_back(), MoneyRequest.objects.get(state="open").amount) == (45, Decimal("44.10"))

    def test_that_was_refused_is_given_back_where_all_of_the_order_is_cancelled(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "3.00")
        self.refuse(real_shop)
        with transaction.atomic():
            cancel_whole_order(order_id=prepaid.id, at=real_shop.at, by=ANNA)
        hear_news()

        assert given_back() == 90
        assert_house_in_order()

    def test_that_is_refused_while_a_piece_is_cancelled_is_withheld_once(self, real_shop, prepaid):
        """Who refuses waits for whoever settles the order, or is seen by him: never half of it."""
        self.lower(real_shop, prepaid, "3.00")
        request = MoneyRequest.objects.get().id

        def press():
            with transaction.atomic():
                refuse_request(request_id=request, at=real_shop.at, by=BEN)

        other = beside(press, [])
        with transaction.atomic():
            pieces = {prepaid.lines.get().id: 1}
            cancel_pieces(order_id=prepaid.id, pieces=pieces, reference="x", at=real_shop.at, by=ANNA)
            other.start()
            other.join(timeout=1)
        other.join(timeout=20)
        hear_news()

        assert (given_back(), Payment.objects.get().withheld) == (10, 56)

    def test_of_one_part_made_another_ones_waits_where_that_one_is_cancelled(self, real_shop):
        """Nothing is lowered in all: but what is cancelled then is worth what was the other part's."""
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), (1, "VASE"))
        hear_news()
        with transaction.atomic():
            now = read_revision(order.id)
            lamp, vase = now.lines
            whole = lamp.unit_price * 9 + vase.unit_price
            lines = [replace(lamp, unit_price=Decimal(0)), replace(vase, unit_price=whole)]
            revise_order(order_id=order.id, revision=replace(now, lines=lines), at=real_shop.at, by=ANNA)
        hear_news()
        with transaction.atomic():
            pieces = {order.lines.get(channel_sku__contains="VASE").id: 1}
            cancel_pieces(order_id=order.id, pieces=pieces, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        assert (given_back(), MoneyRequest.objects.get().amount) == (order.gross - 90, 90)
        agree(real_shop, MoneyRequest.objects.get().id, BEN)
        hear_news()
        assert given_back() == order.gross
        nothing_failed()

    def test_of_an_order_that_is_not_paid_counts_as_nothing(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        self.lower(real_shop, order, "5.00")
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(45), reference="Bank", at=real_shop.at, by=BEN)

        assert give_back(real_shop, order, "45.00")

    def test_by_another_country_waits_too(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(5))
        Channel.objects.filter(code="shop").update(prices_gross=False)
        order = real_shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        order.refresh_from_db()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=order.gross, reference="Bank", at=real_shop.at, by=BEN)
        hear_news()
        zurich = replace(order.address, country="CH", postal_code="8001", city="Zürich")
        with transaction.atomic():
            readdress_order(order_id=order.id, ship_to=zurich, by_hand=True, at=real_shop.at, by=ANNA)
        hear_news()

        assert (given_back(), MoneyRequest.objects.get().amount) == (0, Decimal("17.10"))

    def test_is_agreed_to_only_as_far_as_it_is_left_over_once_whoever_changes_it_is_done(self, real_shop, prepaid):
        """A second change raises the debt while somebody agrees: he waits for it, and sees it."""
        self.lower(real_shop, prepaid, "1.00")
        request, said = MoneyRequest.objects.get().id, []
        other = beside(lambda: agree(real_shop, request, BEN), said, RefundTooMuch)
        with transaction.atomic():
            lock_orders([prepaid.id])
            amend_debt(order_id=prepaid.id, amount=Decimal(60), at=real_shop.at, by=ANNA)
            other.start()
            other.join(timeout=1)
        other.join(timeout=20)

        assert (given_back(), len(said)) == (0, 1)

    def test_is_agreed_to_or_replaced_in_one_order_of_locks(self, real_shop, prepaid):
        """Order, payment, request: whoever comes second waits, and nobody waits in a circle."""
        self.lower(real_shop, prepaid, "1.00")
        request, said = MoneyRequest.objects.get().id, []
        other = beside(lambda: agree(real_shop, request, BEN), said, RequestDecided)
        with transaction.atomic():
            lock_orders([prepaid.id])
            other.start()
            other.join(timeout=1)
            now = read_revision(prepaid.id)
            lines = [replace(it, unit_price=Decimal("2.00")) for it in now.lines]
            revise_order(order_id=prepaid.id, revision=replace(now, lines=lines), at=real_shop.at, by=ANNA)
        other.join(timeout=20)

        assert (given_back(), len(said), MoneyRequest.objects.get(state="open").amount) == (0, 1, 72)

    def test_is_given_back_once_however_it_goes_on(self, real_shop, prepaid):
        self.lower(real_shop, prepaid, "0.01")
        with transaction.atomic():
            cancel_whole_order(order_id=prepaid.id, at=real_shop.at, by=ANNA)
        hear_news()
        assert (given_back(), MoneyRequest.objects.get().state) == (90, "replaced")
        with pytest.raises(RequestDecided):
            agree(real_shop, MoneyRequest.objects.get().id, BEN)
        nothing_failed()

    @pytest.mark.parametrize("agreed", [True, False])
    def test_is_given_back_whole_where_the_order_ends_while_somebody_decides(self, real_shop, prepaid, agreed):
        """The cancellation is told, and settled a moment later: whoever decides in between strands nothing."""
        self.lower(real_shop, prepaid, "3.00")
        with transaction.atomic():
            cancel_whole_order(order_id=prepaid.id, at=real_shop.at, by=ANNA)
        if agreed:
            agree(real_shop, MoneyRequest.objects.get().id, BEN)
        else:
            self.refuse(real_shop)
        hear_news()

        assert given_back() == 90
        assert_house_in_order()

    def test_of_which_a_piece_is_cancelled_meanwhile_is_asked_for_anew(self, real_shop, prepaid):
        """What waited was for nine pieces; nobody could agree to more than is left over of eight."""
        self.lower(real_shop, prepaid, "3.00")
        line = prepaid.lines.get(ordered__gt=F("cancelled")).id
        with transaction.atomic():
            cancel_pieces(order_id=prepaid.id, pieces={line: 1}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        request = MoneyRequest.objects.get(state="open")
        assert (given_back(), request.amount) == (10, 56)
        agree(real_shop, request.id, BEN)
        hear_news()
        assert given_back() == 66
        nothing_failed()
        assert_house_in_order()

    def change(self, shop, order, lines, added=()) -> None:
        with transaction.atomic():
            now = read_revision(order.id)
            revise_order(
                order_id=order.id, revision=replace(now, lines=lines(now.lines), added=added), at=shop.at, by=ANNA
            )
        hear_news()

    def test_of_another_line_of_the_same_article_waits_where_that_one_is_cancelled(self, real_shop, prepaid):
        """Eight for nothing and one for ninety is what nine had cost: the one may be cancelled."""
        dear = IncomingLine.model_validate({"sku": "LAMP", "quantity": 1, "unit_price": "90.00"})
        self.change(
            real_shop, prepaid, lambda lines: [replace(it, quantity=8, unit_price=Decimal(0)) for it in lines], [dear]
        )
        line = prepaid.lines.get(unit_price=Decimal(90))
        with transaction.atomic():
            cancel_pieces(order_id=prepaid.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        assert (given_back(), MoneyRequest.objects.get(state="open").amount) == (10, 80)

    def test_that_was_a_mistake_and_is_put_right_counts_as_nothing(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), (1, "VASE"))
        hear_news()
        first = read_revision(order.id).lines
        for moved in ("18.00", "0.00", "18.00", "0.00"):
            self.change(real_shop, order, lambda lines, moved=Decimal(moved): [
                replace(first[0], line_id=lines[0].line_id, unit_price=first[0].unit_price - moved / 9),
                replace(first[1], line_id=lines[1].line_id, unit_price=first[1].unit_price + moved),
            ])  # fmt: skip

        assert give_back(real_shop, order, "50.00"), "the limit is all there still"

    def test_leaves_what_is_cancelled_to_the_buyer(self, real_shop, prepaid):
        """A cent less of each piece, and six of nine cancelled one after the other: what is owed asks nobody."""
        self.lower(real_shop, prepaid, "9.99")
        for turn in range(6):
            with transaction.atomic():
                line = prepaid.lines.get(ordered__gt=F("cancelled"))
                cancel_pieces(order_id=prepaid.id, pieces={line.id: 1}, reference=f"x{turn}", at=real_shop.at, by=ANNA)
            hear_news()

        assert (given_back(), MoneyRequest.objects.count()) == (Decimal("60.03"), 0)

    def test_of_what_a_marketplace_took_is_given_back_there_and_asked_of_nobody(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), payment="marketplace")
        hear_news()
        self.lower(real_shop, order, "1.00")
        with transaction.atomic():
            line = order.lines.get(ordered__gt=F("cancelled")).id
            cancel_pieces(order_id=order.id, pieces={line: 8}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        assert (MoneyIntent.objects.count(), MoneyRequest.objects.count()) == (0, 0)

    def test_of_prices_without_vat_counts_with_it(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        Channel.objects.filter(code="shop").update(prices_gross=False)
        order = real_shop.place((9, "LAMP"))
        hear_news()
        self.lower(real_shop, order, "5.00")

        assert (given_back(), MoneyRequest.objects.get().amount) == (0, Decimal("53.55"))


class TestAnAccountThatSomebodyTyped:
    IBAN, OTHER = "DE89370400440532013000", "DE02120300000000202051"

    @pytest.fixture
    def refund(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        order = real_shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(90), reference="Bank", at=real_shop.at, by=ANNA)
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=ANNA)
        hear_news()
        return MoneyIntent.objects.get(kind="refund")

    def name(self, shop, refund, iban: str) -> bool:
        with transaction.atomic():
            return name_refund_account(intent_id=refund.id, holder="Anna Privat", iban=iban, at=shop.at, by=ANNA)

    def test_gets_no_more_than_the_limit_from_one_person(self, real_shop, refund):
        assert not self.name(real_shop, refund, self.IBAN)
        refund.refresh_from_db()
        assert (refund.iban, MoneyRequest.objects.get().reason) == ("", f"Anna Privat, {self.IBAN}")

        agree(real_shop, MoneyRequest.objects.get().id, BEN)

        refund.refresh_from_db()
        assert (refund.iban, refund.holder) == (self.IBAN, "Anna Privat")

    def test_is_not_agreed_to_by_whom_typed_it_under_another_name(self, real_shop, refund):
        person_named("anna")
        LegalEntity.objects.update(four_eyes_above=Decimal(1000), iban=self.OTHER)
        assert self.name(real_shop, refund, self.IBAN)
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        User.objects.filter(username="anna").update(username="annika")
        with transaction.atomic():
            export_refunds(legal_entity_id=LegalEntity.objects.get().id, at=real_shop.at, by=BEN)

        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, MoneyRequest.objects.get().id, Actor("user", "annika"))

    def test_is_not_changed_alone_once_two_have_agreed(self, real_shop, refund):
        self.name(real_shop, refund, self.IBAN)
        agree(real_shop, MoneyRequest.objects.get().id, BEN)

        assert not self.name(real_shop, refund, self.OTHER)

        refund.refresh_from_db()
        assert refund.iban == self.IBAN

    def test_of_a_bank_statement_sends_nothing_above_the_limit_by_one_person_either(self, real_shop, refund):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        entity = LegalEntity.objects.get().id
        MoneyIntent.objects.update(holder="Anna Privat", iban=self.OTHER)  # as an uploaded statement tells it
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=ANNA) == ""
        request = MoneyRequest.objects.get()
        assert (request.reason, MoneyIntent.objects.get().state) == (f"Anna Privat, {self.OTHER}", "new")
        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, request.id, ANNA)

        agree(real_shop, request.id, BEN)
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=ANNA)

        assert MoneyIntent.objects.get().state == "pending"

    def paid_by(self, shop, order, *shares: tuple[str, str, str]) -> None:
        """Have transfers booked on an order, as a statement tells them."""
        stored = store_file(b"<statement/>", name="s", media_type="application/xml", at=shop.at)
        statement = BankStatement.objects.create(
            legal_entity_id=LegalEntity.objects.get().id, file=stored, account="DE02120300000000202051",
            currency="EUR", at=shop.at, by="bank",
        )  # fmt: skip
        payment = Payment.objects.get(order_id=order.id)
        for turn, (name, iban, amount) in enumerate(shares):
            line = BankTransaction.objects.create(
                statement=statement, account=statement.account, fingerprint=f"t{turn}", amount=Decimal(amount),
                currency="EUR", name=name, iban=iban, booked_on=shop.at.date(), valued_on=shop.at.date(), purpose="",
                state="booked", settled_at=shop.at, settled_by="bank",
            )  # fmt: skip
            PaymentEntry.objects.create(
                payment=payment, kind="captured", amount=Decimal(amount), reference=f"t{turn}", transaction=line,
                at=shop.at, by="bank",
            )  # fmt: skip

    def test_is_agreed_to_by_nobody_who_brought_it_whoever_asks_for_the_file(self, real_shop, refund):
        LegalEntity.objects.update(iban="DE89370400440532013000", four_eyes_above=Decimal(1000))
        self.name(real_shop, refund, self.IBAN)
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        entity = LegalEntity.objects.get().id
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=BEN) == ""
        request = MoneyRequest.objects.get(state="open")

        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, request.id, ANNA)
        agree(real_shop, request.id, BEN)
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=ANNA)

    def test_waits_also_where_another_one_has_no_account_yet(self, real_shop, refund):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        entity = LegalEntity.objects.get().id
        MoneyIntent.objects.update(holder="Anna Privat", iban=self.OTHER)
        other = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=other.id, amount=Decimal(10), reference="Bank", at=real_shop.at, by=BEN)
        hear_news()
        give_back(real_shop, other, "10.00", "o")

        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=BEN) == ""

        assert MoneyRequest.objects.filter(state="open").count() == 1

    def test_goes_to_whom_paid_most_and_whoever_agrees_sees_where(self, real_shop):
        """Somebody who sends a cent is not who the money goes back to, nor does anything go where nobody has looked."""
        LegalEntity.objects.update(four_eyes_above=Decimal(50), iban="DE89370400440532013000")
        order = real_shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(90), reference="Bank", at=real_shop.at, by=BEN)
        hear_news()
        self.paid_by(real_shop, order, ("Erika", self.IBAN, "90"), ("Bert", self.OTHER, "0.01"))

        give_back(real_shop, order, "80.00", by=BEN)
        request = MoneyRequest.objects.get()
        office = person_named("carla", "payments:write")
        assert f"Erika, {self.IBAN}" in office.get(reverse("admin:refunds")).content.decode()
        agree(real_shop, request.id, ANNA)
        intent = MoneyIntent.objects.get()
        assert (intent.holder, intent.iban) == ("Erika", self.IBAN)
        entity = LegalEntity.objects.get().id

        MoneyIntent.objects.update(holder="Bert", iban=self.OTHER)
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=BEN) == ""
        MoneyIntent.objects.update(holder="Erika", iban=self.IBAN)
        with transaction.atomic():
            assert export_refunds(legal_entity_id=entity, at=real_shop.at, by=BEN)

    def test_that_the_bank_sent_back_counts_as_given(self, real_shop, paid):
        give_back(real_shop, paid, "50.00")
        intent = MoneyIntent.objects.get()
        stored = store_file(b"<x/>", name="x", media_type="application/xml", at=real_shop.at)
        MoneyIntent.objects.filter(id=intent.id).update(file=stored)
        MoneyIntent.objects.filter(id=intent.id).update(state="pending")
        with transaction.atomic():
            say_returned(intent_id=intent.id, at=real_shop.at, by=ANNA)
            drop_by_hand(intent_id=MoneyIntent.objects.latest("id").id, at=real_shop.at, by=ANNA)

        assert not give_back(real_shop, paid, "50.00", "f2")

    @pytest.mark.parametrize("bank_says", [True, False])
    def test_that_a_line_brought_back_counts_unless_the_bank_says_so_itself(self, real_shop, bank_says):
        """Whoever takes a stranger's line for it gives no more than the limit for that."""
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        paid = paid_by_bank(real_shop, (9, "LAMP"))
        give_back(real_shop, paid, "50.00")
        intent = MoneyIntent.objects.get()
        stored = store_file(b"<x/>", name="x", media_type="application/xml", at=real_shop.at)
        MoneyIntent.objects.filter(id=intent.id).update(file=stored, state="pending")
        with transaction.atomic():
            record_money(outcome=MoneyOutcome(intent.id, "succeeded"), at=real_shop.at, by=ANNA)
        line = came_in(real_shop, "50.00", intent.reference if bank_says else "AB-1")
        with transaction.atomic():
            bring_refund_back(transaction_id=line, intent_id=intent.id, at=real_shop.at, by=ANNA)
            drop_by_hand(intent_id=MoneyIntent.objects.latest("id").id, at=real_shop.at, by=ANNA)

        assert give_back(real_shop, paid, "50.00", "f2") == bank_says

    def test_that_was_given_by_hand_counts_also_where_somebody_says_that_it_came_back(self, real_shop):
        LegalEntity.objects.update(four_eyes_above=Decimal(50))
        paid = paid_by_bank(real_shop, (9, "LAMP"))
        give_back(real_shop, paid, "50.00")
        intent = MoneyIntent.objects.get()
        with transaction.atomic():
            confirm_by_hand(intent_id=intent.id, at=real_shop.at, by=ANNA)
        line = came_in(real_shop, "50.00", "AB-1")
        with transaction.atomic():
            bring_refund_back(transaction_id=line, intent_id=intent.id, at=real_shop.at, by=ANNA)
            drop_by_hand(intent_id=MoneyIntent.objects.latest("id").id, at=real_shop.at, by=ANNA)

        assert not give_back(real_shop, paid, "50.00", "f2")

    def test_that_was_refused_may_be_asked_for_again(self, real_shop, refund):
        self.name(real_shop, refund, self.IBAN)
        self.name(real_shop, refund, self.IBAN)
        first = MoneyRequest.objects.get().id
        with transaction.atomic():
            decide_request(request_id=first, agreed=False, at=real_shop.at, by=BEN)

        assert not self.name(real_shop, refund, self.IBAN)

        assert MoneyRequest.objects.filter(state="open").exclude(id=first).count() == 1

    def test_within_the_limit_is_named_at_once(self, real_shop, refund):
        LegalEntity.objects.update(four_eyes_above=Decimal(90))

        assert self.name(real_shop, refund, self.IBAN)

    def test_is_checked_before_anybody_is_asked(self, real_shop, refund):
        with pytest.raises(IbanWrong):
            self.name(real_shop, refund, "DE00")

        assert not MoneyRequest.objects.exists()


class TestAVoucherByHand:
    def test_sent_twice_within_the_limit_is_one(self, real_shop, paid):
        assert issue(real_shop, "20.00")
        with pytest.raises(SentBefore):
            issue(real_shop, "20.00")

        assert Voucher.objects.count() == 1

    def test_of_two_people_under_one_number_are_two(self, real_shop, paid):
        assert issue(real_shop, "60.00", "v1", ANNA) == issue(real_shop, "60.00", "v1", BEN) == ""

        assert MoneyRequest.objects.count() == 2

    def test_by_a_key_needs_a_second_person_too(self, real_shop, paid, client):
        secret = create_api_key(name="till", capabilities=["payments:write"], at=real_shop.at, by=real_shop.by)
        told = client.post(
            "/api/v1/vouchers", json.dumps({"amount": "5000.00"}), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "v1"},
        )  # fmt: skip

        assert (told.status_code, told.json()["code"], Voucher.objects.count()) == (202, "", 0)
        assert MoneyRequest.objects.get().amount == 5000

    def test_in_another_currency_always_needs_two_people(self, real_shop, paid):
        entity = LegalEntity.objects.get()
        with transaction.atomic():
            new = NewVoucher(entity.id, "multi", Decimal(1), "KWD")
            assert issue_by_hand(new=new, form="k", at=real_shop.at, by=ANNA) == ""

    def test_that_two_agreed_to_counts_as_neither_ones_own(self, real_shop, paid):
        issue(real_shop, "60.00")
        agree(real_shop, MoneyRequest.objects.get().id, BEN)

        assert issue(real_shop, "50.00", "v2", BEN)

    def test_by_keys_of_one_person_counts_together_with_his_own(self, real_shop, paid):
        person_named("anna")
        for name in ("till", "web"):
            create_api_key(name=name, capabilities=["payments:write"], at=real_shop.at, by=ANNA)

        assert issue(real_shop, "30.00", "v1", Actor("key", "till"))
        assert issue(real_shop, "30.00", "v2", Actor("key", "web")) == ""
        assert issue(real_shop, "30.00", "v3", ANNA) == ""

    def test_above_the_limit_waits_and_its_code_is_told_to_whoever_agrees(self, real_shop, paid):
        assert issue(real_shop, "60.00") == ""
        with pytest.raises(SentBefore):
            issue(real_shop, "60.00")
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


def credits_of(shop):
    return [it for it in list_waiting(shop.at) if it.kind == "credit"]


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

    def test_of_what_was_paid_waits_until_the_money_is_on_its_way_back(self, real_shop, paid, invoice):
        """The paper asks for less than was paid: nobody gives that back but a person, so a person is told."""
        shop = real_shop
        assert credits_of(shop) == []
        assert self.correct(shop, invoice, {1: 2})
        taken_back = -Invoice.objects.latest("id").gross
        assert [(it.order_id, it.amount, it.currency) for it in credits_of(shop)] == [(paid.id, taken_back, "EUR")]
        office = person_named("clara")
        office.cookies["django_language"] = "de"
        page = office.get(reverse("admin:order", args=[paid.id])).content.decode()
        assert ("mehr ist bezahlt, als die Belege verlangen" in page, 'value="20,00"' in page) == (True, True)

        with transaction.atomic():
            assert refund_by_hand(order_id=paid.id, amount=taken_back, form="back", reason="", at=shop.at, by=ANNA)

        assert credits_of(shop) == []

    def test_waits_once_where_somebody_has_asked_for_the_money(self, real_shop, paid, invoice):
        shop = real_shop
        self.correct(shop, invoice, {1: 2})
        taken_back = -Invoice.objects.latest("id").gross
        LegalEntity.objects.update(four_eyes_above=Decimal(1))

        with transaction.atomic():
            assert not refund_by_hand(order_id=paid.id, amount=taken_back, form="back", reason="", at=shop.at, by=ANNA)

        assert credits_of(shop) == []
        assert [it.amount for it in list_waiting(shop.at) if it.kind == "second"] == [taken_back]

    def test_is_told_behind_many_that_are_settled(self, real_shop, paid, invoice):
        """What is told is cut after it was judged: a merchant who corrects much is not blind for the older ones."""
        self.correct(real_shop, invoice, {1: 2})
        settled = real_shop.place((1, "LAMP"), payment="invoice")
        shipments = walk_to_packed(real_shop, settled)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        self.correct(real_shop, Invoice.objects.get(order=settled, kind="invoice"), None, form="c2")

        assert [it.order_id for it in list_credits(real_shop.at, most=1)] == [paid.id]

    def test_of_what_nobody_paid_waits_for_nothing(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="invoice")
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert self.correct(real_shop, Invoice.objects.get(order=order), {1: 1})

        assert credits_of(real_shop) == []

    def test_parted_into_small_ones_needs_two_people_too(self, real_shop, invoice):
        assert self.correct(real_shop, invoice, {1: 3}, "c1")
        assert not self.correct(real_shop, invoice, {1: 3}, "c2")
        assert MoneyRequest.objects.get().facts["pieces"] == {"1": 3}

    def test_sent_twice_is_one(self, real_shop, invoice):
        assert self.correct(real_shop, invoice, {1: 1})
        with pytest.raises(SentBefore):
            self.correct(real_shop, invoice, {1: 1})

        assert Invoice.objects.count() == 2

    def test_of_what_was_taken_back_meanwhile_stays_a_request(self, real_shop, invoice):
        assert not self.correct(real_shop, invoice, {1: 9}, "c1")
        assert self.correct(real_shop, invoice, {1: 5}, "c2")

        with pytest.raises(NothingToCorrect):
            agree(real_shop, MoneyRequest.objects.get().id, BEN)

        assert MoneyRequest.objects.get().state == "open"


def net_shop(shop) -> None:
    Channel.objects.update(prices_gross=False)


def paid_by_bank(shop, *what, limit: str = "50", price: str = "", **told):
    """An order that was paid by transfer; ``price``: what was agreed for a piece before."""
    LegalEntity.objects.update(four_eyes_above=Decimal(limit))
    order = shop.place(*what, payment="prepayment", **told)
    hear_news()
    if price:
        revise(shop, order, price=price, minutes=-5)
        order.refresh_from_db()
    with transaction.atomic():
        book_payment(order_id=order.id, amount=order.gross, reference="Bank", at=shop.at, by=BEN)
    hear_news()
    return order


def revise(
    shop, order, *, price: str = "", quantity: int = 0, lines=True, added=(), minutes: int = 0, by: Actor = ANNA
):
    """Somebody changes an order: all of its lines to a price, a quantity, or takes them out, and puts others in."""
    with transaction.atomic():
        now = read_revision(order.id)
        told = {"unit_price": Decimal(price)} if price else {}
        told |= {"quantity": quantity} if quantity else {}
        wanted = [replace(it, **told) for it in now.lines] if lines else []
        anew = replace(now, lines=wanted, added=[IncomingLine.model_validate(it) for it in added])
        revise_order(order_id=order.id, revision=anew, at=shop.at + timedelta(minutes=minutes), by=by)
    hear_news()


def waiting() -> list[Decimal]:
    return [it.amount for it in MoneyRequest.objects.filter(state="open").order_by("id")]


EVA = Actor("user", "eva")


class TestWhoMadeAnOrderCostLess:
    """Nobody agrees to his own gift, whoever presses afterwards and makes it be asked for anew."""

    @pytest.fixture
    def lowered(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, price="1.00")
        assert waiting() == [81]
        return order

    def refuses(self, shop, by):
        with pytest.raises(SecondPersonNeeded):
            agree(shop, MoneyRequest.objects.get(state="open").id, by)

    def test_agrees_not_after_a_piece_was_cancelled(self, real_shop, lowered):
        line = lowered.lines.get()
        with transaction.atomic():
            cancel_pieces(order_id=lowered.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=BEN)
        hear_news()

        assert waiting() == [72]
        self.refuses(real_shop, ANNA)
        agree(real_shop, MoneyRequest.objects.get(state="open").id, BEN)
        assert given_back() == 10 + 72

    def test_agrees_not_after_somebody_else_took_a_piece_out(self, real_shop, lowered):
        revise(real_shop, lowered, quantity=8, minutes=2, by=BEN)

        assert waiting() == [72]
        self.refuses(real_shop, ANNA)
        agree(real_shop, MoneyRequest.objects.get(state="open").id, BEN)
        assert given_back() == 10 + 72

    def test_is_nobody_once_it_is_put_right(self, real_shop, lowered):
        revise(real_shop, lowered, price="10.00", minutes=2)
        revise(real_shop, lowered, price="1.00", minutes=4, by=EVA)

        self.refuses(real_shop, EVA)
        agree(real_shop, MoneyRequest.objects.get(state="open").id, ANNA)
        assert given_back() == 81

    def test_is_not_freed_by_a_house_that_kept_nothing_of_what_was_agreed(self, real_shop, lowered):
        """What waited before this was kept waits still."""
        AgreedContents.objects.all().delete()
        line = lowered.lines.get()
        with transaction.atomic():
            cancel_pieces(order_id=lowered.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=BEN)
        hear_news()

        assert sum(waiting()) + given_back() <= 82
        assert given_back() <= 10
        self.refuses(real_shop, ANNA)


class TestGoodsForOthers:
    def test_that_cost_less_wait_as_a_lowered_price_does(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))

        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 9, "unit_price": "0.10"}])

        assert (given_back(), waiting()) == (0, [Decimal("89.10")])
        assert_house_in_order()

    def test_and_back_again_are_nothing(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 9, "unit_price": "0.10"}])

        revise(real_shop, order, lines=False, added=[{"sku": "LAMP", "quantity": 9, "unit_price": "10"}], minutes=2)

        assert (given_back(), waiting()) == (0, [])
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={order.lines.latest("id").id: 8}, reference="x", at=real_shop.at, by=BEN
            )
        hear_news()
        assert (given_back(), waiting()) == (80, [])

    def test_of_the_same_worth_go_as_they_are(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))

        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 3, "unit_price": "25"}])

        assert (given_back(), waiting()) == (15, [])

    def test_that_are_only_taken_out_are_cancelled(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"), (1, "VASE"))

        with transaction.atomic():
            now = read_revision(order.id)
            anew = replace(now, lines=[it for it in now.lines if it.quantity == 1])
            revise_order(order_id=order.id, revision=anew, at=real_shop.at, by=ANNA)
        hear_news()

        assert (given_back(), waiting()) == (90, [])

    @pytest.mark.parametrize("first", ["0.10", "10.01"])
    def test_are_made_good_by_no_dear_ones_that_are_cancelled_then(self, real_shop, first):
        """Also where the swap costs the buyer more at first, and becomes cheap only then."""
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 9, "unit_price": first}])
        revise(real_shop, order, price="0.10", minutes=1)
        revise(real_shop, order, added=[{"sku": "BOOK", "quantity": 1, "unit_price": "89.10"}], minutes=2)
        book = order.lines.filter(sku__code="BOOK").get()

        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={book.id: 1}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        assert (given_back(), waiting()) == (0, [Decimal("89.10")])
        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, MoneyRequest.objects.get(state="open").id, ANNA)

    def test_that_are_cancelled_are_the_buyers_but_for_what_is_left(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 9, "unit_price": "2.00"}])
        assert waiting() == [72]

        with transaction.atomic():
            vases = order.lines.filter(sku__code="VASE").get()
            cancel_pieces(order_id=order.id, pieces={vases.id: 8}, reference="x", at=real_shop.at, by=BEN)
        hear_news()

        assert (given_back(), waiting()) == (88, []), "eight of eight euros each are within the limit"

    def test_whose_price_is_put_right_are_given_by_nobody(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, lines=False, added=[{"sku": "VASE", "quantity": 9, "unit_price": "0.10"}])
        revise(real_shop, order, price="10.00", minutes=1)

        with transaction.atomic():
            vases = order.lines.latest("id")
            cancel_pieces(order_id=order.id, pieces={vases.id: 8}, reference="x", at=real_shop.at, by=BEN)
        hear_news()

        assert (given_back(), waiting()) == (80, [])


class TestACent:
    """Prices without VAT do not divide by their pieces; money moves in whole cents all the same."""

    @pytest.mark.parametrize(("quantity", "price"), [(2, "8.03"), (3, "8.03"), (1, "9.99")])
    def test_is_never_parted(self, real_shop, quantity, price):
        net_shop(real_shop)
        order = paid_by_bank(real_shop, (3, "LAMP"), limit="1", price="10.01")
        paid = order.gross

        revise(real_shop, order, quantity=quantity, price=price)

        for request in MoneyRequest.objects.filter(state="open"):
            agree(real_shop, request.id, BEN)
        hear_news()
        nothing_failed()
        assert given_back() == paid - Payment.objects.get().amount

    def test_of_a_discount_stays_with_the_goods_that_are_left(self, real_shop):
        order = paid_by_bank(real_shop, (10, "LAMP"), limit="1", charges=[{"kind": "discount", "amount": "20.00"}])
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={order.lines.get().id: 5}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()
        assert given_back() == 40

        revise(real_shop, order, minutes=2)

        assert (given_back(), waiting(), Payment.objects.get().amount) == (40, [], 40)

    def test_that_is_left_over_of_as_much_as_before_is_asked_for_anew(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, price="4.00")
        assert waiting() == [54]

        revise(real_shop, order, quantity=4, price="9.00", minutes=2)

        assert (given_back(), waiting()) == (54, []), "five pieces were taken out, four cost a euro less each"


def test_what_the_channel_lowers_is_the_buyers_also_where_somebody_here_put_a_street_right(real_shop):
    """The buyer agreed to it with the channel; nobody here gave anything away."""
    order = paid_by_bank(real_shop, (9, "LAMP"))
    order.refresh_from_db()
    with transaction.atomic():
        street = replace(order.address, street="Neue Gasse 7")
        readdress_order(order_id=order.id, ship_to=street, by_hand=True, at=real_shop.at, by=ANNA)
    hear_news()
    told = an_order((9, "LAMP"), channel=real_shop.channel.code, external_id=order.external_id, payment="prepayment")
    lower = told.model_copy(update={"lines": [it.model_copy(update={"unit_price": Decimal(1)}) for it in told.lines]})
    with transaction.atomic():
        amend_as_told(
            order_id=order.id, told=lower, keep_address=True, announced=False, at=real_shop.at, by=real_shop.by
        )
    hear_news()

    assert (given_back(), waiting()) == (81, [])


class TestMoneyThatWentBack:
    """It is not here: no order goes on as paid by it."""

    def test_lets_no_pieces_in_again(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        revise(real_shop, order, quantity=1)
        assert given_back() == 80

        for wanted in ({"quantity": 9}, {"added": [{"sku": "VASE", "quantity": 3, "unit_price": "25"}]}):
            with pytest.raises(MoneyWentBack):
                revise(real_shop, order, **wanted, minutes=2)

        revise(real_shop, order, price="9.00", minutes=3)
        assert (Payment.objects.get().amount, given_back()) == (9, 81), "it may cost less all the same"

    def test_is_paid_again_where_a_channel_says_so(self, real_shop):
        """Nine, one, nine: what the shop takes is paid there, each time."""
        order = real_shop.place((9, "LAMP"))
        hear_news()
        for pieces in (1, 9):
            told = an_order((pieces, "LAMP"), channel=real_shop.channel.code, external_id=order.external_id)
            with transaction.atomic():
                amend_as_told(
                    order_id=order.id, told=told, keep_address=True, announced=False, at=real_shop.at, by=real_shop.by
                )
            hear_news()

        payment = Payment.objects.get()
        assert (payment.amount, payment.captured, given_back()) == (90, 170, 80)
        assert (payment.left_over, payment.secured_at is None) == (0, False)
        assert_house_in_order()

    def part_paid_and_given_back(self, shop, paid: str, back: str):
        """Nine lamps, of which a part was paid and given back by hand before the rest came."""
        LegalEntity.objects.update(four_eyes_above=None)
        order = shop.place((9, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(paid), reference="one", at=shop.at, by=BEN)
        give_back(shop, order, back)
        return order

    def test_secures_nothing_and_may_be_paid_again(self, real_shop):
        """A part was paid and given back by hand: of the goods that are left none is paid."""
        order = self.part_paid_and_given_back(real_shop, "50", "50.00")
        with transaction.atomic():
            pieces = {order.lines.get().id: 4}
            cancel_pieces(order_id=order.id, pieces=pieces, reference="x", at=real_shop.at, by=ANNA)
        hear_news()
        assert Payment.objects.get().secured_at is None

        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(50), reference="two", at=real_shop.at, by=BEN)

        assert Payment.objects.get().secured_at is not None
        with pytest.raises(TooMuchMoney), transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(1), reference="three", at=real_shop.at, by=BEN)

    def test_is_still_to_come_where_it_was_not_all_there_yet(self, real_shop):
        """A part, a gift, the rest: the gift is not here, and the page says what is lacking."""
        order = self.part_paid_and_given_back(real_shop, "60", "10.00")
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(30), reference="two", at=real_shop.at, by=BEN)

        assert Payment.objects.get().lacking == 10
        assert [it.open for it in list_claims(real_shop.channel.legal_entity_id)] == [10]
        assert list(Payment.objects.filter(awaited())) == list(Payment.objects.all())
        page = person_named("ines", "*").get(reverse("admin:order", args=[order.id])).content.decode()
        assert 'value="10,00" aria-label="Betrag"' in page
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(10), reference="three", at=real_shop.at, by=BEN)
        assert Payment.objects.get().secured_at is not None

    def test_is_no_debt_again_where_it_was_a_gift(self, real_shop):
        """What comes besides waits at the bank for somebody."""
        LegalEntity.objects.update(four_eyes_above=None)
        order = paid_by_bank(real_shop, (9, "LAMP"))
        give_back(real_shop, order, "10.00")

        with pytest.raises(TooMuchMoney), transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(10), reference="more", at=real_shop.at, by=BEN)

    def test_is_not_asked_for_where_a_voucher_paid_it(self, real_shop):
        """A street is put right: what the voucher paid is paid."""
        code = issue(real_shop, "60.00", by=BEN)
        order = real_shop.place((9, "LAMP"), vouchers=[{"code": code}], payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(30), reference="Bank", at=real_shop.at, by=BEN)
        hear_news()
        order.refresh_from_db()

        with transaction.atomic():
            street = replace(order.address, street="Neue Gasse 7")
            readdress_order(order_id=order.id, ship_to=street, by_hand=True, at=real_shop.at, by=ANNA)
        hear_news()

        payment = Payment.objects.get()
        assert (payment.amount, payment.secured_at is not None, Voucher.objects.get().left) == (30, True, 0)

    def test_was_received_also_where_its_line_was_taken_off_for_a_moment(self, real_shop):
        order = paid_by_bank(real_shop, (9, "LAMP"))
        Payment.objects.update(captured=0, secured_at=None)  # as a line that is taken off leaves it
        PaymentEntry.objects.create(
            payment=Payment.objects.get(), kind="unbooked", amount=90, reference="Bank", at=real_shop.at, by="user:anna"
        )
        revise(real_shop, order, price="0.01")

        assert sum_given_away([order.id]) == {order.id: Decimal("89.91")}


class TestADiscountOfCancelledGoods:
    def test_is_not_granted_again_by_one_person_also_where_more_is_still_owed(self, real_shop):
        order = paid_by_bank(real_shop, (10, "LAMP"), limit="10", charges=[{"kind": "discount", "amount": "50.00"}])
        revise(real_shop, order, added=[{"sku": "VASE", "quantity": 1, "unit_price": "500"}], minutes=1)
        lamps = order.lines.filter(sku__code="LAMP").get()
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={lamps.id: 5}, reference="x", at=real_shop.at, by=ANNA)
        hear_news()

        with transaction.atomic():
            now = read_revision(order.id)
            whole = [it.model_copy(update={"amount": Decimal(50)}) for it in now.charges]
            left = [it for it in now.lines if it.quantity == 5]
            revise_order(
                order_id=order.id, revision=replace(now, lines=left, charges=whole),
                at=real_shop.at + timedelta(minutes=2), by=ANNA,
            )  # fmt: skip
        hear_news()

        assert (given_back(), waiting()) == (25, [25])


def test_of_two_who_made_an_order_cost_less_neither_agrees(real_shop):
    order = paid_by_bank(real_shop, (9, "LAMP"))
    revise(real_shop, order, price="4.00")
    revise(real_shop, order, price="1.00", minutes=1, by=BEN)
    request = MoneyRequest.objects.get(state="open").id

    for giver in (ANNA, BEN):
        with pytest.raises(SecondPersonNeeded):
            agree(real_shop, request, giver)

    agree(real_shop, request, EVA)
    assert given_back() == 81


def test_a_word_of_the_channel_frees_nothing_that_somebody_here_gave_away(real_shop):
    """An address abroad made it cost less; the channel tells the same prices again."""
    net_shop(real_shop)
    order = paid_by_bank(real_shop, (9, "LAMP"), limit="5")
    order.refresh_from_db()
    with transaction.atomic():
        abroad = replace(order.address, street="Bahnhofstr. 1", postal_code="8001", city="Zürich", country="CH")
        readdress_order(order_id=order.id, ship_to=abroad, by_hand=True, at=real_shop.at, by=ANNA)
    hear_news()
    assert waiting() == [Decimal("17.10")]

    told = an_order((9, "LAMP"), channel=real_shop.channel.code, external_id=order.external_id, payment="prepayment")
    with transaction.atomic():
        amend_as_told(
            order_id=order.id, told=told, keep_address=True, announced=False, at=real_shop.at, by=real_shop.by
        )
    hear_news()

    assert (given_back(), waiting()) == (0, [Decimal("17.10")])
    with pytest.raises(SecondPersonNeeded):
        agree(real_shop, MoneyRequest.objects.get(state="open").id, ANNA)
