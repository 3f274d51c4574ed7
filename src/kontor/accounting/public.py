"""The front door of accounting."""

from kontor.accounting.errors import (
    DatevNumbersMissing,
    ExchangeRateMissing,
    NothingToExport,
    NotToBeReminded,
    OneYearOnly,
)
from kontor.accounting.models import (
    BaseRate,
    BookExport,
    Debtor,
    DunningLetter,
    DunningLevel,
    DunningStop,
    ExchangeRate,
    Posting,
)
from kontor.accounting.queries import (
    AccountSum,
    find_broken_links,
    find_debtors_of,
    list_base_rates,
    list_claims,
    list_open_items,
    list_postings,
    list_steps,
    list_unposted,
    sum_accounts,
    sum_oss,
    sum_vat,
)
from kontor.accounting.rules import (
    BookedGroup,
    Entry,
    OpenItem,
    PaperToPost,
    Reminder,
    judge_item,
    post_money,
    post_paper,
    post_reminder,
)
from kontor.accounting.use_cases.export_books import export_books
from kontor.accounting.use_cases.find_debtors import WhoOwes, find_debtors
from kontor.accounting.use_cases.post_entries import ToPost, post_entries
from kontor.accounting.use_cases.send_reminders import send_reminders
from kontor.accounting.use_cases.stop_dunning import stop_dunning

__all__ = [
    "AccountSum",
    "BaseRate",
    "BookExport",
    "BookedGroup",
    "DatevNumbersMissing",
    "Debtor",
    "DunningLetter",
    "DunningLevel",
    "DunningStop",
    "Entry",
    "ExchangeRate",
    "ExchangeRateMissing",
    "NotToBeReminded",
    "NothingToExport",
    "OneYearOnly",
    "OpenItem",
    "PaperToPost",
    "Posting",
    "Reminder",
    "ToPost",
    "WhoOwes",
    "export_books",
    "find_broken_links",
    "find_debtors",
    "find_debtors_of",
    "judge_item",
    "list_base_rates",
    "list_claims",
    "list_open_items",
    "list_postings",
    "list_steps",
    "list_unposted",
    "post_entries",
    "post_money",
    "post_paper",
    "post_reminder",
    "send_reminders",
    "stop_dunning",
    "sum_accounts",
    "sum_oss",
    "sum_vat",
]
