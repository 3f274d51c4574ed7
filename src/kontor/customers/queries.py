"""Questions about customers."""

from __future__ import annotations

from collections.abc import Collection

from kontor.customers.models import Customer


def list_groups_of(keys: Collection[str]) -> dict[str, int]:
    """Return the customer groups of those of the buyers, by match key, who are known and belong to one."""
    rows = Customer.objects.filter(match_key__in=keys, group__isnull=False)
    return {key: group_id for key, group_id in rows.values_list("match_key", "group_id") if group_id is not None}
