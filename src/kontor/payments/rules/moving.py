"""What may be done with the money of an order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import ZERO, unit_of
from kontor.kernel.text import marked as _
from kontor.payments.errors import CaptureTooMuch, MoneyWentBack, NothingToLetGo, NoWholeCents, RefundTooMuch

# Why a refund is over that nobody has to look at any more.
DROPPED_BY_HAND = _("Dropped by hand.")
# What orders of before say of it.
_("Returned by the bank.")
TAKEN_OFF = _("The payment that it gave back was taken off.")
SENT_BACK = _("Sent back by the bank: it waits to be made again.")
GIVEN_UP = (DROPPED_BY_HAND, TAKEN_OFF, SENT_BACK)


def still_to_come(lacks: Decimal, *, elsewhere: bool, ended: bool) -> Decimal:
    """What somebody may still bring by hand or by bank: also for orders on account, which leave before they are paid.

    ``elsewhere``: a provider or the marketplace collects; ``ended``: the order was cancelled.
    """
    return ZERO if elsewhere or ended else max(ZERO, lacks)


def still_to_capture(amount: Decimal, balance: PaymentBalance, *, shipped: Decimal, at_once: bool) -> Decimal:
    """What is collected once goods have left: what they come to, or all of it where no more leaves or the provider collects once;
    never more than was authorised and is not on its way, and never less than nothing.
    """
    due = amount if at_once else min(shipped, amount)
    return max(ZERO, min(due, balance.authorized) - balance.captured - balance.capture_pending)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the papers of an order ask for by now, what of it vouchers pay, what waits for a second person to go back."""

    papers: Decimal
    by_vouchers: Decimal = ZERO
    going: Decimal = ZERO


def collected_for(
    paper: Decimal, *, asked: Claimed, balance: PaymentBalance, taken: Decimal, at_once: Decimal | None
) -> Decimal:
    """Return what is collected for a paper: its amount, as far as all papers of the order ask for it by now and it is not here.

    ``taken``: what the papers before it have asked for. ``at_once``: all that is owed, where there is one collection.
    """
    here = balance.captured + balance.capture_pending - balance.refunded - balance.refund_pending - asked.going
    due = min(paper, asked.papers - asked.by_vouchers - here - taken) if at_once is None else at_once
    return max(ZERO, min(due, balance.capturable - taken))


def let_go_of(balance: PaymentBalance, *, taken: Decimal, ends: bool) -> Decimal:
    """Return what of an agreement is let go once the last paper (``ends``) has collected nothing and nothing is under way."""
    return balance.capturable if ends and not taken and not balance.capture_pending else ZERO


@dataclass(frozen=True, slots=True)
class PaymentBalance:
    """How a payment stands: what was agreed, taken, given back, and what of both is on its way."""

    authorized: Decimal
    captured: Decimal
    capture_pending: Decimal
    refunded: Decimal
    refund_pending: Decimal
    disputed: Decimal = ZERO

    @property
    def capturable(self) -> Decimal:
        """Return what can still be collected."""
        return self.authorized - self.captured - self.capture_pending

    @property
    def refundable(self) -> Decimal:
        """Return what can still be given back: what the buyer disputes was taken back already."""
        return self.captured - self.refunded - self.refund_pending - self.disputed


def lacking(*, owed: Decimal, received: Decimal, back: Decimal, secured: bool) -> Decimal:
    """Return what of an order's money is still to come; below zero: what came beyond it. ``back``: what went back or is on its
    way.

    What is certain was paid: a gift is not owed again. Before, what went back is not here, and the order waits for it.
    """
    return owed - received + (ZERO if secured else back)


def check_still_here(standing: PaymentBalance, *, before: Decimal, amount: Decimal, elsewhere: bool) -> None:
    """Refuse that an order owes more again of which money went back: whether the buyer has paid for it nobody could say any more.
    What a channel or a shop takes (``elsewhere``) is paid there. Refuses: MoneyWentBack.
    """
    back = standing.refunded + standing.refund_pending
    if not elsewhere and back and amount > before and amount > standing.captured - back - standing.disputed:
        raise MoneyWentBack


def check_units(amount: Decimal, currency: str) -> None:
    """Refuse money of which there is no coin and no bank transfer: a tenth of a cent, half a yen. Refuses: NoWholeCents."""
    if amount % unit_of(currency):
        raise NoWholeCents(amount=amount, currency=currency)


def check_move(kind: str, amount: Decimal, standing: PaymentBalance, currency: str) -> None:
    """Refuse what goes beyond the money there is. Refuses: CaptureTooMuch, RefundTooMuch, NothingToLetGo, NoWholeCents."""
    check_units(amount, currency)
    if kind == "capture" and not ZERO < amount <= standing.capturable:
        raise CaptureTooMuch(asked=amount, left=standing.capturable)
    if kind == "refund" and not ZERO < amount <= standing.refundable:
        raise RefundTooMuch(asked=amount, left=standing.refundable)
    if kind == "void" and (standing.capture_pending or not ZERO < amount <= standing.capturable):
        raise NothingToLetGo(left=standing.capturable)


@dataclass(frozen=True, slots=True)
class RefundPart:
    """A part of what is given back; ``elsewhere``: of what a channel or shop took in."""

    amount: Decimal
    elsewhere: bool


def part_refund(amount: Decimal, *, elsewhere: Decimal) -> list[RefundPart]:
    """Return what of a refund goes back where a channel or shop took it in (``elsewhere``: how much is there still), which comes
    first, and what goes back from here.
    """
    there = min(amount, max(ZERO, elsewhere))
    return [it for it in (RefundPart(there, elsewhere=True), RefundPart(amount - there, elsewhere=False)) if it.amount]


def way_of(kind: str, method: str, *, at_provider: bool, elsewhere: bool = False, by_channel: bool = False) -> str:
    """Return which way money goes: back the way it came, by transfer where it came from a bank, else by hand. What was taken in
    ``elsewhere`` goes back ``by_channel`` where the channel can do that.
    """
    if at_provider:
        return "provider"
    if elsewhere:
        return "channel" if by_channel else "hand"
    return "transfer" if kind == "refund" and method in ("prepayment", "invoice") else "hand"
