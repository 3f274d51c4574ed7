"""CAMT.052, .053 and .054 (ISO 20022), any version: elements are found by their names, whatever the namespace.

Source: ISO 20022 message definitions camt.052/053/054.001.02 to .13; DFÜ agreement, annex 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kontor.kernel.money import ZERO
from kontor.kernel.xml import XmlUnreadable, read_xml
from kontor.payments.rules.bank import BankLine, Statement, StatementUnreadable, find_iban

# The message's element, its statements', and the name of the format.
_KINDS = (
    ("BkToCstmrStmt", "Stmt", "camt.053"),
    ("BkToCstmrAcctRpt", "Rpt", "camt.052"),
    ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt.054"),
)
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt(content: bytes) -> list[Statement]:
    """Return the statements of a CAMT file. Refuses: StatementUnreadable."""
    try:
        root = read_xml(content)
    except XmlUnreadable as fault:
        raise StatementUnreadable(str(fault)) from None
    found = [
        _statement(part, told_as)
        for kind, name, told_as in _KINDS
        for message in root.iterchildren("{*}*")
        # The first versions (2006) carry their version in the name of the message.
        if re.fullmatch(rf"{kind}(V\d\d)?", _name(message))
        for part in _all(message, name)
    ]
    if not found:
        raise StatementUnreadable(
            "The XML holds no statement, report or notification of an account (CAMT.052, .053 or .054)."
        )
    return found


def _statement(part: Any, told_as: str) -> Statement:
    account = _account(part, "Acct")
    if not account:
        raise StatementUnreadable("The statement names no account.")
    balances: dict[str, tuple[Decimal, str]] = {}
    for balance in _all(part, "Bal"):
        kind = _text(balance, "Tp/CdOrPrtry/Cd") or _text(balance, "Tp/Cd")
        # A page of several tells its first and last balance as interim ones; the first of each kind counts.
        balances.setdefault(kind, (_signed(balance), _one(balance, "Amt").get("Ccy", "")))
    made_on = _day(part, "CreDtTm")
    lines = [line for entry in _all(part, "Ntry") if _booked(entry) for line in _lines(entry, made_on)]
    currency = (
        next((told for _, told in balances.values()), "")
        or _text(part, "Acct/Ccy")
        or (lines[0].currency if lines else "")
    )
    opening = next((balances[kind][0] for kind in OPENING if kind in balances), None)
    closing = next((balances[kind][0] for kind in CLOSING if kind in balances), None)
    number = _text(part, "ElctrncSeqNb") or _text(part, "LglSeqNb") or _text(part, "Id")
    return Statement(find_iban(account), currency, number, opening, closing, tuple(lines), told_as)


def _booked(entry: Any) -> bool:
    """What is only announced (PDNG, INFO) is no money yet."""
    return (_text(entry, "Sts/Cd") or _text(entry, "Sts")) in ("BOOK", "")


def _lines(entry: Any, made_on: date | None) -> Iterator[BankLine]:
    """Yield the transactions of an entry: one, or those of a collective booking and what was taken off them."""
    total, currency = _signed(entry), _one(entry, "Amt").get("Ccy", "")
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt") or made_on
    if booked is None:
        raise StatementUnreadable("A line has no day of booking.")
    valued = _day(entry, "ValDt") or booked
    details = _all(entry, "TxDtls")
    details += [detail for block in _all(entry, "NtryDtls") for detail in _all(block, "TxDtls")]
    parts = _part(entry, details, total, currency)
    batch = _batch(entry) if len(parts) > 1 or _one(entry, "NtryDtls/Btch") is not None else ""
    for place, (detail, amount) in enumerate(parts):
        reference = (_text(detail, "Refs/AcctSvcrRef") if detail is not None else "") or _text(entry, "AcctSvcrRef")
        if len(parts) > 1 and reference:
            reference = f"{reference}/{place}"
        if detail is None:
            yield BankLine(booked, valued, amount, currency, _charged_for(entry), bank_reference=reference, batch=batch)
            continue
        purpose = _purpose(detail, entry) if detail is not entry else _purpose_of_all(details, entry)
        name, account = _other_side(detail, amount, reversed_=_text(entry, "RvslInd") in ("true", "1"))
        yield BankLine(
            booked, valued, amount, currency, purpose, name, account, _text(detail, "Refs/EndToEndId"), reference, batch
        )


def _part(entry: Any, details: list[Any], total: Decimal, currency: str) -> list[tuple[Any, Decimal]]:
    """Return the parts of an entry with their amounts, which make up its own; None is what was charged.

    Where the parts do not make up the entry, the rest is a charge if the bank says so, or if it is less than each of
    them: then it
    cannot come from a part that was read with the wrong sign. Else the entry stays whole.
    """
    amounts = [_detail_amount(detail, currency) for detail in details]
    told = [amount for amount in amounts if amount]
    if not told or len(told) < len(details):
        return [(details[0] if len(details) == 1 else entry, total)]
    sign = 1 if total >= 0 else -1
    parts = [(detail, amount * (_direction(detail) or sign)) for detail, amount in zip(details, told, strict=True)]
    rest = total - sum((amount for _, amount in parts), ZERO)
    if not rest:
        return parts
    if abs(rest) == _sum_charges(entry, details) or abs(rest) < min(told):
        return [*parts, (None, rest)]
    return [(details[0] if len(details) == 1 else entry, total)]


def _direction(node: Any) -> int:
    return {"CRDT": 1, "DBIT": -1}.get(_text(node, "CdtDbtInd"), 0)


def _sum_charges(entry: Any, details: list[Any]) -> Decimal:
    """Return what the bank says that it took: for the entry, else for each part."""
    own = _all(entry, "Chrgs")
    found = ZERO
    for charge in own or [it for detail in details for it in _all(detail, "Chrgs")]:
        amounts = [_one(charge, "TtlChrgsAndTaxAmt")] if _one(charge, "TtlChrgsAndTaxAmt") is not None else []
        amounts = amounts or [_one(it, "Amt") for it in _all(charge, "Rcrd")] or [_one(charge, "Amt")]
        found += sum((_decimal(it.text) for it in amounts if it is not None), ZERO)
    return found


def _charged_for(entry: Any) -> str:
    """Return the words of the bank for its charge, else those for the whole booking."""
    types = (it.text for it in entry.iter() if _name(it) == "Id" and _name(it.getparent()) == "Prtry")
    return next((it.strip() for it in types if it and it.strip()), "") or _text(entry, "AddtlNtryInf") or "Entgelt"


def _other_side(detail: Any, amount: Decimal, *, reversed_: bool) -> tuple[str, str]:
    """Return name and account of the other side: who paid what came in, who got what went; a reversal keeps its parties."""
    first, second = ("Dbtr", "Cdtr") if (amount >= 0) != reversed_ else ("Cdtr", "Dbtr")
    for side in (first, second) if reversed_ else (first,):
        found = _party(detail, side), find_iban(_account(detail, f"RltdPties/{side}Acct"))
        if any(found):
            return found
    return "", ""


def _batch(entry: Any) -> str:
    """Return the name of a collective booking: statement and notification tell the same one."""
    names = ("AcctSvcrRef", "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId")
    return next((found for name in names if (found := _text(entry, name))), "")


def _detail_amount(detail: Any, currency: str) -> Decimal | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = _one(detail, path)
        if found is not None and found.get("Ccy") == currency:
            return _decimal(found.text)
    return None


def _purpose(detail: Any, entry: Any) -> str:
    texts = [it.text or "" for block in _all(detail, "RmtInf") for it in _all(block, "Ustrd")]
    texts += [it.text or "" for it in detail.iter() if _name(it) == "Ref" and _name(it.getparent()) == "CdtrRefInf"]
    return " ".join(" ".join(texts).split()) or _text(detail, "AddtlTxInf") or _text(entry, "AddtlNtryInf")


def _purpose_of_all(details: list[Any], entry: Any) -> str:
    """Return the purposes of a booking that stays whole, so that the numbers in them can be found."""
    told = " ".join(dict.fromkeys(_purpose(detail, entry) for detail in details))
    return told or _purpose(entry, entry)


def _account(node: Any, path: str) -> str:
    return (_text(node, f"{path}/Id/IBAN") or _text(node, f"{path}/Id/Othr/Id")).replace(" ", "")


def _party(detail: Any, side: str) -> str:
    return _text(detail, f"RltdPties/{side}/Nm") or _text(detail, f"RltdPties/{side}/Pty/Nm")


def _day(node: Any, name: str) -> date | None:
    paths = (f"{name}/Dt", f"{name}/Dt/DtTm", f"{name}/DtTm", name)
    text = next((found for path in paths if (found := _text(node, path))), "")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise StatementUnreadable("A day cannot be read.", day=text) from None


def _signed(node: Any) -> Decimal:
    amount = _decimal(_text(node, "Amt"))
    # A reversal tells its own direction too: RvslInd only says that it is one.
    return amount if _text(node, "CdtDbtInd") == "CRDT" else -amount


def _decimal(text: str | None) -> Decimal:
    try:
        amount = Decimal((text or "").strip())
        if not amount.is_finite():
            raise InvalidOperation
        return amount
    except InvalidOperation:
        raise StatementUnreadable("An amount cannot be read.", amount=text) from None


def _name(node: Any) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _all(node: Any, name: str) -> list[Any]:
    return list(node.iterchildren(f"{{*}}{name}"))


def _one(node: Any, path: str) -> Any:
    for name in path.split("/"):
        node = next(node.iterchildren(f"{{*}}{name}"), None)
        if node is None:
            return None
    return node


def _text(node: Any, path: str) -> str:
    found = _one(node, path)
    return (found.text or "").strip() if found is not None else ""
