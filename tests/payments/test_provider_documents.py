"""What goes over the wire to payment providers, held against their own documents."""

from __future__ import annotations

import gzip
import json
import re
import sys
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "channels"))
from official import SPECS, OpenApi, Schemas, wire  # noqa: E402
from test_providers import PlayedProvider  # noqa: E402

from kontor.kernel.clock import read_clock  # noqa: E402
from kontor.payments.ports import MoneyAsked, PaymentPage  # noqa: E402
from kontor.payments.public import open_provider  # noqa: E402

pytestmark = pytest.mark.django_db(transaction=True)


class Plain(yaml.CSafeLoader):
    """Reads days as text: some examples name days that no calendar has."""


Plain.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in rows if not tag.endswith(":timestamp")]
    for key, rows in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def readable(node):
    """Mend faults of the documents themselves: patterns of another language, words beside a reference."""
    if isinstance(node, dict):
        if "$ref" in node and "schema" in node:
            node = {"$ref": node["$ref"]}
        if "\\x01" in str(node.get("pattern", "")):
            node = {name: value for name, value in node.items() if name != "pattern"}
        return {name: readable(value) for name, value in node.items()}
    return [readable(value) for value in node] if isinstance(node, list) else node


# What the document asks of a request too, though only the other side can know it.
THEIRS = ("resource", "id", "mode", "status", "createdAt", "paymentId", "_links")


def faults_of_request(schemas, schema, body) -> list[str]:
    absolute = json.loads(json.dumps(schema).replace('"$ref": "#/', '"$ref": "urn:doc#/'))
    found = [fault.message for fault in schemas.kind(absolute, registry=schemas.registry).iter_errors(body)]
    return [fault for fault in found if fault not in [f"'{name}' is a required property" for name in THEIRS]]


def played(shop, code: str) -> list:
    """Do everything once, and return what went over the wire."""
    play = PlayedProvider(shop, code)
    try:
        play.stage.exchanges = []
        provider = open_provider(play.account)
        page = provider.open_page(PaymentPage("K1", D("30.00"), "EUR", "Auftrag", "https://example.org/"))
        play.direct("agree", payment=page.external_id)
        provider.look_up(page.external_id)
        provider.capture(MoneyAsked("K2", page.external_id, D("10.00"), "EUR", "R-1"))
        provider.capture(MoneyAsked("K3", page.external_id, D("5.00"), "EUR", "R-2", last=True))
        provider.refund(MoneyAsked("K4", page.external_id, D("12.00"), "EUR", "Kulanz"))
        other = play.direct("shop_payment", amount="9.00")["payment"]
        provider.void(MoneyAsked("K5", other, D("9.00"), "EUR", "Storno"))
        assert provider.look_up(page.external_id).refunded == 12
        play.direct("pay_out", amount="3.00")
        assert len(provider.fetch_bookings(read_clock() - timedelta(days=2), read_clock(), "").bookings) >= 4
        return play.stage.exchanges
    finally:
        play.stop()


def test_paypal_is_spoken_to_as_its_documents_say(real_shop):
    folder = SPECS / "paypal" / "openapi"
    if not folder.exists():
        pytest.skip(f"left out: {folder} is not here (set KONTOR_SPECS)")
    documents = {
        "/v2/checkout": OpenApi(
            readable(json.loads((folder / "checkout_orders_v2.json").read_bytes())), "", close=False
        ),
        "/v2/payments": OpenApi(
            readable(json.loads((folder / "payments_payment_v2.json").read_bytes())), "", close=False
        ),
        "/v1/reporting": OpenApi(
            readable(json.loads((folder / "reporting_transactions_v1.json").read_bytes())), "", close=False
        ),
    }
    checked = 0
    for request, reply in played(real_shop, "paypal"):
        for start, document in documents.items():
            if request.path.startswith(start):
                document.check(request, reply)
                checked += 1
    assert checked >= 13


def test_mollie_is_spoken_to_as_its_document_says(real_shop):
    path = SPECS / "mollie" / "specs.yaml"
    path = path if path.exists() else path.with_suffix(".yaml.gz")
    if not path.exists():
        pytest.skip(f"left out: {path} is not here (set KONTOR_SPECS)")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    document = yaml.load(raw, Loader=Plain)
    schemas = Schemas(document)
    exchanges = played(real_shop, "mollie")
    for request, reply in exchanges:
        template, item = next(
            (name, item) for name, item in document["paths"].items()
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", name), request.path)
        )  # fmt: skip
        operation = item[request.method.lower()]
        if request.body:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert faults_of_request(schemas, schema, json.loads(request.body)) == []
        answer = operation["responses"][str(reply.status)]
        if reply.body is not None:
            schemas.check(answer["content"]["application/hal+json"]["schema"], wire(reply), f"answer of {template}")
    assert len(exchanges) >= 8
