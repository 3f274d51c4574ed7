"""Two companies take in files of the same kind: each has its own orders."""

from __future__ import annotations

import base64
import json

import pytest
from django.db import connection, transaction
from django.test import Client

from builders import assert_house_in_order, hear_news
from kontor.access.public import create_api_key
from kontor.flows.imports.orders.office import take_file_in
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order
from kontor.platform.models import ImportFile

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = (
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Currency,Total,Shipping,"
    "Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Fulfillment Status\n"
)


def a_row(number: str, price: str) -> str:
    return (
        f"{number},a@example.org,paid,2026-11-20 10:00:00 +0100,1,Lampe,{price},LAMP,EUR,{price},0,"
        "A B,Weg 1,Köln,50667,DE,\n"
    )


def take(key: str, code: str, *rows: str) -> None:
    content = base64.b64encode((HEAD + "".join(rows)).encode()).decode()
    asked = {"kind": "orders", "name": f"{code}.csv", "content": content, "profile": "shopify", "legal_entity": code}
    answer = Client().post(
        "/api/v1/imports",
        json.dumps(asked),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": f"{code}{len(rows)}{ImportFile.objects.count()}"},
    )
    assert answer.status_code == 202
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'kontor.import_orders'")
    take_file_in(ImportFile.objects.latest("id").id, clock=read_clock)
    hear_news()


def test_the_same_number_is_an_order_of_each_of_two_companies(real_shop):
    LegalEntity.objects.create(
        code="ZW", name="Zweite GmbH", street="Weg 2", postal_code="50667", city="Köln", country="DE", currency="EUR",
        timezone="Europe/Berlin", vat_id="DE811907980",
    )  # fmt: skip
    with transaction.atomic():
        key = create_api_key(name="erp", capabilities=["*"], at=real_shop.at, by=real_shop.by)

    take(key, "MU", a_row("#1001", "20.00"))
    take(key, "ZW", a_row("#1001", "99.00"), a_row("#1002", "88.00"))
    take(key, "ZW", a_row("#1001", "99.00"))

    found = Order.objects.order_by("id").values_list("legal_entity__code", "external_id", "gross")
    assert [(code, number, int(gross)) for code, number, gross in found] == [
        ("MU", "#1001", 20), ("ZW", "#1001", 99), ("ZW", "#1002", 88),
    ]  # fmt: skip
    assert_house_in_order()
