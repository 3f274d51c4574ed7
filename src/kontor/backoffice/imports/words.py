"""Words of imports: kinds, fields, and what becomes of orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kontor.flows.imports.tables.kinds import KINDS

# Who may take in what.
RIGHTS = {"orders": "orders:write"} | {kind.name: kind.right for kind in KINDS.values()}
KIND_WORDS = {
    "orders": _("Orders"), "products": _("Articles"), "stock": _("Stock"), "prices": _("Prices"),
    "customers": _("Customers"),
}  # fmt: skip
FIELD_WORDS = {
    "code": _("SKU"), "name": _("Name"), "parent": _("Variant of (SKU)"), "variant": _("Variant"),
    "handle": _("Rows of one article (handle)"), "variant_2": _("Variant, second option"),
    "tax_class": _("Tax class"),
    "price": _("Price"), "purchase_price": _("Purchase price"), "weight_g": _("Weight (g)"), "weight_kg": _("Weight (kg)"),
    "length_mm": _("Length (mm)"), "width_mm": _("Width (mm)"), "height_mm": _("Height (mm)"), "bin": _("Bin"),
    "barcodes": _("Barcodes"), "brand": _("Brand"), "category": _("Category"), "description": _("Description"),
    "origin": _("Country of origin"), "customs_number": _("Customs number"), "active": _("Active"),
    "quantity": _("Quantity"), "location": _("Location"), "amount": _("Price"), "price_list": _("Price list"),
    "from_quantity": _("From quantity"), "valid_from": _("Valid from"), "number": _("Customer number"),
    "email": _("E-mail"), "first_name": _("First name"), "last_name": _("Last name"), "company": _("Company"),
    "phone": _("Phone"), "vat_id": _("VAT id"), "group": _("Customer group"), "language": _("Language"),
    "street": _("Street"), "house_number": _("House number"), "postal_code": _("Postal code"), "city": _("City"),
    "country": _("Country"),
}  # fmt: skip
FATE_WORDS = {
    "open": _("open: they reserve and walk"), "history": _("done: stored as closed"),
    "cancelled": _("cancelled: left out"), "skip": _("left out"),
}  # fmt: skip
EFFECT_WORDS = {
    "rows": _("Lines"), "orders": _("Orders new"), "orders_already_known": _("Orders known already"),
    "imported_lines": _("Lines taken in"), "quarantined_lines": _("Lines set aside"), "left_out_lines": _("Lines left out"),
    "already_known_lines": _("Lines known already"), "articles_made": _("Articles made"), "new_articles": _("New articles"),
    "amount_file": _("Amount in the file"), "amount_accounted": _("Amount accounted for"),
}  # fmt: skip
