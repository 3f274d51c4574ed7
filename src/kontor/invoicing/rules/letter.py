"""Letters beside the invoices: order confirmation, delivery note, proforma, reminder; one sheet, written by typst as PDF/A."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files

from babel import Locale

from kontor.invoicing.rules.einvoice import Seller
from kontor.invoicing.rules.words import WORDS, language_of
from kontor.kernel.address import Address
from kontor.kernel.typesetting import typeset

OWN_LETTER = "letter.typ"


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """What stands on a letter, word for word. ``table`` has its header first; ``numbers`` are its columns of figures,
    ``logo`` is the seller's as SVG.
    """

    language: str
    title: str
    seller: Seller
    recipient: Sequence[str]
    facts: Sequence[tuple[str, str]]
    opening: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    numbers: Sequence[int] = ()
    sums: Sequence[tuple[str, str]] = ()
    closing: Sequence[str] = ()
    logo: str = ""


def letter_lines(address: Address, *, home: str, language: str) -> list[str]:
    """Return an address as a letter bears it: the country in full and in capitals, and only abroad. ``home``: where it is posted.

    Source: DIN 5008, addresses; Universal Postal Union, S42.
    """
    name = Locale(language).territories.get(address.country, address.country).upper()
    return [*replace(address, country="").lines(), *([name] if address.country and address.country != home else [])]


def write_letter(sheet: LetterSheet, *, template: bytes | None = None) -> bytes:
    """Return a letter as PDF/A. ``template`` is the merchant's own, else the built-in one is used."""
    built_in = files("kontor.invoicing") / "templates" / "invoicing" / "letter.typ"
    data = asdict(sheet) | {"words": WORDS[language_of(sheet.language)]}
    return typeset(template or built_in.read_bytes(), name="letter", data=data)
