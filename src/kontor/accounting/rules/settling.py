"""What an amount that a channel booked means for the books."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kontor.accounting.rules.accounts import Role, account_of
from kontor.accounting.rules.postings import Entry


class Booked(StrEnum):
    """What a booking is."""

    TRADE = "trade"
    FEE = "fee"
    PAYOUT = "payout"
    RESERVE = "reserve"


# Words of the channels' own kinds, in the order in which they are looked for.
_WORDS = (
    (Booked.PAYOUT, ("payout", "transfer", "disbursement", "withdrawal")),
    (Booked.RESERVE, ("reserve", "hold")),
    (Booked.FEE, ("fee", "subscription", "service", "advert", "non_sale_charge", "adjustment_fee")),
)


def sort_booking(kind: str) -> Booked:
    """Return what a channel's booking of this kind is: trade with buyers, where no word says otherwise."""
    lower = kind.lower()
    return next((what for what, words in _WORDS if any(word in lower for word in words)), Booked.TRADE)


def post_settlement(*, chart: str, kind: str, amount: Decimal, fee: Decimal, text: str) -> list[Entry]:
    """Fees leave the clearing account, payouts go from it to the bank. What buyers paid stands there since their orders."""
    clearing = account_of(chart, Role.CLEARING)
    what = sort_booking(kind)
    if what == Booked.PAYOUT:
        moved = [(account_of(chart, Role.BANK), -amount)]
    elif what == Booked.FEE:
        moved = [(account_of(chart, Role.FEES), -amount)]
    else:
        moved = [(account_of(chart, Role.FEES), -fee)]
    return [
        Entry(account, clearing, value, text=text) if value > 0 else Entry(clearing, account, -value, text=text)
        for account, value in moved
        if value
    ]
