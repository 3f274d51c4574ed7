"""The words of the papers, in the languages in which they are written."""

from __future__ import annotations

WORDS = {
    "de": {
        "invoice": "Rechnung", "reversal": "Stornorechnung", "correction": "Rechnungskorrektur", "date": "Rechnungsdatum",
        "order": "Auftrag", "delivered": "Lieferdatum", "not_yet": "nach Rechnungsstellung",
        "corrects": "zur Rechnung", "sku": "Artikelnr.",
        "article": "Artikel", "quantity": "Menge", "unit_price": "Einzelpreis", "rate": "USt.", "amount": "Betrag",
        "unit_price_net": "Einzelpreis netto", "amount_net": "Betrag netto",
        "net": "Nettobetrag",
        "tax": "USt. {rate} % auf {net}", "rounding": "Rundung", "total": "Gesamtbetrag", "paid": "Bereits gezahlt",
        "due": "Zu zahlen", "due_on": "Zahlbar bis", "vat_id": "USt-IdNr.", "tax_number": "Steuernummer",
        "buyer_vat_id": "USt-IdNr. des Käufers", "scan": "Mit der Banking-App zahlen",
        "managers": "Geschäftsführung",
    },
    "en": {
        "invoice": "Invoice", "reversal": "Reversal invoice", "correction": "Invoice correction", "date": "Invoice date",
        "order": "Order", "delivered": "Date of supply", "not_yet": "after this invoice", "corrects": "for invoice",
        "sku": "SKU", "article": "Article",
        "quantity": "Quantity", "unit_price": "Unit price", "rate": "VAT", "amount": "Amount",
        "unit_price_net": "Net unit price", "amount_net": "Net amount", "net": "Net amount",
        "tax": "VAT {rate} % on {net}", "rounding": "Rounding", "total": "Total", "paid": "Paid already", "due": "To pay",
        "due_on": "Due by", "vat_id": "VAT id", "tax_number": "Tax number", "buyer_vat_id": "Buyer's VAT id",
        "scan": "Pay with your banking app", "managers": "Managing directors",
    },
}  # fmt: skip

# Why no VAT is shown, by case of VAT: on the paper and in BT-120.
REASONS = {
    "de": {
        "intra_community": "Steuerfreie innergemeinschaftliche Lieferung (§ 4 Nr. 1b, § 6a UStG)",
        "reverse_charge": "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG)",
        "export": "Steuerfreie Ausfuhrlieferung (§ 4 Nr. 1a, § 6 UStG)",
        "small_business": "Steuerfrei als Kleinunternehmer (§ 19 UStG)",
        "margin": "Gebrauchtgegenstände/Sonderregelung (§ 25a UStG)",
        "voucher": "Mehrzweckgutschein: Steuer erst bei der Einlösung (§ 3 Abs. 15 UStG)",
        "deemed_supplier": "Die Umsatzsteuer schuldet der Marktplatz (§ 3 Abs. 3a UStG)",
    },
    "en": {
        "intra_community": "Intra-Community supply, exempt (art. 138 Directive 2006/112/EC)",
        "reverse_charge": "Reverse charge (art. 196 Directive 2006/112/EC)",
        "export": "Export, exempt (art. 146 Directive 2006/112/EC)",
        "small_business": "Exempt as a small business (§ 19 UStG)",
        "margin": "Margin scheme – second-hand goods (art. 313 Directive 2006/112/EC)",
        "voucher": "Multi-purpose voucher: VAT is due when it is redeemed (art. 30b Directive 2006/112/EC)",
        "deemed_supplier": "The marketplace owes the VAT (art. 14a Directive 2006/112/EC)",
    },
}  # fmt: skip


def language_of(wanted: str) -> str:
    """Return the language in which a paper is written: the wanted one where there are words for it, else English."""
    return wanted if wanted in WORDS else "en"
