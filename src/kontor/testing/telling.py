"""Checks of what is told: stock, prices, shipments, acceptance, cancellations, refunds, through every fault."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
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
    RefundRequest,
    ShipmentNotice,
    ShippedLine,
)
from kontor.kernel.errors import OutcomeUnknown, Outside, Permanent, Retryable
from kontor.testing.asking import READ_FAULTS, last_hour, list_refs, make_notice, must_meet
from kontor.testing.pushing import must_refuse, push_request
from kontor.testing.subject import Subject, needs

# More than any channel is told one by one.
MANY = 30
# After these the channel has certainly done nothing; after the others nobody knows.
HARMLESS = ("too_many", "too_many_bare", "unavailable")


def check_stock(kit: Subject) -> None:
    """Quantities arrive; an unknown article is refused by name and spoils no other."""
    refs = list_refs(kit)
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
    refs = list_refs(kit)
    for number, fault in enumerate((*READ_FAULTS, "expired_token", "slow")):
        kit.stage.faults.clear()
        kit.stage.faults.order(fault)
        for _ in range(3):
            try:
                kit.marketplace().publish_stock([OfferLevel("VASE", number, number, refs["VASE"])])
                break
            except Retryable:
                continue
        must_meet(kit, fault)
        _quantities(kit, {"VASE": number})


def check_bulk_stock(kit: Subject) -> None:
    """Many quantities at once arrive, whatever befalls any of the calls that this takes."""
    articles = [f"BULK-{number}" for number in range(MANY)]
    kit.stage.world.put_offers([{"sku": sku, "quantity": 1, "price": "5.00"} for sku in articles])
    refs = list_refs(kit) if Feature.LIST_OFFERS in kit.manifest.features else dict.fromkeys(articles, "")
    most = min(MANY, kit.manifest.most_offers_per_call)
    for _ in range(2):  # with the second time the login is behind us
        kit.stage.calls.clear()
        _publish_until_told(kit, [OfferLevel(sku, 2, 1, refs[sku]) for sku in articles[:most]])
    steps = {f"^{method} {_shape(path)}" for method, path in kit.stage.calls}
    quantity = 2
    for step, fault in itertools.product(sorted(steps), READ_FAULTS):
        quantity += 1
        kit.stage.faults.clear()
        met = kit.stage.faults.met.get(fault, 0)
        kit.stage.faults.order(fault, times=3, where=step)  # as often as one call tries
        levels = [OfferLevel(sku, quantity, quantity, refs[sku]) for sku in articles[:most]]
        try:
            _publish_until_told(kit, levels)
        except Exception as failure:
            raise AssertionError(f"{fault} at {step}: {failure!r}") from failure
        assert kit.stage.faults.met.get(fault, 0) > met, f"{fault} at {step}: no call met it"
        there = {kit.stage.world.offers[sku].quantity for sku in articles[:most]}
        assert there == {quantity}, f"{fault} at {step}: {there} instead of {quantity}"


def _publish_until_told(kit: Subject, levels: list[OfferLevel]) -> None:
    for _ in range(4):
        try:
            outcomes = kit.marketplace().publish_stock(levels)
        except Retryable:
            continue
        assert all(outcome.accepted for outcome in outcomes), f"refused: {outcomes[:3]}"
        return
    raise AssertionError("told four times, and never heard")


def _shape(path: str) -> str:
    """Return a pattern for a path in which every part with a digit may be another one."""
    parts = path.split("/")
    versions = re.compile(r"v\d+|\d{4}-\d{2}(-\d{2})?")
    loose = [
        re.escape(part) if versions.fullmatch(part) or not any(sign.isdigit() for sign in part) else "[^/]+"
        for part in parts
    ]
    return "/".join(loose)


def check_prices(kit: Subject) -> None:
    """Prices arrive to the cent."""
    needs(kit, Feature.PUBLISH_PRICES)
    refs = list_refs(kit)
    prices = [OfferPrice("LAMP", Decimal("24.95"), "EUR", refs["LAMP"])]
    outcomes = kit.marketplace().publish_prices(prices)
    assert [outcome.accepted for outcome in outcomes] == [True], f"refused: {outcomes}"
    there = kit.stage.world.offers["LAMP"].price
    assert there == Decimal("24.95"), f"{there} arrived"


def _parcels(order: Any) -> list[Any]:
    return [parcel for parcel in order.parcels if parcel["lines"]]


def check_shipment(kit: Subject) -> None:
    """A shipment is confirmed once, with its tracking number; confirming it again changes nothing."""
    order = kit.stage.world.buy(quantity=2, sku="LAMP")
    for _ in range(2):
        kit.marketplace().confirm_shipment(make_notice(order))
        assert order.stage == "shipped", f"the order is {order.stage}"
    shipped = {line.id: line.shipped for line in order.lines}
    assert shipped == {line.id: line.quantity for line in order.lines}, "other pieces than told"
    numbers = {parcel["tracking"] for parcel in _parcels(order)}
    assert numbers == {"00340434161094000011"}, f"other numbers than told: {numbers}"


def check_find_shipment(kit: Subject) -> None:
    """A confirmed parcel is found again, one that never was is not."""
    needs(kit, Feature.FIND_SHIPMENT)
    order = kit.stage.world.buy(quantity=2, sku="LAMP")
    kit.marketplace().confirm_shipment(make_notice(order))
    assert kit.marketplace().find_shipment(make_notice(order)) is not None, "the parcel is not found again"
    other = make_notice(kit.stage.world.buy(quantity=1, sku="BOOK"), "shipment:2")
    other = ShipmentNotice(**{**_fields(other), "tracking_number": "00340434161094000028"})
    assert kit.marketplace().find_shipment(other) is None, "a parcel that never was is found"


def check_shipment_faults(kit: Subject) -> None:
    """Every fault while confirming ends with exactly one parcel, looked up where nobody knows."""
    for fault in (*READ_FAULTS, "slow"):
        order = kit.stage.world.buy(quantity=1, sku="LAMP")
        kit.marketplace().fetch_orders(last_hour(), "")
        kit.stage.faults.clear()
        kit.stage.faults.order(fault, where="^(POST|PUT|PATCH) (?!.*(token|search|State|Orders|Variants))")
        notice = make_notice(order, f"shipment:{fault}")
        notice = ShipmentNotice(**{**_fields(notice), "tracking_number": f"0034043416109400{order.number[-4:]}"})
        look_up = False
        for _ in range(4):
            try:
                if (
                    look_up
                    and Feature.FIND_SHIPMENT in kit.manifest.features
                    and kit.marketplace().find_shipment(notice)
                ):
                    break
                kit.marketplace().confirm_shipment(notice)
                break
            except OutcomeUnknown:
                look_up = True
            except Retryable:
                assert fault in HARMLESS or not order.parcels, f"{fault}: told as harmless, but it had taken effect"
        must_meet(kit, fault)
        assert order.stage == "shipped", f"{fault}: the order is {order.stage}"
        assert len({parcel["tracking"] for parcel in _parcels(order)}) == 1, f"{fault}: {len(order.parcels)} parcels"


def _fields(notice: ShipmentNotice) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in ShipmentNotice.__slots__}


def check_acknowledge(kit: Subject) -> None:
    """An order that waits for the merchant is accepted; again changes nothing."""
    needs(kit, Feature.ACKNOWLEDGE)
    order = kit.stage.world.buy(quantity=2, sku="LAMP", pending=True)
    for _ in range(2):
        kit.marketplace().acknowledge([order.id])
        assert order.acknowledged, "the channel did not hear of it"
        assert order.stage == "open", f"the order is {order.stage}"


def check_cancel(kit: Subject) -> None:
    """A cancelled order is cancelled there; again changes nothing; what has left is refused."""
    needs(kit, Feature.CANCEL)
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    for _ in range(2):
        kit.marketplace().cancel(CancelRequest("order:1", order.id, CancelReason.OUT_OF_STOCK))
        assert order.stage == "cancelled", f"the order is {order.stage}"
    left = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.marketplace().confirm_shipment(make_notice(left, "shipment:9"))
    try:
        kit.marketplace().cancel(CancelRequest("order:2", left.id, CancelReason.BUYER_ASKED))
    except Permanent:
        pass
    assert left.stage == "shipped", "an order that had left was cancelled"


def check_cancel_part(kit: Subject) -> None:
    """Pieces of an order are cancelled there and the rest ships; a channel that knows no parts keeps the order whole."""
    needs(kit, Feature.CANCEL)
    order = kit.stage.world.buy(quantity=3, sku="BOOK")
    if len(order.lines) == 1:  # the channel counts pieces in one line
        part = (ShippedLine(order.lines[0].id, "BOOK", 1),)
    else:
        part = (ShippedLine(order.lines[0].id, "BOOK", order.lines[0].quantity),)
    request = CancelRequest("order:3:a", order.id, CancelReason.OUT_OF_STOCK, part)
    if "cancel_part" not in kit.manifest.capabilities:
        try:
            kit.marketplace().cancel(request)
        except Permanent:
            assert order.stage == "open", f"the order is {order.stage}"
            return
        raise AssertionError("a part was cancelled that the channel knows no parts of")
    for _ in range(2):
        kit.marketplace().cancel(request)
    gone = {line.id: line.cancelled for line in order.lines if line.cancelled}
    assert gone == {part[0].line: part[0].quantity}, f"cancelled: {gone}"
    assert order.stage == "open", f"the order is {order.stage}"


def check_refund(kit: Subject) -> None:
    """A refund arrives."""
    needs(kit, Feature.REFUND)
    order = kit.stage.world.buy(quantity=1, sku="BOOK")
    kit.marketplace().confirm_shipment(make_notice(order))
    line = order.lines[0]
    request = RefundRequest(
        "refund:1", order.id, Decimal("5.00"), "EUR", "Kulanz", (ShippedLine(line.id, line.sku, 1),)
    )
    kit.marketplace().refund(request)
    told = [entry for entry in kit.stage.world.log if entry["what"] == "refunded"]
    assert [Decimal(entry["amount"]) for entry in told] == [Decimal("5.00")], f"refunded: {told}"


def check_undeclared(kit: Subject) -> None:
    """What is not declared is refused without a call."""
    request = RefundRequest("r", "1", Decimal(1), "EUR", "x")
    deeds: dict[Feature, Callable[[Marketplace], object]] = {
        Feature.ACKNOWLEDGE: lambda it: it.acknowledge(["1"]),
        Feature.PUBLISH_PRICES: lambda it: it.publish_prices([OfferPrice("LAMP", Decimal(1), "EUR")]),
        Feature.LIST_OFFERS: lambda it: it.list_offers(""),
        Feature.CANCEL: lambda it: it.cancel(CancelRequest("c", "1", CancelReason.OTHER)),
        Feature.REFUND: lambda it: it.refund(request),
        Feature.FETCH_RETURNS: lambda it: it.fetch_returns(last_hour(), ""),
        Feature.FETCH_SETTLEMENTS: lambda it: it.fetch_settlements(last_hour(), ""),
        Feature.READ_QUEUE: lambda it: it.read_queue(),
    }
    for feature, deed in deeds.items():
        if feature in kit.manifest.features:
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
    if Feature.RECEIVE_PUSH not in kit.manifest.features:
        must_refuse(kit, push_request({}, b"{}"))
