"""Checks of messages that a channel sends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kontor.channels.ports import (
    Feature,
    PushRefused,
    PushRequest,
)
from kontor.testing.subject import Subject, needs


def check_push(kit: Subject) -> None:
    """A push message is believed only with its signature: forged, altered, stale or bare ones are refused."""
    kit.stage.push_url = "http://127.0.0.1/push"
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    message = kit.stage.push_of(order)
    kit.stage.push_url = ""
    needs(kit, Feature.RECEIVE_PUSH)
    headers, body = {name.lower(): value for name, value in message[0].items()}, message[1]
    push = kit.marketplace().read_push(push_request(headers, body))
    assert push.delivery_id, "the delivery has no id, so a recording could not be told from it"
    assert push.orders == (order.id,), f"hints at {push.orders}"
    again = kit.marketplace().read_push(push_request(headers, body))
    assert again.delivery_id == push.delivery_id, "the same delivery has two ids"
    must_refuse(kit, push_request(headers, body + b" "))
    must_refuse(kit, push_request(headers, body.replace(b"1", b"2", 1)))
    must_refuse(kit, push_request({name: _forged(name, value) for name, value in headers.items()}, body))
    must_refuse(kit, push_request({"content-type": "application/json"}, body))
    if any("timestamp" in name for name in headers) or b'"timestamp"' in body:
        late = PushRequest("POST", "/push", headers, {}, body, datetime.now(UTC) + timedelta(days=2))
        must_refuse(kit, late)


def _forged(name: str, value: str) -> str:
    if "signature" in name or "hmac" in name:
        return "A" + value[1:] if value[0] != "A" else "B" + value[1:]
    return value


def push_request(headers: dict[str, str], body: bytes) -> PushRequest:
    """Return a message that has just come in."""
    return PushRequest("POST", "/push", headers, {}, body, datetime.now(UTC))


def must_refuse(kit: Subject, request: PushRequest) -> None:
    """Hold that nobody believes this message."""
    try:
        kit.marketplace().read_push(request)
    except PushRefused:
        return
    raise AssertionError("a message without a valid signature was believed")
