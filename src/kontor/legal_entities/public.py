"""The front door of legal entities."""

from kontor.legal_entities.models import Chart, LegalEntity, TaxRegistration

__all__ = ["Chart", "LegalEntity", "TaxRegistration"]
