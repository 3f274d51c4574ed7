"""Issue a voucher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.kernel.money import TRADED, unit_of
from kontor.payments.errors import VoucherRefused
from kontor.payments.models import Voucher, VoucherPurpose
from kontor.payments.rules import digest_code, make_code
from kontor.platform.keep.audit import Change, record_changes

# A shorter one is guessed, and its last four would be most of it.
LEAST_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher to be issued. ``tax_class`` belongs to a single-purpose one; ``code`` is that of a voucher sold before;
    ``by_two``: a second person has agreed to it.
    """

    legal_entity_id: int
    purpose: str
    amount: Decimal
    currency: str = "EUR"
    tax_class: str = ""
    valid_until: date | None = None
    order_id: int | None = None
    code: str = ""
    by_two: bool = False


def issue_voucher(*, new: NewVoucher, at: datetime, by: Actor) -> tuple[int, str]:
    """A voucher is worth what was paid for it until it is used up. Returns its id and its code, which nobody can look up again.

    Refuses: VoucherRefused for a code that is taken, or facts that make no voucher.
    """
    code = new.code.strip() or make_code()
    digest = digest_code(code)
    single = new.purpose == VoucherPurpose.SINGLE
    if new.currency not in TRADED:
        raise VoucherRefused("In this currency nothing is sold here.", why=new.currency[:8])
    if new.amount <= 0 or new.amount != new.amount.quantize(unit_of(new.currency)):
        raise VoucherRefused("A voucher is worth an amount above zero, in whole cents.", why="amount")
    if single != bool(new.tax_class):
        raise VoucherRefused(
            "A voucher of single purpose needs its tax class, and only that one has it.", why="tax_class"
        )
    if sum(it.isalnum() for it in code) < LEAST_CHARACTERS:
        raise VoucherRefused("A code needs eight letters or digits at least.", why="short")
    if new.purpose not in ("single", "multi"):
        raise VoucherRefused("A voucher is of single or of multiple purpose.", why="purpose")
    if Voucher.objects.filter(digest=digest).exists():
        raise VoucherRefused("There is a voucher with this code already.", why="known")
    voucher = Voucher.objects.create(
        legal_entity_id=new.legal_entity_id, digest=digest, hint=code[-4:], purpose=new.purpose, tax_class=new.tax_class,
        currency=new.currency, amount=new.amount, left=new.amount, valid_until=new.valid_until, order_id=new.order_id,
        issued_at=at, issued_by=str(by), issued_person="" if new.by_two or new.order_id else person_behind(by),
    )  # fmt: skip
    told = {"amount": str(new.amount), "currency": new.currency, "purpose": new.purpose}
    record_changes(
        subject="voucher", verb="issue_voucher", changes=[Change(voucher.id, None, told)], at=at, by=by
    )  # fmt: skip
    return int(voucher.id), code
