"""Call for the jobs of pricing. A job's name, queue and key stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kontor.platform.post.jobs import defer_once

VAT_CHECK_TASK = "kontor.check_vat_id"


def call_vat_check(*, vat_id: str, asker: str, order_ids: Sequence[int], wait: timedelta | None = None) -> None:
    """The register is asked whether a VAT id is in use, for the orders that wait for it."""
    defer_once(
        VAT_CHECK_TASK, queue="payments", key=f"vat:{vat_id}:{order_ids[0] if order_ids else 0}", wait=wait, vat_id=vat_id,
        asker=asker, order_ids=[*order_ids],
    )  # fmt: skip
