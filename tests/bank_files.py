"""Bank statements for tests, written as German banks do, or as they were read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kontor.payments.public import Statement, keep_statement
from kontor.payments.rules import BankLine
from kontor.platform.keep.files import store_file

DAY = date(2026, 11, 20)
ACCOUNT = "DE02120300000000202051"


def a_statement(*amounts: str) -> Statement:
    """Return a statement of so many lines."""
    lines = tuple(BankLine(DAY, DAY, Decimal(it), "EUR", f"Zahlung {n}", "Erika") for n, it in enumerate(amounts))
    total = sum((Decimal(it) for it in amounts), Decimal(0))
    return Statement(ACCOUNT, "EUR", "1", Decimal(0), total, lines)


def keep_a_statement(shop, statement: Statement):
    """Take it in."""
    file = store_file(b"told", name="s.xml", media_type="application/xml", at=shop.at)
    return keep_statement(
        statement=statement, legal_entity_id=shop.channel.legal_entity_id, file_id=file.id, at=shop.at, by=shop.by
    )


def camt(lines: str = "", *, opening="100.00", closing="100.00", head="") -> bytes:
    """Write a CAMT.053 as German banks do."""

    def balance(kind: str, amount: str) -> str:
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
            "<Dt><Dt>2026-11-20</Dt></Dt></Bal>"
        )

    return (
        f"{head}<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt><Id>1</Id>"
        "<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>"
        f"{balance('OPBD', opening)}{balance('CLBD', closing)}{lines}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(
    amount: str, purpose: str, *, name="Erika Muster", iban="DE89370400440532013000", ref="", sign="CRDT", status="BOOK"
):
    return (
        f"<Ntry><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>"
        f"<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}"
        f"</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def collective(amount: str, batch: str, *parts: tuple[str, str]) -> str:
    """A collective booking, told as a whole or, with ``parts`` (amount, purpose), one by one."""
    told = "".join(
        f"<TxDtls><Amt Ccy='EUR'>{part}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Erika</Nm></Pty></Dbtr>"
        f"</RltdPties><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
        for part, purpose in parts
    )
    return (
        f"<Ntry><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>{batch}</AcctSvcrRef><NtryDtls>"
        f"{told or f'<Btch><PmtInfId>{batch}</PmtInfId></Btch>'}</NtryDtls></Ntry>"
    )


def mt940(details: str, *, amount="10,00", closing="110,00", account="DE02120300000000202051EUR") -> bytes:
    """Write an MT940 of one transaction, its text broken into lines of 65 signs."""
    broken = "\n".join(details[at : at + 65] for at in range(0, len(details), 65))
    return (
        f":20:STARTUMSE\n:25:{account}\n:28C:00001/001\n:60F:C261119EUR100,00\n:61:2611201120CR{amount}NTRFNONREF\n"
        f":86:{broken}\n:62F:C261120EUR{closing}\n-"
    ).encode()
