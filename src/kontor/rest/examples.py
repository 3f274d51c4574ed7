"""What requests look like: an example for each body, so that nobody has to guess; a test sends them through their schemas."""

from __future__ import annotations

from typing import Any

_ADDRESS = {
    "name": "Anna Beispiel", "street": "Lindenweg 3", "postal_code": "50667", "city": "Köln", "country": "DE",
}  # fmt: skip
_ORDER = {
    "channel": "shop", "external_id": "S-1001", "currency": "EUR", "ship_to": _ADDRESS,
    "lines": [{"sku": "LAMP-01", "quantity": 2, "unit_price": "39.90"}],
    "charges": [{"kind": "shipping", "amount": "4.90"}], "payment": "prepayment", "language": "de",
}  # fmt: skip
_CONTENTS = {
    "lines": [{"position": 1, "quantity": 1, "unit_price": "39.90"}],
    "added": [{"sku": "VASE-02", "quantity": 1, "unit_price": "19.90"}], "charges": [{"kind": "shipping", "amount": "4.90"}],
}  # fmt: skip
_MANY = {
    "of": "orders",
    "verb": "hold",
    "where": {"state.is": "PLACED", "tag.is": "gift"},
    "reason": "customer",
    "text": "calls back",
}
# (method, path) → a body.
EXAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/orders"): _ORDER,
    ("post", "/orders/batch"): {"orders": [_ORDER]},
    ("post", "/orders/{uuid}/cancel"): {"lines": {"1": 1}, "reason": "buyer_asked"},
    ("post", "/orders/{uuid}/hold"): {"reason": "address", "note": "house number is missing"},
    ("post", "/orders/{uuid}/lift-hold"): {"reason": "address"},
    ("post", "/orders/{uuid}/notes"): {"text": "Wants it as a gift."},
    ("post", "/orders/{uuid}/payment-page"): {"account": "mollie"},
    ("put", "/orders/{uuid}/contents"): _CONTENTS,
    ("post", "/orders/{uuid}/contents/plan"): _CONTENTS,
    ("put", "/orders/{uuid}/address"): _ADDRESS,
    ("put", "/orders/{uuid}/invoice-address"): {**_ADDRESS, "company": "Beispiel GmbH"},
    ("put", "/orders/{uuid}/payment"): {"method": "invoice"},
    ("put", "/orders/{uuid}/tags"): {"tags": ["gift"]},
    ("post", "/orders/{uuid}/payments"): {"amount": "84.70", "reference": "bank 2026-11-27 17", "booked_on": "2026-11-27"},
    ("post", "/orders/{uuid}/payments/take-off"): {"reference": "bank 2026-11-27 17"},
    ("post", "/orders/{uuid}/refunds"): {"amount": "5.00", "reference": "goodwill-1", "reason": "scratched"},
    ("post", "/bank/statements"): {"legal_entity": "HOUSE", "name": "2026-11-27.xml", "content": "PERvY3VtZW50Lz4="},
    ("post", "/bank/transactions/{line}/book"): {
        "shares": [{"order": "0193f0a4-6a5b-7c3d-8e2f-1a2b3c4d5e6f", "amount": "84.70"}]
    },
    ("post", "/bank/transactions/{line}/put-aside"): {},
    ("post", "/bank/transactions/{line}/reopen"): {},
    ("post", "/bank/transactions/{line}/take-off"): {"order": "0193f0a4-6a5b-7c3d-8e2f-1a2b3c4d5e6f"},
    ("post", "/bank/transactions/{line}/send-back"): {"order": "0193f0a4-6a5b-7c3d-8e2f-1a2b3c4d5e6f"},
    ("post", "/stock/moves"): {"kind": "receipt", "sku": "LAMP-01", "location": "koeln", "quantity": 40, "reference": "note 47"},
    ("post", "/stock/corrections"): {
        "sku": "LAMP-01", "location": "koeln", "pieces": -1, "reason": "damage", "reference": "fell down 1",
    },
    ("post", "/stock/transfers"): {
        "sku": "LAMP-01", "location": "koeln", "to": "hamburg", "quantity": 12, "reference": "van 2026-11-27",
    },
    ("put", "/stock/safety"): {"sku": "LAMP-01", "location": "koeln", "quantity": 2},
    ("post", "/products"): {"sku": "LAMP-03", "name": "Desk lamp", "price": "59.90", "weight_g": 900, "barcode": "4006381333931"},
    ("patch", "/products/{sku}"): {"price": "54.90", "bin": "A-03-2"},
    ("put", "/products/{sku}/texts/{language}"): {"name": "Desk lamp", "description": "Warm light, dimmable."},
    ("put", "/products/{sku}/parts"): {"parts": [{"sku": "LAMP-01", "quantity": 2}]},
    ("post", "/customers"): {"name": "Anna Beispiel", "email": "anna@example.org"},
    ("patch", "/customers/{customer}"): {"company": "Beispiel GmbH", "vat_id": "DE136695976"},
    ("post", "/alarms/{alarm}/quiet"): {"hours": 24},
    ("post", "/fulfilment-orders/merge"): {
        "orders": ["0193f0a4-6a5b-7c3d-8e2f-1a2b3c4d5e6f", "0193f0a4-6a5b-7c3d-8e2f-1a2b3c4d5e70"],
    },
    ("post", "/fulfilment-orders/{part}/split"): {"pieces": {"1": 1}},
    ("post", "/customers/{customer}/merge"): {"gone": 4711},
    ("post", "/invoices/{invoice}/corrections"): {"pieces": {"1": 1}, "reference": "return-47"},
    ("post", "/legal-entities"): {"code": "nord", "name": "Nord GmbH", "country": "DE", "vat_id": "DE136695976"},
    ("patch", "/legal-entities/{legal_entity}"): {"payment_days": 30, "registrations": {"AT": "ATU13585627"}},
    ("post", "/locations"): {
        "code": "bremen", "name": "Lager Bremen", "legal_entity": "nord", "country": "DE", "postal_code": "28195",
        "city": "Bremen", "cut_off": "15:00",
    },
    ("patch", "/locations/{location}"): {"cut_off": "16:30", "closed_days": {"2026-12-24": "Heiligabend"}},
    ("post", "/channels"): {"code": "phone", "name": "Telefon", "kind": "phone", "legal_entity": "nord"},
    ("patch", "/channels/{channel}"): {"handling_days": 2, "capabilities": ["split_shipment", "cancel_part"]},
    ("post", "/bulk/judge"): _MANY,
    ("post", "/bulk"): _MANY,
    ("post", "/vouchers"): {"amount": "25.00", "purpose": "multi"},
    ("post", "/vouchers/check"): {"code": "ABCD-EFGH-JKLM"},
    ("patch", "/offers/{offer}"): {"change": "+5%"},
    ("post", "/pick-lists"): {"fulfilment_orders": [21, 22]},
    ("post", "/pick-tasks/{task}"): {"picked": 2},
    ("put", "/parcels/{parcel}/number"): {"carrier": "dhl", "number": "00340434161094000001"},
    ("post", "/shipments/hand-over"): {"shipments": [31, 32]},
    ("post", "/imports"): {
        "kind": "stock", "name": "stock.csv", "content": "U0tVO01lbmdlCkxBTVAtMDE7NDAK", "location": "koeln",
    },
    ("post", "/webhooks"): {"name": "erp", "url": "https://erp.example/kontor", "news": ["order.placed", "shipment.dispatched"]},
    ("patch", "/webhooks/{webhook}"): {"paused": True},
    ("post", "/webhooks/{webhook}/repeat"): {"deliveries": [17, 18]},
}  # fmt: skip


def add_examples(paths: dict[str, Any]) -> None:
    """Put the examples into a description."""
    for (method, path), body in EXAMPLES.items():
        place = next(it for it in paths if it.endswith(f"/v1{path}"))
        content = paths[place][method]["requestBody"]["content"]["application/json"]
        content["example"] = body
