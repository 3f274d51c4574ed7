"""News from pricing."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class VatIdChecked(OrderNews):
    """The register has answered for the VAT id of the order's buyer."""
