"""Refunds by bank transfer as a file for the bank: SEPA credit transfers, pain.001.001.09, by the library sepaxml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sepaxml import SepaTransfer

SCHEMA = "pain.001.001.09"


# The signs that every bank of SEPA takes; umlauts are written out, other letters lose their marks. Source: EPC217-08.
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "+"})
_OTHER = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")


def bank_text(text: str, *, most: int) -> str:
    """Return a text in the signs that banks take, of ``most`` signs; empty where none of its signs is one of these."""
    plain = (
        unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_SPELT))
        .encode("ascii", "ignore")
        .decode()
    )
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
    return bytes(file.export(validate=True))
