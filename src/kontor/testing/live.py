"""Checks against the stage: paging, every fault of the plan, stock, shipments, push messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from kontor.channels.ports import (
    CancelReason,
    CancelRequest,
    Feature,
    Marketplace,
    NotOffered,
    OfferLevel,
    OfferPrice,
    PushRefused,
    PushRequest,
    RefundRequest,
    ShipmentNotice,
    ShippedLine,
    Window,
)
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Outside, Permanent, Retryable
from kontor.testing.subject import DoesNotApply, Subject, needs

MOST_PAGES = 100
RETURNS = 220
# What befalls a call and must leave nothing behind but the wish to ask again.
READ_FAULTS = ("too_many", "too_many_bare", "broken", "unavailable", "maintenance", "reset", "half_body", "silence")
# After these the channel has certainly done nothing; after the others nobody knows.
HARMLESS = ("too_many", "too_many_bare", "unavailable")


def _window() -> Window:
    now = datetime.now(UTC)
    return Window(now - timedelta(hours=1), now + timedelta(minutes=1))


def _fetch_all(marketplace: Marketplace) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    page = ""
    for _ in range(MOST_PAGES):
        answer = marketplace.fetch_orders(_window(), page)
        for order in answer.orders:
            assert order.changed_at.tzinfo is not None, "a time without a zone"
            found[order.external_id] = order.body
        if not answer.next:
            return found
        assert answer.next != page, "the next page is this page"
        page = answer.next
    raise AssertionError("paging does not end")


def _refs(kit: Subject) -> dict[str, str]:
    if Feature.LIST_OFFERS not in kit.card.features:
        return dict.fromkeys(kit.skus, "")
    found: dict[str, str] = {}
    page = ""
    for _ in range(MOST_PAGES):
        offers, page = kit.marketplace().list_offers(page)
        found |= {offer.sku: offer.ref for offer in offers}
        if not page:
            return found
    raise AssertionError("paging of offers does not end")


def check_card(kit: Subject) -> None:
    """It declares what it can do, what it needs and how fast it may ask."""
    card = kit.card
    assert card.code, "no code"
    assert card.features, "no features"
    assert all(isinstance(feature, Feature) for feature in card.features), "a feature that does not exist"
    unexplained = sorted(set(Feature) - card.features - set(card.without))
    assert not unexplained, f"neither offered nor explained: {unexplained}"
    assert not card.features & set(card.without), "offered, and explained why not"
    assert all(card.without.values()), "a reason that says nothing"
    assert card.buckets, "no limit is declared"
    assert all(bucket.capacity >= 1 and bucket.refill_per_s > 0 for bucket in card.buckets), "a limit of nothing"
    named = {field.name for field in card.fields}
    needed = set(kit.stage_module.SECRETS) | set(kit.stage_module.SETTINGS)
    assert needed <= named, f"asks for what it does not declare: {sorted(needed - named)}"
    secret = {field.name for field in card.fields if field.secret}
    assert set(kit.stage_module.SECRETS) <= secret, "a credential is not declared as secret"


def check_paging(kit: Subject) -> None:
    """Paging ends, and no order is missing."""
    placed = {kit.stage.world.buy(quantity=1, sku="LAMP").id for _ in range(30)}
    kit.stage.world.put_offers([{"sku": "LAMP", "quantity": 500, "price": "19.90"}])
    placed |= {kit.stage.world.buy(quantity=1, sku="LAMP").id for _ in range(230)}
    found = _fetch_all(kit.marketplace())
    assert set(found) == placed, f"{len(placed - set(found))} of {len(placed)} orders are missing"


def check_stage_orders(kit: Subject) -> None:
    """Orders of the stage are understood: open, pending, cancelled by the buyer, shipped elsewhere."""
    world = kit.stage.world
    opened, cancelled = world.buy(), world.buy()
    world.cancel(cancelled, "buyer")
    expected = {opened.id: "open", cancelled.id: "cancelled"}
    if Feature.PENDING_ORDERS in kit.card.features:
        pending = world.buy(pending=True)
        expected[pending.id] = "pending"
    found = _fetch_all(kit.marketplace())
    told = {key: kit.connector.translate("kit", body).stage.value for key, body in found.items()}
    assert told == expected, f"{told} instead of {expected}"
    order = kit.connector.translate("kit", found[opened.id]).order
    pieces = sum(line.quantity for line in order.lines)
    assert pieces == sum(line.quantity for line in opened.lines), "pieces are missing"
    paid = sum((line.unit_price * line.quantity for line in order.lines), Decimal())
    paid += sum((charge.amount for charge in order.charges), Decimal())
    assert paid == opened.total, f"{paid} instead of {opened.total}"


def check_read_faults(kit: Subject) -> None:
    """Every fault while fetching ends as "ask again", and the next poll has every order."""
    placed = {kit.stage.world.buy(quantity=1).id for _ in range(5)}
    for fault in READ_FAULTS:
        kit.stage.faults.clear()
        kit.marketplace().fetch_orders(_window(), "")  # a token is there, so the fault meets the orders
        kit.stage.faults.order(fault)
        try:
            kit.marketplace().fetch_orders(_window(), "")
        except Retryable as failure:
            assert not isinstance(failure, OutcomeUnknown), f"{fault}: reading has no unknown outcome"
        else:
            raise AssertionError(f"{fault}: went unnoticed")
        _was_met(kit, fault)
        assert set(_fetch_all(kit.marketplace())) == placed, f"{fault}: orders are missing afterwards"


def _was_met(kit: Subject, fault: str) -> None:
    """Hold that the fault befell a call, so that the check proves something."""
    assert kit.stage.faults.as_dict()["ordered"] == [], f"{fault}: no call met it"


def check_retry_after(kit: Subject) -> None:
    """Retry-After is heard, and kept for all workers."""
    kit.marketplace().fetch_orders(_window(), "")
    kit.stage.faults.order("too_many")
    try:
        kit.marketplace().fetch_orders(_window(), "")
    except Retryable as failure:
        assert float(str(failure.facts["after_s"])) >= 1, "the time to wait is not told"
    else:
        raise AssertionError("too many calls went unnoticed")
    assert kit.account.silences, "nobody was told to slow down"


def check_expired_token(kit: Subject) -> None:
    """An ended token is renewed, and nobody notices."""
    placed = {kit.stage.world.buy().id}
    marketplace = kit.marketplace()
    marketplace.fetch_orders(_window(), "")
    if not kit.stage.tokens:
        raise DoesNotApply("Every call is signed by itself.")
    kit.stage.tokens.clear()
    assert set(_fetch_all(marketplace)) == placed


def check_wrong_credentials(kit: Subject) -> None:
    """Refused credentials are told as such, not tried for ever."""
    kit.account.secrets = {name: "d3Jvbmc=" for name in kit.account.secrets}
    try:
        kit.marketplace().fetch_orders(_window(), "")
    except Misconfigured:
        return
    raise AssertionError("wrong credentials went unnoticed")


def check_stock(kit: Subject) -> None:
    """Quantities arrive; an unknown article is refused by name and spoils no other."""
    refs = _refs(kit)
    levels = [OfferLevel(sku, 10 + place, 1, refs[sku]) for place, sku in enumerate(kit.skus)]
    calls = len(kit.stage.calls)
    outcomes = {outcome.sku: outcome for outcome in kit.marketplace().publish_stock(levels)}
    assert all(outcome.accepted for outcome in outcomes.values()), f"refused: {outcomes}"
    assert set(outcomes) == set(kit.skus), "not every article was answered"
    _quantities(kit, {sku: 10 + place for place, sku in enumerate(kit.skus)})
    assert len(kit.stage.calls) - calls <= 3 * len(kit.skus), "too many calls"
    mixed = [OfferLevel("NO-SUCH-SKU", 3, 1, ""), OfferLevel("LAMP", 0, 2, refs["LAMP"])]
    told = {outcome.sku: outcome for outcome in kit.marketplace().publish_stock(mixed)}
    assert not told["NO-SUCH-SKU"].accepted, "an unknown article was accepted"
    assert told["NO-SUCH-SKU"].problem, "refused without a reason"
    assert told["LAMP"].accepted, "one unknown article spoilt another"
    _quantities(kit, {"LAMP": 0})


def _quantities(kit: Subject, expected: dict[str, int]) -> None:
    there = {sku: kit.stage.world.offers[sku].quantity for sku in expected}
    assert there == expected, f"{there} instead of {expected}"


def check_stock_faults(kit: Subject) -> None:
    """Every fault while publishing is told again until the quantity is right."""
    refs = _refs(kit)
    for number, fault in enumerate((*READ_FAULTS, "expired_token", "slow")):
        kit.stage.faults.clear()
        kit.stage.faults.order(fault)
        for _ in range(3):
            try:
                kit.marketplace().publish_stock([OfferLevel("VASE", number, number, refs["VASE"])])
                break
            except Retryable:
                continue
        _was_met(kit, fault)
        _quantities(kit, {"VASE": number})


def check_prices(kit: Subject) -> None:
    """Prices arrive to the cent."""
    needs(kit, Feature.PUBLISH_PRICES)
    refs = _refs(kit)
    prices = [OfferPrice("LAMP", Decimal("24.95"), "EUR", refs["LAMP"])]
    outcomes = kit.marketplace().publish_prices(prices)
    assert [outcome.accepted for outcome in outcomes] == [True], f"refused: {outcomes}"
    there = kit.stage.world.offers["LAMP"].price
    assert there == Decimal("24.95"), f"{there} arrived"


def _notice(order: Any, reference: str = "shipment:1") -> ShipmentNotice:
    return ShipmentNotice(
        reference=reference, order=order.id,
        lines=tuple(ShippedLine(line.id, line.sku, line.quantity) for line in order.lines), carrier="dhl",
        tracking_number="00340434161094000011", shipped_at=datetime.now(UTC),
        return_tracking_number="00340434161094099911", from_city="Hamburg", from_postal_code="20457",
    )  # fmt: skip


def _parcels(order: Any) -> list[Any]:
    return [parcel for parcel in order.parcels if parcel["lines"]]


def check_shipment(kit: Subject) -> None:
    """A shipment is confirmed once, with its tracking number; confirming it again changes nothing."""
    order = kit.stage.world.buy(quantity=2, sku="LAMP")
    for _ in range(2):
        kit.marketplace().confirm_shipment(_notice(order))
        assert order.stage == "shipped", f"the order is {order.stage}"
    shipped = {line.id: line.shipped for line in order.lines}
    assert shipped == {line.id: line.quantity for line in order.lines}, "other pieces than told"
    numbers = {parcel["tracking"] for parcel in _parcels(order)}
    assert numbers == {"00340434161094000011"}, f"other numbers than told: {numbers}"


def check_find_shipment(kit: Subject) -> None:
    """A confirmed parcel is found again, one that never was is not."""
    needs(kit, Feature.FIND_SHIPMENT)
    order = kit.stage.world.buy(quantity=2, sku="LAMP")
    kit.marketplace().confirm_shipment(_notice(order))
    assert kit.marketplace().find_shipment(_notice(order)) is not None, "the parcel is not found again"
    other = _notice(kit.stage.world.buy(quantity=1, sku="BOOK"), "shipment:2")
    other = ShipmentNotice(**{**_fields(other), "tracking_number": "00340434161094000028"})
    assert kit.marketplace().find_shipment(other) is None, "a parcel that never was is found"


def check_acknowledge(kit: Subject) -> None:
    """An order that waits for the merchant is accepted; again changes nothing."""
    needs(kit, Feature.ACKNOWLEDGE)
    order = kit.stage.world.buy(quantity=2, sku="LAMP", pending=True)
    for _ in range(2):
        kit.marketplace().acknowledge([order.id])
        assert order.acknowledged, "the channel did not hear of it"
        assert order.stage == "open", f"the order is {order.stage}"


def check_shipment_faults(kit: Subject) -> None:
    """Every fault while confirming ends with exactly one parcel, looked up where nobody knows."""
    for fault in (*READ_FAULTS, "slow"):
        order = kit.stage.world.buy(quantity=1, sku="LAMP")
        kit.marketplace().fetch_orders(_window(), "")
        kit.stage.faults.clear()
        kit.stage.faults.order(fault, where="^(POST|PUT|PATCH) (?!.*(token|search|State|Orders|Variants))")
        notice = _notice(order, f"shipment:{fault}")
        notice = ShipmentNotice(**{**_fields(notice), "tracking_number": f"0034043416109400{order.number[-4:]}"})
        look_up = False
        for _ in range(4):
            try:
                if look_up and Feature.FIND_SHIPMENT in kit.card.features and kit.marketplace().find_shipment(notice):
                    break
                kit.marketplace().confirm_shipment(notice)
                break
            except OutcomeUnknown:
                look_up = True
            except Retryable:
                assert fault in HARMLESS or not order.parcels, f"{fault}: told as harmless, but it had taken effect"
        _was_met(kit, fault)
        assert order.stage == "shipped", f"{fault}: the order is {order.stage}"
        assert len({parcel["tracking"] for parcel in _parcels(order)}) == 1, f"{fault}: {len(order.parcels)} parcels"


def _fields(notice: ShipmentNotice) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in ShipmentNotice.__slots__}


def check_cancel(kit: Subject) -> None:
    """A cancelled order is cancelled there; again changes nothing; what has left is refused."""
    needs(kit, Feature.CANCEL)
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    for _ in range(2):
        kit.marketplace().cancel(CancelRequest("order:1", order.id, CancelReason.OUT_OF_STOCK))
        assert order.stage == "cancelled", f"the order is {order.stage}"
    left = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.marketplace().confirm_shipment(_notice(left, "shipment:9"))
    try:
        kit.marketplace().cancel(CancelRequest("order:2", left.id, CancelReason.BUYER_ASKED))
    except Permanent:
        pass
    assert left.stage == "shipped", "an order that had left was cancelled"


def check_refund(kit: Subject) -> None:
    """A refund arrives."""
    needs(kit, Feature.REFUND)
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.marketplace().confirm_shipment(_notice(order))
    line = order.lines[0]
    request = RefundRequest(
        "refund:1", order.id, Decimal("5.00"), "EUR", "Kulanz", (ShippedLine(line.id, line.sku, 1),)
    )
    kit.marketplace().refund(request)
    told = [entry for entry in kit.stage.world.log if entry["what"] == "refunded"]
    assert [Decimal(entry["amount"]) for entry in told] == [Decimal("5.00")], f"refunded: {told}"


def check_returns(kit: Subject) -> None:
    """What buyers announce to send back is seen, every piece of every page."""
    needs(kit, Feature.FETCH_RETURNS)
    kit.stage.world.put_offers([{"sku": "BOOK", "quantity": 2 * RETURNS, "price": "9.90"}])
    announced: dict[str, int] = {}
    for number in range(RETURNS):
        order = kit.stage.world.buy(quantity=1 + number % 2, sku="BOOK")
        kit.stage.world.ship(order, {line.id: line.quantity for line in order.lines}, tracking="1", carrier="DHL")
        announced |= kit.stage.world.send_back(order).pieces
    found: dict[str, int] = {}
    page = ""
    for _ in range(MOST_PAGES):
        answer = kit.marketplace().fetch_returns(_window(), page)
        for back in answer.returns:
            assert back.requested_at.tzinfo is not None, "a time without a zone"
            found |= {line.line: line.quantity for line in back.lines}
        page = answer.next
        if not page:
            break
    assert found == announced, f"{len(found)} of {len(announced)} lines are seen, or with other pieces"


def check_settlements(kit: Subject) -> None:
    """A payout names its order."""
    needs(kit, Feature.FETCH_SETTLEMENTS)
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.marketplace().confirm_shipment(_notice(order))
    entries = kit.marketplace().fetch_settlements(_window(), "").entries
    assert order.id in {entry.order for entry in entries}, "the shipped order is not settled"
    assert all(entry.booked_at.tzinfo is not None for entry in entries), "a time without a zone"


def check_undeclared(kit: Subject) -> None:
    """What is not declared is refused without a call."""
    request = RefundRequest("r", "1", Decimal(1), "EUR", "x")
    deeds: dict[Feature, Callable[[Marketplace], object]] = {
        Feature.ACKNOWLEDGE: lambda it: it.acknowledge(["1"]),
        Feature.PUBLISH_PRICES: lambda it: it.publish_prices([OfferPrice("LAMP", Decimal(1), "EUR")]),
        Feature.LIST_OFFERS: lambda it: it.list_offers(""),
        Feature.CANCEL: lambda it: it.cancel(CancelRequest("c", "1", CancelReason.OTHER)),
        Feature.REFUND: lambda it: it.refund(request),
        Feature.FETCH_RETURNS: lambda it: it.fetch_returns(_window(), ""),
        Feature.FETCH_SETTLEMENTS: lambda it: it.fetch_settlements(_window(), ""),
    }
    for feature, deed in deeds.items():
        if feature in kit.card.features:
            continue
        calls = len(kit.stage.calls)
        try:
            deed(kit.marketplace())
        except NotOffered:
            assert len(kit.stage.calls) == calls, f"{feature}: not declared, but the channel was called"
            continue
        except Outside as failure:
            raise AssertionError(f"{feature}: not declared, but tried") from failure
        raise AssertionError(f"{feature}: not declared, but done")
    if Feature.RECEIVE_PUSH not in kit.card.features:
        _refused(kit, {}, b"{}")


def check_push(kit: Subject) -> None:
    """A push message is believed only with its signature: forged, altered, stale or bare ones are refused."""
    kit.stage.push_url = "http://127.0.0.1/push"
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    message = kit.stage.push_of(order)
    kit.stage.push_url = ""
    needs(kit, Feature.RECEIVE_PUSH)
    headers, body = {name.lower(): value for name, value in message[0].items()}, message[1]
    push = kit.marketplace().read_push(_request(headers, body))
    assert push.delivery_id, "the delivery has no id, so a recording could not be told from it"
    assert push.orders == (order.id,), f"hints at {push.orders}"
    again = kit.marketplace().read_push(_request(headers, body))
    assert again.delivery_id == push.delivery_id, "the same delivery has two ids"
    _refused(kit, headers, body + b" ")
    _refused(kit, headers, body.replace(b"1", b"2", 1))
    _refused(kit, {name: _forged(name, value) for name, value in headers.items()}, body)
    _refused(kit, {"content-type": "application/json"}, body)
    if any("timestamp" in name for name in headers) or b'"timestamp"' in body:
        late = PushRequest("POST", "/push", headers, {}, body, datetime.now(UTC) + timedelta(days=2))
        _refused_request(kit, late)


def _forged(name: str, value: str) -> str:
    if "signature" in name or "hmac" in name:
        return "A" + value[1:] if value[0] != "A" else "B" + value[1:]
    return value


def _request(headers: dict[str, str], body: bytes) -> PushRequest:
    return PushRequest("POST", "/push", headers, {}, body, datetime.now(UTC))


def _refused(kit: Subject, headers: dict[str, str], body: bytes) -> None:
    _refused_request(kit, _request(headers, body))


def _refused_request(kit: Subject, request: PushRequest) -> None:
    try:
        kit.marketplace().read_push(request)
    except PushRefused:
        return
    raise AssertionError("a message without a valid signature was believed")
