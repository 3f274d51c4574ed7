"""The own delivery as a carrier: it needs no network, so a label is a pure function of its request."""

from __future__ import annotations

import hashlib

from kontor.connectors.house_carrier.labels import draw_pdf, draw_zpl
from kontor.shipping.ports import BookedLabel, LabelFile, LabelRequest

TRACKING_DIGITS = 12


class HouseCarrier:
    """Books by computing: the same reference always gives the same number and the same label."""

    code = "house_carrier"
    name = "Own delivery"
    features: frozenset[str] = frozenset()

    def book_label(self, request: LabelRequest) -> BookedLabel:
        """Number the parcel after our reference and draw its label."""
        number = "KT" + _digits(request.reference)
        files = (
            LabelFile("application/pdf", draw_pdf(request, number)),
            LabelFile("application/zpl", draw_zpl(request, number)),
        )
        return BookedLabel(number, files, return_tracking_number="KR" + _digits(f"return:{request.reference}"))

    def find_label(self, reference: str) -> BookedLabel | None:
        """Not offered: booking again is the same label."""
        return None


def _digits(reference: str) -> str:
    number = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big")
    return f"{number % 10**TRACKING_DIGITS:0{TRACKING_DIGITS}d}"
