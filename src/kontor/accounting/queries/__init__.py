"""Questions about the books."""

from kontor.accounting.queries.archive import (
    ARCHIVE_KINDS,
    ArchiveHead,
    PaperToKeep,
    find_broken_archive,
    list_archive_heads,
    list_unarchived,
    list_unarchived_of,
)
from kontor.accounting.queries.claims import list_claims, list_unposted, list_unposted_vouchers
from kontor.accounting.queries.dunning import SentReminder, list_base_rates, list_open_items, list_reminded, list_steps
from kontor.accounting.queries.margins import (
    Contribution,
    list_contributions,
    list_orders_shipped,
    list_posted_margins,
)
from kontor.accounting.queries.payouts import (
    PayoutDifference,
    PayoutSum,
    list_payout_differences,
    list_provider_differences,
    list_unposted_bookings,
    list_unposted_settlements,
    sum_settlements,
)
from kontor.accounting.queries.postings import (
    AccountSum,
    entry_of,
    find_broken_links,
    find_debtors_of,
    find_last_rate,
    find_rate,
    list_rows,
    name_datev_cells,
    sum_accounts,
)
from kontor.accounting.queries.returns import OssLine, RecapitulativeLine, VatLine, sum_oss, sum_recapitulative, sum_vat

__all__ = [
    "ARCHIVE_KINDS",
    "AccountSum",
    "ArchiveHead",
    "Contribution",
    "OssLine",
    "PaperToKeep",
    "PayoutDifference",
    "PayoutSum",
    "RecapitulativeLine",
    "SentReminder",
    "VatLine",
    "entry_of",
    "find_broken_archive",
    "find_broken_links",
    "find_debtors_of",
    "find_last_rate",
    "find_rate",
    "list_archive_heads",
    "list_base_rates",
    "list_claims",
    "list_contributions",
    "list_open_items",
    "list_orders_shipped",
    "list_payout_differences",
    "list_posted_margins",
    "list_provider_differences",
    "list_reminded",
    "list_rows",
    "list_steps",
    "list_unarchived",
    "list_unarchived_of",
    "list_unposted",
    "list_unposted_bookings",
    "list_unposted_settlements",
    "list_unposted_vouchers",
    "name_datev_cells",
    "sum_accounts",
    "sum_oss",
    "sum_recapitulative",
    "sum_settlements",
    "sum_vat",
]
