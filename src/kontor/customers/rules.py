"""When two orders come from the same buyer."""

from __future__ import annotations

import hashlib
import re

from kontor.kernel.address import Address

_BLANKS = re.compile(r"\W+")


def match_key(*, channel_code: str, buyer_ref: str, address: Address) -> str:
    """Say by what a buyer is known: the channel's own id, else the e-mail, else name and place.

    An anonymous buyer (a till receipt) is one customer per channel.
    """
    if buyer_ref:
        return f"ref:{channel_code}:{buyer_ref}"[:400]
    if address.email:
        return f"mail:{address.email.lower()}"[:400]
    if not (address.name or address.company):
        return f"anonymous:{channel_code}"
    parts = (address.company, address.name, address.postal_code, address.street, address.country)
    return "place:" + "|".join(_BLANKS.sub(" ", part).casefold() for part in parts)[:390]


def address_fingerprint(address: Address) -> str:
    """Return the same value for the same place, however it is spelt in case and punctuation."""
    parts = (address.street, address.postal_code, address.city, address.country)
    text = "|".join(_BLANKS.sub(" ", part).casefold() for part in parts)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
