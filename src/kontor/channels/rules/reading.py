"""Reading an order out of a raw message of Kontor's own format."""

from __future__ import annotations

from pydantic import ValidationError

from kontor.channels.ports import IncomingOrder, Unreadable

ORDER_JSON = "order.json"
# Messages that a connector fetched: this, and behind it the connector's code.
CONNECTOR_MESSAGE = "connector:"


def name_faults(failure: ValidationError) -> list[dict[str, str]]:
    """Return every fault of a payload by field and reason."""
    return [
        {"field": ".".join(str(part) for part in fault["loc"]) or "(body)", "reason": fault["msg"]}
        for fault in failure.errors(include_url=False, include_input=False, include_context=False)
    ]


def read_order(body: bytes | str) -> IncomingOrder:
    """Read an order from JSON. Refuses: Unreadable, naming each field and reason."""
    try:
        return IncomingOrder.model_validate_json(body)
    except ValidationError as failure:
        faults = "; ".join(f"{fault['field']}: {fault['reason']}" for fault in name_faults(failure)[:10])
        raise Unreadable(faults=faults) from None
