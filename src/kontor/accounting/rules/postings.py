"""Postings as they follow from a document or from money: nobody types them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.accounting.rules.accounts import Role, account_of


@dataclass(frozen=True, slots=True)
class BookedGroup:
    """A VAT group of a document with the case under which it is booked."""

    tax_case: str
    rate: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class PaperToPost:
    """A document as the books see it. Amounts are negative where it takes back."""

    number: str
    chart: str
    debtor: int
    groups: Sequence[BookedGroup]
    rounding: Decimal
    country: str = ""
    vat_id: str = ""
    due_on: date | None = None
    supplied_on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting before it is posted: an amount, always positive, from the debit to the credit account."""

    debit: int
    credit: int
    amount: Decimal
    tax: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    tax_case: str = ""
    country: str = ""
    vat_id: str = ""
    document: str = ""
    due_on: date | None = None
    supplied_on: date | None = None
    text: str = ""


def post_paper(paper: PaperToPost) -> list[Entry]:
    """The debtor owes each VAT group's net and VAT to its revenue account, and the rounding to its own; what is taken back goes
    the other way round.
    """
    entries = []
    for group in paper.groups:
        if amount := group.net + group.tax:
            account = account_of(paper.chart, group.tax_case, group.rate)
            entries.append(_entry(paper, account, amount, group))
    if paper.rounding:
        entries.append(_entry(paper, account_of(paper.chart, Role.ROUNDING), paper.rounding, None))
    return entries


def _entry(paper: PaperToPost, account: int, amount: Decimal, group: BookedGroup | None) -> Entry:
    debit, credit = (paper.debtor, account) if amount > 0 else (account, paper.debtor)
    return Entry(
        debit, credit, abs(amount), abs(group.tax) if group else Decimal(0), group.rate if group else Decimal(0),
        group.tax_case if group else "", paper.country if group else "", paper.vat_id if group else "", paper.number,
        paper.due_on, paper.supplied_on, paper.text,
    )  # fmt: skip


# What a line of the books says of money, by what the money did; other books of the merchant are kept in German, too.
_MONEY = {
    "captured": "Zahlung", "refunded": "Erstattung", "unbooked": "Zahlung zurückgebucht", "disputed": "Rückbelastung",
    "returned": "Rückbelastung aufgehoben", "sent_back": "Erstattung zurückgekommen",
    "given": "Erstattung doch gegeben",
}  # fmt: skip
# Before these stands which door brought the money; behind it what the office, the bank or the provider calls it by.
_DOORS = re.compile(r"^(?:api|channel):|^(?:office|bank):.*|\s#\S*$|^K[0-9a-f]{32}.*|^paid elsewhere:\d+$")


def describe_money(*, kind: str, order: str, reference: str, at_channel: bool) -> str:
    """Return what a line of the books says of money: what it did, for which order, and what it is called outside; nothing that
    only this house knows it by.
    """
    told = "beim Kanal" if at_channel else _DOORS.sub("", reference).strip()
    return f"{_MONEY.get(kind, kind)} {order} {told}".strip()[:60]


def post_money(
    *, kind: str, chart: str, debtor: int, elsewhere: bool, amount: Decimal, document: str = "", text: str
) -> Entry:
    """Money that came in lowers what the debtor owes, money that was given back raises it. What a channel or provider took in
    (``elsewhere``) waits on the clearing account until it is paid out; what a buyer disputes is taken from there. ``document``:
    by what the open item is found that it settles.
    """
    account = account_of(chart, Role.CLEARING if elsewhere else Role.BANK)
    came = kind in ("captured", "returned", "sent_back")
    debit, credit = (account, debtor) if came else (debtor, account)
    return Entry(debit, credit, amount, document=document, text=text)


def post_voucher(*, kind: str, chart: str, debtor: int, amount: Decimal, document: str = "", text: str) -> Entry:
    """A multi-purpose voucher that is redeemed pays what the debtor owes; what it gives back is owed to its holder again."""
    account = account_of(chart, Role.VOUCHERS)
    debit, credit = (account, debtor) if kind == "redeemed" else (debtor, account)
    return Entry(debit, credit, amount, document=document, text=text)


def post_reminder(
    *, chart: str, debtor: int, fee: Decimal, interest: Decimal, text: str, waived: bool = False
) -> list[Entry]:
    """What a reminder costs is owed besides, as damages without VAT (section 1 UStG knows no supply in it), until it is
    ``waived``.
    """
    parts = ((account_of(chart, Role.DUNNING), fee), (account_of(chart, Role.INTEREST), interest))
    sides = [(account, debtor) if waived else (debtor, account) for account, _ in parts]
    return [
        Entry(debit, credit, amount, text=text)
        for (debit, credit), (_, amount) in zip(sides, parts, strict=True)
        if amount
    ]
