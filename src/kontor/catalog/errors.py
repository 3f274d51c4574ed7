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


class SoldOtherwise(Refused):
    """This article became a kit, or is none any more, since it was ordered: add what is wanted besides as a line of its own."""

    code = "catalog.sold_otherwise"


class ProductUnknown(NotFound):
    """There is no such product."""

    code = "catalog.product_unknown"


class ArticleWrong(Refused):
    """This does not fit an article. The fact *field* names where."""

    code = "catalog.article_wrong"


class CodeTaken(Refused):
    """Another article has this number or barcode already."""

    code = "catalog.code_taken"


class VariantTaken(Refused):
    """Another variant of this product has the same options already."""

    code = "catalog.variant_taken"


class ArticleUsed(Refused):
    """This article was sold, stored, offered or is part of a kit: switch it off instead."""

    code = "catalog.article_used"
