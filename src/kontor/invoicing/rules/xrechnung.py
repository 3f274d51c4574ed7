"""The rules of XRechnung 3.0, which narrow EN 16931 for buyers of the German state; judged before a number is drawn.

Written from the official rules by their numbers (XRechnung Schematron of KoSIT, 2026-07-06; PEPPOL BIS Billing 3.0).
Only what our own
documents can break stands here; tests hold it against the official Schematron.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban

from kontor.invoicing.rules.einvoice import Sheet, endpoint_of
from kontor.invoicing.rules.validation import Fault
from kontor.kernel.text import marked as _

_MAIL = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
_DIGITS = re.compile(r"\d.*\d.*\d")
# Code list EAS (Electronic Address Scheme), as far as buyers in Europe use it.
SCHEMES = {
    "EM": "E-Mail (SMTP)", "0204": "Leitweg-ID", "9930": "USt-IdNr. (DE)", "0088": "GLN", "0060": "D-U-N-S",
    "9914": "UID (AT)", "9915": "Verwaltungskennzeichen (AT)", "0208": "Ondernemingsnummer (BE)", "0106": "KvK (NL)",
    "0190": "OIN (NL)", "0009": "SIRET (FR)", "0225": "FR:CTC", "0184": "CVR (DK)", "0007": "Organisationsnummer (SE)",
    "0192": "Organisasjonsnummer (NO)", "0216": "OVT (FI)", "0201": "IPA (IT)", "0211": "Partita IVA (IT)",
    "9938": "TVA (LU)",
}  # fmt: skip
_SELLER = _("Enter it at the legal entity.")
_BUYER = _("Enter it at the customer or on the order.")


def find_cius_faults(sheet: Sheet) -> list[Fault]:
    """Return which rules of XRechnung a document for a buyer of the state would break; nothing where it is valid."""
    return [*_of_seller(sheet), *_of_buyer(sheet), *_of_money(sheet)]


def _of_seller(sheet: Sheet) -> Iterator[Fault]:
    seller = sheet.seller
    for rule, term, value, what in (
        ("BR-DE-3", "BT-37", seller.city, "the city"),
        ("BR-DE-4", "BT-38", seller.postal_code, "the postal code"),
        ("BR-DE-5", "BT-41", seller.contact or seller.name, "a contact"),
        ("BR-DE-6", "BT-42", seller.phone, "the telephone number"),
        ("BR-DE-7", "BT-43", seller.email, "the e-mail address"),
        ("PEPPOL-EN16931-R020", "BT-34", seller.email, "the e-mail address, which is the electronic address"),
    ):
        if not value.strip():
            yield Fault(rule, (term,), f"XRechnung needs {what} of the seller.", _SELLER)
    if not (seller.phone.strip() or seller.email.strip()):
        yield Fault("BR-DE-2", ("BG-6",), "XRechnung needs a contact of the seller.", _SELLER)
    if seller.phone.strip() and not _DIGITS.search(seller.phone):
        yield Fault("BR-DE-27", ("BT-42",), "The telephone number of the seller has fewer than three digits.", _SELLER)
    if seller.email.strip() and not _MAIL.fullmatch(seller.email.strip()):
        yield Fault("BR-DE-28", ("BT-43",), "The e-mail address of the seller is none.", _SELLER)
    if not (seller.vat_id or seller.tax_number) and any(group.category != "O" for group in sheet.totals.groups):
        yield Fault(
            "BR-DE-16", ("BT-31", "BT-32"), "XRechnung needs the VAT id or the tax number of the seller.", _SELLER
        )


def _of_buyer(sheet: Sheet) -> Iterator[Fault]:
    if not sheet.buyer_reference.strip():
        yield Fault("BR-DE-15", ("BT-10",), "XRechnung needs the buyer reference (Leitweg-ID).", _BUYER)
    endpoint, scheme = endpoint_of(sheet)
    if not endpoint:
        yield Fault("PEPPOL-EN16931-R010", ("BT-49",), "XRechnung needs the electronic address of the buyer.", _BUYER)
    elif scheme not in SCHEMES:
        yield Fault(
            "BR-CL-25", ("BT-49",), "The scheme of the buyer's electronic address is not in the code list EAS.", _BUYER
        )
    for rules, terms, address, whose in (
        (("BR-DE-8", "BR-DE-9"), ("BT-52", "BT-53"), sheet.buyer, "buyer"),
        (("BR-DE-10", "BR-DE-11"), ("BT-77", "BT-78"), sheet.ship_to, "delivery"),
    ):
        for rule, term, value, what in zip(
            rules, terms, (address.city, address.postal_code), ("city", "postal code"), strict=True
        ):
            if not value.strip():
                yield Fault(rule, (term,), f"XRechnung needs the {what} of the {whose}.", _BUYER)


def _of_money(sheet: Sheet) -> Iterator[Fault]:
    seller = sheet.seller
    if seller.iban and sheet.totals.gross > sheet.paid and not iban.is_valid(seller.iban):
        yield Fault("BR-DE-19", ("BT-84",), "The IBAN of the seller is none.", _SELLER)
    if sheet.kind != "invoice" and not sheet.corrects:
        yield Fault("BR-DE-26", ("BG-3",), "A corrected invoice names the invoice that it corrects.", "")
