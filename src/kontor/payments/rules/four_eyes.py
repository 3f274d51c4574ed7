"""When money needs four eyes."""

from __future__ import annotations

from decimal import Decimal


def needs_second(amount: Decimal, *, limit: Decimal | None, given_before: Decimal) -> bool:
    """Whether a second person decides: what is to be given back of an order by hand, with what was so before, is above the limit.

    Without a limit nobody is asked; parting an amount into small ones does not get around it.
    """
    return limit is not None and amount + given_before > limit
