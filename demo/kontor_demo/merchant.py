"""The demo merchant: two warehouses, a store, about 300 SKUs (kits among them), three channels, roles and rules."""

from __future__ import annotations

import random
import secrets
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kontor.access.public import FIRST_ROLES, create_api_key, revoke_api_key
from kontor.access.tables import ApiKey, Role, User
from kontor.catalog.public import NewProduct, create_products, define_kit
from kontor.catalog.tables import Sku
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import list_articles
from kontor.channels.tables import Channel
from kontor.cli.demo import Login
from kontor.customers.tables import CustomerGroup
from kontor.flows.selling.intake import accept_orders
from kontor.inventory.public import GoodsIn, keep_safety_stock, receive_stock
from kontor.inventory.tables import ChannelBuffer
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.platform.start.environment import home
from kontor.pricing.public import seed_tax_rates
from kontor.pricing.tables import Price, PriceList
from kontor.sourcing.tables import SourcingCosts, SourcingRule

USER = "demo"
KEY_NAME = "demo webshop"
_SEED = 7

_THINGS = (
    ("Teekanne", "standard", 28, 1200), ("Becher", "standard", 9, 350), ("Schale", "standard", 14, 600),
    ("Vase", "standard", 24, 1100), ("Kerzenhalter", "standard", 17, 480), ("Tischlampe", "standard", 59, 2300),
    ("Notizbuch", "standard", 8, 260), ("Wolldecke", "standard", 79, 1500), ("Küchenbrett", "standard", 22, 900),
    ("Brotkorb", "standard", 19, 420), ("Kochbuch", "reduced", 25, 980), ("Kräutertee", "reduced", 6, 120),
    ("Olivenöl", "reduced", 13, 1150), ("Schokolade", "reduced", 4, 110),
)  # fmt: skip
_COLOURS = (
    "weiß", "schwarz", "salbei", "senf", "blau", "rost", "sand", "grau", "rosé", "kupfer", "natur", "tanne", "creme",
    "mohn", "flieder", "mint", "anthrazit", "petrol", "honig", "lavendel", "koralle",
)  # fmt: skip
_ROLES = {"Inhaber": ["*"], **{name: list(rights) for name, rights in FIRST_ROLES.items()}}
FIRST = ("Anna", "Ben", "Clara", "David", "Emma", "Finn", "Greta", "Hannes", "Ida", "Jonas", "Karla", "Leon")
LAST = (
    "Albrecht",
    "Brandt",
    "Çelik",
    "Dietrich",
    "Engel",
    "Fuchs",
    "Groß",
    "Hahn",
    "Jäger",
    "Krüger",
    "Müller",
)
PLACES = (
    ("20095", "Hamburg", "DE"), ("10115", "Berlin", "DE"), ("50667", "Köln", "DE"), ("80331", "München", "DE"),
    ("60311", "Frankfurt am Main", "DE"), ("70173", "Stuttgart", "DE"), ("04109", "Leipzig", "DE"),
    ("28195", "Bremen", "DE"), ("1010", "Wien", "AT"), ("5020", "Salzburg", "AT"),
)  # fmt: skip


def seed_demo() -> Login | None:
    """Fill an empty installation; return the login, or None where a real merchant is at home."""
    if User.objects.filter(username=USER).exists():
        return Login(USER, _password())
    if LegalEntity.objects.exists():
        return None
    rng = random.Random(_SEED)
    with transaction.atomic():
        _people()
        entity = LegalEntity.objects.create(
            code="KB", name="Kontor & Becher GmbH", street="Speicherstraße 8", postal_code="20457", city="Hamburg",
            country="DE", vat_id="DE136695976", email="hallo@kontor.example", phone="+49 40 1234560",
            iban="DE02120300000000202051", bic="BYLADEM1001", register="HRB 12345, Amtsgericht Hamburg", managers="Karla Kontor",
            tax_number="22/815/00815", datev_consultant=1001, datev_client=456, website="https://kontor.example/",
            footer="Mo–Fr 9–17 Uhr · hallo@kontor.example",
            currency="EUR", timezone="Europe/Berlin", oss=True,
        )  # fmt: skip
        places = _places(entity)
        channels = _channels(entity)
        seed_tax_rates()
        skus = _articles(rng, channels)
        _stock(rng, skus, places, channels["markt"])
        _dealers(skus)
        _rules(places)
    with transaction.atomic():
        _first_orders(rng, list(skus))
    return Login(USER, _password())


def _password() -> str:
    path = home() / "keys" / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(12))
        path.chmod(0o600)
    return path.read_text()


def demo_key() -> str:
    """Return a fresh API key for the demo's shop; the one of the last start is revoked."""
    at = read_clock()
    with transaction.atomic():
        for old in ApiKey.objects.filter(name__startswith=KEY_NAME, revoked_at=None):
            revoke_api_key(name=old.name, at=at, by=SYSTEM)
        name = f"{KEY_NAME} {at:%Y-%m-%d %H:%M:%S.%f}"
        return create_api_key(
            name=name, capabilities=["orders:write", "payments:write", "catalog:read"], at=at, by=SYSTEM
        )


def _people() -> None:
    for name, capabilities in _ROLES.items():
        Role.objects.get_or_create(name=name, defaults={"capabilities": capabilities})
    owner = User.objects.create_user(USER, "demo@kontor.example", _password(), is_staff=True, first_name="Dana")
    owner.roles.add(Role.objects.get(name="Inhaber"))


def _places(entity: LegalEntity) -> dict[str, Location]:
    rows = (
        ("HAM", "Lager Hamburg", "warehouse", "20457", "Hamburg", 53.5, 10.0, "4.10", None),
        ("KOE", "Lager Köln", "warehouse", "50996", "Köln", 50.9, 7.0, "4.40", None),
        ("BER", "Laden Berlin", "store", "10119", "Berlin", 52.5, 13.4, "5.90", 40),
    )
    return {
        code: Location.objects.create(
            code=code, name=name, kind=kind, legal_entity=entity, street="Am Tor 1", postal_code=postal, city=city,
            country="DE", latitude=latitude, longitude=longitude, parcel_cost=Decimal(cost), capacity_per_day=capacity,
        )
        for code, name, kind, postal, city, latitude, longitude, cost, capacity in rows
    }  # fmt: skip


def _channels(entity: LegalEntity) -> dict[str, Channel]:
    rows = (
        ("shop", "Eigener Shop", "shop", ["split_shipment", "cancel_part"]),
        ("markt", "Marktplatz", "marketplace", ["collects_payment", "tells_buyer"]),
        ("telefon", "Telefon", "phone", ["split_shipment", "cancel_part"]),
    )
    return {
        code: Channel.objects.create(code=code, name=name, kind=kind, legal_entity=entity, capabilities=capabilities)
        for code, name, kind, capabilities in rows
    }


def _articles(rng: random.Random, channels: dict[str, Channel]) -> dict[str, int]:
    products = []
    for row, (thing, tax_class, price, weight) in enumerate(_THINGS):
        for column, colour in enumerate(_COLOURS):
            code = f"{thing[:3].upper()}-{row:02d}{column:02d}".replace("Ü", "UE").replace("Ä", "AE")
            cost = Decimal(price) + Decimal(rng.randrange(0, 300)) / 100
            products.append(
                NewProduct(
                    code, f"{thing} {colour}", tax_class, cost, weight + rng.randrange(0, 90),
                    f"40{row:04d}{column:06d}", f"{chr(65 + row % 8)}-{column:02d}-{1 + rng.randrange(4)}",
                    purchase_price=round(cost * Decimal(rng.randrange(35, 60)) / 100, 2),
                )
            )  # fmt: skip
    kits = [
        NewProduct(f"SET-{n:02d}", f"Geschenkset {n}", "standard", Decimal(49 + n), is_kit=True) for n in range(1, 9)
    ]
    skus = create_products(products=[*products, *kits])
    for number, kit in enumerate(kits):
        parts = {
            skus[products[(number * 31) % len(products)].code]: 1,
            skus[products[(number * 17 + 40) % 200].code]: 2,
        }
        define_kit(kit_id=skus[kit.code], parts=parts)
    list_articles(channel_id=channels["markt"].id, skus={f"M{sku_id:06d}": sku_id for sku_id in skus.values()})
    return skus


def _dealers(skus: dict[str, int]) -> None:
    """Dealers pay less, and less still from ten pieces on."""
    dealers = CustomerGroup.objects.create(code="haendler", name="Händler")
    price_list = PriceList.objects.create(code="haendler", name="Händler 2026", group=dealers)
    prices = Sku.objects.filter(id__in=skus.values(), price__isnull=False).order_by("id").values_list("id", "price")
    Price.objects.bulk_create(
        Price(
            price_list=price_list, sku_id=sku_id, from_quantity=pieces, amount=round((price or 0) * share, 2),
            valid_from=date(2026, 1, 1),
        )
        for sku_id, price in prices
        for pieces, share in ((1, Decimal("0.85")), (10, Decimal("0.80")))
    )  # fmt: skip


def _stock(rng: random.Random, skus: dict[str, int], places: dict[str, Location], market: Channel) -> None:
    at = read_clock()
    goods = [
        GoodsIn(sku_id, place.id, rng.randrange(0, most), "opening stock")
        for code, sku_id in skus.items() if not code.startswith("SET")
        for place, most in ((places["HAM"], 160), (places["KOE"], 120), (places["BER"], 12))
    ]  # fmt: skip
    receive_stock(goods=[item for item in goods if item.quantity], at=at, by=SYSTEM)
    for item in goods[::45]:
        keep_safety_stock(sku_id=item.sku_id, location_id=item.location_id, quantity=3, at=at, by=SYSTEM)
    ChannelBuffer.objects.create(channel=market, quantity=2)


def _rules(places: dict[str, Location]) -> None:
    SourcingCosts.objects.create()
    SourcingRule.objects.create(
        name="Der Laden behält die letzten 2", location=places["BER"], effect="keep_last", amount=2
    )
    SourcingRule.objects.create(
        name="Der Laden versendet nicht nach Österreich", location=places["BER"], effect="never", country="AT"
    )
    SourcingRule.objects.create(name="Hamburg zuerst", location=places["HAM"], effect="prefer", amount=Decimal("0.30"))


def _first_orders(rng: random.Random, codes: list[str]) -> None:
    """A morning's orders, so that the first page is not empty."""
    at = read_clock()
    orders = []
    for number in range(40):
        postal, city, country = rng.choice(PLACES)
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        payload = {
            "channel": "telefon" if number % 9 == 0 else "shop",
            "external_id": f"T-{1000 + number}",
            "ordered_at": at - timedelta(minutes=200 - 4 * number),
            "currency": "EUR",
            "payment": rng.choice(("paid", "paid", "paid", "prepayment", "invoice")),
            "ship_to": {
                "name": name, "street": f"Gartenweg {rng.randrange(1, 90)}", "postal_code": postal, "city": city,
                "country": country, "email": f"{name.split()[0].lower()}{number}@example.org",
            },
            # Their prices are those of the catalogue: no list holds for these buyers.
            "lines": [
                {"sku": rng.choice(codes), "quantity": rng.choice((1, 1, 1, 2, 3))}
                for _ in range(rng.choice((1, 1, 2, 3)))
            ],
            "charges": [{"kind": "shipping", "title": "Versand", "amount": "4.90"}],
        }  # fmt: skip
        orders.append(IncomingOrder.model_validate(payload))
    accept_orders(incoming=orders, at=at, by=SYSTEM)
