"""Checks of what is fetched: orders page by page, through every fault of the plan, returns, payouts."""

from __future__ import annotations

from decimal import Decimal

from kontor.channels.ports import (
    Feature,
)
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Retryable
from kontor.testing.asking import MOST_PAGES, READ_FAULTS, fetch_all, last_hour, make_notice
from kontor.testing.subject import DoesNotApply, Subject, needs

RETURNS = 220


def check_manifest(kit: Subject) -> None:
    """It declares what it can do, what it needs and how fast it may ask."""
    manifest = kit.manifest
    assert manifest.code, "no code"
    assert manifest.features, "no features"
    assert all(isinstance(feature, Feature) for feature in manifest.features), "a feature that does not exist"
    unexplained = sorted(set(Feature) - manifest.features - set(manifest.without))
    assert not unexplained, f"neither offered nor explained: {unexplained}"
    assert not manifest.features & set(manifest.without), "offered, and explained why not"
    assert all(manifest.without.values()), "a reason that says nothing"
    assert manifest.buckets, "no limit is declared"
    assert all(bucket.capacity >= 1 and bucket.refill_per_s > 0 for bucket in manifest.buckets), "a limit of nothing"
    named = {field.name for field in manifest.fields}
    needed = set(kit.stage_module.SECRETS) | set(kit.stage_module.SETTINGS)
    assert needed <= named, f"asks for what it does not declare: {sorted(needed - named)}"
    secret = {field.name for field in manifest.fields if field.secret}
    assert set(kit.stage_module.SECRETS) <= secret, "a credential is not declared as secret"


def check_paging(kit: Subject) -> None:
    """Paging ends, and no order is missing."""
    placed = {kit.stage.world.buy(quantity=1, sku="LAMP").id for _ in range(30)}
    kit.stage.world.put_offers([{"sku": "LAMP", "quantity": 500, "price": "19.90"}])
    placed |= {kit.stage.world.buy(quantity=1, sku="LAMP").id for _ in range(230)}
    found = fetch_all(kit.marketplace())
    assert set(found) == placed, f"{len(placed - set(found))} of {len(placed)} orders are missing"


def check_stage_orders(kit: Subject) -> None:
    """Orders of the stage are understood: open, pending, cancelled by the buyer, shipped elsewhere."""
    world = kit.stage.world
    opened, cancelled = world.buy(), world.buy()
    world.cancel(cancelled, "buyer")
    expected = {opened.id: "open", cancelled.id: "cancelled"}
    if Feature.PENDING_ORDERS in kit.manifest.features:
        pending = world.buy(pending=True)
        expected[pending.id] = "pending"
    found = fetch_all(kit.marketplace())
    told = {key: kit.connector.translate("kit", body).stage.value for key, body in found.items()}
    assert told == expected, f"{told} instead of {expected}"
    order = kit.connector.translate("kit", found[opened.id]).order
    pieces = sum(line.quantity for line in order.lines)
    assert pieces == sum(line.quantity for line in opened.lines), "pieces are missing"
    paid = sum(((line.unit_price or 0) * line.quantity for line in order.lines), Decimal())
    paid += sum((charge.amount for charge in order.charges), Decimal())
    assert paid == opened.total, f"{paid} instead of {opened.total}"


def check_read_faults(kit: Subject) -> None:
    """Every fault while fetching ends as "ask again", and the next poll has every order."""
    placed = {kit.stage.world.buy(quantity=1).id for _ in range(5)}
    for fault in READ_FAULTS:
        kit.stage.faults.clear()
        kit.marketplace().fetch_orders(last_hour(), "")  # a token is there, so the fault meets the orders
        kit.stage.faults.set_rates({fault: 1.0})
        met = kit.stage.faults.met.get(fault, 0)
        try:
            kit.marketplace().fetch_orders(last_hour(), "")
        except Retryable as failure:
            assert not isinstance(failure, OutcomeUnknown), f"{fault}: reading has no unknown outcome"
        else:
            raise AssertionError(f"{fault}: went unnoticed")
        assert kit.stage.faults.met.get(fault, 0) > met, f"{fault}: no call met it"
        kit.stage.faults.clear()
        assert set(fetch_all(kit.marketplace())) == placed, f"{fault}: orders are missing afterwards"


def check_retry_after(kit: Subject) -> None:
    """Retry-After is heard, and kept for all workers."""
    kit.marketplace().fetch_orders(last_hour(), "")
    kit.stage.faults.set_rates({"too_many": 1.0})
    try:
        kit.marketplace().fetch_orders(last_hour(), "")
    except Retryable as failure:
        assert (failure.after_s or 0) >= 1, "the time to wait is not told"
    else:
        raise AssertionError("too many calls went unnoticed")
    assert kit.account.silences, "nobody was told to slow down"


def check_expired_token(kit: Subject) -> None:
    """An ended token is renewed, and nobody notices."""
    placed = {kit.stage.world.buy().id}
    marketplace = kit.marketplace()
    marketplace.fetch_orders(last_hour(), "")
    if not kit.stage.tokens:
        raise DoesNotApply("Every call is signed by itself.")
    kit.stage.tokens.clear()
    assert set(fetch_all(marketplace)) == placed


def check_wrong_credentials(kit: Subject) -> None:
    """Refused credentials are told as such, not tried for ever."""
    kit.account.secrets = {name: "d3Jvbmc=" for name in kit.account.secrets}
    try:
        kit.marketplace().fetch_orders(last_hour(), "")
    except Misconfigured:
        return
    raise AssertionError("wrong credentials went unnoticed")


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
        answer = kit.marketplace().fetch_returns(last_hour(), page)
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
    kit.marketplace().confirm_shipment(make_notice(order))
    entries = kit.marketplace().fetch_settlements(last_hour(), "").entries
    assert order.id in {entry.order for entry in entries}, "the shipped order is not settled"
    assert all(entry.booked_at.tzinfo is not None for entry in entries), "a time without a zone"
