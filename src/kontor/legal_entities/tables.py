"""The tables of legal_entities, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.legal_entities.models import LegalEntity, TaxRegistration

__all__ = [
    "LegalEntity",
    "TaxRegistration",
]
