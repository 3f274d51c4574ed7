"""Amending: an address, lines or prices change after an order was taken in; tax, sourcing and what is owed are decided anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from kontor.catalog.public import check_sold_as_read, list_recipes, stay_as_read, stay_skus
from kontor.channels.ports import IncomingCharge, IncomingLine, IncomingOrder
from kontor.channels.public import get_account, get_channel
from kontor.customers.public import move_order
from kontor.flows.errors import VouchersUsed
from kontor.flows.invoicing.amount_due import owed_by
from kontor.flows.selling.charges import charges_of
from kontor.flows.selling.intake import lines_of, read_surroundings
from kontor.flows.selling.left_over import AGREED_LESS, ask_for_left_over
from kontor.flows.selling.resolving import ResolvedOrder, tax_facts, understand_again
from kontor.flows.warehouse.allocation import improve_plans
from kontor.flows.warehouse.cancellation import free_cancelled, recall_from_warehouse
from kontor.flows.warehouse.merging import leave_mates
from kontor.inventory.public import lock_stock
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO, unit_of
from kontor.orders.public import (
    Contents,
    LineRow,
    NewCharge,
    NewLine,
    OrderRow,
    OrderState,
    PricedLine,
    amend_contents,
    forget_agreed,
    get_charges,
    get_lines,
    get_order_row,
    is_held_for,
    keep_agreed,
    lift_hold,
    list_complete_orders,
    mark_contents,
    match_lines,
    note_given_away,
    release_orders,
    sum_charges,
    sum_given_away,
    tax_all_pieces,
    unsecure_order,
)
from kontor.payments.public import (
    amend_debt,
    find_payment,
    list_voucher_uses,
    sum_paid_by_vouchers,
    was_received,
)
from kontor.pricing.public import (
    ItemToPrice,
    TaxCase,
    TaxRounding,
    Terms,
    load_tax_table,
    price_order,
    round_money,
)
from kontor.sourcing.public import OrderPlan


def readdress_order(*, order_id: int, ship_to: Address, by_hand: bool, seen: str = "", at: datetime, by: Actor) -> None:
    """An order goes elsewhere: how it is taxed and where it ships from is decided anew, and what gross prices come to stays.

    ``by_hand``: somebody here, or a program of the merchant's, says so, and not its channel: what it owes less then is held
    against the limit above which a second person decides.

    Refuses: StepNotAllowed, AlreadyPicked, AlreadyShipped, AlreadyInvoiced, CountryUnknown, VatIdInvalid,
    ChangedMeanwhile (``seen``: what its editor saw). Locks: the order, its fulfilment orders, the balances, its payment.
    """
    leave_mates(order_id=order_id, at=at, by=by)
    order = get_order_row(order_id)
    account = get_account(order.channel_id)
    lines, charges = get_lines([order_id])[order_id], get_charges([order_id])[order_id]
    unit = unit_of(order.currency)
    priced = price_order(
        [ItemToPrice(round_money(line.unit_price * line.ordered, unit=unit), line.tax_class) for line in lines],
        [ItemToPrice(it.gross if account.prices_gross else it.net, it.tax_class) for it in charges],
        facts=tax_facts(
            account, ship_to, order.vat_id, local_day(order.ordered_at, account.timezone),
            channel_owes=order.tax_case == TaxCase.DEEMED_SUPPLIER.value,
        ),
        terms=Terms(account.prices_gross, TaxRounding(account.vat_rounding), unit), table=load_tax_table(), told_total=None,
    )  # fmt: skip
    contents = Contents(
        customer_id=order.customer_id, ship_to=ship_to, bill_to=None if order.bill_to is None else order.invoice_address,
        lines={
            line.id: NewLine(
                line.sku_id, line.title, line.channel_sku, line.ordered - line.cancelled, line.unit_price, item.rate,
                item.amount, 0, tax_class=item.tax_class, price_source=line.price_source,
            )
            for line, item in zip(lines, priced.lines, strict=True) if line.ordered > line.cancelled
        },
        added=(),
        charges=[
            NewCharge(charge.kind, charge.title, part.rate, part.amount, part.tax_class)
            for charge, parts in zip(charges, priced.charges, strict=True) for part in parts
        ],
        tax_case=priced.tax.case.value, vat_id=order.vat_id, told_total=order.told_total, told_tax=order.told_tax,
        seen=seen,
    )  # fmt: skip
    amend_order(order=order, contents=contents, by_hand=by_hand, at=at, by=by)


def amend_as_told(
    *, order_id: int, told: IncomingOrder, keep_address: bool, announced: bool, at: datetime, by: Actor
) -> None:
    """An order becomes what its channel says of it now: lines, quantities, prices, and the address unless it was corrected here.

    Refuses: what cannot be understood, and as ``readdress_order``. Locks: the same, and the customer.
    """
    leave_mates(order_id=order_id, at=at, by=by)
    order = get_order_row(order_id)
    known = read_surroundings(at, {told.external_id} if announced else ())
    understood = understand_again(told, known)
    if keep_address:
        understood = understand_again(_with_address(told, order.address), known)
    ship_to = order.address if keep_address else understood.ship_to
    if list_voucher_uses([order.id]):
        raise VouchersUsed(order=order.number)
    matched, added = match_lines(get_lines([order_id])[order_id], unreserved_lines(understood, at))
    contents = Contents(
        customer_id=move_order(customer_id=order.customer_id, buyer=understood.buyer, at=at),
        ship_to=ship_to, bill_to=_bill_to(order, understood),
        lines={
            line.id: with_all_pieces(line, new, unit_of(order.currency), gross=understood.account.prices_gross)
            for line, new in matched
        },
        added=added, charges=charges_of(understood), tax_case=understood.priced.tax.case.value, vat_id=told.vat_id,
        told_total=told.total, told_tax=told.told_tax,
    )  # fmt: skip
    # What somebody here gave away before stays given, whatever the channel tells besides.
    if not any(sum_given_away([order.id]).values()):
        forget_agreed(order_id=order.id)
    amend_order(order=order, contents=contents, by_hand=False, at=at, by=by)


def read_stored_order(order_id: int, told: IncomingOrder) -> IncomingOrder:
    """Return what we have of an order in the form in which its channel tells it, to be held against that."""
    order = get_order_row(order_id)
    gross = get_channel(order.channel_id).prices_gross
    lines = [
        IncomingLine(
            sku=line.channel_sku, quantity=line.ordered, unit_price=line.unit_price, external_id=line.external_id
        )
        for line in get_lines([order_id])[order_id]
    ]
    return told.model_copy(
        update={
            "ship_to": told.ship_to.model_copy(update=order.address.as_dict()), "lines": tuple(lines),
            "charges": tuple(
                IncomingCharge.model_validate({"kind": kind, "amount": amount})
                for (kind, _), amount in sum_charges(order_id, gross=gross).items()
            ),
            "vat_id": order.vat_id or told.vat_id,
        }
    )  # fmt: skip


def _with_address(told: IncomingOrder, address: Address) -> IncomingOrder:
    return told.model_copy(update={"ship_to": told.ship_to.model_copy(update=address.as_dict())})


def _bill_to(order: OrderRow, understood: ResolvedOrder) -> Address | None:
    given = understood.incoming.bill_to
    return Address(**given.model_dump()) if given else (order.invoice_address if order.bill_to else None)


def unreserved_lines(understood: ResolvedOrder, at: datetime) -> list[NewLine]:
    """Return the lines as they would be written, with nothing reserved for them yet."""
    kits = {sku.sku_id for sku in understood.skus if sku.is_kit}
    nothing = OrderPlan((), tuple(line.quantity for line in understood.incoming.lines), (), 0, None)
    return list(lines_of(understood, list_recipes(kits) if kits else {}, nothing, at))


def with_all_pieces(line: LineRow, new: NewLine, unit: Decimal, *, gross: bool) -> NewLine:
    """Return a line with the amounts of every piece that was ever ordered of it."""
    priced = PricedLine(new.quantity, new.unit_price, new.rate, new.amount)
    amount = tax_all_pieces(priced, ordered=line.ordered, cancelled=line.cancelled, unit=unit, gross=gross)
    return replace(new, amount=amount)


def amend_order(*, order: OrderRow, contents: Contents, by_hand: bool, at: datetime, by: Actor) -> None:
    """Write it, free what is not wanted, look for what is wanted besides, and let what is owed follow; what it owes less because
    somebody here wants it so (``by_hand``) is given back only with a second person where that is above the limit.

    Refuses: what ``amend_contents`` refuses, SoldOtherwise, MoneyWentBack. Raises: Meanwhile where an added article became a kit.
    Locks: its fulfilment orders, the balances, the SKUs against becoming kits, the order, its payment.
    """
    released = order.state == OrderState.RELEASED
    if released:
        recall_from_warehouse(order_id=order.id, at=at, by=by)
    # All at once, in their order: what is freed and what is looked for may be the same articles.
    lock_stock(_skus_of(order.id, contents))
    grown = contents.wanted_anew(get_lines([order.id])[order.id])
    stay_skus([*(it.sku_id for it in contents.added), *(it.sku_id for it in grown)])
    stay_as_read({it.sku_id: it.recipe is not None for it in contents.added})
    check_sold_as_read({it.sku_id: it.recipe is not None for it in grown})
    # Two who change it at one moment are two causes.
    reference = f"amend:{at.timestamp()}:{mark_contents(order.id)[:12]}"
    payment = find_payment(order.id)
    before = keep_agreed(
        order_id=order.id, by_hand=by_hand, received=was_received(order.id),
        paid=payment is not None and payment.beyond(ZERO) >= payment.amount,
    )  # fmt: skip
    freed = amend_contents(
        order_id=order.id, contents=contents, by_hand=by_hand, reference=reference, at=at, by=by
    )  # fmt: skip
    free_cancelled(order_id=order.id, freed=freed, reference=reference, at=at, by=by)
    improve_plans(order_ids=[order.id], anew=True, at=at, by=by)
    if before is not None:
        note_given_away(order_id=order.id, before=before, by=by)
    # What vouchers pay of it is not owed in money.
    owed = max(ZERO, owed_by([order.id])[order.id] - sum_paid_by_vouchers([order.id]).get(order.id, ZERO))
    if not amend_debt(order_id=order.id, amount=owed, at=at, by=by):
        unsecure_order(order_id=order.id, at=at, by=by)
    # It was changed again: what waits about what was left over before waits no longer.
    ask_for_left_over(order_ids=[order.id], reason=AGREED_LESS, anew=True, at=at, by=by)
    # Whoever holds it to have its address looked at waits for another one, or lifts it.
    if contents.ship_to != order.address and not contents.ship_to.missing() and is_held_for(order.id, "address"):
        lift_hold(order_id=order.id, reason="address", at=at, by=by)
    if released and not list_complete_orders([order.id]):
        release_orders(order_ids=[order.id], leave_unready=True, at=at, by=by)


def _skus_of(order_id: int, contents: Contents) -> set[int]:
    """Return every article that an order has or is to have, kits as their parts."""
    lines: list[LineRow | NewLine] = [*get_lines([order_id])[order_id], *contents.added]
    return {sku_id for line in lines for sku_id, _each in line.recipe or ((line.sku_id, 1),)}
