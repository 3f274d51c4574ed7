"""Bank: statements are taken in, and what could not be matched waits with proposals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.typed import TypedWrong, parse_amount, read_amount, read_id
from kontor.backoffice.words import MATCH_WORDS
from kontor.flows.money.bank import (
    TakenStatement,
    book_transaction,
    bring_refund_back,
    take_in_statement,
    take_off_order,
    take_out_again,
)
from kontor.flows.money.overpaid import send_rest_back
from kontor.invoicing.tables import Invoice
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.kernel.money import ZERO
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order
from kontor.payments.public import (
    AccountUnknown,
    BankLineState,
    PaymentRow,
    get_payments,
    list_left_twice,
    list_refunds_given,
    list_shares,
    put_aside,
)
from kontor.payments.tables import BankStatement, BankTransaction
from kontor.platform.keep.files import read_file, store_file
from kontor.platform.models import StoredFile

MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 100
MOST_REFUNDS = 3


@needs("payments:read")
def show_bank(request: HttpRequest, ask: dict[str, Any] | None = None) -> HttpResponse:
    """Show the work list and the last statements. ``ask``: a file whose account nobody knows yet."""
    transactions = list(
        BankTransaction.objects.filter(state=BankLineState.OPEN)
        .filter(Q(amount__gt=0) | Q(id__in=[it.id for it in list_left_twice(most=MOST_SHOWN)]))
        .select_related("statement")
        .order_by("-score", "booked_on", "id")[:MOST_SHOWN]
    )
    ids = {share[0] for it in transactions for proposal in it.proposals for share in proposal["shares"]}
    orders = Order.objects.in_bulk(ids)
    asked = request.GET.get("q", "")[:80].strip()
    shares = list_shares([it.id for it in transactions])
    booked = {id_: sum(parts.values(), ZERO) for id_, parts in shares.items()}
    paid = Order.objects.in_bulk({order_id for parts in shares.values() for order_id in parts})
    standing = get_payments(ids)
    proposals = {it.id: [told for told in it.proposals if _fits(told, standing)] for it in transactions}
    by_number = {key for key, found in proposals.items() if any("number" in it["reasons"] for it in found)}
    named = _named_and_paid([it for it in transactions if it.id not in by_number])
    came_back = _refunds_like([it for it in transactions if not booked.get(it.id)])
    rows = [
        {
            "it": it, "named": named.get(it.id, []), "left": it.amount - booked.get(it.id, ZERO), "booked": booked.get(it.id),
            "proposals": [_proposal(proposal, orders) for proposal in proposals[it.id]],
            "shares": [(paid[order_id], amount) for order_id, amount in shares.get(it.id, {}).items()],
            "came_back": came_back.get(it.id, []),
            # Whose money the rest is: of who has paid one order with it, or has paid that already.
            "back_to": [paid[order_id] for order_id in shares.get(it.id, {})] or named.get(it.id, []),
        }
        for it in transactions
    ]  # fmt: skip
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Bank"), "rows": rows, "entities": LegalEntity.objects.order_by("id"), "ask": ask,
        "many": BankTransaction.objects.filter(state=BankLineState.OPEN, amount__gt=0).count(),
        "outgoing": BankTransaction.objects.filter(state=BankLineState.OPEN, amount__lt=0).count(),
        "settled": _settled(asked), "q": asked, "most": MOST_SHOWN,
        "statements": BankStatement.objects.select_related("file").order_by("-id")[:10],
        "may_write": may(request, "payments:write"),
    }  # fmt: skip
    return render(request, "backoffice/money/bank.html", context)


# What may be the number of an order or of an invoice.
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]{3,38}[0-9]")
MOST_NUMBERS = 12


def _named_and_paid(transactions: Sequence[BankTransaction]) -> dict[int, list[Order]]:
    """Return, of transactions that fit nothing, the orders that they name and that owe nothing any more: somebody has booked
    them by hand, or the buyer has paid twice.
    """
    told = {it.id: _NUMBER.findall(f"{it.purpose} {it.end_to_end}".upper())[:MOST_NUMBERS] for it in transactions}
    numbers = {number for found in told.values() for number in found}
    if not numbers:
        return {}
    by_number: dict[str, list[Order]] = defaultdict(list)
    for order in Order.objects.filter(number__in=numbers):
        by_number[order.number].append(order)
    for invoice in Invoice.objects.filter(number__in=numbers).select_related("order"):
        by_number[invoice.number].append(invoice.order)
    payments = get_payments({it.id for found in by_number.values() for it in found})
    return {
        key: [
            order
            for order in dict.fromkeys(order for number in found for order in by_number.get(number, ()))
            if (payment := payments.get(order.id)) is not None and payment.captured > 0 and payment.lacking <= 0
        ]
        for key, found in told.items()
    }


def _refunds_like(transactions: Sequence[BankTransaction]) -> dict[int, list[dict[str, Any]]]:
    """Return, of money that came in, the refunds of as much that were given before and may have come back, the newest first."""
    given = list_refunds_given([it.id for it in transactions], most=MOST_SHOWN)
    orders = Order.objects.in_bulk({refund.order_id for found in given.values() for refund in found})
    return {
        it.id: [
            {"id": refund.id, "order": orders[refund.order_id]}
            for refund in given.get(it.id, ())
            if orders[refund.order_id].legal_entity_id == it.statement.legal_entity_id
        ][:MOST_REFUNDS]
        for it in transactions
    }


def _settled(asked: str) -> list[dict[str, Any]]:
    """Return what was booked or put aside, the newest first: all of it, or what has these words."""
    found = BankTransaction.objects.exclude(state=BankLineState.OPEN).order_by("-settled_at", "-id")
    if asked:
        found = found.filter(
            Q(name__icontains=asked) | Q(purpose__icontains=asked) | Q(iban__icontains=asked.replace(" ", ""))
        )
    rows = list(found[:MOST_SHOWN])
    shares = list_shares([it.id for it in rows])
    orders = Order.objects.in_bulk({order_id for parts in shares.values() for order_id in parts})
    return [
        {"it": it, "shares": [(orders[order_id], amount) for order_id, amount in shares.get(it.id, {}).items()]}
        for it in rows
    ]


def _fits(proposal: dict[str, Any], standing: Mapping[int, PaymentRow]) -> bool:
    """Whether what was proposed is still to come: it may have been paid since."""
    return all(
        (payment := standing.get(order_id)) is not None and Decimal(amount) <= payment.lacking
        for order_id, amount in proposal["shares"]
    )


def _proposal(proposal: dict[str, Any], orders: dict[int, Order]) -> dict[str, Any]:
    shares = [(orders[order_id], amount) for order_id, amount in proposal["shares"] if order_id in orders]
    return {
        "shares": shares, "score": proposal["score"],
        "reasons": [str(MATCH_WORDS.get(reason, reason)) for reason in proposal["reasons"]],
        "sent": ";".join(f"{order.number}={amount}" for order, amount in shares),
    }  # fmt: skip


@needs("payments:write")
@require_POST
def upload_statement(request: HttpRequest) -> HttpResponse:
    """Take a bank's file in; where its account is not known yet, ask before anything is kept."""
    sent, kept = request.FILES.get("file"), request.POST.get("kept", "")
    entity = read_id(request.POST.get("legal_entity"))
    stored = StoredFile.objects.filter(sha256=kept).first() if kept else None
    if (sent is None and stored is None) or not LegalEntity.objects.filter(id=entity).exists():
        messages.error(request, _("Choose a file and one of your legal entities."))
        return redirect("admin:bank")
    if sent is not None and (sent.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a file of at most 20 MB."))
        return redirect("admin:bank")
    content, name = (read_file(stored), stored.name) if stored else (sent.read(), sent.name or "")  # type: ignore[union-attr]
    try:
        with transaction.atomic():
            done = take_in_statement(
                content=content, name=name, legal_entity_id=entity, mine=bool(stored), at=read_clock(), by=actor_of(request),
            )  # fmt: skip
    except AccountUnknown as refusal:
        file = store_file(content, name=name[:200], media_type="application/octet-stream", at=read_clock())
        return show_bank(request, ask={"account": refusal.facts["account"], "kept": file.sha256, "entity": entity})
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:bank")
    _tell(request, done)
    return redirect("admin:bank")


def _tell(request: HttpRequest, done: TakenStatement) -> None:
    if done.again == done.statements:
        messages.info(request, _("This statement was taken in before; nothing has changed."))
        return
    told = _(
        "New transactions: %(new)s, booked by themselves: %(booked)s, to be looked at: %(open)s, known before: %(known)s."
    )
    facts = {"new": done.transactions, "booked": done.booked, "open": done.open, "known": done.known}
    messages.success(request, told % facts)


@needs("payments:write")
@require_POST
def settle(request: HttpRequest, transaction_id: int, verb: str) -> HttpResponse:
    """Book a transaction on the orders that were chosen or typed in, or settle it otherwise."""
    order_id, sent = read_id(request.POST.get("order")), request.POST
    works: dict[str, tuple[Callable[[datetime, Actor], object], str]] = {
        "off": (
            lambda at, by: take_off_order(transaction_id=transaction_id, order_id=order_id, at=at, by=by),
            _("Taken off; the money waits to be matched."),
        ),
        "ignore": (
            lambda at, by: put_aside(
                transaction_id=transaction_id, seen=parse_amount(sent.get("left", "")), at=at, by=by
            ),
            _("Done."),
        ),
        "back": (
            lambda at, by: bring_refund_back(
                transaction_id=transaction_id, intent_id=read_id(sent.get("refund")), at=at, by=by
            ),
            _("It was not given: it waits under Refunds to be made again."),
        ),
        "rest": (
            lambda at, by: send_rest_back(transaction_id=transaction_id, order_id=order_id, at=at, by=by),
            _("It goes back to its sender with the next file for the bank, under Refunds."),
        ),
        "reopen": (lambda at, by: take_out_again(transaction_id=transaction_id, at=at, by=by), _("Done.")),
        "book": (
            lambda at, by: book_transaction(
                transaction_id=transaction_id, shares=_shares(sent.get("shares", "")), at=at, by=by
            ),
            _("Booked."),
        ),
    }  # fmt: skip
    work, done = works.get(verb, works["book"])
    return act(request, work, done=done, back="admin:bank")


def _shares(text: str) -> list[tuple[int, Decimal]]:
    """Read "100001=19.90;100002=5". Refuses: TypedWrong."""
    shares = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        number, _sign, amount = part.partition("=")
        order = Order.objects.filter(number=number.strip()[:40]).first() if number.isprintable() else None
        if order is None:
            raise TypedWrong(
                _("There is no such order. Type order number = amount, several with a semicolon between."), "shares"
            )
        shares.append((order.id, read_amount({"shares": amount}, "shares")))
    return shares
