"""Orders as a merchant of many channels gets them: consumers and companies, lockers, other countries, each way to pay."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kontor.channels.ports import IncomingOrder
from kontor_demo.merchant import FIRST, LAST, PLACES

_ABROAD = (("75011", "Paris", "FR"), ("1012", "Amsterdam", "NL"), ("8001", "Zürich", "CH"), ("1000", "Brüssel", "BE"))
_COMPANIES = ("Nordlicht GmbH", "Teehaus Elbe KG", "Café Morgen", "Studio Linde", "Hotel am Wall", "Praxis Dr. Sommer")
_CHANNELS = ("shop", "shop", "shop", "shop", "shop", "markt", "markt", "markt", "telefon")
_PAYMENTS = ("paid", "paid", "paid", "paid", "prepayment", "invoice", "invoice")


def varied_orders(
    rng: random.Random, codes: Sequence[str], *, prefix: str, first: int, count: int, at: datetime
) -> list[IncomingOrder]:
    """Return so many orders of the last hours, their numbers at the channel beginning with ``prefix``."""
    return [
        _order(rng, codes, f"{prefix}-{first + number}", at - timedelta(seconds=5 * (count - number)))
        for number in range(count)
    ]


def _order(rng: random.Random, codes: Sequence[str], external_id: str, at: datetime) -> IncomingOrder:
    channel = rng.choice(_CHANNELS)
    postal, city, country = rng.choice(_ABROAD) if rng.random() < 0.08 else rng.choice(PLACES)
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    mail = f"{name.split()[0].lower()}.{external_id.lower()}@example.org"
    address: dict[str, Any] = {
        "name": name, "street": f"Gartenweg {rng.randrange(1, 90)}", "postal_code": postal, "city": city,
        "country": country, "email": mail, "phone": f"+49 40 {rng.randrange(10**6, 10**7)}",
    }  # fmt: skip
    if rng.random() < 0.12:
        address["company"] = rng.choice(_COMPANIES)
    if country == "DE" and rng.random() < 0.04:
        address["street"] = f"Packstation {rng.randrange(100, 200)}"
    payload: dict[str, Any] = {
        "channel": channel, "external_id": external_id, "ordered_at": at, "currency": "EUR", "ship_to": address,
        "payment": "marketplace" if channel == "markt" else rng.choice(_PAYMENTS),
        "lines": [
            {"sku": rng.choice(codes), "quantity": rng.choice((1, 1, 1, 2, 3))} for _ in range(rng.choice((1, 1, 2, 3)))
        ],
        "charges": [{"kind": "shipping", "title": "Versand", "amount": "4.90"}] if rng.random() < 0.7 else [],
    }  # fmt: skip
    if rng.random() < 0.05:
        payload["bill_to"] = {**address, "street": "Rechnungsplatz 1"}
    return IncomingOrder.model_validate(payload)
