"""How the price of a listing changes by what somebody writes."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from kontor.channels.errors import PriceChangeOutOfReach, PriceChangeUnread

# A sign makes it a change, a percent sign one in percent; without a sign it is the price itself. A point before the cents, and no
# groups: who typed it in his language has it read at the door.
_CHANGE = re.compile(r"([+-]?)(\d{1,9}(?:\.\d{1,4})?)(%?)", re.ASCII)
CENT, MOST = Decimal("0.01"), Decimal(1_000_000_000)


def change_price(price: Decimal | None, told: str) -> Decimal:
    """The price there becomes what was written, or changes by it; what comes of a change is rounded to the cent, half up, and no
    price has parts of a cent: no channel has.

    ``told``: 19.99 · +5% · -10% · +1.50 · -2. Refuses: PriceChangeUnread, PriceChangeOutOfReach.
    """
    found = _CHANGE.fullmatch(told)
    if found is None or (found[3] and not found[1]):
        raise PriceChangeUnread(told=told[:40])
    sign, amount = found[1], Decimal(found[2])
    if not found[3] and amount != amount.quantize(CENT):
        raise PriceChangeUnread(told=told[:40])
    if not sign:
        changed = amount
    elif price is None:
        raise PriceChangeOutOfReach(told=told[:40])
    else:
        step = price * amount / 100 if found[3] else amount
        changed = (price + step if sign == "+" else price - step).quantize(CENT, ROUND_HALF_UP)
    if not 0 < changed < MOST:
        raise PriceChangeOutOfReach(told=told[:40], price=changed)
    return changed
