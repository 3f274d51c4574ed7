"""MT940 and MT942 (SWIFT): balances and amounts by the library mt-940, the texts by our own rules.

The library cuts long texts, joins pieces without a space and gives a text to the transaction before it even where it belongs to
the statement; so the texts are taken out before it reads the rest.
"""

from __future__ import annotations

import logging
import re
from datetime import date
from decimal import Decimal
from typing import Any

import mt940
from mt940.models import Transactions
from mt940.tags import StatementASNB

from kontor.payments.rules.bank import BankLine, Statement, StatementUnreadable, find_iban
from kontor.payments.rules.details import Details, read_details

# It logs every pattern that does not fit; what cannot be read is told to who brought the file.
logging.getLogger("mt940").setLevel(logging.CRITICAL)

# A reversed credit (RC) is money that went.
_OPTIONS = mt940.Options(reversal_sign=True)
_TAG = re.compile(r"^:(\d{2}[A-Z]?|NS):", re.MULTILINE)
# What tells the currency of an interim report: its limits and sums.
_SUMS = re.compile(r"^:(?:90[CD]:\d{1,5}|34F:)([A-Z]{3})", re.MULTILINE)


def read_mt940(text: str) -> list[Statement]:
    """Return the statements of an MT940 or MT942 file, one for each account and number. Refuses: StatementUnreadable."""
    blocks = [block for block in _blocks(text) if re.search(r"^:(?:61|62|60|90|34)", block, re.MULTILINE)]
    if not blocks:
        raise StatementUnreadable("The file holds neither balances nor lines of an account (MT940).")
    return [_statement(block) for block in blocks]


def _blocks(text: str) -> list[str]:
    """Part a file at each beginning of a statement (:20:)."""
    parts = ("\n" + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n:20:")
    head, *rest = parts
    return [f":20:{part}" for part in rest] or [head.lstrip("\n")]


def _take_texts(block: str) -> tuple[str, list[str]]:
    """Return a statement without its texts (:86:), and the text of each transaction. A text behind anything else is the
    statement's own and is left out.
    """
    parts = _TAG.split(block)
    rest, texts = [parts[0]], list[str]()
    last = ""
    for tag, value in zip(parts[1::2], parts[2::2], strict=True):
        if tag != "86":
            rest.append(f":{tag}:{value}")
        elif last == "61":
            texts[-1] += value
        if tag == "61":
            texts.append("")
        last = tag if tag not in ("86", "NS") else last
    return "".join(rest), [re.sub(r"\n-?\s*$", "", text) for text in texts]


def _parse(block: str) -> Any:
    """Parse a statement; some banks bend the line of a transaction in a way of their own."""
    try:
        return mt940.parse(block, options=_OPTIONS)
    except Exception as first:  # noqa: BLE001 - the library raises whatever its patterns run into
        try:
            bent = StatementASNB()
            found = Transactions(tags={bent.id: bent}, options=_OPTIONS)
            found.parse(block)
        except Exception:  # noqa: BLE001
            raise StatementUnreadable("The file breaks the rules of MT940.", why=str(first)[:200]) from None
        return found


def _statement(block: str) -> Statement:
    rest, texts = _take_texts(block)
    parsed = _parse(rest)
    facts = parsed.data
    account = str(facts.get("account_identification") or "").strip()
    # A statement of several pages has interim balances (60M, 62M) where its pages join.
    opening = facts.get("final_opening_balance") or facts.get("intermediate_opening_balance")
    closing = facts.get("final_closing_balance") or facts.get("intermediate_closing_balance")
    currency = str((opening or closing).amount.currency or "") if opening or closing else ""
    sums = None if currency else _SUMS.search(block)
    if not account:
        raise StatementUnreadable("The statement names no account (:25:).")
    if not currency and sums is None:
        raise StatementUnreadable(
            "The statement tells no balance (:60F:, :62F:), so its currency is not known.", account=account
        )
    currency, told_as = (currency, "mt940") if sums is None else (sums[1], "mt942")
    found = [it.data for it in parsed if it.data.get("amount") is not None]
    if len(found) != len(texts):
        raise StatementUnreadable("The file breaks the rules of MT940.", account=account)
    lines = tuple(_line(it, read_details(text), currency) for it, text in zip(found, texts, strict=True))
    number = "/".join(str(facts[name]) for name in ("statement_number", "sequence_number") if facts.get(name))
    return Statement(
        find_iban(account), currency, number, _amount(opening), _amount(closing) if opening else None, lines, told_as
    )


def _amount(balance: Any) -> Decimal | None:
    return Decimal(balance.amount.amount) if balance else None


def _line(facts: dict[str, Any], details: Details, currency: str) -> BankLine:
    valued = _day(facts["date"])
    booked = _day(facts.get("entry_date") or facts["date"])
    # The second line of a transaction is words at some banks, amounts and charges between slashes at others.
    more = " ".join(str(facts.get("extra_details") or "").split())
    purpose = details.purpose or ("" if more.startswith("/") else more)
    return BankLine(
        booked, valued, Decimal(facts["amount"].amount), currency, purpose, details.name, details.account,
        details.end_to_end, str(facts.get("bank_reference") or "").strip(),
    )  # fmt: skip


def _day(day: Any) -> date:
    return date(day.year, day.month, day.day)
