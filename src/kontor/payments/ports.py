"""What payment providers must offer: a buyer's agreement, its capture, its release, refunds, and news signed by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kontor.channels.ports import PushRefused, PushRequest
from kontor.kernel.accounts import Account, Bucket, SettingField, Token
from kontor.kernel.errors import Permanent

__all__ = [
    "Account",
    "Booking",
    "BookingPage",
    "Hint",
    "MoneyAsked",
    "MoneyDone",
    "MoneyRefused",
    "PaymentPage",
    "PaymentProvider",
    "ProviderFeature",
    "ProviderManifest",
    "ProviderPayment",
    "PushRefused",
    "PushRequest",
    "SettingField",
    "Token",
]


class ProviderFeature(StrEnum):
    """What a provider can do."""

    AUTHORISE = "authorise"
    CAPTURE = "capture"
    PARTIAL_CAPTURE = "partial_capture"
    SEVERAL_CAPTURES = "several_captures"
    VOID = "void"
    REFUND = "refund"
    RECEIVE_PUSH = "receive_push"
    FETCH_BOOKINGS = "fetch_bookings"


@dataclass(frozen=True, slots=True)
class ProviderManifest:
    """What a provider's connector says of itself. ``without`` tells why a feature is missing and what happens instead."""

    code: str
    name: str
    features: frozenset[ProviderFeature]
    without: Mapping[ProviderFeature, str]
    fields: tuple[SettingField, ...]
    base_url: str
    # None of them says what it allows; Stripe lets a live account ask 100 times a second, a test account 25 times.
    buckets: tuple[Bucket, ...] = (Bucket("calls", 25, 20),)


@dataclass(frozen=True, slots=True)
class MoneyAsked:
    """Something to be done with a payment. ``reference`` is ours, the same however often it is asked; ``last`` says that no
    other capture follows, so that the rest of the agreement is let go.
    """

    reference: str
    payment: str
    amount: Decimal
    currency: str
    note: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A payment that the buyer shall agree to on the provider's page."""

    reference: str
    amount: Decimal
    currency: str
    note: str
    return_url: str
    email: str = ""
    capture_at_once: bool = False


@dataclass(frozen=True, slots=True)
class MoneyDone:
    """What came of it: ``settled``, or accepted and still under way. ``amount`` is how much of it, where it may go in parts."""

    external_id: str
    settled: bool = True
    amount: Decimal | None = None

    def covers(self, asked: Decimal) -> bool:
        """Whether it is all that was asked for."""
        return self.amount is None or self.amount >= asked


@dataclass(frozen=True, slots=True)
class ProviderPayment:
    """A payment as the provider tells it. ``refunds`` and ``captures`` by our reference: amount and settled, True or False;
    None where it failed in the end.
    """

    external_id: str
    currency: str
    authorised: Decimal
    captured: Decimal
    refunded: Decimal
    disputed: Decimal = Decimal(0)
    ended: bool = False
    link: str = ""
    authorised_until: datetime | None = None
    captures: Mapping[str, MoneyDone | None] = field(default_factory=dict)
    refunds: Mapping[str, MoneyDone | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hint:
    """A verified message: these payments changed; what they are is looked up."""

    delivery_id: str
    topic: str
    payments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Booking:
    """An amount that the provider booked on our account there: positive is ours; ``fee`` is what of it the provider
    kept, negative,
    or positive where it gave one back. ``kind``: payment, refund, dispute, fee, payout, reserve or other. ``names``:
    ids and references by which the
    payment may be known, the surest first.
    """

    external_id: str
    kind: str
    amount: Decimal
    currency: str
    booked_at: datetime
    fee: Decimal = Decimal(0)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingPage:
    """A page of bookings; ``next`` is what the next page is asked with, empty on the last."""

    bookings: tuple[Booking, ...]
    next: str = ""


class MoneyRefused(Permanent):
    """The payment provider refused."""

    code = "payments.provider_refused"


class PaymentProvider(Protocol):
    """One account at a provider. Every call may be repeated under the same reference: the provider does it once."""

    manifest: ProviderManifest

    def open_page(self, page: PaymentPage) -> ProviderPayment:
        """Make a payment that the buyer agrees to at its ``link``."""

    def look_up(self, payment: str) -> ProviderPayment:
        """Return how a payment stands now."""

    def capture(self, asked: MoneyAsked) -> MoneyDone:
        """Take agreed money, or a part of it."""

    def void(self, asked: MoneyAsked) -> MoneyDone:
        """Let go what was agreed and not taken."""

    def refund(self, asked: MoneyAsked) -> MoneyDone:
        """Give back what was taken, or a part of it."""

    def fetch_bookings(self, since: datetime, until: datetime, page: str) -> BookingPage:
        """Return what was booked in a period; ``page`` is empty at first."""

    def read_push(self, request: PushRequest) -> Hint:
        """Verify and read a message. Refuses: PushRefused."""
