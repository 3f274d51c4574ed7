"""Find debtors, or make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontor.accounting.models import Debtor
from kontor.accounting.rules import DEBTORS
from kontor.platform.sql.counters import draw_numbers


@dataclass(frozen=True, slots=True)
class WhoOwes:
    """A debtor by his key: ``customer:ID`` for a company, ``channel:ID`` for the consumers of a channel."""

    key: str
    name: str
    customer_id: int | None = None


def find_debtors(*, legal_entity_id: int, wanted: Mapping[str, WhoOwes]) -> dict[str, int]:
    """Every debtor has one account, given when he first owes something. Returns key → account. Locks: the debtors' counter."""
    keys = list(wanted)
    known = _known(legal_entity_id, keys)
    for key in sorted(set(keys) - set(known)):
        drawn = draw_numbers(f"debtor:{legal_entity_id}")
        who = wanted[key]
        known |= _known(legal_entity_id, [key])  # somebody may have made it while we waited for the counter
        if key not in known:
            made = Debtor.objects.create(
                legal_entity_id=legal_entity_id, key=key, number=DEBTORS.start + drawn, name=who.name[:120],
                customer_id=who.customer_id,
            )  # fmt: skip
            known[key] = made.number
    return known


def _known(legal_entity_id: int, keys: list[str]) -> dict[str, int]:
    rows = Debtor.objects.filter(legal_entity_id=legal_entity_id, key__in=keys)
    return dict(rows.values_list("key", "number"))
