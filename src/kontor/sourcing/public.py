"""The front door of sourcing."""

from kontor.sourcing.models import (
    RuleEffect,
)
from kontor.sourcing.queries import DecisionRead, JudgedLocation, count_load, list_decisions, load_rule_book
from kontor.sourcing.rules import Allotment, Demand, DemandLine, OrderPlan, Rule, RuleBook, Verdict, plan
from kontor.sourcing.use_cases.record_decisions import record_decisions

__all__ = [
    "Allotment",
    "DecisionRead",
    "Demand",
    "DemandLine",
    "JudgedLocation",
    "OrderPlan",
    "Rule",
    "RuleBook",
    "RuleEffect",
    "Verdict",
    "count_load",
    "list_decisions",
    "load_rule_book",
    "plan",
    "record_decisions",
]
