"""Reading an order out of a raw message of Kontor's own format."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from kontor.channels.ports import IncomingOrder, Unreadable
from kontor.kernel.text import marked as _

ORDER_JSON = "order.json"
# What a connector fetched, in the channel's own words.
CONNECTOR_MESSAGE = "connector"


# What is wrong with a field, in words of ours: the library's own are for programmers, and English. What follows is told as it is.
REASONS = {
    "missing": _("is missing"),
    "literal_error": _("is none of those that are known"),
    "too_short": _("has too few entries"),
    "too_long": _("has too many entries"),
    "string_too_short": _("is empty or too short"),
    "string_too_long": _("is too long"),
    "string_type": _("is no text"),
    "string_pattern_mismatch": _("is not written as it should be"),
    "int_parsing": _("is no whole number"),
    "int_type": _("is no whole number"),
    "int_from_float": _("is no whole number"),
    "decimal_parsing": _("is no amount"),
    "decimal_type": _("is no amount"),
    "decimal_max_places": _("has too many places"),
    "decimal_max_digits": _("is too large"),
    "decimal_whole_digits": _("is too large"),
    "finite_number": _("is no amount"),
    "greater_than": _("is too small"),
    "greater_than_equal": _("is too small"),
    "less_than": _("is too large"),
    "less_than_equal": _("is too large"),
    "datetime_parsing": _("is no moment"),
    "datetime_from_date_parsing": _("is no moment"),
    "timezone_aware": _("is a moment without a time zone"),
    "extra_forbidden": _("is not known here"),
}
# Which of the library's facts help whoever reads it.
_HELPS = ("expected", "min_length", "max_length", "gt", "ge", "lt", "le", "max_digits", "decimal_places")


def name_faults(failure: ValidationError) -> list[dict[str, str]]:
    """Return every fault of a payload by field and reason."""
    return [
        {"field": ".".join(str(part) for part in fault["loc"]) or "(body)", "reason": _reason(fault)}
        for fault in failure.errors(include_url=False, include_input=False)
    ]


def _reason(fault: Any) -> str:
    words = REASONS.get(fault["type"])
    if words is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    more = next((fault["ctx"][name] for name in _HELPS if name in fault.get("ctx", {})), None)
    return words if more is None else f"{words} [{more}]"


def read_order(body: bytes | str) -> IncomingOrder:
    """Read an order from JSON. Refuses: Unreadable, naming each field and reason."""
    try:
        return IncomingOrder.model_validate_json(body)
    except ValidationError as failure:
        faults = "; ".join(f"{fault['field']}: {fault['reason']}" for fault in name_faults(failure)[:10])
        raise Unreadable(faults=faults) from None
