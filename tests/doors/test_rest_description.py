"""The description of the API: every body has an example that fits its schema, and a page shows it without asking anybody else."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def description(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return Client().get("/api/v1/openapi.json").json()


def bodies(description):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                yield method, path, content


class TestEveryBody:
    def test_has_an_example(self, description):
        lacking = [(method, path) for method, path, content in bodies(description) if "example" not in content]

        # A step of a job says all in its address.
        assert lacking == []

    def test_has_one_that_fits_its_schema(self, description):
        registry = Registry().with_resource("urn:api", Resource(contents=description, specification=DRAFT202012))
        for method, path, content in bodies(description):
            schema = json.loads(json.dumps(content["schema"]).replace('"#/', '"urn:api#/'))
            faults = list(Draft202012Validator(schema, registry=registry).iter_errors(content["example"]))
            assert faults == [], (method, path)


class TestTheDescription:
    def test_is_openapi_3_1_and_names_every_answer(self, description):
        assert description["openapi"].startswith("3.1")
        for path, methods in description["paths"].items():
            for method, operation in methods.items():
                assert {"400", "401", "403", "404", "422", "429", "500", "503"} <= set(operation["responses"]), (
                    method,
                    path,
                )
                assert operation["summary"] or operation.get("description"), (method, path)

    def test_is_shown_on_a_page_that_fetches_nothing_from_elsewhere(self):
        page = Client().get("/api/v1/docs").content.decode()

        assert re.findall(r'(?:src|href)="(https?:)?//', page) == []
        assert "swagger-ui" in page
