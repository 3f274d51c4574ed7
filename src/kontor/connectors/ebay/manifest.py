"""What the connector says of itself."""

from __future__ import annotations

from kontor.channels.ports import (
    Bucket,
    ConnectorManifest,
    Feature,
    SettingField,
)
from kontor.connectors.ebay.words import (
    MOST_BULK,
)

MANIFEST = ConnectorManifest(
    code="ebay",
    name="eBay",
    features=frozenset(
        {
            Feature.FETCH_ORDERS, Feature.PENDING_ORDERS, Feature.PUBLISH_STOCK, Feature.PUBLISH_PRICES,
            Feature.LIST_OFFERS, Feature.CONFIRM_SHIPMENT, Feature.FIND_SHIPMENT, Feature.CANCEL, Feature.REFUND,
            Feature.FETCH_RETURNS, Feature.FETCH_SETTLEMENTS, Feature.RECEIVE_PUSH,
        }
    ),
    without={
        Feature.ACKNOWLEDGE: "An order of eBay is binding once it appears.",
        Feature.READ_QUEUE: "eBay sends its messages over HTTP.",
    },
    capabilities=frozenset(
        {"collects_payment", "split_shipment", "tells_buyer", "gives_ship_by", "gives_deliver_by"}
    ),
    buckets=(Bucket("calls", 50, 10),),
    fields=(
        SettingField("marketplace", "Marketplace id.", default="EBAY_DE"),
        SettingField("callback_url", "Address of this channel's push, as it was registered.", optional=True),
        SettingField("client_id", "App id.", secret=True),
        SettingField("client_secret", "Cert id.", secret=True),
        SettingField("refresh_token", "Refresh token of the seller's consent.", secret=True),
        SettingField("verification_token", "Token of the notification destination.", secret=True),
        SettingField("signing_key", "Private key of the digital signature, base64 (Ed25519).", secret=True),
        SettingField("signing_jwe", "JWE that belongs to that key.", secret=True),
    ),
    most_offers_per_call=MOST_BULK,
    base_url="https://api.ebay.com",
)  # fmt: skip
