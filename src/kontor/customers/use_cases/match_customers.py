"""Match or create the customers of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.customers.rules import match_key
from kontor.kernel.address import Address
from kontor.platform.sql.bulk import select_rows


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who ordered, as the channel tells it."""

    channel_code: str
    address: Address
    ref: str = ""
    vat_id: str = ""
    language: str = "de"
    order_ref: str = ""

    @property
    def key(self) -> str:
        """Return by what this buyer is known."""
        return match_key(
            channel_code=self.channel_code, order_ref=self.order_ref, buyer_ref=self.ref, address=self.address
        )


def match_customers(*, buyers: Sequence[Buyer], at: datetime) -> dict[str, int]:
    """The same buyer is one customer: known ones are found, new ones created, in one statement for the batch.

    Returns customer ids by match key.
    Locks: the new keys, in key order, so that two batches with the same buyers never block each other in a circle.
    """
    by_key = {buyer.key: buyer for buyer in buyers}
    keys = sorted(by_key)
    new = [by_key[key] for key in keys]
    rows = select_rows(
        _MATCH_OR_CREATE,
        [
            keys,
            ["company" if buyer.address.company else "person" for buyer in new],
            [buyer.address.name for buyer in new],
            [buyer.address.company for buyer in new],
            [buyer.address.email for buyer in new],
            [buyer.address.phone for buyer in new],
            [buyer.vat_id for buyer in new],
            [buyer.language for buyer in new],
            at,
        ],
    )
    return dict(rows)


# Where a twin batch creates the same key at this moment, the insert waits for it and then touches its row for the id. It
# touches a column that is no key: a key's update locks out the foreign keys of orders, whose writers hold the stock we
# are going to wait for.
_MATCH_OR_CREATE = """
WITH asked AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
           AS buyer(match_key, kind, name, company, email, phone, vat_id, language)
), known AS (
    SELECT customer.match_key, coalesce(customer.merged_into_id, customer.id) AS id
      FROM asked JOIN customers_customer customer USING (match_key)
), created AS (
    INSERT INTO customers_customer AS kept (match_key, kind, name, company, email, phone, vat_id, language, created_at)
    SELECT asked.*, %s FROM asked WHERE match_key NOT IN (SELECT match_key FROM known) ORDER BY match_key
    ON CONFLICT (match_key) DO UPDATE SET kind = kept.kind
    RETURNING match_key, id
)
SELECT match_key, id FROM known UNION ALL SELECT match_key, id FROM created
"""
