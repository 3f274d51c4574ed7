"""The tables of sourcing, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.sourcing.models import DayLoad, SourcingCosts, SourcingDecision, SourcingRule

__all__ = [
    "DayLoad",
    "SourcingCosts",
    "SourcingDecision",
    "SourcingRule",
]
