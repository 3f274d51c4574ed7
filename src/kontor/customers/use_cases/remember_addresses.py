"""Remember the addresses that customers use."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.customers.models import CustomerAddress
from kontor.customers.rules import address_fingerprint
from kontor.kernel.address import Address
from kontor.platform.sql.bulk import insert_rows


def remember_addresses(*, addresses: Mapping[int, Address]) -> None:
    """An address that a customer ships to is kept once. ``addresses``: customer id → address."""
    rows = [(customer_id, address) for customer_id, address in sorted(addresses.items()) if not address.missing()]
    insert_rows(
        CustomerAddress,
        {
            "customer": [customer_id for customer_id, _ in rows],
            "street": [address.street for _, address in rows],
            "postal_code": [address.postal_code for _, address in rows],
            "city": [address.city for _, address in rows],
            "country": [address.country for _, address in rows],
            "fingerprint": [address_fingerprint(address) for _, address in rows],
        },
        tail="ON CONFLICT DO NOTHING",
    )
