"""The pure heart of sourcing: plan(orders, stock, rules) → what ships from where, and why."""

from kontor.sourcing.rules.plan import plan
from kontor.sourcing.rules.values import (
    Allotment,
    Candidate,
    Demand,
    DemandLine,
    OrderPlan,
    Rule,
    RuleBook,
    Verdict,
)

__all__ = [
    "Allotment",
    "Candidate",
    "Demand",
    "DemandLine",
    "OrderPlan",
    "Rule",
    "RuleBook",
    "Verdict",
    "plan",
]
