"""Bank: statements are taken in, and what could not be matched waits with proposals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs
from kontor.backoffice.words import MATCH_WORDS
from kontor.flows.bank import book_transaction, ignore_transaction, take_in_statement
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.orders.public import Order
from kontor.payments.public import BankStatement, BankTransaction
from kontor.platform.models import LegalEntity

MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 100


@needs("payments:read")
def show_bank(request: HttpRequest) -> HttpResponse:
    """Show the work list and the last statements."""
    transactions = list(
        BankTransaction.objects.filter(state="open", amount__gt=0).order_by("-score", "booked_on", "id")[:MOST_SHOWN]
    )
    ids = {share[0] for it in transactions for proposal in it.proposals for share in proposal["shares"]}
    orders = Order.objects.in_bulk(ids)
    rows = [{"it": it, "proposals": [_proposal(proposal, orders) for proposal in it.proposals]} for it in transactions]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Bank"), "rows": rows, "entities": LegalEntity.objects.order_by("id"),
        "many": BankTransaction.objects.filter(state="open", amount__gt=0).count(),
        "outgoing": BankTransaction.objects.filter(state="open", amount__lt=0).count(),
        "statements": BankStatement.objects.select_related("file").order_by("-id")[:10],
        "may_write": may(request, "payments:write"),
    }  # fmt: skip
    return render(request, "backoffice/bank.html", context)


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
    """Take a bank's file in."""
    sent, entity = request.FILES.get("file"), request.POST.get("legal_entity", "")
    if sent is None or not entity.isdigit() or (sent.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a file of at most 20 MB."))
        return redirect("admin:bank")
    try:
        with transaction.atomic():
            done = take_in_statement(
                content=sent.read(),
                name=sent.name or "",
                legal_entity_id=int(entity),
                at=read_clock(),
                by=actor_of(request),
            )
    except KontorError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:bank")
    told = _(
        "New transactions: %(new)s, booked by themselves: %(booked)s, to be looked at: %(open)s, known before: %(known)s."
    )
    facts = {"new": done.transactions, "booked": done.booked, "open": done.open, "known": done.known}
    messages.success(request, told % facts)
    return redirect("admin:bank")


@needs("payments:write")
@require_POST
def settle(request: HttpRequest, transaction_id: int, verb: str) -> HttpResponse:
    """Book a transaction on the orders that were chosen or typed in, or put it aside."""
    if verb == "ignore":
        return act(
            request,
            lambda at, by: ignore_transaction(transaction_id=transaction_id, at=at, by=by),
            done=_("Done."),
            back="admin:bank",
        )
    shares = _shares(request.POST.get("shares", ""))
    if not shares:
        messages.error(
            request, _("There is no such order. Type order number = amount, several with a semicolon between.")
        )
        return redirect("admin:bank")
    return act(
        request, lambda at, by: book_transaction(transaction_id=transaction_id, shares=shares, at=at, by=by),
        done=_("Booked."), back="admin:bank",
    )  # fmt: skip


def _shares(text: str) -> list[tuple[int, Decimal]]:
    """Read "100001=19.90;100002=5": nothing where one of it cannot be understood."""
    shares = []
    for part in text.split(";"):
        number, _sign, amount = part.partition("=")
        order = Order.objects.filter(number=number.strip()).first()
        try:
            money = Decimal(amount.strip().replace(",", "."))
        except InvalidOperation:
            return []
        if order is None or not money.is_finite() or money <= 0:
            return []
        shares.append((order.id, money))
    return shares
