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
from kontor.legal_entities.rules import ON_PAPERS, find_lacking_on_papers
from kontor.legal_entities.use_cases.keep_legal_entity import LegalEntityFacts, keep_legal_entity

__all__ = [
    "ON_PAPERS",
    "Chart",
    "LegalEntityFacts",
    "LegalEntityRow",
    "RaisedLimit",
    "find_lacking_on_papers",
    "get_legal_entity",
    "keep_legal_entity",
    "list_legal_entities",
    "list_raised_limits",
    "lock_legal_entity",
]
