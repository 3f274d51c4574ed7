"""Forget addresses of a customer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kontor.customers.models import CustomerAddress
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def forget_addresses(*, customer_id: int, fingerprints: Collection[str], at: datetime, by: Actor) -> None:
    """Addresses that were entered by mistake are known no more; orders keep theirs. ``fingerprints``: which of them."""
    gone, _rows = CustomerAddress.objects.filter(customer_id=customer_id, fingerprint__in=fingerprints).delete()
    if gone:
        change = Change(customer_id, {"addresses": gone}, None)
        record_changes(subject="customer", verb="forget_addresses", changes=[change], at=at, by=by)
