"""The pure heart of the books: which accounts, which postings, their chain, and DATEV's format."""

from kontor.accounting.rules.accounts import DEBTORS, Role, account_of
from kontor.accounting.rules.chain import GENESIS, Link, chain, make_link
from kontor.accounting.rules.datev import DatevHeader, DatevRow, write_debtors, write_postings
from kontor.accounting.rules.postings import BookedGroup, Entry, PaperToPost, post_money, post_paper

__all__ = [
    "DEBTORS",
    "GENESIS",
    "BookedGroup",
    "DatevHeader",
    "DatevRow",
    "Entry",
    "Link",
    "PaperToPost",
    "Role",
    "account_of",
    "chain",
    "make_link",
    "post_money",
    "post_paper",
    "write_debtors",
    "write_postings",
]
