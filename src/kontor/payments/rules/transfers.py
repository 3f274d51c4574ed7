"""Refunds by bank transfer as a file for the bank: SEPA credit transfers, pain.001.001.09, by the library sepaxml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sepaxml import SepaTransfer

SCHEMA = "pain.001.001.09"


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
    config = {"name": name[:70], "IBAN": iban.replace(" ", ""), "batch": True, "currency": "EUR"}
    if bic:
        config["BIC"] = bic
    file = SepaTransfer(config, schema=SCHEMA, clean=True)
    for it in transfers:
        file.add_payment(
            {
                "name": it.name[:70], "IBAN": it.iban, "amount": int(it.amount * 100), "execution_date": on,
                "description": it.purpose[:140], "endtoend_id": it.reference,
            }
        )  # fmt: skip
    return bytes(file.export(validate=True))
