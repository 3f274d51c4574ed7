"""The front door of legal entities."""

from kontor.legal_entities.models import Chart
from kontor.legal_entities.queries import (
    LegalEntityRow,
    RaisedLimit,
    get_legal_entity,
    list_legal_entities,
    list_raised_limits,
    lock_legal_entity,
)

__all__ = [
    "Chart",
    "LegalEntityRow",
    "RaisedLimit",
    "get_legal_entity",
    "list_legal_entities",
    "list_raised_limits",
    "lock_legal_entity",
]
