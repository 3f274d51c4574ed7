"""A connector that lives outside of Kontor: the one of the tutorial."""

from corner_shop.connector import CornerShop

METADATA = {
    "code": "corner_shop",
    "name": "Corner shop",
    "kind": "marketplace",
    "connector": CornerShop,
    "stage": "corner_shop.stage",
}
