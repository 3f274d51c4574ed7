"""What the buttons of the order page do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import Instead, act, await_worker, may, needs
from kontor.backoffice.orders.address_form import read_place
from kontor.backoffice.orders.tags import keep_tags
from kontor.backoffice.orders.versions import show_both
from kontor.backoffice.orders.worth import check_money
from kontor.backoffice.reach import check_reached
from kontor.backoffice.typed import (
    TypedWrong,
    read_amount,
    read_count,
    read_country,
    read_day,
    read_id,
    read_ids,
    read_text,
)
from kontor.flows.money.bank import take_off_by_hand
from kontor.flows.money.collecting import ask_to_pay
from kontor.flows.money.four_eyes import refund_by_hand
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.revising import change_payment_kind
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, recall_from_warehouse
from kontor.flows.warehouse.merging import join_order, merge_orders, split_order, unmerge
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address, address_from, fits_country
from kontor.orders.public import (
    CancelReason,
    change_invoice_address,
    hold_order,
    lift_hold,
    mark_contents,
    release_orders,
    write_note,
)
from kontor.orders.tables import Order, OrderLine
from kontor.payments.public import list_money_by_hand, list_receipts, was_taken_off
from kontor.payments.tables import MoneyIntent, MoneyRequest
from kontor.shipping.public import enter_number

Work = Callable[[datetime, Actor], object]


# Buttons that move money, which nobody presses for being allowed to change orders.
MONEY_VERBS = frozenset({"pay", "take-off", "refund", "ask", "payment"})


@needs("orders:read")
@require_POST
def press_button(request: HttpRequest, order_id: int, verb: str) -> HttpResponse:
    """Do what a button of the order page says."""
    right = "payments:write" if verb in MONEY_VERBS else "orders:write"
    if not may(request, right):
        raise PermissionDenied
    check_reached(request, right, {"order_id": order_id}, keeps=False)
    if verb == "merge":
        for other in read_ids(request.POST.getlist("other")):
            check_reached(request, right, {"order_id": other}, keeps=False)
    order = get_object_or_404(Order, id=order_id)
    work = _work_of(verb, order, request)
    if _seen(request.POST) not in ("", mark_contents(order.id)):
        return show_both(request, order)
    answer = act(request, work, done=_("Done."), back="admin:order", order_id=order.id)
    if "refused" not in request.session:
        await_worker(request, order.pk)
    return answer


def _work_of(verb: str, order: Order, request: HttpRequest) -> Work:
    sent = request.POST
    reason, note = sent.get("reason", "manual"), sent.get("note", "")[:500]
    works: dict[str, Work] = {
        "hold": lambda at, by: hold_order(order_id=order.id, reason=reason, note=note, at=at, by=by, by_hand=True),
        "lift": lambda at, by: lift_hold(order_id=order.id, reason=reason, at=at, by=by),
        "release": lambda at, by: release_orders(order_ids=[order.id], at=at, by=by),
        "recall": lambda at, by: recall_from_warehouse(order_id=order.id, at=at, by=by),
        "cancel": lambda at, by: cancel_whole_order(order_id=order.id, reason=_reason_of(sent), at=at, by=by),
        "cancel-line": lambda at, by: _cancel_line(order, sent, at, by),
        "merge": lambda at, by: merge_orders(order_ids=[order.id, *read_ids(sent.getlist("other"))], at=at, by=by),
        "unmerge": lambda at, by: unmerge(fulfilment_order_id=_part_of(order, sent), at=at, by=by),
        "split": lambda at, by: split_order(
            fulfilment_order_id=_part_of(order, sent), pieces=_pieces_of(order, sent), at=at, by=by
        ),
        "join": lambda at, by: join_order(fulfilment_order_id=_part_of(order, sent), at=at, by=by),
        "number": lambda at, by: enter_number(
            order_id=order.id, parcel_id=read_id(sent.get("parcel")), carrier=sent.get("carrier", ""),
            number="".join(read_text(sent, "number", limit=60).split()), at=at, by=by,
        ),
        "note": lambda at, by: write_note(order_id=order.id, text=sent.get("text", "")[:4000], at=at, by=by),
        "address": lambda at, by: readdress_order(
            order_id=order.id, ship_to=_address_of(order.ship_to, sent), by_hand=True, seen=_seen(sent), at=at, by=by
        ),
        "invoice-address": lambda at, by: change_invoice_address(
            order_id=order.id, bill_to=_address_of({}, sent) if sent.get("elsewhere") else None, seen=_seen(sent), at=at, by=by
        ),
        "payment": lambda at, by: change_payment_kind(
            order_id=order.id, method=sent.get("method", ""), seen=_seen(sent), at=at, by=by
        ),
        "tags": lambda at, by: keep_tags(order, sent, at, by),
        "pay": lambda at, by: _book_paid(order, sent, at, by),
        "take-off": lambda at, by: take_off_by_hand(
            order_id=order.id, receipt_id=read_id(sent.get("receipt")), at=at, by=by
        ),
        "refund": lambda at, by: _give_back(order, sent, at, by),
        "ask": lambda at, by: ask_to_pay(order_id=order.id, account_code=sent.get("account", ""), at=at, by=by),
    }  # fmt: skip
    if verb not in works:
        raise Http404
    return works[verb]


def _part_of(order: Order, sent: Any) -> int:
    """Return which fulfilment order of this order was meant."""
    part = read_id(sent.get("part"))
    if not FulfilmentOrder.objects.filter(order=order, id=part).exists():
        raise Http404
    return part


def _pieces_of(order: Order, sent: Any) -> dict[int, int]:
    """Return how many pieces of each line were asked to leave apart."""
    lines = OrderLine.objects.filter(order=order).values_list("id", flat=True)
    asked = {line_id: f"line-{line_id}" for line_id in lines}
    counts = {line: read_count(sent, field, least=0) for line, field in asked.items() if sent.get(field)}
    return {line: count for line, count in counts.items() if count}


def _cancel_line(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Cancel pieces; the form's own number makes a second click no second cancellation."""
    pieces = {read_id(sent.get("line")): read_count(sent, "quantity")}
    reference = f"office:{sent.get('form', '')[:40] or at.timestamp()}"
    cancel_pieces(order_id=order.id, pieces=pieces, reference=reference, reason=_reason_of(sent), at=at, by=by)


def _reason_of(sent: Any) -> str:
    """Return why something is cancelled."""
    reason = str(sent.get("reason", "other"))
    if reason not in CancelReason:
        raise TypedWrong(_("Choose one of these."), "reason")
    return reason


def _seen(sent: Any) -> str:
    """Return what its editor saw of the order."""
    return str(sent.get("seen", ""))[:64]


def _address_of(before: Mapping[str, Any], sent: Any) -> Address:
    """Return an address that a parcel or a letter can be sent to; what is missing or no country is said at its field."""
    given = {**before, **read_place(sent), "country": read_country(sent, "country")}
    for name in address_from(given).missing():
        raise TypedWrong(_("Fill this in."), name)
    if given["postal_code"] and not fits_country(given["postal_code"], given["country"]):
        raise TypedWrong(_("This is no postal code of that country."), "postal_code")
    return address_from(given)


def _give_back(order: Order, sent: Any, at: datetime, by: Actor) -> Instead | None:
    """Give money back; the form's own number makes a second click no second refund."""
    amount = read_amount(sent, "amount")
    reason = read_text(sent, "reason", limit=200)
    form = sent.get("form", "")[:40] or str(at)
    check_money(order, sent, known=_asked_before(order, form))
    if refund_by_hand(order_id=order.id, amount=amount, form=form, reason=reason, at=at, by=by):
        ours = any(it.order_id == order.id for it in list_money_by_hand())
        return Instead(_("It is noted, and still to be paid out: under Refunds.")) if ours else None
    return Instead(_("This is above the limit: a second person decides, under Refunds."))


def _asked_before(order: Order, form: str) -> bool:
    """Whether this form was sent before."""
    moved = MoneyIntent.objects.filter(payment__order_id=order.pk, cause__endswith=f":{form}")
    waits = MoneyRequest.objects.filter(order_id=order.pk, cause__endswith=f":{form}")
    return moved.exists() or waits.exists()


def _book_paid(order: Order, sent: Any, at: datetime, by: Actor) -> None:
    """Book money that came in; the form's own number makes a second click no second payment."""
    # Two payments may bear the same words; the form tells them apart.
    typed, form = read_text(sent, "reference", limit=80), sent.get("form", "")[:38] or str(at.timestamp())
    reference = f"{typed} #{form}" if typed else f"office:{form}"
    day = read_day(sent, "day") if sent.get("day") else None
    check_money(order, sent, known=reference in {it.reference for it in list_receipts(order.pk)})
    if was_taken_off(order.pk, reference=reference):
        raise TypedWrong(
            _("This payment was taken off the order again. Open the page anew to book another one."), "amount"
        )
    book_payment(
        order_id=order.id, amount=read_amount(sent, "amount"), reference=reference, booked_on=day, at=at, by=by
    )
