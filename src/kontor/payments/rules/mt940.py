"""MT940 (SWIFT), with the subfields of German banks, by the library mt-940."""

from __future__ import annotations

import logging
from datetime import date
from decimal import Decimal
from typing import Any

import mt940
from mt940.models import Transactions
from mt940.tags import StatementASNB

from kontor.payments.rules.bank import BankLine, Statement, StatementUnreadable, find_iban

# It logs every pattern that does not fit; what cannot be read is told to who brought the file.
logging.getLogger("mt940").setLevel(logging.CRITICAL)

# A reversed credit (RC) is money that went.
_OPTIONS = mt940.Options(reversal_sign=True)


def read_mt940(text: str) -> list[Statement]:
    """Return the statements of an MT940 file, one for each account and number. Refuses: StatementUnreadable."""
    blocks = [block for block in _blocks(text) if ":61:" in block or ":62" in block or ":60" in block]
    if not blocks:
        raise StatementUnreadable("The file holds neither balances nor lines of an account (MT940).")
    return [_statement(block) for block in blocks]


def _blocks(text: str) -> list[str]:
    """Part a file at each beginning of a statement (:20:)."""
    parts = ("\n" + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n:20:")
    head, *rest = parts
    return [f":20:{part}" for part in rest] or [head.lstrip("\n")]


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
    parsed = _parse(block)
    facts = parsed.data
    account = str(facts.get("account_identification") or "").strip()
    # A statement of several pages has interim balances (60M, 62M) where its pages join.
    opening = facts.get("final_opening_balance") or facts.get("intermediate_opening_balance")
    closing = facts.get("final_closing_balance") or facts.get("intermediate_closing_balance")
    currency = str((opening or closing).amount.currency or "") if opening or closing else ""
    if not account:
        raise StatementUnreadable("The statement names no account (:25:).")
    if not currency:
        raise StatementUnreadable(
            "The statement tells no balance (:60F:, :62F:), so its currency is not known.", account=account
        )
    lines = tuple(_line(it.data, currency) for it in parsed if it.data.get("amount") is not None)
    number = "/".join(str(facts[name]) for name in ("statement_number", "sequence_number") if facts.get(name))
    return Statement(
        find_iban(account), currency, number, _amount(opening), _amount(closing) if opening else None, lines, "mt940"
    )


def _amount(balance: Any) -> Decimal | None:
    return Decimal(balance.amount.amount) if balance else None


def _line(facts: dict[str, Any], currency: str) -> BankLine:
    valued = _day(facts["date"])
    booked = _day(facts.get("entry_date") or facts["date"])
    purpose = " ".join(
        str(facts[name])
        for name in ("purpose", "additional_purpose", "transaction_details", "extra_details")
        if facts.get(name)
    )
    return BankLine(
        booked, valued, Decimal(facts["amount"].amount), currency, " ".join(purpose.split()),
        str(facts.get("applicant_name") or "").strip(), str(facts.get("applicant_iban") or "").replace(" ", ""),
        str(facts.get("end_to_end_reference") or "").strip(), str(facts.get("bank_reference") or "").strip(),
    )  # fmt: skip


def _day(day: Any) -> date:
    return date(day.year, day.month, day.day)
