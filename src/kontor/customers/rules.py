"""When two orders come from the same buyer."""

from __future__ import annotations

import hashlib
import re
from uuid import uuid4

from kontor.kernel.address import Address

_BLANKS = re.compile(r"\W+")


# A buyer who told nothing that only he has is known by his order, and by nothing else.
ONE_ORDER = "order:"
# Who told his e-mail is known by it.
BY_MAIL = "mail:"


def match_key(*, channel_code: str, order_ref: str, buyer_ref: str, address: Address) -> str:
    """Say by what a buyer is known: the account number at the channel, else the e-mail, else this one order.

    Name and street are no identity: two people of one name live in one house, and who reads out the orders of one to the other
    breaks the protection of data (art. 5 (1) f GDPR). A person may still merge two customers.
    """
    if buyer_ref:
        return f"ref:{channel_code}:{buyer_ref}"[:400]
    if address.email:
        return f"mail:{address.email.lower()}"[:400]
    return f"{ONE_ORDER}{channel_code}:{order_ref}"[:400]


def key_by_hand(email: str) -> str:
    """Say by what a buyer is known whom somebody enters by hand: his e-mail, so that his next order finds him; else himself."""
    return f"mail:{email.strip().lower()}"[:400] if email.strip() else f"hand:{uuid4().hex}"


def key_by_number(number: str) -> str:
    """Say by what a buyer is known who has a number in the merchant's books and no e-mail."""
    return f"number:{number.strip().casefold()}"[:400]


def address_fingerprint(address: Address) -> str:
    """Return the same value for the same place, however it is spelt in case and punctuation."""
    parts = (address.street, address.postal_code, address.city, address.country)
    text = "|".join(_BLANKS.sub(" ", part).casefold() for part in parts)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
