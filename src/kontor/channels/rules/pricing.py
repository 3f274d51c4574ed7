"""How the price of a listing changes by what somebody writes."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from kontor.channels.errors import PriceChangeOutOfReach, PriceChangeUnread

# A sign makes it a change, a percent sign one in percent; without a sign it is the price itself. Point or comma before the cents.
_CHANGE = re.compile(r"([+\-\u2212]?)\s*(\d{1,9})(?:[.,](\d{1,4}))?\s*(%?)", re.ASCII)
CENT, MOST = Decimal("0.01"), Decimal(1_000_000_000)


def change_price(price: Decimal | None, told: str) -> Decimal:
    """The price there becomes what was written, or changes by it; what comes of a change is rounded to the cent, half up.

    ``told``: 19,99 · +5 % · -10 % · +1,50 · -2. Refuses: PriceChangeUnread, PriceChangeOutOfReach.
    """
    found = _CHANGE.fullmatch(told.strip())
    if found is None or (found[4] and not found[1]):
        raise PriceChangeUnread(told=told[:40])
    sign, amount = found[1], Decimal(f"{found[2]}.{found[3] or 0}")
    if not sign:
        changed = amount
    elif price is None:
        raise PriceChangeOutOfReach(told=told[:40])
    else:
        step = price * amount / 100 if found[4] else amount
        changed = (price + step if sign == "+" else price - step).quantize(CENT, ROUND_HALF_UP)
    if not 0 < changed < MOST:
        raise PriceChangeOutOfReach(told=told[:40], price=changed)
    return changed
