"""The refusals of pricing."""

from kontor.kernel.errors import Refused


class TotalsDisagree(Refused):
    """The lines and charges do not add up to the total that the channel tells."""

    code = "pricing.totals_disagree"


class CurrencyRefused(Refused):
    """The order's currency is not the one that this channel sells in."""

    code = "pricing.currency_refused"


class CountryUnknown(Refused):
    """There is no such country; correct the address, then replay."""

    code = "pricing.country_unknown"


class VatIdInvalid(Refused):
    """The buyer's VAT id is none: its form or its check digits are wrong. Correct or remove it, then replay."""

    code = "pricing.vat_id_invalid"


class AmountNotInCents(Refused):
    """An amount has more digits than the currency has."""

    code = "pricing.amount_not_in_cents"


class PriceMissing(Refused):
    """The order names no price for this article, and no price list of its buyer does: enter one, then replay."""

    code = "pricing.price_missing"


class TotalBelowZero(Refused):
    """The discounts come to more than goods and costs."""

    code = "pricing.total_below_zero"


class PriceListUnknown(Refused):
    """There is no price list with this code."""

    code = "pricing.price_list_unknown"
