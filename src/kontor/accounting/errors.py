"""The refusals of accounting."""

from kontor.kernel.errors import Refused


class NothingToExport(Refused):
    """There is no posting in this period."""

    code = "accounting.nothing_to_export"


class DatevNumbersMissing(Refused):
    """Enter the DATEV consultant and client number of the legal entity; the tax adviser knows both."""

    code = "accounting.datev_numbers_missing"


class ExchangeRateMissing(Refused):
    """Enter the exchange rate of this currency and month; the ministry of finance publishes them."""

    code = "accounting.exchange_rate_missing"


class OneYearOnly(Refused):
    """A DATEV file holds postings of one fiscal year; export each year apart."""

    code = "accounting.one_year_only"


class NotToBeReminded(Refused):
    """This order gets no reminder now; the fact *reason* says why. Look at the preview again."""

    code = "accounting.not_to_be_reminded"
