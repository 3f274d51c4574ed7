"""The address book of the API: /api/v1, described at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from kontor.rest import problems
from kontor.rest.articles import router as articles
from kontor.rest.asked import router as asked
from kontor.rest.auth import ApiKeyAuth
from kontor.rest.bank import router as bank
from kontor.rest.bulk import router as bulk
from kontor.rest.changing import router as changing
from kontor.rest.channels import router as channels
from kontor.rest.customers import router as customers
from kontor.rest.desk import router as desk
from kontor.rest.examples import add_examples
from kontor.rest.files import router as files
from kontor.rest.house import router as house
from kontor.rest.lists import LISTS, describe_parameters
from kontor.rest.news import router as news
from kontor.rest.offers import router as offers
from kontor.rest.orders import router as orders
from kontor.rest.parting import router as parting
from kontor.rest.push import router as push
from kontor.rest.stock import router as stock
from kontor.rest.tokens import router as tokens
from kontor.rest.vouchers import router as vouchers
from kontor.rest.warehouse import router as warehouse

# What any operation may answer beside what it is there for, as problem details (RFC 9457).
PROBLEMS = {
    400: "The request cannot be read.",
    401: "The API key or token is missing, unknown, revoked or over.",
    403: "The key does not open this.",
    404: "There is no such thing.",
    405: "The address does not know this method.",
    408: "The request came too slowly.",
    409: "Not in the present state, or its idempotency key is being worked on: ask again shortly.",
    410: "What is asked for is not kept any more.",
    412: "What was read has changed since; read it again.",
    413: "The request is too large.",
    422: "The request has faults; each is named with its field.",
    429: "The key asked too often; ask again after Retry-After.",
    500: "A fault of Kontor.",
    503: "Kontor cannot work at the moment; ask again after Retry-After, under the same key.",
}
_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "facts": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}


# Operations whose function here cannot bear the name: a verb of a room has it.
_CALLED = {
    "hold": "hold_order", "lift": "lift_hold", "release": "release_order", "note": "write_note", "recall": "recall_order",
    "refund": "refund_order", "ask_for_payment": "ask_for_payment_page", "begin": "begin_bulk_job", "judge": "judge_bulk_job",
    "show_job": "show_bulk_job", "press": "press_bulk_job", "list_job_results": "list_bulk_results", "issue": "issue_voucher",
    "check": "check_voucher", "repeat": "repeat_deliveries", "book_move": "book_stock", "correct_book": "correct_stock",
    "keep_back": "keep_safety_stock", "availability": "list_availability", "read_the_feed": "read_news",
    "list_types": "list_news_types", "list_all_webhooks": "list_webhooks", "try_out": "try_webhook",
}  # fmt: skip


class DescribedApi(NinjaAPI):
    """An API whose description names every status that it answers with."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return what an operation is called in clients: a verb and its noun, the same for ever."""
        name = operation.view_func.__name__
        return _CALLED.get(name, name)

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Describe the problems of every operation beside its results."""
        schema = super().get_openapi_schema(**asked)
        schema["components"]["schemas"]["Problem"] = _PROBLEM
        for path, told in LISTS.items():
            place = next(it for it in schema["paths"] if it.endswith(f"/v1{path}"))
            schema["paths"][place]["get"]["parameters"] = describe_parameters(told)
        add_examples(schema["paths"])
        content = {problems.PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, text in PROBLEMS.items():
                    operation["responses"].setdefault(status, {"description": text, "content": content})
        return schema


api = DescribedApi(
    title="Kontor",
    version="1",
    urls_namespace="api",
    auth=ApiKeyAuth(),
    docs=Swagger(settings={"persistAuthorization": False, "displayRequestDuration": True, "docExpansion": "none"}),
    docs_url="/docs",
    description="All that the pages of the back office show and do. Errors are problem details (RFC 9457).",
)
problems.install(api)
api.add_router("", orders)
api.add_router("", changing)
api.add_router("", asked)
api.add_router("", articles)
api.add_router("", customers)
api.add_router("", bulk)
api.add_router("", stock)
api.add_router("", news)
api.add_router("", push)
api.add_router("", vouchers)
api.add_router("", bank)
api.add_router("", offers)
api.add_router("", warehouse)
api.add_router("", house)
api.add_router("", channels)
api.add_router("", files)
api.add_router("", desk)
api.add_router("", parting)
api.add_router("", tokens)
