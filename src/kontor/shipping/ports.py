"""What a carrier must offer. A feature that is not declared is never called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kontor.kernel.address import Address


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """One parcel to be carried. ``reference`` is ours, unique for ever, and the carrier's idempotency key."""

    reference: str
    sender: Address
    recipient: Address
    weight_g: int
    order_number: str


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label to print: ``media_type`` is application/pdf (A6) or application/zpl (203 dpi)."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BookedLabel:
    """What the carrier sold us."""

    tracking_number: str
    files: tuple[LabelFile, ...]
    # The number under which the parcel would come back, where the carrier gives one with the label.
    return_tracking_number: str = ""


class Carrier(Protocol):
    """A carrier. Raises only the three kinds of ``Outside``."""

    code: str
    name: str
    # of: "find_label" (look a label up by our reference), "void_label"
    features: frozenset[str]

    def book_label(self, request: LabelRequest) -> BookedLabel:
        """Buy one label; the same reference gets the same label."""

    def find_label(self, reference: str) -> BookedLabel | None:
        """Return the label that was bought under our reference, or None."""
