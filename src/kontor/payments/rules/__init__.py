"""The pure heart of payments: when money is certain, what a bank statement says, and whose money it is."""

from kontor.payments.rules.bank import BankLine, Statement, StatementUnreadable
from kontor.payments.rules.matching import Claim, Match, Matcher
from kontor.payments.rules.securing import is_secured_at_once, received_at_once
from kontor.payments.rules.statements import read_statements

__all__ = [
    "BankLine",
    "Claim",
    "Match",
    "Matcher",
    "Statement",
    "StatementUnreadable",
    "is_secured_at_once",
    "read_statements",
    "received_at_once",
]
