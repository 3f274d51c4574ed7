"""Pure judgements about articles."""

from __future__ import annotations

from collections.abc import Collection

from kontor.catalog.errors import KitTaxedOtherwise, KitTaxedTooLow

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
