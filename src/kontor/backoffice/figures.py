"""Figures as the reader writes them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format

# Amounts have two places; what has more of them, and means it, shows them.
_PLACES = 2


def number_text(value: Decimal, *, grouped: bool = True) -> str:
    """Return a figure with the two places of money, or as many as it has; ``grouped``: with a sign for each thousand."""
    places = max(_PLACES, -int(value.normalize().as_tuple().exponent))
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=grouped)
