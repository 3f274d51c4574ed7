"""Revising: what somebody here agrees with the buyer after an order came in: lines, quantities, prices, costs, VAT id, how it is
paid, who is invoiced. Tax, sourcing and what is owed are decided anew, and the difference is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kontor.channels.ports import IncomingCharge, IncomingLine, IncomingOrder
from kontor.channels.public import ChannelAccount, get_account, get_channel
from kontor.flows.errors import VouchersUsed
from kontor.flows.invoicing.amount_due import owed_by
from kontor.flows.selling.amending import amend_order, unreserved_lines
from kontor.flows.selling.charges import discount_of, title_of
from kontor.flows.selling.intake import read_surroundings
from kontor.flows.selling.payment import open_payments_of
from kontor.flows.selling.resolving import signed, tax_facts, understand_again
from kontor.flows.selling.vat_ids import ask_register
from kontor.flows.warehouse.cancellation import recall_from_warehouse
from kontor.flows.warehouse.merging import leave_mates
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import Taxed, unit_of
from kontor.orders.public import (
    Contents,
    LineRow,
    NewCharge,
    NewLine,
    NoLines,
    OrderRow,
    OrderState,
    WantedLine,
    change_payment,
    check_lines_named,
    check_seen,
    get_lines,
    get_order_row,
    goes_on,
    list_wanted_lines,
    lock_orders,
    sum_charges_left,
)
from kontor.payments.public import change_payment_method, check_paid_elsewhere, list_voucher_uses
from kontor.pricing.public import (
    ItemToPrice,
    PricedOrder,
    TaxCase,
    TaxRounding,
    Terms,
    load_tax_table,
    price_order,
    round_money,
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What an order holds from now on; prices and amounts as its channel prices (with VAT in them or without). A line that is not
    named is taken out; an added one without a price costs what the buyer's list says. ``percents``: discounts of so many
    percent of all that.
    """

    lines: Sequence[WantedLine]
    added: Sequence[IncomingLine]
    charges: Sequence[IncomingCharge]
    vat_id: str
    percents: Sequence[Decimal] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A revised order as it would be written: its lines, charges, sum and how it is taxed."""

    kept: Sequence[tuple[LineRow, NewLine]]
    added: Sequence[NewLine]
    charges: Sequence[NewCharge]
    priced: PricedOrder

    @property
    def total(self) -> Taxed:
        """Return what it comes to, without what was cancelled before."""
        return self.priced.total


def plan_revision(*, order_id: int, revision: Revision, at: datetime) -> Planned:
    """Return an order as it would be after a revision, with nothing written. Refuses: NoLines, LineUnknown, VouchersUsed,
    PaidElsewhere, and what intake refuses of an added line.
    """
    order = get_order_row(order_id)
    if list_voucher_uses([order_id]):
        raise VouchersUsed(order=order.number)
    account = get_account(order.channel_id)
    mine = {line.id: line for line in get_lines([order_id])[order_id]}
    check_lines_named([it.line_id for it in revision.lines], mine)
    kept = [(mine[it.line_id], it) for it in revision.lines]
    added = _added_lines(order, account, revision.added, at)
    if not kept and not added:
        raise NoLines(order=order.number)
    pieces = [*((it.unit_price, it.quantity) for _, it in kept), *((it.unit_price, it.quantity) for it in added)]
    classes = [*(line.tax_class for line, _ in kept), *(line.tax_class for line in added)]
    unit = unit_of(order.currency)
    discounts = [discount_of(pieces, it, language=order.language, unit=unit) for it in revision.percents]
    charges = [*revision.charges, *discounts]
    priced = _price(order, account, list(zip(pieces, classes, strict=True)), charges, revision.vat_id)
    check_paid_elsewhere(order.payment, before=owed_by([order_id])[order_id], after=priced.total.gross)
    return Planned(
        [
            (line, _kept_line(line, it, item.rate, item.amount))
            for (line, it), item in zip(kept, priced.lines, strict=False)
        ],
        [
            replace(line, rate=item.rate, amount=item.amount)
            for line, item in zip(added, priced.lines[len(kept) :], strict=True)
        ],
        [
            NewCharge(it.kind, it.title or title_of(it.kind, order.language), part.rate, part.amount, part.tax_class)
            for it, parts in zip(charges, priced.charges, strict=True) for part in parts
        ],
        priced,
    )  # fmt: skip


def _price(
    order: OrderRow,
    account: ChannelAccount,
    goods: Sequence[tuple[tuple[Decimal, int], str]],
    charges: Sequence[IncomingCharge],
    vat_id: str,
) -> PricedOrder:
    unit = unit_of(order.currency)
    return price_order(
        [ItemToPrice(round_money(each * count, unit=unit), tax_class) for (each, count), tax_class in goods],
        [signed(it.kind, it.amount) for it in charges],
        facts=tax_facts(
            account, order.address, vat_id, local_day(order.ordered_at, account.timezone),
            channel_owes=order.tax_case == TaxCase.DEEMED_SUPPLIER.value,
        ),
        terms=Terms(account.prices_gross, TaxRounding(account.vat_rounding), unit), table=load_tax_table(), told_total=None,
    )  # fmt: skip


def revise_order(*, order_id: int, revision: Revision, seen: str = "", at: datetime, by: Actor) -> None:
    """Until it is picked or invoiced an order becomes what was agreed with its buyer; what is owed follows.

    ``seen``: what its editor saw (``mark_contents``). Refuses: what ``plan_revision`` refuses, ChangedMeanwhile, StepNotAllowed,
    AlreadyPicked, AlreadyShipped, AlreadyInvoiced, PiecesInWork, SoldOtherwise.
    Locks: the order, its fulfilment orders, the balances, its payment.
    """
    leave_mates(order_id=order_id, at=at, by=by)
    order = get_order_row(order_id)
    planned = plan_revision(order_id=order_id, revision=revision, at=at)
    contents = Contents(
        customer_id=order.customer_id, ship_to=order.address,
        bill_to=None if order.bill_to is None else order.invoice_address,
        lines={line.id: new for line, new in planned.kept if goes_on(line, new.quantity)},
        # Of fewer pieces it is another line: what was taken out of the other one is no part of what is agreed now.
        added=[
            *(_anew(line, new) for line, new in planned.kept if not goes_on(line, new.quantity)), *planned.added,
        ], charges=planned.charges, tax_case=planned.priced.tax.case.value,
        vat_id=planned.priced.tax.vat_id, revised=True, seen=seen,
    )  # fmt: skip
    amend_order(order=order, contents=contents, by_hand=True, at=at, by=by)
    ask_register(order_ids=[order_id], at=at, by=by)


def read_revision(order_id: int) -> Revision:
    """Return an order as it stands in the form of a revision: to be changed, and to be told from what it was."""
    order = get_order_row(order_id)
    charges = sum_charges_left(order_id, gross=get_channel(order.channel_id).prices_gross)
    told = [
        IncomingCharge.model_validate({"kind": kind, "title": title, "amount": amount})
        for (kind, title), amount in charges.items()
        if kind != "voucher"
    ]
    return Revision(list_wanted_lines(order_id), (), told, order.vat_id)


def change_payment_kind(*, order_id: int, method: str, seen: str = "", at: datetime, by: Actor) -> None:
    """Until money came in, a buyer may pay on account instead of beforehand, and the other way round; what is in the warehouse
    and not certain any more comes back to the desk.

    Refuses: ChangedMeanwhile, MethodStays, PaymentUnknown, AlreadyPicked, AlreadyShipped, AlreadyInvoiced,
    StepNotAllowed. Locks: the order, its fulfilment orders, its payment.
    """
    leave_mates(order_id=order_id, at=at, by=by)
    lock_orders([order_id])
    check_seen(order_id, seen)
    order = get_order_row(order_id)
    if order.payment == method:
        return
    if order.state == OrderState.RELEASED:
        recall_from_warehouse(order_id=order_id, at=at, by=by)
    open_payments_of(order_ids=[order_id], at=at, by=by)
    secured = change_payment_method(order_id=order_id, method=method, at=at, by=by)
    change_payment(order_id=order_id, payment=method, secured=secured, at=at, by=by)


def _added_lines(
    order: OrderRow, account: ChannelAccount, added: Sequence[IncomingLine], at: datetime
) -> list[NewLine]:
    """Return new lines as they would be written, with nothing reserved for them yet. Refuses: what intake refuses of them."""
    if not added:
        return []
    told = IncomingOrder.model_validate(
        {
            "channel": account.code, "external_id": order.external_id, "currency": order.currency,
            "ship_to": order.address.as_dict(), "lines": [it.model_dump() for it in added], "vat_id": order.vat_id,
            "language": order.language,
        }
    )  # fmt: skip
    return unreserved_lines(understand_again(told, read_surroundings(at, {order.external_id})), at)


def _kept_line(line: LineRow, wanted: WantedLine, rate: Decimal, amount: Taxed) -> NewLine:
    return NewLine(
        line.sku_id, line.title, line.channel_sku, wanted.quantity, wanted.unit_price, rate, amount, 0,
        tax_class=line.tax_class, external_id=line.external_id,
        price_source=line.price_source if wanted.unit_price == line.unit_price else "",
    )  # fmt: skip


def _anew(line: LineRow, new: NewLine) -> NewLine:
    """Return a line that takes the place of one, with nothing reserved for it yet."""
    recipe = tuple((part, each) for part, each in line.recipe) if line.recipe else None
    return replace(
        new, short=new.quantity, weight_g=line.weight_g, recipe=recipe, ship_by=line.ship_by, deliver_by=line.deliver_by
    )
