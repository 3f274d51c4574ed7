"""Keep what the register of VAT ids answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish
from kontor.pricing.events import VatIdChecked
from kontor.pricing.models import VatCheck
from kontor.pricing.ports import VatAnswer


def keep_vat_check(
    *, vat_id: str, asker: str, answer: VatAnswer, order_ids: Sequence[int], at: datetime, by: Actor
) -> int:
    """The answer is kept for ever as it came: the tax office asks years later whether the buyer's VAT id was in use.

    Tells: VatIdChecked for the orders that wait for it.
    """
    check = VatCheck.objects.create(
        vat_id=vat_id, asker=asker, valid=answer.valid, name=answer.name[:200], address=answer.address[:300],
        proof=answer.proof[:60], told=dict(answer.told), at=at,
    )  # fmt: skip
    publish([VatIdChecked(order_id) for order_id in order_ids], at=at, by=by)
    return int(check.id)
