"""Run the webshop: ``python -m kontor.simulators.webshop --url http://127.0.0.1:8000/api/v1``."""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
from types import FrameType
from typing import Any

import httpx2

FIRST = ("Lina", "Mats", "Nora", "Oskar", "Paula", "Quentin", "Rosa", "Samir", "Tilda", "Umut", "Vera", "Wim")
LAST = (
    "Arnold",
    "Böhm",
    "Cramer",
    "Demir",
    "Ernst",
    "Franke",
    "Günther",
    "Horn",
    "Ilić",
    "Junge",
    "Koch",
    "Lang",
)
PLACES = (
    ("20095", "Hamburg", "DE"), ("10115", "Berlin", "DE"), ("50667", "Köln", "DE"), ("80331", "München", "DE"),
    ("60311", "Frankfurt am Main", "DE"), ("70173", "Stuttgart", "DE"), ("04109", "Leipzig", "DE"),
    ("1010", "Wien", "AT"), ("90402", "Nürnberg", "DE"), ("24103", "Kiel", "DE"),
)  # fmt: skip


def _articles(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = "0"
    while after is not None:
        page = client.get("/products", params={"after": after, "limit": 200}).raise_for_status().json()
        found += [article for article in page["products"] if article["price"] is not None]
        after = page["next"]
    return found


def _order(articles: list[dict[str, Any]], rng: random.Random, number: str) -> dict[str, Any]:
    postal, city, country = rng.choice(PLACES)
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    bought = rng.sample(articles, rng.choice((1, 1, 1, 2, 2, 3)))
    return {
        "channel": "markt" if rng.random() < 0.4 else "shop",
        "external_id": number,
        "currency": "EUR",
        "payment": rng.choice(("paid", "paid", "paid", "paid", "prepayment", "invoice")),
        "ship_to": {
            "name": name, "street": f"Lindenallee {rng.randrange(1, 120)}", "postal_code": postal, "city": city,
            "country": country, "email": f"{name.replace(' ', '.').lower()}@example.org",
        },
        "lines": [
            {"sku": article["sku"], "quantity": rng.choice((1, 1, 1, 2)), "unit_price": f"{float(article['price']):.2f}"}
            for article in bought
        ],
        "charges": [{"kind": "shipping", "title": "Versand", "amount": "4.90"}],
    }  # fmt: skip


def main() -> None:
    """Send an order every few seconds until told to stop."""
    parser = argparse.ArgumentParser(description="A webshop that sends orders to Kontor.")
    parser.add_argument("--url", default="http://127.0.0.1:8000/api/v1")
    parser.add_argument("--every", type=float, default=2.5, help="seconds between orders, on average")
    given = parser.parse_args()
    stop: list[bool] = []

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.append(True)

    signal.signal(signal.SIGTERM, ask_to_stop)
    rng = random.Random()
    headers = {"Authorization": f"Bearer {os.environ['WEBSHOP_KEY']}"}
    with httpx2.Client(base_url=given.url, headers=headers, timeout=10) as client:
        articles = _articles(client)
        while not stop:
            number = f"W-{time.time_ns() // 1_000_000}-{rng.randrange(1000)}"
            order = _order(articles, rng, number)
            for wait in (0, 1, 5):
                time.sleep(wait)
                try:
                    answer = client.post("/orders", json=order, headers={"Idempotency-Key": number})
                except httpx2.TransportError:
                    continue  # the same key makes asking again harmless
                if answer.status_code < 500:
                    break
            pause = min(20.0, rng.expovariate(1 / given.every))
            until = time.monotonic() + pause
            while not stop and time.monotonic() < until:
                time.sleep(min(0.3, pause))


if __name__ == "__main__":
    main()
