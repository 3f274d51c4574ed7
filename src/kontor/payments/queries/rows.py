"""Payments and what moves them as others see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from kontor.payments.models import (
    Payment,
    PaymentEntry,
    PaymentMethod,
    ProviderAccount,
    ProviderBooking,
    VoucherEntry,
    VoucherPurpose,
)
from kontor.payments.ports import ProviderFeature
from kontor.payments.rules import RECEIVED_ELSEWHERE, PaymentBalance, lacking
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What an order owes and what came of it. ``account``, ``provider``: the code and the connector of the account at which it is
    paid, ``external_id`` what it is called there.
    """

    id: int
    order_id: int
    method: str
    currency: str
    amount: Decimal
    authorized: Decimal
    captured: Decimal
    capture_pending: Decimal
    refund_pending: Decimal
    refunded: Decimal
    disputed: Decimal
    raised: Decimal
    link: str
    secured_at: datetime | None
    opened_at: datetime
    external_id: str
    account: str | None = column("account__code")
    provider: str | None = column("account__provider")

    @property
    def lacking(self) -> Decimal:
        """Return what is still to come; never less than nothing."""
        back, secured = self.refunded + self.refund_pending, self.secured_at is not None
        told = lacking(owed=self.amount, received=self.captured - self.disputed, back=back, secured=secured)
        return max(Decimal(0), told)

    def beyond(self, due: Decimal) -> Decimal:
        """Return what was received beyond what is due and is not on its way back; never less than nothing."""
        return max(
            Decimal(0), self.captured - self.refunded - self.refund_pending - self.disputed - max(Decimal(0), due)
        )

    def with_costs(self, asked: Decimal) -> Decimal:
        """Return what papers ask for in money, with what reminders cost; ``asked`` is below zero where vouchers paid beyond."""
        return max(Decimal(0), asked) + self.raised

    def beyond_papers(self, asked: Decimal) -> Decimal:
        """Return what was received, also by vouchers, beyond what the papers ask for and what reminders cost. ``asked``: what the
        papers ask for in money; below zero: what vouchers paid beyond them.
        """
        return self.beyond(self.with_costs(asked)) + max(Decimal(0), -asked)

    @property
    def method_name(self) -> str:
        """Return how it is paid, in the reader's language."""
        return str(PaymentMethod(self.method).label)

    @property
    def is_unpaid(self) -> bool:
        """Whether a prepayment is owed of which nothing has come and nothing is on its way."""
        money = self.authorized or self.captured or self.capture_pending
        return self.method == PaymentMethod.PREPAYMENT and not self.secured_at and self.amount > 0 and not money

    @property
    def balance(self) -> PaymentBalance:
        """Return how it stands, for the rules."""
        return balance_of_payment(self)

    @property
    def collects_once(self) -> bool:
        """Whether the provider collects an agreement only once."""
        found = list_connectors().get(self.provider) if self.provider else None
        return found is None or ProviderFeature.SEVERAL_CAPTURES not in found.manifest.features


_ELSEWHERE = frozenset({*RECEIVED_ELSEWHERE, PaymentMethod.PROVIDER})


@dataclass(frozen=True, slots=True)
class PaymentEntryRow:
    """Money that moved. ``booked_on``: the day of the bank or the provider, None where none was told. ``elsewhere``: a channel or
    shop took it in; ``at_provider``: a provider did, unknown of entries of before.
    """

    id: int
    kind: str
    amount: Decimal
    reference: str
    turn: int
    elsewhere: bool
    at_provider: bool | None
    booked_on: date | None
    at: datetime
    order_id: int = column("payment__order_id")
    method: str = column("payment__method")
    currency: str = column("payment__currency")

    @property
    def is_paid_out_later(self) -> bool:
        """Whether a channel or provider has it, and no account of ours sees it before that pays out."""
        return self.elsewhere or (self.method in _ELSEWHERE if self.at_provider is None else self.at_provider)


@dataclass(frozen=True, slots=True)
class VoucherEntryRow:
    """What was redeemed of a voucher, or given back to it."""

    id: int
    kind: str
    amount: Decimal
    order_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BookingRow:
    """An amount that a payment provider booked on our account there."""

    id: int
    external_id: str
    kind: str
    amount: Decimal
    fee: Decimal
    currency: str
    booked_at: datetime
    account: str = column("account__code")
    legal_entity_id: int = column("account__legal_entity_id")


def balance_of_payment(payment: Payment | PaymentRow) -> PaymentBalance:
    """Return how a payment stands, for the rules."""
    return PaymentBalance(
        authorized=payment.authorized, captured=payment.captured, capture_pending=payment.capture_pending,
        refunded=payment.refunded, refund_pending=payment.refund_pending, disputed=payment.disputed,
    )  # fmt: skip


def get_payments(order_ids: Collection[int]) -> dict[int, PaymentRow]:
    """Return the payments of orders by the order, in the order in which they were opened."""
    rows = Payment.objects.filter(order_id__in=order_ids).order_by("id")
    return {row.order_id: row for row in read_rows(PaymentRow, rows)}


def get_payments_by_id(ids: Collection[int]) -> dict[int, PaymentRow]:
    """Return payments by their own ids."""
    return {it.id: it for it in read_rows(PaymentRow, Payment.objects.filter(id__in=ids))}


def find_payment(order_id: int) -> PaymentRow | None:
    """Return the payment of an order."""
    return get_payments([order_id]).get(order_id)


def list_provider_payments(order_ids: Collection[int]) -> dict[int, PaymentRow]:
    """Return those of the orders' payments that are made at a payment provider, by the order."""
    rows = Payment.objects.filter(order_id__in=order_ids, method=PaymentMethod.PROVIDER).order_by("id")
    return {row.order_id: row for row in read_rows(PaymentRow, rows)}


def list_unpaid(*, after: int = 0, most: int = 500, part_paid: bool = False) -> list[PaymentRow]:
    """Return prepayments of which nothing has come and nothing is on its way, by id, behind the one that was seen last;
    ``part_paid``: also those of which a part has come.
    """
    rows = Payment.objects.filter(method=PaymentMethod.PREPAYMENT, secured_at=None, amount__gt=0, id__gt=after)
    if not part_paid:
        rows = rows.filter(authorized=0, captured=0, capture_pending=0)
    return read_rows(PaymentRow, rows.order_by("id")[:most])


def list_entries(
    *, order_ids: Collection[int] | None = None, ids: Collection[int] | None = None
) -> list[PaymentEntryRow]:
    """Return money that moved of these orders, or these movements of it, as it was written."""
    wanted = Q(id__in=ids) if order_ids is None else Q(payment__order_id__in=order_ids)
    return read_rows(PaymentEntryRow, PaymentEntry.objects.filter(wanted).order_by("id"))


def list_voucher_entries(
    *, order_ids: Collection[int] | None = None, ids: Collection[int] | None = None
) -> list[VoucherEntryRow]:
    """Return what multi-purpose vouchers paid of these orders, or these entries, as it was written."""
    wanted = Q(id__in=ids) if order_ids is None else Q(order_id__in=order_ids, voucher__purpose=VoucherPurpose.MULTI)
    return read_rows(VoucherEntryRow, VoucherEntry.objects.filter(wanted).order_by("id"))


def list_bookings(ids: Collection[int]) -> list[BookingRow]:
    """Return bookings of providers in the order in which they were heard of."""
    return read_rows(BookingRow, ProviderBooking.objects.filter(id__in=ids).order_by("id"))


def find_provider_account(code: str) -> int | None:
    """Return the account at a payment provider of this code."""
    return ProviderAccount.objects.filter(code=code).values_list("id", flat=True).first()
