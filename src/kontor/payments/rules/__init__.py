"""The pure heart of payments: when money is certain, what a bank statement says, and whose money it is."""

from kontor.payments.rules.bank import BankLine, Statement, StatementUnreadable, find_iban
from kontor.payments.rules.booking import check_aside, check_bookable, check_brings_back, check_day
from kontor.payments.rules.four_eyes import (
    BY_HAND,
    LEFT_OVER,
    LeftOver,
    needs_second,
    part_left_over,
    request_cause,
)
from kontor.payments.rules.matching import Claim, Matcher, PaymentMatch
from kontor.payments.rules.moving import (
    DROPPED_BY_HAND,
    GIVEN_UP,
    SENT_BACK,
    TAKEN_OFF,
    Claimed,
    PaymentBalance,
    check_move,
    check_still_here,
    check_units,
    collected_for,
    lacking,
    let_go_of,
    part_refund,
    still_to_capture,
    still_to_come,
    way_of,
)
from kontor.payments.rules.securing import (
    RECEIVED_ELSEWHERE,
    check_paid_elsewhere,
    is_secured_at_once,
    received_at_once,
)
from kontor.payments.rules.statements import read_statements
from kontor.payments.rules.telling import Kept, find_fresh, name_lines
from kontor.payments.rules.transfers import Transfer, bank_text, write_transfers
from kontor.payments.rules.unpaid import ends_at, is_left_to_people, is_to_remind
from kontor.payments.rules.vouchers import VoucherFacts, digest_code, make_code, use_voucher

__all__ = [
    "BY_HAND",
    "DROPPED_BY_HAND",
    "GIVEN_UP",
    "LEFT_OVER",
    "RECEIVED_ELSEWHERE",
    "SENT_BACK",
    "TAKEN_OFF",
    "BankLine",
    "Claim",
    "Claimed",
    "Kept",
    "LeftOver",
    "Matcher",
    "PaymentBalance",
    "PaymentMatch",
    "Statement",
    "StatementUnreadable",
    "Transfer",
    "VoucherFacts",
    "bank_text",
    "check_aside",
    "check_bookable",
    "check_brings_back",
    "check_day",
    "check_move",
    "check_paid_elsewhere",
    "check_still_here",
    "check_units",
    "collected_for",
    "digest_code",
    "ends_at",
    "find_fresh",
    "find_iban",
    "is_left_to_people",
    "is_secured_at_once",
    "is_to_remind",
    "lacking",
    "let_go_of",
    "make_code",
    "name_lines",
    "needs_second",
    "part_left_over",
    "part_refund",
    "read_statements",
    "received_at_once",
    "request_cause",
    "still_to_capture",
    "still_to_come",
    "use_voucher",
    "way_of",
    "write_transfers",
]
