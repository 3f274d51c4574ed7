"""Refunds by bank transfer as a file for the bank: SEPA credit transfers, pain.001.001.09, by the library sepaxml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from anyascii import anyascii
from lxml import etree
from sepaxml import SepaTransfer

SCHEMA = "pain.001.001.09"


# The signs that every bank of SEPA takes; umlauts are written out, letters of other alphabets as they are spoken, so that a bank
# that holds the name against the account's knows it again. Source: EPC217-08.
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "+"})
_OTHER = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")


def bank_text(text: str, *, most: int) -> str:
    """Return a text in the signs that banks take, of ``most`` signs; empty where none of its signs is one of these."""
    spelt = unicodedata.normalize("NFC", text).translate(_SPELT)
    plain = "".join(anyascii(sign) if sign.isalpha() else unicodedata.normalize("NFKC", sign) for sign in spelt)
    return " ".join(_OTHER.sub(" ", plain).split())[:most].strip()


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer; ``reference`` comes back with the bank's statement."""

    name: str
    iban: str
    amount: Decimal
    reference: str
    purpose: str


def write_transfers(*, name: str, iban: str, bic: str, on: date, transfers: Sequence[Transfer]) -> bytes:
    """Return the file: one batch, each transfer with its reference. Checked against the schema of its version."""
    config = {"name": bank_text(name, most=70), "IBAN": iban.replace(" ", ""), "batch": True, "currency": "EUR"}
    if bic:
        config["BIC"] = bic
    file = SepaTransfer(config, schema=SCHEMA, clean=True)
    for it in transfers:
        file.add_payment(
            {
                "name": bank_text(it.name, most=70), "IBAN": it.iban, "amount": int(it.amount * 100), "execution_date": on,
                "description": bank_text(it.purpose, most=140) or it.reference, "endtoend_id": it.reference,
            }
        )  # fmt: skip
    return _with_agent(bytes(file.export(validate=True)))


def _with_agent(file: bytes) -> bytes:
    """Say of a bank whose BIC nobody entered that it is not provided, as the rules of SEPA want (EPC132-08, DbtrAgt): the library
    leaves it empty.
    """
    root = etree.fromstring(file)
    for bank in root.iterfind(".//{*}DbtrAgt/{*}FinInstnId"):
        if not len(bank):
            other = etree.SubElement(bank, bank.tag.replace("FinInstnId", "Othr"))
            etree.SubElement(other, bank.tag.replace("FinInstnId", "Id")).text = "NOTPROVIDED"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
