"""Match or create the customers of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.customers.models import Customer
from kontor.customers.rules import match_key
from kontor.kernel.address import Address
from kontor.platform.bulk import insert_rows, select_rows


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who ordered, as the channel tells it."""

    channel_code: str
    address: Address
    ref: str = ""
    vat_id: str = ""
    language: str = "de"

    @property
    def key(self) -> str:
        """Return by what this buyer is known."""
        return match_key(channel_code=self.channel_code, buyer_ref=self.ref, address=self.address)


def match_customers(*, buyers: Sequence[Buyer], at: datetime) -> dict[str, int]:
    """The same buyer is one customer: known ones are found, new ones created, in two statements for the batch.

    Returns customer ids by match key.
    Locks: the new keys, in key order, so that two batches with the same buyers never block each other in a circle.
    """
    by_key = {buyer.key: buyer for buyer in buyers}
    known: dict[str, int] = dict(
        select_rows("SELECT match_key, id FROM customers_customer WHERE match_key = ANY(%s)", [list(by_key)])
    )
    fresh = sorted(key for key in by_key if key not in known)
    if fresh:
        new = [by_key[key] for key in fresh]
        known |= dict(
            insert_rows(
                Customer,
                {
                    "match_key": fresh,
                    "kind": ["company" if buyer.address.company else "person" for buyer in new],
                    "name": [buyer.address.name for buyer in new],
                    "company": [buyer.address.company for buyer in new],
                    "email": [buyer.address.email for buyer in new],
                    "phone": [buyer.address.phone for buyer in new],
                    "vat_id": [buyer.vat_id for buyer in new],
                    "language": [buyer.language for buyer in new],
                    "created_at": at,
                },
                # A twin batch may have created the key a moment ago; touching its row returns its id.
                tail="ON CONFLICT (match_key) DO UPDATE SET match_key = excluded.match_key RETURNING match_key, id",
            )
        )
    return known
