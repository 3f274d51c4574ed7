"""Rules of shipping."""

from __future__ import annotations

import re

# Letters and digits, as every carrier prints them under the bars; blanks are for reading only.
_NUMBER = re.compile(r"[A-Za-z0-9]{8,40}")


# What the house delivers itself, or labels itself: its number is not one that a buyer can follow.
HOUSE_CARRIER = "house_carrier"
# Carriers that every connector has a name for.
CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS"}


def tracked_by(carrier: str, number: str) -> str:
    """Return by whom and under which number a buyer can follow his parcel: "DHL 00340434…"; nothing for the house's own."""
    return f"{CARRIERS.get(carrier, carrier)} {number}" if number and carrier != HOUSE_CARRIER else ""


def is_number(text: str) -> bool:
    """Whether this can be the number of a parcel."""
    return _NUMBER.fullmatch(text) is not None
