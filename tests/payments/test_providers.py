"""Payment providers: money agreed to, collected when goods leave, let go, given back; each once, whatever happens on the way."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta
from decimal import Decimal as D
from importlib import import_module

import pytest
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from builders import Shop, an_order, assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.channels.ports import PushRefused, PushRequest
from kontor.connectors.transport import close_client
from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.money.collecting import ask_to_pay, refund_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.tables import Order, OrderLine
from kontor.payments.errors import AwaitedElsewhere, NoWholeCents
from kontor.payments.models import ProviderMessage
from kontor.payments.public import (
    NothingToAsk,
    ProviderAccess,
    RefundTooMuch,
    connect_provider,
    find_payment,
    open_provider,
)
from kontor.payments.queries import list_unanswered
from kontor.payments.tables import MoneyIntent, Payment, PaymentEntry, ProviderAccount
from kontor.payments.tasks import find_lost_money, look_up_payments, send_money
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.payments.use_cases.provider.follow_provider import follow_provider
from kontor.platform.sql.bulk import execute
from kontor.simulators.paypal import _key_and_certificate

pytestmark = pytest.mark.django_db(transaction=True)
PROVIDERS = ["stripe", "paypal", "mollie"]


class PlayedProvider:
    """An account at a played provider."""

    def __init__(self, shop: Shop, code: str) -> None:
        module = import_module(f"kontor.simulators.{code}")
        self.shop, self.code, self.account_code = shop, code, f"{code}-1"
        self.stage = module.STAGE().start()
        with transaction.atomic():
            self.account = connect_provider(
                code=f"{code}-1", legal_entity_id=shop.channel.legal_entity_id,
                access=ProviderAccess(code, self.stage.base_url, module.SETTINGS, module.SECRETS), at=shop.at, by=shop.by,
            )  # fmt: skip

    def direct(self, verb: str, **given) -> dict:
        request = urllib.request.Request(
            f"{self.stage.base_url}/_stage/{verb}", json.dumps(given).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def order(self, *lines, amount: str, **more) -> Order:
        """Place an order whose buyer agreed to pay this at the provider."""
        payment = self.direct("shop_payment", amount=amount)["payment"]
        order = self.shop.place(
            *lines, payment="provider", payment_account=f"{self.code}-1", payment_reference=payment, **more
        )
        self.work()
        return Order.objects.get(id=order.id)

    def work(self) -> None:
        """Do everything that waits."""
        hear_news()
        execute(
            "UPDATE payments_moneyintent SET not_before = NULL, lease_until = CASE WHEN state = 'inflight' THEN now() END"
        )
        look_up_payments.func(
            account_id=self.account,
            payment_ids=list(Payment.objects.exclude(external_id="").values_list("id", flat=True)),
        )
        send_money.func(account_id=self.account)
        hear_news()

    def ship(self, order: Order, *, only: int | None = None) -> None:
        shipments = walk_to_packed(self.shop, order)
        hear_news()
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments[:only], at=self.shop.at, by=self.shop.by)
        self.work()

    def refund(self, order: Order, amount: str, cause: str = "1") -> None:
        with transaction.atomic():
            refund_order(
                order_id=order.id,
                amount=D(amount),
                cause=f"hand:{cause}",
                reason="Kulanz",
                at=self.shop.at,
                by=self.shop.by,
            )

    def money(self) -> list[tuple[D, D]]:
        """Return what the provider itself says was taken and given."""
        return [(D(row["taken"]), D(row["given"])) for row in self.direct("money").values()]

    def stop(self) -> None:
        close_client()
        self.stage.stop()


@pytest.fixture(params=PROVIDERS)
def provider(request, real_shop):
    play = PlayedProvider(real_shop, request.param)
    yield play
    play.stop()


def entries(order) -> list[tuple[str, D]]:
    rows = PaymentEntry.objects.filter(payment__order_id=order.id).order_by("id")
    return [(row.kind, row.amount) for row in rows]


class TestAnOrderThatWasAgreedTo:
    def test_is_released_once_the_provider_says_so(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")

        payment = find_payment(order.id)
        assert order.state == "RELEASED"
        assert (payment.authorized, payment.captured) == (20, 0)
        nothing_failed()
        assert_house_in_order()

    def test_for_less_than_it_costs_waits(self, provider):
        assert provider.order((2, "LAMP"), amount="19.99").state == "PLACED"

    def test_at_an_account_that_nobody_knows_is_refused_by_name(self, provider):
        outcome = provider.shop.take(
            an_order((1, "LAMP"), payment="provider", payment_account="no", payment_reference="x")
        )[0]

        assert outcome.code == "payments.provider_unknown"
        assert provider.shop.stock("LAMP") == (15, 0)


class TestCollecting:
    def test_follows_the_goods(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        before = provider.money()

        provider.ship(order)

        assert before == [(0, 0)]
        assert provider.money() == [(20, 0)]
        assert entries(order) == [("captured", 20)]
        assert find_payment(order.id).capture_pending == 0
        nothing_failed()
        assert_house_in_order()

    def test_happens_once_though_the_answer_was_lost(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.direct("faults", order="silence", where="POST")

        provider.ship(order)
        states = list(MoneyIntent.objects.values_list("state", flat=True))
        provider.work()

        assert states == ["unknown"]
        assert provider.money() == [(20, 0)]
        assert entries(order) == [("captured", 20)]
        assert_house_in_order()

    def test_of_two_deliveries_comes_to_what_was_agreed(self, provider):
        order = provider.order((12, "LAMP"), amount="120.00")

        provider.ship(order)

        assert provider.money() == [(120, 0)]
        assert sum(amount for _, amount in entries(order)) == 120
        assert len(entries(order)) == (1 if provider.code == "stripe" else 2)
        nothing_failed()
        assert_house_in_order()

    def test_of_less_because_a_part_was_cancelled_lets_the_rest_go(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        line = OrderLine.objects.get(order=order)
        with transaction.atomic():
            cancel_pieces(
                order_id=order.id, pieces={line.id: 1}, reference="x", at=provider.shop.at, by=provider.shop.by
            )

        provider.ship(order)

        assert provider.money() == [(10, 0)]
        assert {row["state"] for row in provider.direct("money").values()} == {"over"}
        assert find_payment(order.id).authorized == 10
        nothing_failed()
        assert_house_in_order()


class TestACancelledOrder:
    def test_lets_the_agreement_go(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=provider.shop.at, by=provider.shop.by)

        provider.work()

        assert {row["state"] for row in provider.direct("money").values()} == {"over"}
        assert find_payment(order.id).authorized == 0
        nothing_failed()
        assert_house_in_order()


class TestARefund:
    def test_counts_once_it_was_given(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)

        provider.refund(order, "5.00")
        pending = find_payment(order.id).refund_pending
        provider.work()

        payment = find_payment(order.id)
        assert (pending, payment.refund_pending, payment.refunded) == (5, 0, 5)
        assert provider.money() == [(20, 5)]
        assert_house_in_order()

    def test_clicked_twice_is_given_once(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)

        provider.refund(order, "5.00")
        provider.refund(order, "5.00")
        provider.work()

        assert provider.money() == [(20, 5)]

    def test_of_more_than_was_collected_is_refused_and_nothing_changes(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.refund(order, "15.00")

        with pytest.raises(RefundTooMuch):
            provider.refund(order, "5.01", cause="2")

        assert MoneyIntent.objects.filter(kind="refund").count() == 1

    def test_whose_answer_was_lost_is_looked_up_and_given_once(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.direct("faults", order="silence", where="POST")

        provider.refund(order, "5.00")
        provider.work()
        provider.work()

        assert provider.money() == [(20, 5)]
        assert entries(order) == [("captured", 20), ("refunded", 5)]
        assert_house_in_order()

    def test_that_takes_days_is_settled_by_the_providers_word(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.direct("slow", slow=True)

        provider.refund(order, "5.00")
        provider.work()
        state = MoneyIntent.objects.get(kind="refund").state
        provider.direct("settle", payment=find_payment(order.id).external_id)
        provider.work()

        assert state == "pending"
        assert MoneyIntent.objects.get(kind="refund").state == "succeeded"
        assert find_payment(order.id).refunded == 5
        assert_house_in_order()

    def test_that_fails_in_the_end_is_owed_again(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.direct("slow", slow=True)
        provider.refund(order, "5.00")
        provider.work()

        provider.direct("settle", payment=find_payment(order.id).external_id, state="failed")
        provider.work()

        payment = find_payment(order.id)
        assert MoneyIntent.objects.get(kind="refund").state == "failed"
        assert (payment.refund_pending, payment.refunded) == (0, 0)
        assert_house_in_order()


class TestWhatFreshEyesFound:
    def test_a_refund_in_parts_goes_on_where_it_stopped(self, real_shop):
        provider = PlayedProvider(real_shop, "paypal")
        try:
            order = provider.order((12, "LAMP"), amount="120.00")
            provider.ship(order)  # collected in two parts
            provider.direct("faults", order="silence", where="refund", times=1)
            provider.refund(order, "110.00")
            provider.work()
            provider.direct("faults", order="reset", where="refund", times=1)
            provider.work()
            before = MoneyIntent.objects.get(kind="refund").state
            provider.work()

            assert before == "unknown"
            assert provider.money() == [(120, 110)]
            assert find_payment(order.id).refunded == 110
            assert_house_in_order()
        finally:
            provider.stop()

    def test_a_refusal_of_the_second_attempt_says_nothing_of_the_first(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.direct("faults", order="silence", where="POST")
        provider.refund(order, "5.00")
        provider.work()
        answers = dict(provider.stage.answers)
        provider.stage.answers = {key: (b"other", reply) for key, (_, reply) in answers.items()}  # 409 from now on
        gives = [payment.gives for payment in provider.stage.payments.values()]
        hidden = [list(it) for it in gives]
        for it in gives:
            it.clear()
        provider.work()
        state = MoneyIntent.objects.get(kind="refund").state
        for it, kept in zip(gives, hidden, strict=True):
            it.extend(kept)
        provider.work()

        assert state == "unknown"
        assert MoneyIntent.objects.get(kind="refund").state == "succeeded"
        assert provider.money() == [(20, 5)]

    def test_what_is_disputed_is_not_given_back_besides(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        provider.stage.payments[find_payment(order.id).external_id].disputed = D("20.00")
        provider.work()

        with pytest.raises(RefundTooMuch):
            provider.refund(order, "1.00")

    def test_a_dispute_that_comes_again_is_learned_again(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        payment = provider.stage.payments[find_payment(order.id).external_id]
        for disputed in ("20.00", "0", "20.00"):
            payment.disputed = D(disputed)
            provider.work()

        assert [kind for kind, _ in entries(order)] == ["captured", "disputed", "returned", "disputed"]
        assert find_payment(order.id).disputed == 20
        nothing_failed()
        assert_house_in_order()

    def test_an_order_cancelled_before_the_providers_word_lets_the_agreement_go(self, provider):
        number = provider.direct("shop_payment", amount="20.00")["payment"]
        order = provider.shop.place(
            (2, "LAMP"), payment="provider", payment_account=f"{provider.code}-1", payment_reference=number
        )
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=provider.shop.at, by=provider.shop.by)
        hear_news()

        provider.work()
        provider.work()

        assert {row["state"] for row in provider.direct("money").values()} == {"over"}
        assert find_payment(order.id).secured_at is None
        nothing_failed()

    def test_a_message_whose_look_up_fails_is_looked_up_again(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        payment = find_payment(order.id)
        provider.direct("faults", order="unavailable", where="GET", times=9)

        look_up_payments.func(account_id=provider.account, payment_ids=[payment.id])

        assert ProcrastinateJob.objects.filter(queueing_lock=f"look-again:{payment.id}").count() == 1

    def test_less_than_a_cent_is_no_money(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)

        with pytest.raises(NoWholeCents):
            provider.refund(order, "0.005")


class TestAMessage:
    def send(self, provider, headers, body) -> int:
        names = {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"
        }
        return (
            Client()
            .post(f"/api/v1/push/payments/{provider.code}-1", data=body, content_type=headers["Content-Type"], **names)
            .status_code
        )

    def test_of_a_dispute_stops_the_order_and_is_posted_once(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        provider.ship(order)
        payment = provider.stage.payments[find_payment(order.id).external_id]
        payment.disputed = D("20.00")

        message = provider.stage.message_of(payment, "dispute")
        codes = [self.send(provider, *message), self.send(provider, *message)]
        provider.work()
        provider.work()

        assert codes == [200, 200]
        assert entries(order) == [("captured", 20), ("disputed", 20)]
        assert find_payment(order.id).disputed == 20
        nothing_failed()
        assert_house_in_order()

    def test_with_a_wrong_signature_is_not_heard(self, provider):
        if provider.code == "mollie":
            assert self.send(provider, {"Content-Type": "application/x-www-form-urlencoded"}, b"id=evil") == 401
            return
        order = provider.order((2, "LAMP"), amount="20.00")
        payment = provider.stage.payments[find_payment(order.id).external_id]
        headers, body = provider.stage.message_of(payment, "x")

        assert self.send(provider, headers, body.replace(b"x", b"y", 1)) in (401, 400)

    @pytest.mark.parametrize("provider", ["paypal"], indirect=True)
    def test_by_the_thousand_costs_no_call_to_the_provider(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        payment = provider.stage.payments[find_payment(order.id).external_id]
        self.send(provider, *provider.stage.message_of(payment, "x"))
        before = len(provider.stage.calls)

        codes = {self.send(provider, *provider.stage.message_of(payment, "x")) for _ in range(20)}

        assert codes == {200}
        assert len(provider.stage.calls) == before

    def test_about_a_payment_that_is_none_of_ours_leaves_nothing_behind(self, provider):
        provider.order((2, "LAMP"), amount="20.00")
        strange = provider.stage.shop_payment(D("7.00"), "EUR")

        codes = {self.send(provider, *provider.stage.message_of(strange, "x")) for _ in range(3)}

        assert codes == {200}
        assert not ProviderMessage.objects.exists()

    def test_of_paypal_with_a_certificate_of_somebody_else_is_not_heard(self, real_shop):
        played = PlayedProvider(real_shop, "paypal")
        order = played.order((2, "LAMP"), amount="20.00")
        payment = played.stage.payments[find_payment(order.id).external_id]
        headers, body = played.stage.message_of(payment, "x")
        theirs = headers["PAYPAL-CERT-URL"]
        places = [
            "https://evil.example/v1/notifications/certs/CERT-1",
            "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
            f"{theirs}?1", f"{theirs}#1", f"{theirs}/../CERT-2",
        ]  # fmt: skip

        codes = [self.send(played, {**headers, "PAYPAL-CERT-URL": place}, body) for place in places]
        other = self.send(played, {**headers, "PAYPAL-AUTH-ALGO": "SHA1withRSA"}, body)
        assert self.send(played, headers, body) == 200
        _key_and_certificate.cache_clear()  # somebody else's key, under the address of the true certificate
        signed, forged = played.stage.message_of(payment, "x")
        foreign = self.send(played, {**signed, "PAYPAL-CERT-URL": theirs}, forged)

        played.stop()
        assert (codes, other) == ([401] * 5, 401)
        assert foreign == 401

    def test_that_the_agreement_ended_holds_the_order(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")

        provider.direct("expire", payment=find_payment(order.id).external_id)
        provider.work()

        order.refresh_from_db()
        assert order.state == "HELD"
        nothing_failed()


class TestALoginThatIsRefused:
    def test_is_told_and_nothing_is_lost(self, provider):
        order = provider.order((2, "LAMP"), amount="20.00")
        account = ProviderAccount.objects.get()
        kept = bytes(account.secrets)
        module = import_module(f"kontor.simulators.{provider.code}")
        with transaction.atomic():
            connect_provider(
                code=account.code, legal_entity_id=account.legal_entity_id,
                access=ProviderAccess(
                    provider.code, provider.stage.base_url, module.SETTINGS, {name: "wrong" for name in module.SECRETS}
                ),
                at=provider.shop.at, by=provider.shop.by,
            )  # fmt: skip
        provider.ship(order)
        state = ProviderAccount.objects.get().state
        ProviderAccount.objects.update(secrets=kept)

        find_lost_money.func(timestamp=0)
        provider.work()

        assert state == "needs_login"
        assert provider.money() == [(20, 0)]


class TestAPage:
    def test_is_made_for_a_buyer_who_then_agrees(self, provider):
        from kontor.payments.ports import PaymentPage

        connector = open_provider(provider.account)

        made = connector.open_page(PaymentPage("K1", D("12.50"), "EUR", "Auftrag 100001", "https://example.org/"))
        again = connector.open_page(PaymentPage("K1", D("12.50"), "EUR", "Auftrag 100001", "https://example.org/"))
        provider.direct("agree", payment=made.external_id.removeprefix("cs_"))
        agreed = connector.look_up(made.external_id)

        assert made.external_id == again.external_id
        assert made.link.startswith("http")
        assert (made.authorised, agreed.authorised, agreed.captured) == (0, D("12.50"), 0)


class TestABuyerWhoIsAskedToPay:
    def ask(self, provider, order) -> None:
        LegalEntity.objects.update(website="https://muster.example/")
        with transaction.atomic():
            ask_to_pay(order_id=order.id, account_code=provider.account_code, at=provider.shop.at, by=provider.shop.by)
        provider.work()

    def test_hears_where_and_the_order_goes_on_once_he_has_paid(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="prepayment")
        hear_news()

        self.ask(provider, order)
        link = find_payment(order.id).link
        provider.direct("agree", payment=find_payment(order.id).external_id.removeprefix("cs_"))
        provider.work()

        assert link in Message.objects.get(kind="payment_asked").body
        payment = find_payment(order.id)
        assert (payment.captured, payment.method) == (20, "provider")
        assert Order.objects.get(id=order.id).state == "RELEASED"
        assert entries(order) == [("captured", 20)]
        assert Message.objects.filter(kind="payment_asked").count() == 1
        nothing_failed()
        assert_house_in_order()

    def test_twice_gets_one_page(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="prepayment")
        hear_news()

        with transaction.atomic():
            LegalEntity.objects.update(website="https://muster.example/")
            asked = [
                ask_to_pay(
                    order_id=order.id, account_code=provider.account_code, at=provider.shop.at, by=provider.shop.by
                )
                for _ in range(2)
            ]
        provider.work()

        assert asked[0] == asked[1]
        assert len(provider.money()) == 1

    def test_pays_by_transfer_again_once_the_page_has_ended(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        self.ask(provider, order)
        with pytest.raises(AwaitedElsewhere), transaction.atomic():
            book_payment(order_id=order.id, amount=D(20), reference="t", at=provider.shop.at, by=provider.shop.by)

        provider.direct("expire", payment=find_payment(order.id).external_id.removeprefix("cs_"))
        provider.work()
        with transaction.atomic():
            paid = book_payment(
                order_id=order.id, amount=D(20), reference="t", at=provider.shop.at, by=provider.shop.by
            )

        assert paid
        assert find_payment(order.id).method == "prepayment"
        nothing_failed()
        assert_house_in_order()

    def test_pays_by_transfer_again_where_no_page_could_be_made(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        LegalEntity.objects.update(website="https://muster.example/")
        with transaction.atomic():
            intent = ask_to_pay(
                order_id=order.id, account_code=provider.account_code, at=provider.shop.at, by=provider.shop.by
            )
            refused = MoneyOutcome(intent, "failed", problem="no")
            record_money(outcome=refused, at=provider.shop.at, by=provider.shop.by)

        with transaction.atomic():
            assert book_payment(
                order_id=order.id, amount=D(20), reference="t", at=provider.shop.at, by=provider.shop.by
            )
        assert_house_in_order()

    def test_keeps_the_second_page_whatever_is_told_late_of_the_first(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        self.ask(provider, order)
        first = find_payment(order.id)
        provider.direct("expire", payment=first.external_id.removeprefix("cs_"))
        late = open_provider(provider.account).look_up(first.external_id)
        provider.work()
        self.ask(provider, order)
        second = find_payment(order.id).external_id

        with transaction.atomic():
            follow_provider(
                payment_id=first.id, told=late, about=first.external_id, at=provider.shop.at, by=provider.shop.by
            )

        assert find_payment(order.id).external_id == second != first.external_id

    def test_is_asked_after_though_the_order_is_on_account(self, provider):
        order = provider.shop.place((2, "LAMP"), payment="invoice")
        hear_news()
        self.ask(provider, order)

        asked_after = list_unanswered(provider.shop.at - timedelta(days=1))

        assert [payment_id for _, payment_id in asked_after] == [find_payment(order.id).id]

    def test_is_not_asked_for_money_that_is_there(self, provider):
        LegalEntity.objects.update(website="https://muster.example/")
        order = provider.shop.place((2, "LAMP"))
        hear_news()

        with pytest.raises(NothingToAsk), transaction.atomic():
            ask_to_pay(order_id=order.id, account_code=provider.account_code, at=provider.shop.at, by=provider.shop.by)

        assert not MoneyIntent.objects.exists()


def test_a_push_is_read_without_a_database(provider):
    """Signatures are checked before anything is looked for."""
    request = PushRequest("POST", "/x", {}, {}, b"{}", read_clock())
    with pytest.raises(PushRefused):
        open_provider(provider.account).read_push(request)


class TestAnInvoiceCorrectedBeforeTheNextParcel:
    def test_of_the_next_no_more_is_collected_than_all_papers_ask_for(self, real_shop):
        """Ten lamps left and were paid, three of them were taken back on paper; two more leave: all papers ask for 90.00."""
        play = PlayedProvider(real_shop, "paypal")
        try:
            order = play.order((12, "LAMP"), amount="120.00")
            shipments = walk_to_packed(real_shop, order)
            hear_news()
            for shipment in shipments:
                with transaction.atomic():
                    dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
                play.work()
                if shipment == shipments[0]:
                    first = Invoice.objects.get(order=order)
                    with transaction.atomic():
                        correct_invoice(invoice_id=first.id, pieces={1: 3}, at=real_shop.at, by=real_shop.by)
                    play.work()

            assert sum(Invoice.objects.values_list("gross", flat=True)) == 90
            assert [taken for taken, _given in play.money()] == [100]
            nothing_failed()
        finally:
            play.stop()
