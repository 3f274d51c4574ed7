"""The front door of accounting."""

from kontor.accounting.errors import DatevNumbersMissing, ExchangeRateMissing, NothingToExport, OneYearOnly
from kontor.accounting.models import BookExport, Debtor, ExchangeRate, Posting
from kontor.accounting.queries import (
    AccountSum,
    find_broken_links,
    find_debtors_of,
    list_claims,
    list_postings,
    list_unposted,
    sum_accounts,
)
from kontor.accounting.rules import BookedGroup, Entry, PaperToPost, post_money, post_paper
from kontor.accounting.use_cases.export_books import export_books
from kontor.accounting.use_cases.find_debtors import WhoOwes, find_debtors
from kontor.accounting.use_cases.post_entries import ToPost, post_entries

__all__ = [
    "AccountSum",
    "BookExport",
    "BookedGroup",
    "DatevNumbersMissing",
    "Debtor",
    "Entry",
    "ExchangeRate",
    "ExchangeRateMissing",
    "NothingToExport",
    "OneYearOnly",
    "PaperToPost",
    "Posting",
    "ToPost",
    "WhoOwes",
    "export_books",
    "find_broken_links",
    "find_debtors",
    "find_debtors_of",
    "list_claims",
    "list_postings",
    "list_unposted",
    "post_entries",
    "post_money",
    "post_paper",
    "sum_accounts",
]
