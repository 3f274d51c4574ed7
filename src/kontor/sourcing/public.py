"""The front door of sourcing."""

from kontor.sourcing.models import DayLoad, RuleEffect, SourcingCosts, SourcingDecision, SourcingRule
from kontor.sourcing.queries import DecisionRead, JudgedLocation, count_load, list_decisions, load_rule_book
from kontor.sourcing.rules import Allotment, Demand, DemandLine, OrderPlan, Rule, RuleBook, Verdict, plan
from kontor.sourcing.use_cases.record_decisions import record_decisions

__all__ = [
    "Allotment",
    "DayLoad",
    "DecisionRead",
    "Demand",
    "DemandLine",
    "JudgedLocation",
    "OrderPlan",
    "Rule",
    "RuleBook",
    "RuleEffect",
    "SourcingCosts",
    "SourcingDecision",
    "SourcingRule",
    "Verdict",
    "count_load",
    "list_decisions",
    "load_rule_book",
    "plan",
    "record_decisions",
]
