"""The accounts of strangers, whoever they are: one way to keep a token, one pace for all workers, rows read by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from kontor.connectors.transport import _plain
from kontor.kernel.accounts import Bucket, Token
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Permanent, Retryable
from kontor.kernel.news import OrderNews
from kontor.payments.models import ProviderAccount
from kontor.payments.public import ProviderAccess, connect_provider
from kontor.platform.outside.account import StoredAccount
from kontor.platform.outside.rate_limit import take_slot
from kontor.platform.outside.registry import list_connectors
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import select_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(shop):
    access = ProviderAccess("stripe", "http://127.0.0.1:9", {}, {"secret_key": "sk_1", "webhook_secret": "whsec_1"})
    with transaction.atomic():
        account_id = connect_provider(
            code="stripe-1", legal_entity_id=shop.channel.legal_entity_id, access=access, at=shop.at, by=shop.by
        )
    row = ProviderAccount.objects.get(id=account_id)
    return StoredAccount(row, list_connectors()["stripe"].manifest, owner=f"provider:{row.id}", code=row.code)


class TestTheAccountOfAPaymentProvider:
    def test_keeps_the_token_with_which_the_next_one_is_got(self, account):
        ends = read_clock() + timedelta(hours=1)

        account.keep_token(Token("a", ends, "the next"))

        assert account.token() == Token("a", ends, "the next")
        assert ProviderAccount.objects.get().token_expires_at == ends
        assert b"the next" not in bytes(ProviderAccount.objects.get().token)

    def test_is_asked_by_nobody_while_the_provider_wants_silence(self, account):
        account.slow_down("calls", 300)

        with pytest.raises(Retryable, match="limit of calls"):
            account.pace("calls")


class TestAPace:
    def test_is_one_for_all_workers_of_an_account_and_none_for_another(self):
        bucket = Bucket("calls", 2, 1)

        waits = [take_slot(owner="connection:1", bucket=bucket) for _ in range(3)]

        assert waits[:2] == [0, 0]
        assert 0.5 < waits[2] <= 1
        assert take_slot(owner="provider:1", bucket=bucket) == 0


@dataclass(frozen=True, slots=True)
class Sum:
    """Two fields of one kind, which a swapped pair of columns would fill silently."""

    net: int
    tax: int


class TestRowsOfAQuestion:
    def test_are_read_by_the_names_of_their_columns(self):
        assert select_as(Sum, "SELECT 19 AS tax, 100 AS net") == [Sum(net=100, tax=19)]

    def test_with_a_column_that_has_no_field_are_refused(self):
        with pytest.raises(TypeError, match="gross"):
            select_as(Sum, "SELECT 19 AS tax, 100 AS net, 119 AS gross")
        with pytest.raises(TypeError, match="one name"):
            select_as(Sum, "SELECT 1 AS net, 2 AS net")


@dataclass(frozen=True, slots=True)
class NobodysNews(OrderNews):
    """News that no table names."""


class TestNewsThatNobodyNamed:
    def test_are_not_written_as_nobody_could_read_them_later(self):
        with pytest.raises(RuntimeError, match="NobodysNews"), transaction.atomic():
            publish([NobodysNews(1)], at=read_clock(), by=SYSTEM)


class TestAnAmountOnItsWayOut:
    def test_is_the_same_number_or_none_at_all(self):
        assert _plain(Decimal("19.99")) == 19.99
        with pytest.raises(Permanent, match="cannot be sent"):
            _plain(Decimal("12345678901234567.89"))
