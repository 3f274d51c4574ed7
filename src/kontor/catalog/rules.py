"""Pure judgements about articles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import product

from kontor.catalog.errors import ArticleWrong, KitTaxedOtherwise, KitTaxedTooLow

STANDARD = "standard"


def check_kit_tax(*, kit: str, parts: Collection[str]) -> None:
    """A kit is one line with one rate. It has the rate of its parts, or the standard one where theirs differ: never too little.

    ``kit``, ``parts``: tax classes. Refuses: KitTaxedTooLow, KitTaxedOtherwise.
    Source: UStAE 10.1 (11): one price for goods of different rates is split, or taxed at the higher rate.
    """
    if kit == STANDARD or set(parts) <= {kit}:
        return
    if len(set(parts)) > 1:
        raise KitTaxedTooLow(kit=kit, parts=", ".join(sorted(set(parts))))
    raise KitTaxedOtherwise(kit=kit, parts=", ".join(parts))


# GTIN-8, -12, -13 and -14. Source: GS1 General Specifications, 7.9 (check digit), release 25.
_GTIN_LENGTHS = (8, 12, 13, 14)


def is_mistyped_gtin(code: str) -> bool:
    """Whether a barcode looks like a GTIN (EAN, UPC) and its check digit says that it is none."""
    if not (code.isascii() and code.isdigit() and len(code) in _GTIN_LENGTHS):
        return False
    weighed = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(code[:-1])))
    return (weighed + int(code[-1])) % 10 != 0


# Per how much the base price is told, and how much of it one unit of content is: § 5 PAngV.
_BASES = {
    "g": ("kg", Decimal("0.001")), "kg": ("kg", Decimal(1)), "ml": ("l", Decimal("0.001")), "l": ("l", Decimal(1)),
    "cm": ("m", Decimal("0.01")), "m": ("m", Decimal(1)), "m2": ("m²", Decimal(1)), "m3": ("m³", Decimal(1)),
}  # fmt: skip
_CUSTOMS = re.compile(r"[0-9]{6}|[0-9]{8}|[0-9]{10}|[0-9]{11}")
MOST_AXES, MOST_VARIANTS = 3, 200


def base_price(price: Decimal | None, *, amount: Decimal | None, unit: str) -> tuple[Decimal, str] | None:
    """Return what a kilogram, litre, metre or square metre costs, and which of them; None where that is not to be told.

    Source: §§ 4 and 5 PAngV (2022): who offers by weight, volume, length or area tells the price per unit beside it.
    """
    if price is None or not amount or unit not in _BASES:
        return None
    base, share = _BASES[unit]
    return round(price / (amount * share), 2), base


def tidy_customs_number(text: str) -> str:
    """Return a customs number without the blanks that people write into it. Refuses: ArticleWrong."""
    plain = re.sub(r"[\s.]", "", text)
    if plain and not _CUSTOMS.fullmatch(plain):
        raise ArticleWrong("A customs number has 6, 8, 10 or 11 figures.", field="customs_number")
    return plain


def check_code(code: str) -> None:
    """Refuse a number that nobody can see or type. Refuses: ArticleWrong."""
    if not code or any(unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp") for sign in code):
        raise ArticleWrong("A number has letters, figures and signs that can be seen.", field="code")


def check_options(options: Mapping[str, str], axes: Sequence[str]) -> None:
    """A variant has one value along each axis of its product, and along no other. Refuses: ArticleWrong."""
    if (options and set(options) != set(axes)) or any(not value for value in options.values()):
        raise ArticleWrong("A variant names one value for each option of its product.", field="options")


def name_options(options: Mapping[str, str], axes: Sequence[str]) -> str:
    """Return what a variant is called by its options, along the axes of its product."""
    return " / ".join(options[axis] for axis in axes if axis in options)


def combine(values: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return every variant that the values of the axes make, in their order. Refuses: ArticleWrong where they are too many."""
    axes = {axis: list(dict.fromkeys(found)) for axis, found in values.items() if found}
    if len(axes) > MOST_AXES:
        raise ArticleWrong("Variants differ by three options at most.", field="axes")
    count = 1
    for found in axes.values():
        count *= len(found)
    if count > MOST_VARIANTS:
        raise ArticleWrong("These are more than 200 variants: make them in parts.", field="axes")
    return [dict(zip(axes, chosen, strict=True)) for chosen in product(*axes.values())] if axes else []
