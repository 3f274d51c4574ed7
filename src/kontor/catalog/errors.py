"""The refusals of the catalogue."""

from kontor.kernel.errors import NotFound, Refused


class SkuUnknown(NotFound):
    """There is no SKU with this code."""

    code = "catalog.sku_unknown"


class KitRefused(Refused):
    """A kit needs at least one part, and its parts must be SKUs with stock of their own."""

    code = "catalog.kit_refused"


class KitTaxedTooLow(Refused):
    """The parts of this kit have different VAT rates. Such a kit is taxed whole: give its article the standard rate."""

    code = "catalog.kit_taxed_too_low"


class KitTaxedOtherwise(Refused):
    """This kit has another VAT rate than its parts: give its article the rate that they have."""

    code = "catalog.kit_taxed_otherwise"
