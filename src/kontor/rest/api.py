"""The address book of the API: /api/v1, described at /api/v1/openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from kontor.rest import problems
from kontor.rest.auth import ApiKeyAuth
from kontor.rest.orders import router as orders
from kontor.rest.push import router as push
from kontor.rest.stock import router as stock
from kontor.rest.vouchers import router as vouchers

api = NinjaAPI(
    title="Kontor",
    version="1",
    urls_namespace="api",
    auth=ApiKeyAuth(),
    docs_url=None,
    description="Orders, availability, stock, products, shipments. Errors are problem details (RFC 9457).",
)
problems.install(api)
api.add_router("", orders)
api.add_router("", stock)
api.add_router("", push)
api.add_router("", vouchers)
