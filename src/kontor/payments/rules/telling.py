"""Which lines of a statement tell what another statement has told already.

Banks tell a transaction several times: intraday and at the end of the day, in two formats, as one collective booking and one by
one; and they tell two transactions that are alike in every word. Each kept transaction answers for one line at most.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.payments.rules.bank import BankLine, Statement

# What banks write where there is no reference; a part of a collective booking bears it with its place.
_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})
_PLACE = re.compile(r"/\d+$")


def _is_named(reference: str) -> bool:
    """Whether a reference names something, and is none of the words by which banks say that there is none."""
    return _PLACE.sub("", reference.strip().upper()) not in _NO_REFERENCE


@dataclass(frozen=True, slots=True)
class Kept:
    """A transaction that is kept, with the statement that told it. ``open``: nothing of it is booked or put aside."""

    id: int
    line: BankLine
    statement: Statement
    open: bool


@dataclass(slots=True)
class Telling:
    """What a statement tells anew, and which kept collective bookings it tells one by one."""

    fresh: list[BankLine] = field(default_factory=list)
    parted: list[int] = field(default_factory=list)


def find_fresh(statement: Statement, kept: Sequence[Kept]) -> Telling:
    """Return what nobody told before: by the bank's reference, else word for word, else across formats, else by its batch."""
    statement = _Told.of(statement, kept)
    lines: list[BankLine | None] = [line for line in statement.lines if line.amount]
    left = {it.id: it for it in kept}
    for same in (_same_reference, _same_words, _same_end_to_end, _same_payer, _same_purpose):
        _strike_out(lines, left, statement, same)
    telling = Telling()
    alone = [line for line in lines if line is not None]
    for batch, members in _batches(alone):
        told = [
            it for it in left.values() if batch and it.line.batch == batch and not _are_apart(statement, it.statement)
        ]
        differs = sum((it.line.amount for it in told), ZERO) != sum((it.amount for it in members), ZERO)
        if not told or differs or _is_another(members, told, statement):
            telling.fresh.extend(members)
        elif len(members) > len(told) == 1 and told[0].open:
            telling.fresh.extend(members)
            telling.parted.append(told[0].id)
    return telling


@dataclass(frozen=True, slots=True)
class _Told(Statement):
    """A statement with those before it that end where they began, and that it does not tell once more: it follows them."""

    after: tuple[Statement, ...] = ()

    @classmethod
    def of(cls, statement: Statement, kept: Sequence[Kept]) -> _Told:
        theirs: dict[Statement, list[BankLine]] = defaultdict(list)
        for it in kept:
            if it.statement.closing is not None and it.statement.opening == it.statement.closing == statement.opening:
                theirs[it.statement].append(it.line)
        after = tuple(other for other, lines in theirs.items() if not _tells_again(statement.lines, lines))
        told = {name: getattr(statement, name) for name in Statement.__slots__}
        return cls(**told, after=after)


def _tells_again(lines: Sequence[BankLine], others: Sequence[BankLine]) -> bool:
    """Whether all that others tell is told by these lines, too: line by line, or a collective booking by what it comes to."""
    alone, theirs = (Counter((it.booked_on, it.amount) for it in told) for told in (lines, others))
    return theirs <= alone or _sums(others) <= _sums(lines)


def _sums(lines: Iterable[BankLine]) -> Counter[tuple[object, str, Decimal]]:
    """Count what is told, day by day, a collective booking by what it comes to: it may be told as one or one by one."""
    whole: dict[tuple[object, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        whole[line.booked_on, line.batch] += line.amount if line.batch else 0
    alone = Counter((line.booked_on, "", line.amount) for line in lines if not line.batch)
    return alone + Counter((day, batch, amount) for (day, batch), amount in whole.items() if batch)


def _are_apart(one: Statement, other: Statement) -> bool:
    """Whether one of two statements begins where the other one ends: what they tell alike is two things."""
    return one.follows(other) or other.follows(one) or (isinstance(one, _Told) and other in one.after)


def _is_another(members: Sequence[BankLine], told: Sequence[Kept], statement: Statement) -> bool:
    """Whether a batch, told in one format, is another one than those that are kept by its name: nobody pays in both, or, where
    the bank gave it no name and tells as many lines, they name other people or are for other purposes. One that bears a name may
    be told in other words the second time.
    """
    if any(it.statement.format[:4] != statement.format[:4] for it in told):
        return False
    if _differ(members, told, lambda line: line.iban):
        return True
    if _is_named(members[0].batch) or len(members) != len(told):
        return False
    if _differ(members, told, lambda line: _plain(line.name)):
        return True
    worded = all(it.purpose for it in members) and all(it.line.purpose for it in told)
    return worded and not any(_shared(line, it.line) for line in members for it in told)


def _differ(members: Sequence[BankLine], told: Sequence[Kept], tell: Callable[[BankLine], str]) -> bool:
    """Whether every line tells something, and no two of both tell the same."""
    mine, theirs = [tell(it) for it in members], [tell(it.line) for it in told]
    return all([*mine, *theirs]) and set(mine).isdisjoint(theirs)


_Same = Callable[[BankLine, Kept, Statement], bool]


def _strike_out(lines: list[BankLine | None], left: dict[int, Kept], statement: Statement, same: _Same) -> None:
    by_amount: dict[tuple[object, Decimal, str], list[Kept]] = defaultdict(list)
    for it in left.values():
        by_amount[it.line.booked_on, it.line.amount, it.line.currency].append(it)
    for place, line in enumerate(lines):
        if line is None:
            continue
        candidates = by_amount[line.booked_on, line.amount, line.currency]
        known = next((it for it in candidates if same(line, it, statement)), None)
        if known is not None:
            candidates.remove(known)
            del left[known.id]
            lines[place] = None


def _same_reference(line: BankLine, kept: Kept, _: Statement) -> bool:
    return _is_named(line.bank_reference) and line.bank_reference == kept.line.bank_reference


def _same_words(line: BankLine, kept: Kept, statement: Statement) -> bool:
    if _are_apart(statement, kept.statement):
        return False
    named = {it for it in (line.bank_reference, kept.line.bank_reference) if _is_named(it)}
    if len(named) > 1 and statement.format == kept.statement.format:
        return False
    return words_of(line) == words_of(kept.line)


def _same_end_to_end(line: BankLine, kept: Kept, statement: Statement) -> bool:
    """In another format: by the payer's own reference, unless both name accounts and these differ."""
    if statement.format[:4] == kept.statement.format[:4] or not _is_named(line.end_to_end):
        return False
    return line.end_to_end == kept.line.end_to_end and (
        not line.iban or not kept.line.iban or line.iban == kept.line.iban
    )


def _same_payer(line: BankLine, kept: Kept, statement: Statement) -> bool:
    """In another format: by the payer's account and what of the purpose both tell, or by the name where one tells no purpose."""
    if statement.format[:4] == kept.statement.format[:4] or not line.iban or line.iban != kept.line.iban:
        return False
    if not line.purpose or not kept.line.purpose:
        return _plain(line.name) == _plain(kept.line.name)
    return _shared(line, kept.line)


def _same_purpose(line: BankLine, kept: Kept, statement: Statement) -> bool:
    """In another format, where one of them names no account: by the purpose, which one of them tells whole."""
    if statement.format[:4] == kept.statement.format[:4] or (line.iban and kept.line.iban):
        return False
    return _shared(line, kept.line)


def _shared(one: BankLine, other: BankLine) -> bool:
    """Whether one purpose is wholly contained in what the other line tells; two empty ones are alike."""
    a, b = _plain(one.purpose), _plain(other.purpose)
    if not a or not b:
        return a == b and _plain(one.name) == _plain(other.name)
    return a in words_of(other) or b in words_of(one)


def _batches(lines: Iterable[BankLine]) -> Iterator[tuple[str, list[BankLine]]]:
    batches: dict[str, list[BankLine]] = defaultdict(list)
    for line in lines:
        if line.batch:
            batches[line.batch].append(line)
        else:
            yield "", [line]
    yield from batches.items()


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def words_of(line: BankLine) -> str:
    """Return what a line tells in words, without spaces and signs: where a bank breaks lines makes no other transaction."""
    reference = line.end_to_end if _is_named(line.end_to_end) else ""
    return _plain(f"{line.name}{line.iban}{line.purpose}{reference}")


def name_lines(lines: Iterable[BankLine], taken: Iterable[str]) -> Iterator[str]:
    """Yield a name for each fresh line, numbered where others are alike; ``taken`` are the names of those kept before."""
    seen = Counter(name.rsplit("#", 1)[0] for name in taken)
    for line in lines:
        told = line.bank_reference if _is_named(line.bank_reference) else words_of(line)
        name = f"{line.booked_on:%Y%m%d}:{line.amount:.2f}:{line.currency}:{told}"[:100]
        seen[name] += 1
        yield f"{name}#{seen[name]}"
