"""The tables of shipping, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.shipping.models import LabelIntent, Parcel

__all__ = [
    "LabelIntent",
    "Parcel",
]
