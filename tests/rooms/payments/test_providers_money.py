"""Money at a provider is moved by one worker at a time; what may have moved is looked up before it is asked for again."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from kontor.payments.ports import Booking, Hint
from kontor.payments.public import (
    receive_message,
)
from kontor.payments.tables import MoneyIntent, Payment, ProviderAccount, ProviderBooking, ProviderMessage
from kontor.payments.use_cases.provider.claim_money import claim_money
from kontor.payments.use_cases.provider.keep_bookings import keep_bookings
from kontor.payments.use_cases.provider.refuse_login import refuse_login
from kontor.payments.use_cases.provider.release_money import release_money


@pytest.fixture
def account(shop) -> ProviderAccount:
    made = ProviderAccount.objects.create(
        code="stripe", provider="stripe", legal_entity_id=shop.channel.legal_entity_id
    )
    payment = Payment.objects.create(
        order_id=77, method="provider", currency="EUR", amount=D(10), authorized=D(10), account=made, external_id="pi_1",
        opened_at=shop.at,
    )  # fmt: skip
    MoneyIntent.objects.create(
        payment=payment, account=made, way="provider", kind="capture", reference="K1", cause="invoice:1", amount=D(10),
        currency="EUR", asked_at=shop.at, asked_by="x",
    )  # fmt: skip
    return made


class TestClaimMoney:
    def test_lets_one_worker_move_it(self, account):
        assert [len(claim_money(account_id=account.id, most=5)) for _ in range(2)] == [1, 0]

    def test_asks_again_for_what_certainly_did_nothing(self, shop, account):
        mine = claim_money(account_id=account.id, most=5)[0]
        release_money(claimed=mine, may_have_moved=False, problem="busy", after_s=0, at=shop.at)

        assert [it.must_look_up for it in claim_money(account_id=account.id, most=5)] == [False]

    def test_looks_up_first_what_may_have_moved(self, shop, account):
        mine = claim_money(account_id=account.id, most=5)[0]
        given = [
            release_money(claimed=mine, may_have_moved=True, problem="cut off", after_s=0, at=shop.at) for _ in range(2)
        ]

        assert given == [True, False]
        assert [it.must_look_up for it in claim_money(account_id=account.id, most=5)] == [True]


def test_keep_bookings_keeps_each_once_with_the_payment_that_it_names(shop, account):
    told = [
        Booking("txn_1", "payment", D(10), "EUR", shop.at, names=("pi_1",)),
        Booking("txn_2", "fee", D(-1), "EUR", shop.at),
    ]

    new = [keep_bookings(account_id=account.id, bookings=told, until=shop.at, at=shop.at) for _ in range(2)]

    assert new == [2, 0]
    assert [it.payment is not None for it in ProviderBooking.objects.order_by("external_id")] == [True, False]


def test_receive_message_hears_a_message_of_our_payments_once_and_keeps_nothing_of_others(shop, account):
    heard = [
        receive_message(account_id=account.id, hint=Hint(name, "paid", payments), at=shop.at)
        for name, payments in (("d1", ("pi_1",)), ("d1", ("pi_1",)), ("d2", ("pi_of_somebody",)))
    ]

    assert (heard, ProviderMessage.objects.count()) == ([True, False, False], 1)


def test_refuse_login_lets_the_account_rest(shop, account):
    refuse_login(account_id=account.id, problem="401 " + "x" * 5_000, at=shop.at)

    account.refresh_from_db()
    assert (account.state, len(account.problem)) == ("needs_login", 2_000)
