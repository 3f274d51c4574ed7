"""Mails of orders that somebody here has changed: what it holds now, and what is to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from babel.numbers import format_currency

from kontor.flows.people.buyer_mails import letter_to, told_by_us, with_payment
from kontor.invoicing.public import language_of, letter_lines
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import LegalEntityRow, list_legal_entities
from kontor.messaging.public import GOES_TO, VOUCHER_LINE, name_next, write_messages
from kontor.orders.public import (
    OrderAmended,
    OrderRow,
    OrderState,
    OrderValue,
    join_costs,
    list_left,
    mark_contents,
    share_left,
    value_orders,
)
from kontor.payments.public import PaymentMethod, get_payments, sum_paid_by_vouchers

_ENDED = (OrderState.CANCELLED, OrderState.CLOSED)


def tell_amended(*, news: Sequence[OrderAmended], at: datetime, by: Actor) -> None:
    """The buyer hears what his order holds once somebody here has changed it, where it goes and what is to be paid of it now; of
    what it held before nothing, and of what he was told last not once more.
    """
    merchants = list_legal_entities()
    orders, lines = told_by_us({it.order_id for it in news if it.by_hand})
    marks = {it.id: mark_contents(it.id)[:12] for it in orders if it.state not in _ENDED}
    references = name_next("order_amended", marks)
    alive = [it for it in orders if it.id in references]
    worth, vouchers = value_orders([it.id for it in alive]), sum_paid_by_vouchers([it.id for it in alive])
    payments = get_payments(worth)
    owed = {key: it.lacking for key, it in payments.items() if it.method == PaymentMethod.PREPAYMENT}
    letters = []
    for order in alive:
        language = language_of(order.language)
        parts = [
            *_parts_of(worth[order.id]),
            *((VOUCHER_LINE[language], -it) for it in (vouchers.get(order.id),) if it),
        ]
        told = {
            "total": format_currency(worth[order.id].left, order.currency, locale=language),
            "lines": "\n".join(
                [
                    *(f"{what}: {format_currency(it, order.currency, locale=language)}" for what, it in parts),
                    "",
                    GOES_TO[language].format(address=", ".join(_lines_of(order, merchants, language))),
                ]
            ),
        }
        letter = letter_to(order, lines[order.id], references[order.id], merchants)
        letters.append(with_payment(replace(letter, values={**letter.values, **told}), order, owed, merchants))
    write_messages(kind="order_amended", letters=letters, at=at)


def _lines_of(order: OrderRow, merchants: Mapping[int, LegalEntityRow], language: str) -> Sequence[str]:
    return letter_lines(order.address, home=merchants[order.legal_entity_id].country, language=language)


def _parts_of(worth: OrderValue) -> list[tuple[str, Decimal]]:
    """Return what is left of an order, and what each part of it comes to."""
    costs = join_costs((it, amount.gross) for it, amount in share_left(worth))
    goods = [(f"{line.left} × {line.title}", amount.gross) for line, amount in list_left(worth)]
    return [*goods, *((it.title, it.gross) for it in costs)]
