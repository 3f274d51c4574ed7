"""Checks of messages that a channel sends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kontor.channels.ports import Feature, PushRefused, PushRequest
from kontor.kernel.errors import Misconfigured, Outside, Retryable
from kontor.testing.asking import READ_FAULTS, must_meet
from kontor.testing.memory import MemoryAccount
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


def check_queue(kit: Subject) -> None:
    """What waits in the channel's queue brings its orders, and comes again until it is taken out."""
    needs(kit, Feature.READ_QUEUE)
    assert kit.marketplace().read_queue().receipts == (), "an empty queue holds something"
    kit.marketplace().subscribe()
    kit.marketplace().subscribe()
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    page = kit.marketplace().read_queue()
    assert {row.external_id for row in page.orders} == {order.id}, f"brings {[row.external_id for row in page.orders]}"
    told = kit.connector.translate("kit", page.orders[0].body)
    assert told.external_id == order.id, "the order from the queue is another than it says"
    kit.stage.show_again()
    again = kit.marketplace().read_queue()
    assert {row.external_id for row in again.orders} == {order.id}, "a message that nobody took out did not come again"
    kit.marketplace().forget(again.receipts)
    kit.stage.show_again()
    assert kit.marketplace().read_queue().receipts == (), "a message that was taken out came again"


def check_queue_under_faults(kit: Subject) -> None:
    """No fault takes a message out of the queue before its order was read; garbage in it stops nothing."""
    needs(kit, Feature.READ_QUEUE)
    kit.marketplace().subscribe()
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.stage.queue.append(type(kit.stage.queue[0])("no notification"))
    for fault in READ_FAULTS:
        kit.stage.show_again()
        kit.stage.faults.order(fault, times=1)
        try:
            kit.marketplace().read_queue()
        except Retryable:
            pass
        must_meet(kit, fault)
        assert len(kit.stage.queue) == 2, f"{fault}: a message is gone"
    kit.stage.faults.clear()
    kit.stage.show_again()
    page = kit.marketplace().read_queue()
    assert {row.external_id for row in page.orders} == {order.id}
    assert len(page.receipts) == 2, "garbage would stay in the queue for ever"
    wrong = {name: value + "x" for name, value in kit.account.secrets.items()}
    stranger = MemoryAccount("kit", kit.stage.base_url, kit.account.settings, wrong)
    try:
        kit.connector(stranger).read_queue()
    except Misconfigured:
        return
    except Outside as failure:
        raise AssertionError(f"wrong keys are told as {type(failure).__name__}") from failure
    raise AssertionError("wrong keys are believed")


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
