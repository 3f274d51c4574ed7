"""The pure heart of the books: which accounts, which postings, their chain, and DATEV's format."""

from kontor.accounting.rules.accounts import DEBTORS, Role, account_of
from kontor.accounting.rules.chain import GENESIS, Link, chain, make_archive_link, make_link
from kontor.accounting.rules.datev import DatevHeader, DatevRow, name_cells, write_debtors, write_postings
from kontor.accounting.rules.dunning import DEFAULT_STEPS, DunningStep, OpenItem, Reminder, find_interest, judge_item
from kontor.accounting.rules.papers import MARGIN_TAXED, MarginBook, MarginPosted, group_paper, has_margin
from kontor.accounting.rules.postings import (
    BookedGroup,
    Entry,
    PaperToPost,
    describe_money,
    post_money,
    post_paper,
    post_reminder,
    post_voucher,
)
from kontor.accounting.rules.retention import YEARS, keep_until
from kontor.accounting.rules.settling import Booked, post_settlement, sort_booking
from kontor.accounting.rules.source import Source
from kontor.accounting.rules.vat_return import line_of_return, quarter_end

__all__ = [
    "DEBTORS",
    "DEFAULT_STEPS",
    "GENESIS",
    "MARGIN_TAXED",
    "YEARS",
    "Booked",
    "BookedGroup",
    "DatevHeader",
    "DatevRow",
    "DunningStep",
    "Entry",
    "Link",
    "MarginBook",
    "MarginPosted",
    "OpenItem",
    "PaperToPost",
    "Reminder",
    "Role",
    "Source",
    "account_of",
    "chain",
    "describe_money",
    "find_interest",
    "group_paper",
    "has_margin",
    "judge_item",
    "keep_until",
    "line_of_return",
    "make_archive_link",
    "make_link",
    "name_cells",
    "post_money",
    "post_paper",
    "post_reminder",
    "post_settlement",
    "post_voucher",
    "quarter_end",
    "sort_booking",
    "write_debtors",
    "write_postings",
]
