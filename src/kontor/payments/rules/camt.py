"""CAMT.052, .053 and .054 (ISO 20022), any version: elements are found by their names, whatever the namespace.

Source: ISO 20022 message definitions camt.052/053/054.001.02 to .13; DFÜ agreement, annex 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

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
        for message in _all(root, kind)
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
        kind = _text(balance, "Tp/CdOrPrtry/Cd")
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
    """Yield the transactions of an entry: one, or those of a collective booking where their amounts make up the entry's."""
    total, currency = _signed(entry), _one(entry, "Amt").get("Ccy", "")
    booked = _day(entry, "BookgDt") or _day(entry, "ValDt") or made_on
    if booked is None:
        raise StatementUnreadable("A line has no day of booking.")
    valued = _day(entry, "ValDt") or booked
    details = [detail for block in _all(entry, "NtryDtls") for detail in _all(block, "TxDtls")]
    amounts = [_detail_amount(detail, currency) for detail in details]
    sign = 1 if total >= 0 else -1
    told = [amount for amount in amounts if amount is not None]
    if len(details) > 1 and len(told) == len(details) and sum(told) == abs(total):
        pairs: list[tuple[Any, Decimal]] = [
            (detail, sign * amount) for detail, amount in zip(details, told, strict=True)
        ]
    else:
        pairs = [(details[0] if len(details) == 1 else entry, total)]
    batch = _batch(entry) if len(pairs) > 1 or _one(entry, "NtryDtls/Btch") is not None else ""
    for place, (detail, amount) in enumerate(pairs):
        reference = _text(detail, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef")
        other = "Dbtr" if amount >= 0 else "Cdtr"
        yield BankLine(
            booked, valued, amount, currency, _purpose(detail, entry), _party(detail, other),
            _account(detail, f"RltdPties/{other}Acct"),
            _text(detail, "Refs/EndToEndId"), f"{reference}/{place}" if reference and len(pairs) > 1 else reference,
            batch,
        )  # fmt: skip


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
        return Decimal((text or "").strip())
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
