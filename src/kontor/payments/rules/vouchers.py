"""Vouchers: their codes, and whether one may be used."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.payments.errors import VoucherRefused

# No letter that can be taken for another: Crockford's base 32.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _WIDTH = 4, 4
_MISREAD = str.maketrans("OIL", "011")


def make_code() -> str:
    """Return a new code: 80 random bits in four groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_WIDTH)) for _ in range(_GROUPS))


def digest_code(code: str) -> str:
    """Return the fingerprint by which a code is known again, however it was typed."""
    plain = "".join(it for it in code.upper().translate(_MISREAD) if it.isalnum())
    return hashlib.sha256(f"voucher:{plain}".encode()).hexdigest()


@dataclass(slots=True)
class VoucherFacts:
    """A voucher as the rules see it; ``left`` goes down as the orders of a batch use it."""

    voucher_id: int
    hint: str
    purpose: str
    tax_class: str
    currency: str
    left: Decimal
    valid_until: date | None
    blocked: bool
    legal_entity_id: int


def use_voucher(
    facts: VoucherFacts | None, *, wanted: Decimal | None, most: Decimal, currency: str, legal_entity_id: int, on: date
) -> Decimal:
    """Return how much of a voucher an order uses: what it asks for, else as much as there is, never more than ``most``, what the
    order comes to. Refuses: VoucherRefused, saying why.
    """
    if facts is None or facts.legal_entity_id != legal_entity_id:
        raise VoucherRefused(why="unknown")
    if facts.blocked:
        raise VoucherRefused("The voucher is blocked.", hint=facts.hint, why="blocked")
    if facts.valid_until is not None and on > facts.valid_until:
        raise VoucherRefused("The voucher is not valid any more.", hint=facts.hint, why="expired")
    if facts.currency != currency:
        raise VoucherRefused("The voucher is in another currency.", hint=facts.hint, why="currency")
    amount = min(facts.left, most) if wanted is None else wanted
    if not Decimal(0) < amount <= min(facts.left, most):
        raise VoucherRefused(
            "Less is left on the voucher, or the order comes to less, than it is to pay.", hint=facts.hint, left=facts.left,
            why="amount",
        )  # fmt: skip
    facts.left -= amount
    return amount
