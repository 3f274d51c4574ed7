"""Whose money it is: a transfer is matched to what is owed by number, amount, name and account, with a score and its reasons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.payments.rules.bank import BankLine

# Points: a number of ours is the strongest sign, an amount alone the weakest. From AUTOMATIC on nobody needs to look.
NUMBER, AMOUNT, NAME, ACCOUNT = 60, 30, 20, 20
# A number of fewer signs stands in too many texts (years, days, prices) to mean an order by itself.
SHORT_NUMBER, FEWEST_SIGNS = 25, 6
AUTOMATIC = 85
PROPOSED = 40
MOST_PROPOSALS = 5
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9\-/]{3,}")
_PARTS = re.compile(r"[^A-Z0-9]+")
# Words that stand in too many names to tell one from another.
_COMMON = frozenset("gmbh und herr frau dr prof mbh ohg kg ag inc ltd the von van der".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """What an order still owes, and by what its payer may call it: order number, invoice numbers, the channel's number."""

    order_id: int
    open: Decimal
    currency: str
    numbers: tuple[str, ...]
    name: str = ""
    accounts: frozenset[str] = frozenset()
    # The day on which it was ordered: money of an earlier day was hardly meant for it.
    since: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentMatch:
    """Money shared out to orders: (order, amount).

    ``reasons``, the best first: number, amount, sum, name, same_name, account, part, over, early, several.
    """

    shares: tuple[tuple[int, Decimal], ...]
    score: int
    reasons: tuple[str, ...]

    @property
    def automatic(self) -> bool:
        """Whether nobody needs to look."""
        return self.score >= AUTOMATIC


class Matcher:
    """Claims, found by their numbers, amounts, names and accounts. Built once for a statement of any length."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = {claim.order_id: claim for claim in claims}
        self._by_number: dict[str, set[int]] = defaultdict(set)
        self._by_amount: dict[tuple[str, Decimal], set[int]] = defaultdict(set)
        self._by_account: dict[str, set[int]] = defaultdict(set)
        self._by_name: dict[frozenset[str], set[int]] = defaultdict(set)
        for claim in self._claims.values():
            for number in claim.numbers:
                if plain := _plain(number):
                    self._by_number[plain].add(claim.order_id)
            self._by_amount[claim.currency, claim.open].add(claim.order_id)
            for account in claim.accounts:
                self._by_account[account].add(claim.order_id)
            if name := _whole_name(claim.name):
                self._by_name[name].add(claim.order_id)

    def settle(self, match: PaymentMatch) -> None:
        """Take what was matched off the claims, so that no claim is paid twice by one statement."""
        for order_id, amount in match.shares:
            claim = self._claims[order_id]
            self._by_amount[claim.currency, claim.open].discard(order_id)
            left = replace(claim, open=claim.open - amount)
            if left.open > 0:
                self._claims[order_id] = left
                self._by_amount[left.currency, left.open].add(order_id)
            else:
                del self._claims[order_id]

    def propose(self, line: BankLine) -> list[PaymentMatch]:
        """Return what a transfer may pay, the best first; only the first may be booked without asking."""
        if line.amount <= 0:
            return []
        named, sure = self._named(line)
        if len(named) > 1 and sure >= {claim.order_id for claim in named}:
            together = sum((claim.open for claim in named), ZERO)
            if together == line.amount and not any(_is_early(line, claim) for claim in named):
                shares = tuple((claim.order_id, claim.open) for claim in named)
                return [PaymentMatch(shares, NUMBER + AMOUNT, ("number", "sum"))]
        ids = {claim.order_id for claim in named}
        ids |= self._live(self._by_amount.get((line.currency, line.amount), set()), most=50)
        ids |= self._live(self._by_account.get(line.iban, set()) if line.iban else set(), most=50)
        ids |= self._live(self._by_name.get(_whole_name(line.name), set()), most=MOST_PROPOSALS)
        names = {claim.order_id: NUMBER if claim.order_id in sure else SHORT_NUMBER for claim in named}
        fitting = [claim for order_id in sorted(ids) if (claim := self._claims[order_id]).currency == line.currency]
        found = [self._judge(line, claim, named=names.get(claim.order_id, 0)) for claim in fitting]
        good = sorted((it for it in found if it.score >= PROPOSED), key=lambda it: (-it.score, it.shares))
        if len(good) > 1 and good[0].score == good[1].score:
            # Two that fit alike: somebody must choose.
            good = [PaymentMatch(it.shares, min(it.score, AUTOMATIC - 1), (*it.reasons, "several")) for it in good]
        return good[:MOST_PROPOSALS]

    def _live(self, ids: set[int], *, most: int) -> set[int]:
        return {order_id for order_id in ids if order_id in self._claims} if len(ids) <= most else set()

    def _named(self, line: BankLine) -> tuple[list[Claim], set[int]]:
        """Return the claims whose numbers stand in the purpose, in their order there, and those of them named beyond doubt."""
        text = f"{line.purpose} {line.end_to_end}".upper()
        tokens = [_plain(token) for token in _TOKEN.findall(text)]
        # Banks break lines anywhere, and people leave signs out: the parts are tried alone, and joined with their neighbours.
        parts = [part for part in _PARTS.split(text) if part]
        joined = ["".join(parts[at : at + n]) for n in (1, 2, 3) for at in range(len(parts) - n + 1)]
        # In the order in which they stand there; beyond doubt where one of the numbers is long enough.
        ids: dict[int, bool] = {}
        for token in [*tokens, *joined]:
            for order_id in sorted(self._by_number.get(token, ())):
                ids[order_id] = ids.get(order_id, False) or len(token) >= FEWEST_SIGNS
        live = [self._claims[order_id] for order_id in ids if order_id in self._claims]
        sure = {order_id for order_id, certain in ids.items() if certain}
        return [claim for claim in live if claim.currency == line.currency], sure

    def _judge(self, line: BankLine, claim: Claim, *, named: int) -> PaymentMatch:
        score, reasons = 0, []
        if named:
            score += named
            reasons.append("number")
        if line.amount == claim.open:
            score += AMOUNT
            reasons.append("amount")
        else:
            reasons.append("part" if line.amount < claim.open else "over")
        if _alike(line.name, claim.name):
            score += NAME
            same = bool(_whole_name(line.name)) and _whole_name(line.name) == _whole_name(claim.name)
            reasons.append("same_name" if same else "name")
            # First and last name of somebody who owes: worth a look, whatever the sum is.
            score = max(score, PROPOSED) if same else score
        if line.iban and line.iban in claim.accounts:
            score += ACCOUNT
            reasons.append("account")
        if early := _is_early(line, claim):
            reasons.append("early")
        if line.amount > claim.open or early:
            # More than is owed, or before it was ordered, is never booked without asking.
            score = min(score, AUTOMATIC - 1)
        return PaymentMatch(((claim.order_id, min(line.amount, claim.open)),), score, tuple(reasons))


def _is_early(line: BankLine, claim: Claim) -> bool:
    return claim.since is not None and line.booked_on < claim.since


def _plain(number: str) -> str:
    return _PARTS.sub("", number.upper())


def _words(name: str) -> set[str]:
    return {word for word in _WORD.findall(name.casefold()) if word not in _COMMON}


def _whole_name(name: str) -> frozenset[str]:
    """Return the words of a name that tell somebody from others: two at least."""
    words = _words(name)
    return frozenset(words) if len(words) > 1 else frozenset()


def _alike(one: str, other: str) -> bool:
    """Whether two names share their telling words: all of the shorter one's, or two at least."""
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) >= min(len(a), len(b), 2)
