"""The tables of accounting, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.accounting.models import (
    ArchiveEntry,
    BaseRate,
    BookExport,
    DayRate,
    Debtor,
    DunningLetter,
    DunningLevel,
    DunningStop,
    ExchangeRate,
    Posting,
)

__all__ = [
    "ArchiveEntry",
    "BaseRate",
    "BookExport",
    "DayRate",
    "Debtor",
    "DunningLetter",
    "DunningLevel",
    "DunningStop",
    "ExchangeRate",
    "Posting",
]
