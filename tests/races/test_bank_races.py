"""Two people at one line of the bank. With a twin that fails without the protection."""

from __future__ import annotations

import threading
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import transaction
from test_stock_races import in_threads, replaced

from bank_files import camt, collective, entry
from builders import assert_house_in_order, hear_news
from kontor.flows.money import bank
from kontor.flows.money.bank import book_transaction, take_in_statement, take_off_order
from kontor.payments.public import TransactionSettled
from kontor.payments.queries import sum_shares
from kontor.payments.tables import BankTransaction, Payment
from kontor.payments.use_cases.bank import keep_statement as keeping

pytestmark = pytest.mark.django_db(transaction=True)


class TestOneTakesOffWhileAnotherBooks:
    def run(self, shop) -> BankTransaction:
        """60 of 100 are booked on the first; while somebody takes them off, somebody else books 40 on the second."""
        first, second = (shop.place((count, "LAMP"), payment="prepayment") for count in (6, 4))
        hear_news()
        with transaction.atomic():
            take_in_statement(
                content=camt(entry("100.00", "Gruß", name="Niemand"), opening="100.00", closing="200.00"), name="c.xml",
                legal_entity_id=shop.channel.legal_entity_id, at=shop.at, by=shop.by,
            )  # fmt: skip
        line, read, looked = BankTransaction.objects.get(), bank.get_transaction, threading.Event()
        with transaction.atomic():
            book_transaction(transaction_id=line.id, shares=[(first.id, Decimal(60))], at=shop.at, by=shop.by)
        hear_news()
        booked = threading.Event()

        def look(key: int):
            row = read(key)
            looked.set()
            booked.wait(2)
            return row

        def take_off():
            with transaction.atomic():
                take_off_order(transaction_id=line.id, order_id=first.id, at=shop.at, by=shop.by)

        def book():
            looked.wait(10)
            with transaction.atomic():
                book_transaction(transaction_id=line.id, shares=[(second.id, Decimal(40))], at=shop.at, by=shop.by)
            booked.set()

        with replaced(bank, "get_transaction", look):
            in_threads([take_off, book])
        hear_news()
        line.refresh_from_db()
        return line

    def test_leaves_what_is_on_no_order_to_wait(self, real_shop):
        line = self.run(real_shop)

        assert (line.state, sum(sum_shares(line.id).values())) == ("open", 40)
        assert_house_in_order()

    def test_loses_it_where_the_line_is_not_held(self, real_shop):
        with replaced(bank, "lock_transaction", bank.get_transaction):
            line = self.run(real_shop)

        assert (line.state, sum(sum_shares(line.id).values())) == ("booked", 40)


class TestOneBooksWhatTheBankTellsOneByOne:
    """While a statement tells a collective booking in parts, somebody books a part of the whole."""

    def run(self, shop) -> Decimal:
        one, two, three = (shop.place((count, "LAMP"), payment="prepayment") for count in (1, 1, 2))
        hear_news()

        def take_in(*parts: tuple[str, str]):
            with transaction.atomic():
                take_in_statement(
                    content=camt(collective("30.00", "SAM1", *parts), opening="100.00", closing="130.00"), name="c.xml",
                    legal_entity_id=shop.channel.legal_entity_id, at=shop.at, by=shop.by,
                )  # fmt: skip

        take_in()
        line, list_kept = BankTransaction.objects.get(), keeping.list_kept
        looked, booked = threading.Event(), threading.Event()

        def look(*asked):
            found = list_kept(*asked)
            looked.set()
            booked.wait(2)
            return found

        def tell_parts():
            with replaced(keeping, "list_kept", look):
                take_in(("10.00", f"Bestellung {two.number}"), ("20.00", f"Bestellung {three.number}"))

        def book():
            looked.wait(10)
            with suppress(TransactionSettled), transaction.atomic():
                book_transaction(transaction_id=line.id, shares=[(one.id, Decimal(10))], at=shop.at, by=shop.by)
            booked.set()

        in_threads([tell_parts, book])
        hear_news()
        return sum((it.captured for it in Payment.objects.all()), Decimal(0))

    def test_counts_the_money_once(self, real_shop):
        assert self.run(real_shop) == 30
        assert_house_in_order()

    def test_counts_it_twice_where_the_account_is_not_held(self, real_shop):
        with replaced(bank, "lock_transaction", bank.get_transaction):
            assert self.run(real_shop) == 40
