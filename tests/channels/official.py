"""Holds what went over the wire against the channels' own documents."""

from __future__ import annotations

import copy
import gzip
import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

SPECS = Path(os.environ.get("KONTOR_SPECS", Path(__file__).parents[3] / "shared" / "specs"))
OWN = Path(__file__).parent / "specs"


def document(*parts: str) -> Any:
    """Read an official document, or say plainly that the check is left out."""
    path = SPECS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"left out: {path} is not here (set KONTOR_SPECS)")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(raw)


def wire(reply: Any) -> Any:
    """Return a reply's body as a client reads it."""
    from kontor.simulators.stage.protocol import dump

    return json.loads(dump(reply.body)) if reply.body is not None and not isinstance(reply.body, bytes) else reply.body


class OpenApi:
    """An OpenAPI 3 document under openapi-core; closed, so that a misspelt field is seen."""

    def __init__(self, spec: dict[str, Any], base: str, *, close: bool) -> None:
        from openapi_core import OpenAPI

        spec = copy.deepcopy(spec)
        spec["servers"] = [{"url": f"http://127.0.0.1{base}"}]
        _mend(spec)
        _unlock(spec)
        if close:
            _close(spec)
        self.base = base
        self.api = OpenAPI.from_dict(spec)

    def check(self, request: Any, reply: Any) -> None:
        from openapi_core.testing import MockRequest, MockResponse
        from werkzeug.datastructures import MultiDict

        parts = urlsplit(request.url)
        mine = MockRequest(
            "http://127.0.0.1", request.method.lower(), parts.path, args=MultiDict(parse_qsl(parts.query)),
            headers={"Content-Type": "application/json", **request.headers}, data=request.body,
        )  # fmt: skip
        self.api.validate_request(mine)
        if reply.status < 400 and reply.status != 207:
            body = wire(reply)
            self.api.validate_response(
                mine, MockResponse(b"" if body is None else json.dumps(body).encode(), status_code=reply.status)
            )


def _mend(node: Any) -> None:
    """Faults of the documents themselves: null beside allOf, numbers written as text."""
    if isinstance(node, dict):
        if node.get("nullable") and "allOf" in node and "type" not in node:
            node["anyOf"] = [*node.pop("allOf"), {"nullable": True, "enum": [None]}]
        if node.get("type") == "integer" and isinstance(node.get("default"), str):
            node["default"] = int(node["default"])
        for value in node.values():
            _mend(value)
    elif isinstance(node, list):
        for value in node:
            _mend(value)


def _unlock(spec: dict[str, Any]) -> None:
    """Credentials are checked by the stage; the documents describe them in ways that no validator knows."""
    spec.pop("security", None)
    spec.get("components", {}).pop("securitySchemes", None)
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and node.get("type") == "object":
            node.setdefault("additionalProperties", False)
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)


class Schemas:
    """Schemas under JSON Schema: Swagger 2.0, relaxed OpenAPI 3.1, or written by hand from rendered pages."""

    def __init__(self, root: dict[str, Any], specification: Any = DRAFT202012) -> None:
        self.registry = Registry().with_resource("urn:doc", Resource(contents=root, specification=specification))
        self.kind = jsonschema.Draft4Validator if specification is DRAFT4 else jsonschema.Draft202012Validator

    def check(self, schema: Any, value: Any, what: str) -> None:
        absolute = json.loads(json.dumps(schema).replace('"$ref": "#/', '"$ref": "urn:doc#/'))
        faults = [
            f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"
            for fault in self.kind(absolute, registry=self.registry).iter_errors(value)
        ]
        assert faults == [], f"{what}: {faults[:5]}"


@lru_cache
def pattern(path: str) -> re.Pattern[str]:
    return re.compile("^" + re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(path)) + "$")


def check_amazon(exchanges: list[tuple[Any, Any]]) -> int:
    models = [
        ("orders-api-model", "orders_2026-01-01.json"), ("orders-api-model", "ordersV0.json"),
        ("listings-items-api-model", "listingsItems_2021-08-01.json"), ("feeds-api-model", "feeds_2021-06-30.json"),
        ("finances-api-model", "finances_2024-06-19.json"), ("notifications-api-model", "notifications.json"),
    ]  # fmt: skip
    specs = [document("amazon-sp-api", "models", *model) for model in models]
    feed = document("amazon-sp-api", "schemas", "feeds", "listings-feed-schema-v2.json")
    notice = document("amazon-sp-api", "schemas", "notifications", "OrderChangeNotification.json")
    checked = 0
    for request, reply in exchanges:
        if request.path == "/" and reply.status == 200:
            for message in wire(reply).get("Messages", ()):
                Schemas(notice).check(notice, json.loads(message["Body"]), "the notification")
                checked += 1
        if request.path.startswith("/store/") and request.method == "PUT" and request.body.startswith(b"{"):
            Schemas(feed).check(feed, json.loads(request.body), "the feed")
            checked += 1
        for spec in specs:
            for path, item in spec["paths"].items():
                operation = item.get(request.method.lower())
                if operation is None or not pattern(path).match(request.path):
                    continue
                checked += 1
                schemas = Schemas({"definitions": spec["definitions"]}, DRAFT4)
                operation["parameters"] = [*operation.get("parameters", ()), *item.get("parameters", ())]
                named = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
                assert set(request.query) <= named, f"{request.path}: unknown {set(request.query) - named}"
                body = [parameter["schema"] for parameter in operation["parameters"] if parameter["in"] == "body"]
                if body:
                    schemas.check(body[0], json.loads(request.body), f"request {request.path}")
                answer = operation["responses"].get(str(reply.status))
                assert answer is not None, f"{request.path}: {reply.status} is not declared"
                if "schema" in answer and reply.status < 400:
                    schemas.check(answer["schema"], wire(reply), f"answer {request.path}")
    return checked


def check_open_api(exchanges: list[tuple[Any, Any]], files: dict[str, tuple[str, ...]], *, close: bool) -> int:
    apis = [OpenApi(document(*parts), base, close=close) for base, parts in files.items()]
    checked = 0
    for request, reply in exchanges:
        for api in apis:
            if request.path.startswith(api.base + "/"):
                api.check(request, reply)
                checked += 1
    return checked


def check_shopware(exchanges: list[tuple[Any, Any]]) -> int:
    """The document demands every field in every answer and patch; names and types are held, the demands are not."""
    spec = document("shopware6", "adminApiSchema.json")
    root = json.loads(json.dumps({"components": spec["components"]}))
    _relax(root)
    schemas, checked = Schemas(root), 0
    for request, reply in exchanges:
        for path, item in spec["paths"].items():
            operation = item.get(request.method.lower())
            if operation is None or not pattern("/api" + path).match(request.path):
                continue
            checked += 1
            told = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if told and request.body:
                schemas.check(_relaxed(told), json.loads(request.body), f"request {path}")
            answer = operation["responses"].get(str(reply.status), {}).get("content", {}).get("application/json", {})
            if isinstance(answer, dict) and "schema" in answer:
                schemas.check(_relaxed(answer["schema"]), wire(reply), f"answer {path}")
    return checked


def _relaxed(schema: Any) -> Any:
    copied = copy.deepcopy(schema)
    _relax(copied)
    return copied


def _relax(node: Any) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("required"), list):
            node.pop("required")
        if node.get("type") in ("mixed", "float"):
            node.pop("type")
        for name in ("items", "properties"):
            if node.get(name) == []:
                node.pop(name)
        for value in list(node.values()):
            _relax(value)
    elif isinstance(node, list):
        for value in node:
            _relax(value)


def check_own(exchanges: list[tuple[Any, Any]], name: str) -> int:
    """Hold the wire against schemas that we wrote from rendered pages."""
    told = json.loads((OWN / f"{name}.json").read_text())
    schemas, checked = Schemas({"$defs": told["$defs"]}), 0
    for request, reply in exchanges:
        for operation in told["operations"].values():
            path = operation["path"].replace("salesOrderId|orderNumber", "id")
            if operation["method"] != request.method or not pattern(path).match(request.path):
                continue
            checked += 1
            if operation.get("request") and request.body and not request.path.endswith("/token"):
                schemas.check(operation["request"], json.loads(request.body), f"request {path}")
            answer = operation["responses"].get(str(reply.status))
            if answer and reply.body is not None:
                schemas.check(answer, wire(reply), f"answer {path}")
    return checked


def _difference(asked: Any, told: Any, where: str = "") -> str:
    """Return the first place where an answer has another shape than was asked for."""
    if isinstance(asked, dict) and isinstance(told, dict):
        if set(asked) != set(told):
            return f"{where}: asked {sorted(asked)}, told {sorted(told)}"
        return next((found for key in asked if (found := _difference(asked[key], told[key], f"{where}/{key}"))), "")
    if isinstance(asked, list) and isinstance(told, list):
        return next(
            (found for one, other in zip(asked, told, strict=True) if (found := _difference(one, other, where))), ""
        )
    return "" if asked == told else f"{where}: {asked!r} is not {told!r}"


# What an answer of an abstract type is, told by the fields it has.
SHOPIFY_KINDS = {frozenset({"quantity", "fulfillmentLineItem"}): "ReturnLineItem"}


def check_shopify(exchanges: list[tuple[Any, Any]]) -> int:
    """Every document is valid against the schema, its variables fit, and the answers have the shape that was asked."""
    from graphql import build_client_schema, execute, parse, validate

    from kontor.connectors.shopify import documents

    schema = build_client_schema(document("shopify-graphql", "admin_2026-10.json.gz")["data"], assume_valid=True)
    for source in documents.ALL:
        assert [str(fault) for fault in validate(schema, parse(source))] == []
    checked = 0
    for request, reply in exchanges:
        if not request.path.endswith("graphql.json"):
            continue
        told, answer = json.loads(request.body), wire(reply)
        if "data" not in answer:
            continue
        result = execute(
            schema, parse(told["query"]), root_value=answer["data"], variable_values=told["variables"],
            type_resolver=lambda value, *_: SHOPIFY_KINDS[frozenset(value)],
        )  # fmt: skip
        assert result.errors is None, (result.errors, told["query"][:80])
        assert result.data == answer["data"], _difference(result.data, answer["data"])
        checked += 1
    return checked
