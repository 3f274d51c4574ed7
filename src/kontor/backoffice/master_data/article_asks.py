"""What the forms of an article ask for."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.conditions import Label
from kontor.backoffice.parts.forms import Ask
from kontor.catalog.public import ContentUnit, EnergyClass, TaxClass


def _tax_classes() -> list[tuple[str, Label]]:
    return [(it.value, it.label) for it in TaxClass]


def _energy_classes() -> list[tuple[str, Label]]:
    return [(it.value, it.label) for it in EnergyClass]


def _units() -> list[tuple[str, Label]]:
    return [(it.value, it.label) for it in ContentUnit]


GENERAL = (
    Ask("name", _("Name"), required=True),
    Ask("tax_class", _("Tax class"), "choice", required=True, choices=_tax_classes),
    Ask("brand", _("Brand"), most=100),
    Ask("category", _("Category"), help=_("A path, for example: Garden > Furniture")),
    Ask("axes", _("Variants differ by"), "list", help=_("Parted by commas, for example: Colour, Size")),
    Ask("attributes", _("Attributes"), "pairs", most=8_000, help=_("A line for each, for example: Material = Oak")),
    Ask("active", _("Active"), "flag"),
)
_OPERATOR = (
    ("name", _("Name"), 160), ("street", _("Street"), 160), ("postal_code", _("Postal code"), 16), ("city", _("City"), 100),
)  # fmt: skip


def _operator(role: str, title: Label) -> tuple[Ask, ...]:
    first, *rest = _OPERATOR
    return (
        Ask(f"{role}_{first[0]}", title, most=first[2]),
        *(Ask(f"{role}_{name}", label, most=most) for name, label, most in rest),
        Ask(f"{role}_country", _("Country"), "country"),
        Ask(f"{role}_contact", _("E-mail or web page")),
    )


LAW = (
    Ask("origin", _("Country of origin"), "country"),
    Ask("customs_number", _("Customs number"), most=20, help=_("6, 8, 10 or 11 figures (HS, CN, TARIC)")),
    Ask("energy_class", _("Energy class"), "choice", choices=_energy_classes),
    Ask("warnings", _("Safety information"), "long", most=2_000),
    *_operator("manufacturer", _("Manufacturer")),
    *_operator("responsible", _("Responsible in the EU")),
)

_SKU = (
    Ask("code", _("SKU"), most=60, required=True),
    Ask("price", _("Price"), "amount"),
    Ask("purchase_price", _("Purchase price"), "amount"),
    Ask("weight_g", _("Weight (g)"), "count"),
    Ask("length_mm", _("Length (mm)"), "count"),
    Ask("width_mm", _("Width (mm)"), "count"),
    Ask("height_mm", _("Height (mm)"), "count"),
    Ask("bin", _("Bin"), most=20),
    Ask("barcodes", _("Barcodes"), "list", most=500, help=_("Several parted by commas")),
    Ask("content_amount", _("Content"), "amount", places=3, help=_("How much is in one piece: for the base price")),
    Ask("content_unit", _("Unit of the content"), "choice", choices=_units),
)


def list_sku_asks(*, costs: bool) -> Sequence[Ask]:
    """Return what is asked of a SKU; what it costs us only for whom that is open."""
    return [ask for ask in _SKU if costs or ask.name != "purchase_price"]


TEXT = (Ask("name", _("Name")), Ask("description", _("Description"), "long", most=20_000))
PARTS = (Ask("parts", _("Parts: a line for each, number = pieces"), "pairs", most=4_000),)


def list_option_asks(axes: Sequence[str]) -> Sequence[Ask]:
    """Return what is asked of the options by which the variants of an article differ."""
    return [Ask(f"option-{place}", axis, most=60) for place, axis in enumerate(axes)]


NEW = (GENERAL[0], GENERAL[1], GENERAL[2], GENERAL[3], *_SKU[:2], _SKU[3], _SKU[8])
