"""News from the channels."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class RefundTold(OrderNews):
    """A channel has taken a refund on, or a person made it there. ``reference`` is that of the money."""

    reference: str
    external_id: str = ""
