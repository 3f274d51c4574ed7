"""An address as it is typed: where a parcel goes, or whom an invoice is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kontor.backoffice.typed import read_text

# How long each part may be; the country is chosen.
LIMITS = {"name": 160, "company": 160, "street": 160, "extra": 200, "postal_code": 16, "city": 100}


def read_place(sent: Any, prefix: str = "") -> dict[str, str]:
    """Return the parts of an address but its country. Refuses: TypedWrong at its field."""
    return {name: read_text(sent, f"{prefix}{name}", limit=most) for name, most in LIMITS.items()}


def typed_address(sent: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return an address as it was typed, to be shown again; in Germany where nothing was chosen."""
    return {name: sent.get(f"{prefix}{name}", "") for name in LIMITS} | {
        "country": sent.get(f"{prefix}country") or "DE"
    }
