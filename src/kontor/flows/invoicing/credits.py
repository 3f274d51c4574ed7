"""What buyers have paid for invoices that were corrected since, and nobody has given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kontor.flows.invoicing.amount_due import asked_by_papers
from kontor.invoicing.public import list_corrected_by_hand
from kontor.payments.public import get_payments, list_asked_back

# So long it is told; then it is settled otherwise, or the buyer's account is kept with it on purpose.
TOLD_FOR = timedelta(days=60)
# Of so many orders that were corrected last it is judged: this is asked each minute.
JUDGED, AT_ONCE = 2_000, 1_000


@dataclass(frozen=True, slots=True)
class Credit:
    """Money of a buyer that his papers do not ask for any more. ``since``: when the last of them was corrected."""

    order_id: int
    amount: Decimal
    currency: str
    since: datetime


def list_credits(at: datetime, *, most: int) -> list[Credit]:
    """Return what was paid beyond the papers of orders that somebody corrected by hand, and is not on its way back, the newest
    first. Of orders of which an invoice follows nothing is said: it may ask for the rest; neither of those that wait for a second
    person.
    """
    since = list_corrected_by_hand(since=at - TOLD_FOR)
    found: list[Credit] = []
    newest = list(since)[:JUDGED]
    for start in range(0, len(newest), AT_ONCE):
        some = newest[start : start + AT_ONCE]
        found += _judge({key: since[key] for key in some}, asked_by_papers(some))
        if len(found) >= most:
            break
    return found[:most]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the papers of an order that somebody corrected ask for in money, reminders with them, and what was paid beyond it."""

    amount: Decimal
    credit: Credit | None


def ask_papers(order_id: int, *, corrected_at: datetime) -> Asked | None:
    """Return what the papers of an order ask for that somebody corrected by hand then, None where an invoice follows."""
    asked = asked_by_papers([order_id])
    credit = next(iter(_judge({order_id: corrected_at}, asked)), None)
    return next((Asked(it.with_costs(asked[key]), credit) for key, it in get_payments(asked).items()), None)


def _judge(since: Mapping[int, datetime], asked: Mapping[int, Decimal]) -> list[Credit]:
    waiting = list_asked_back(since)
    payments = get_payments(asked)
    found = [
        Credit(key, it.beyond_papers(asked[key]), it.currency, corrected_at)
        for key, corrected_at in since.items() if key not in waiting and (it := payments.get(key))
    ]  # fmt: skip
    return [it for it in found if it.amount]
