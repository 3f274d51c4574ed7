"""What the connector says of itself."""

from __future__ import annotations

from kontor.channels.ports import (
    Bucket,
    ConnectorManifest,
    Feature,
    SettingField,
)
from kontor.connectors.shopify.words import (
    MOST_QUANTITIES,
)

MANIFEST = ConnectorManifest(
    code="shopify",
    name="Shopify",
    features=frozenset(
        {
            Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
            Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL,
            Feature.FETCH_RETURNS, Feature.FETCH_SETTLEMENTS, Feature.RECEIVE_PUSH,
        }
    ),
    without={
        Feature.ACKNOWLEDGE: "A shop's order needs no acceptance.",
        Feature.REFUND: "A refund needs the shop's payment transactions; refund in Shopify.",
        Feature.READ_QUEUE: "The shop sends its messages over HTTP.",
    },
    capabilities=frozenset({"split_shipment", "tells_buyer"}),
    buckets=(Bucket("calls", 20, 10),),
    fields=(
        SettingField("location_id", "Id of the location whose stock Kontor sets (gid://shopify/Location/…)."),
        SettingField("client_id", "Client id of the shop's own app.", secret=True),
        SettingField("client_secret", "Client secret; it signs the webhooks too.", secret=True),
    ),
    most_offers_per_call=MOST_QUANTITIES,
)  # fmt: skip
