"""Record sourcing decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from kontor.platform.bulk import insert_rows
from kontor.sourcing.models import SourcingDecision
from kontor.sourcing.rules import OrderPlan


def record_decisions(*, plans: Mapping[int, OrderPlan], occasion: str, at: datetime) -> None:
    """Why each order ships from where it ships is kept with it. ``plans``: order id → plan."""
    insert_rows(
        SourcingDecision,
        {
            "order": list(plans), "occasion": occasion, "at": at,
            "reasons": [json.dumps(plan.reasons()) for plan in plans.values()],
        },
    )  # fmt: skip
