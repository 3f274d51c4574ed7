"""Bank statements: movements are kept once, matched to what is owed, and booked where nobody needs to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.orders.public import Order, lock_orders
from kontor.payments.public import (
    BankLine,
    BankMovement,
    Claim,
    Match,
    Matcher,
    MovementElsewhere,
    MovementSettled,
    PaymentEntry,
    Receipt,
    Statement,
    keep_statement,
    read_statements,
    receive_payments,
    settle_movements,
)
from kontor.platform.bulk import select_rows
from kontor.platform.files import store_file
from kontor.platform.models import LegalEntity

# What may still be paid by transfer: orders in prepayment or on account with something open, by every number a payer may name.
_CLAIMS = """
WITH accounts AS (
    SELECT known.customer_id, array_agg(DISTINCT movement.iban::text) AS ibans
      FROM payments_bankmovement movement
      JOIN payments_paymententry entry ON entry.reference = 'bank:' || movement.id
      JOIN payments_payment paid ON paid.id = entry.payment_id
      JOIN orders_order known ON known.id = paid.order_id
     WHERE movement.state = 'booked' AND movement.iban <> ''
     GROUP BY known.customer_id)
SELECT o.id, p.amount - p.captured, p.currency,
       array_remove(ARRAY[o.number, o.external_id] || coalesce(papers.numbers, '{}'), ''),
       concat_ws(' ', coalesce(o.bill_to, o.ship_to) ->> 'name', coalesce(o.bill_to, o.ship_to) ->> 'company'),
       coalesce(accounts.ibans, '{}')
  FROM payments_payment p
  JOIN orders_order o ON o.id = p.order_id
  LEFT JOIN LATERAL (SELECT array_agg(number::text) AS numbers FROM invoicing_invoice i WHERE i.order_id = o.id) papers ON true
  LEFT JOIN accounts ON accounts.customer_id = o.customer_id
 WHERE p.method IN ('prepayment', 'invoice') AND p.captured < p.amount AND o.state <> 'CANCELLED' AND o.legal_entity_id = %s
"""


@dataclass(frozen=True, slots=True)
class TakenStatement:
    """What became of a bank's file."""

    statements: int
    movements: int
    known: int
    booked: int
    open: int


def take_in_statement(*, content: bytes, name: str, legal_entity_id: int, at: datetime, by: Actor) -> TakenStatement:
    """A bank's file is read whole or refused by name; its movements are booked where the score is high enough, and wait with
    proposals where not. Taken in again it changes nothing.

    Refuses: StatementUnreadable. Locks: the orders that are paid, then their payments.
    """
    statements = read_statements(content)
    stored = store_file(content, name=name[:200], media_type="application/octet-stream", at=at)
    told = 0
    fresh: dict[int, list[int]] = {}
    for statement in statements:
        told += sum(1 for line in statement.lines if line.amount)
        owner = find_owner(statement, legal_entity_id)
        kept = keep_statement(statement=statement, legal_entity_id=owner, file_id=stored.id, at=at, by=by)
        fresh.setdefault(owner, []).extend(kept[1])
    booked = sum(
        match_movements(movement_ids=ids, legal_entity_id=owner, at=at, by=by) for owner, ids in sorted(fresh.items())
    )
    new = sum(len(ids) for ids in fresh.values())
    return TakenStatement(len(statements), new, told - new, booked, new - booked)


def find_owner(statement: Statement, legal_entity_id: int) -> int:
    """Return whose account it is: the legal entity that has this IBAN, else the one that was named."""
    ibans = {iban.replace(" ", ""): entity_id for entity_id, iban in LegalEntity.objects.values_list("id", "iban")}
    return ibans.get(statement.account, legal_entity_id)


def match_movements(*, movement_ids: Sequence[int], legal_entity_id: int, at: datetime, by: Actor) -> int:
    """Match movements to what is owed, book what is certain, keep proposals for the rest. Returns how many were booked."""
    matcher = Matcher(
        Claim(row[0], row[1], row[2], tuple(row[3]), row[4], frozenset(row[5]))
        for row in select_rows(_CLAIMS, [legal_entity_id])
    )
    proposals: dict[int, list[Match]] = {}
    certain: dict[int, Match] = {}
    for movement in BankMovement.objects.filter(id__in=movement_ids, state="open").order_by("booked_on", "id"):
        found = proposals[movement.id] = matcher.propose(line_of(movement))
        if found and found[0].automatic:
            certain[movement.id] = found[0]
            matcher.settle(found[0])
    book_shares({movement_id: match.shares for movement_id, match in certain.items()}, at, by)
    settle_movements(proposals=proposals, booked=list(certain), at=at, by=by)
    return len(certain)


def line_of(movement: BankMovement) -> BankLine:
    """Return a movement as the rules see it."""
    return BankLine(
        movement.booked_on,
        movement.valued_on,
        movement.amount,
        movement.currency,
        movement.purpose,
        movement.name,
        movement.iban,
    )


def book_shares(shares: dict[int, tuple[tuple[int, Decimal], ...]], at: datetime, by: Actor) -> None:
    """Book money on its orders: one receipt for each movement and order."""
    receipts = [
        Receipt(order_id, amount, f"bank:{movement_id}")
        for movement_id, parts in shares.items()
        for order_id, amount in parts
    ]
    if receipts:
        lock_orders(sorted({receipt.order_id for receipt in receipts}))
        receive_payments(receipts=receipts, at=at, by=by)


def book_movement(*, movement_id: int, shares: Sequence[tuple[int, Decimal]], at: datetime, by: Actor) -> None:
    """Somebody says whose money it is. It is settled once all of it has found its orders; until then the rest waits.

    Refuses: MovementSettled, MovementElsewhere, TooMuchMoney, PaymentUnknown. Locks: the orders, the movement, the payments.
    """
    wanted: dict[int, Decimal] = {}
    for order_id, amount in shares:
        wanted[order_id] = wanted.get(order_id, Decimal(0)) + amount
    lock_orders(sorted(wanted))
    movement = (
        BankMovement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("statement")
        .get(id=movement_id)
    )
    left = movement.amount - count_booked(movement_id)
    if movement.state != "open" or not wanted or sum(wanted.values()) > left:
        raise MovementSettled(movement=movement_id, left=left)
    orders = Order.objects.filter(id__in=wanted)
    theirs = set(orders.values_list("currency", "legal_entity_id"))
    if theirs != {(movement.currency, movement.statement.legal_entity_id)}:
        raise MovementElsewhere(movement=movement_id)
    if known_receipts(movement_id) & set(wanted):
        raise MovementSettled("This movement paid this order already.", movement=movement_id)
    book_shares({movement_id: tuple(wanted.items())}, at, by)
    if sum(wanted.values()) == left:
        settle_movements(proposals={}, booked=[movement_id], at=at, by=by)


def known_receipts(movement_id: int) -> set[int]:
    """Return the orders that a movement has paid."""
    rows = PaymentEntry.objects.filter(kind="captured", reference=f"bank:{movement_id}")
    return set(rows.values_list("payment__order_id", flat=True))


def count_booked(movement_id: int) -> Decimal:
    """Return how much of a movement has found its orders."""
    rows = PaymentEntry.objects.filter(kind="captured", reference=f"bank:{movement_id}").values_list(
        "amount", flat=True
    )
    return sum(rows, Decimal(0))


def ignore_movement(*, movement_id: int, at: datetime, by: Actor) -> None:
    """A movement is no business of an order: rent, a supplier, a payout."""
    settle_movements(proposals={}, booked=[], ignored=[movement_id], at=at, by=by)
