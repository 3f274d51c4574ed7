"""When a second person decides about money and credits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from kontor.kernel.money import ZERO

# By these the causes of refunds begin that somebody gave by hand, and of what is left over since less was agreed with the buyer.
BY_HAND, LEFT_OVER = "hand:", "left_over:"
# Of a cause of eighty signs so many name the form.
_NAMED = 40


def needs_second(amount: Decimal, *, limit: Decimal | None, given_before: Decimal) -> bool:
    """Whether a second person decides: what is to be given back of an order by hand, with what was so before, is above the limit.

    Without a limit nobody is asked; parting an amount into small ones does not get around it, and nothing needs nobody.
    """
    return limit is not None and amount > 0 and amount + given_before > limit


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What was received of an order beyond what it owes and is not on its way back: ``owed`` to the buyer whoever presses, for
    pieces that are cancelled; ``lowered``: since somebody here made the rest cost less. ``given_before``: what was given so by
    hand, and of what was lowered before; ``outgrown``: more waits for a second person than was lowered by now.
    """

    owed: Decimal = ZERO
    lowered: Decimal = ZERO
    given_before: Decimal = ZERO
    outgrown: bool = False

    @property
    def whole(self) -> Decimal:
        """Return all of it."""
        return self.owed + self.lowered


def part_left_over(
    *, received: Decimal, due: Decimal, given_back: Decimal, by_hand: Decimal, given_away: Decimal
) -> LeftOver:
    """Part what is left over of an order. ``due``: what it owes now; ``given_away``: by how much what is left of it costs less
    than was agreed and paid; ``given_back``: what went back or is on its way, ``by_hand`` of it what somebody chose to give.

    What went back by itself was for what is cancelled first, then for what was lowered. The parts add up to what is left over.
    """
    left = max(ZERO, received - given_back - due)
    cancelled = max(ZERO, received - due - given_away)
    by_itself = max(ZERO, given_back - by_hand)
    owed = min(left, max(ZERO, cancelled - by_itself))
    # Of what went back by itself so much was for pieces that are here again, or cost less since; whatever the buyer still owes.
    gone = min(by_itself, max(ZERO, given_away - (left - owed)))
    return LeftOver(owed, left - owed, by_hand + gone)


def request_cause(kind: str, form: str) -> str:
    """Return by what a request is known again that is sent twice: its kind and the number of the form, of forty signs at most."""
    return f"{kind}:{form if len(form) <= _NAMED else sha256(form.encode()).hexdigest()[:_NAMED]}"
