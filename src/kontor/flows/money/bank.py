"""Bank statements: transactions are kept once, matched to what is owed, and booked where nobody needs to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from kontor.accounting.public import list_claims
from kontor.flows.invoicing.amount_due import lower_corrected
from kontor.flows.warehouse.cancellation import stop_order
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import list_legal_entities
from kontor.orders.public import get_orders, lock_orders, note_paid_elsewhere, unsecure_order
from kontor.payments.public import (
    AccountUnknown,
    BankLineState,
    Matcher,
    OrderPaidByTransaction,
    PaymentMatch,
    PaymentMethod,
    Receipt,
    Statement,
    TransactionElsewhere,
    TransactionRow,
    check_bookable,
    close_transactions,
    find_iban,
    find_named_by_us,
    find_payment,
    find_transfers,
    get_money_intent,
    get_money_intents,
    get_transaction,
    give_again,
    is_paid_without,
    keep_statement,
    list_accounts,
    list_open_transactions,
    list_receipts,
    list_returns_of,
    lock_transaction,
    read_statements,
    rebook_receipt,
    receive_payments,
    reopen_transaction,
    settle_refund,
    sum_shares,
    take_back_refund,
)
from kontor.platform.keep.files import store_file

# What a bank books on a later day than in a week, a person looks at first: the books take no day back.
EARLIEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TakenStatement:
    """What became of a bank's file. ``again``: statements that were here before, word for word."""

    statements: int
    transactions: int
    known: int
    booked: int
    open: int
    again: int


def take_in_statement(
    *, content: bytes, name: str, legal_entity_id: int, mine: bool = False, at: datetime, by: Actor
) -> TakenStatement:
    """A bank's file is read whole or refused by name; its transactions are booked where the score is high enough, and wait with
    proposals where not. Taken in again it changes nothing.

    ``mine``: somebody said that an account which nobody knows yet is the legal entity's own.
    Refuses: StatementUnreadable, AccountUnknown. Locks: the orders that are paid, then their payments.
    """
    statements = read_statements(content)
    owners = find_owners(statements, legal_entity_id, mine=mine)
    stored = store_file(content, name=name[:200], media_type="application/octet-stream", at=at)
    told = again = 0
    fresh: dict[int, list[int]] = {}
    for statement in statements:
        told += sum(1 for line in statement.lines if line.amount)
        owner = owners[statement.account]
        kept = keep_statement(statement=statement, legal_entity_id=owner, file_id=stored.id, at=at, by=by)
        again += kept.again
        fresh.setdefault(owner, []).extend(kept.fresh)
    booked = sum(
        match_transactions(transaction_ids=ids, legal_entity_id=owner, at=at, by=by)
        for owner, ids in sorted(fresh.items())
    )
    new = sum(len(ids) for ids in fresh.values())
    return TakenStatement(len(statements), new, told - new, booked, new - booked, again)


def find_owners(statements: Sequence[Statement], legal_entity_id: int, *, mine: bool) -> dict[str, int]:
    """Return whose each account is: the legal entity's that has this IBAN or had statements of it before, else, if
    somebody says so
    or it is the first account of all, the one that was named. Refuses: AccountUnknown.
    """
    known = list_accounts() | {find_iban(it.iban): it.id for it in list_legal_entities().values() if it.iban}
    strange = sorted({it.account for it in statements} - set(known))
    if strange and known and not mine:
        raise AccountUnknown(account=", ".join(strange))
    return {it.account: known.get(it.account, legal_entity_id) for it in statements}


def match_transactions(*, transaction_ids: Sequence[int], legal_entity_id: int, at: datetime, by: Actor) -> int:
    """Match transactions to what is owed, book what is certain, keep proposals for the rest. Returns how many were booked."""
    matcher = Matcher(list_claims(legal_entity_id))
    proposals: dict[int, list[PaymentMatch]] = {}
    certain: dict[int, PaymentMatch] = {}
    # What was sent back may stand in a file that came before the one that tells that it left.
    them = list_open_transactions([*transaction_ids, *list_returns_of(transaction_ids)])
    refunds = find_refunds(list(them.values()))
    # What bears the reference of a transfer of ours brings it back, and pays no order.
    ours = find_named_by_us(them.values())
    for transaction in (it for it in them.values() if it.id not in refunds and it.id not in ours):
        found = proposals[transaction.id] = matcher.propose(transaction.line)
        if found and found[0].automatic and transaction.booked_on <= at.date() + EARLIEST:
            certain[transaction.id] = found[0]
            matcher.settle(found[0])
    _lock(certain, refunds)
    settled = settle_transfers(refunds=refunds, transactions=them, at=at, by=by)
    book_shares([(them[id_], match.shares) for id_, match in certain.items()], at, by)
    close_transactions(proposals=proposals, booked=[*certain, *settled], at=at, by=by)
    return len({*certain, *settled}.intersection(transaction_ids))


def find_refunds(transactions: Sequence[TransactionRow]) -> dict[int, list[int]]:
    """Return which refunds of ours each line settles or brings back, by the transaction's id; each refund once either way, and
    first what left: one file may tell both.
    """
    found: dict[int, list[int]] = {}
    taken: dict[bool, set[int]] = {False: set(), True: set()}
    for it in sorted(transactions, key=lambda it: it.amount > 0):
        came = it.amount > 0
        intents = [key for key in find_transfers(it, leaving=taken[False]) if key not in taken[came]]
        if intents:
            found[it.id] = intents
            taken[came].update(intents)
    return found


def _lock(certain: Mapping[int, PaymentMatch], refunds: Mapping[int, list[int]]) -> None:
    """Lock every order that a statement touches, all at once and in their order."""
    orders = {order_id for match in certain.values() for order_id, _ in match.shares}
    intents = [intent_id for ids in refunds.values() for intent_id in ids]
    orders |= {intent.order_id for intent in get_money_intents(intents)}
    lock_orders(sorted(orders))


def settle_transfers(
    *, refunds: Mapping[int, list[int]], transactions: Mapping[int, TransactionRow], at: datetime, by: Actor
) -> list[int]:
    """Money that left by a transfer of ours is a refund that was given, on the bank's day; what the bank sends back was not, and
    waits to be made again. Returns the transactions; one of which somebody else has settled the refund meanwhile stays open.

    Locks: the payments (the caller has locked the orders).
    """
    settled = {
        transaction_id: [
            settle_refund(intent_id=intent_id, line=transactions[transaction_id], at=at, by=by) for intent_id in intents
        ]
        for transaction_id, intents in refunds.items()
    }
    return [transaction_id for transaction_id, done in settled.items() if all(done)]


def book_shares(
    shares: Sequence[tuple[TransactionRow, Sequence[tuple[int, Decimal]]]], at: datetime, by: Actor
) -> None:
    """Book money on its orders: one receipt for each transaction and order, on the bank's day."""
    receipts = [
        Receipt(order_id, amount, f"bank:{transaction.id}", transaction.booked_on, transaction.id)
        for transaction, parts in shares
        for order_id, amount in parts
    ]
    if receipts:
        lock_orders(sorted({receipt.order_id for receipt in receipts}))
        receive_payments(receipts=receipts, at=at, by=by)


def book_transaction(*, transaction_id: int, shares: Sequence[tuple[int, Decimal]], at: datetime, by: Actor) -> None:
    """Somebody says whose money it is. It is settled once all of it has found its orders; until then the rest waits.

    Refuses: TransactionSettled, TransactionTooSmall, TransactionOutgoing, NothingToBook, OrderPaidByTransaction,
    TransactionElsewhere, TooMuchMoney, PaymentUnknown. Locks: the bank account, orders, payments.
    """
    wanted: dict[int, Decimal] = {}
    for order_id, amount in shares:
        wanted[order_id] = wanted.get(order_id, Decimal(0)) + amount
    transaction = lock_transaction(transaction_id)
    lock_orders(sorted(wanted))
    paid = sum_shares(transaction_id)
    left = transaction.amount - sum(paid.values())
    is_open = transaction.state == BankLineState.OPEN
    check_bookable(transaction_id, is_open=is_open, amount=transaction.amount, left=left, wanted=wanted)
    theirs = {(order.currency, order.legal_entity_id) for order in get_orders(wanted).values()}
    if theirs != {(transaction.currency, transaction.legal_entity_id)}:
        raise TransactionElsewhere(transaction=transaction_id)
    if set(paid) & set(wanted):
        raise OrderPaidByTransaction(transaction=transaction_id)
    book_shares([(transaction, list(wanted.items()))], at, by)
    left -= sum(wanted.values())
    if not left:
        close_transactions(proposals={}, booked=[transaction_id], at=at, by=by)
        return
    _propose_rest(transaction, {**paid, **wanted}, at, by)


def _propose_rest(transaction: TransactionRow, paid: Mapping[int, Decimal], at: datetime, by: Actor) -> None:
    """What is left may fit what is still owed elsewhere; never what it paid already."""
    ours = find_named_by_us([transaction])
    claims = [it for it in list_claims(transaction.legal_entity_id) if it.order_id not in paid and not ours]
    left = transaction.amount - sum(paid.values())
    fresh = Matcher(claims).propose(replace(transaction.line, amount=left))
    close_transactions(proposals={transaction.id: fresh}, booked=[], at=at, by=by)


def bring_refund_back(*, transaction_id: int, intent_id: int, at: datetime, by: Actor) -> None:
    """Somebody says that a line of the bank is a refund of ours that came back: it was not given, and waits to be made again.

    Refuses: TransactionSettled, TransactionElsewhere, NotSentBack, NotByHand, HandedOut. Locks: the bank account, the order, the
    payment.
    """
    transaction = lock_transaction(transaction_id)
    intent = get_money_intent(intent_id)
    lock_orders([intent.order_id])
    if get_orders([intent.order_id])[intent.order_id].legal_entity_id != transaction.legal_entity_id:
        raise TransactionElsewhere(transaction=transaction_id)
    take_back_refund(intent_id=intent_id, line=transaction, at=at, by=by)


def say_returned(*, intent_id: int, at: datetime, by: Actor) -> None:
    """Somebody says that the bank returned a refund before it told of it. Refuses: NotByHand, HandedOut. Locks: the order, the
    payment.
    """
    lock_orders([get_money_intent(intent_id).order_id])
    take_back_refund(intent_id=intent_id, at=at, by=by)


def take_out_again(*, transaction_id: int, at: datetime, by: Actor) -> None:
    """A transaction that was put aside by mistake waits again, with proposals of today. Refuses: TransactionSettled."""
    lock_transaction(transaction_id)
    reopen_transaction(transaction_id=transaction_id, at=at, by=by)
    transaction = get_transaction(transaction_id)
    _propose_rest(transaction, sum_shares(transaction_id), at, by)


def take_off_order(*, transaction_id: int, order_id: int, at: datetime, by: Actor) -> None:
    """Money that was booked on the wrong order waits again, with proposals; a prepaid order that is unpaid by that is held.

    What it was taken to have brought back counts as given again.

    Refuses: NothingToRebook, MoneyBound. Locks: the bank account, the order, its fulfilment orders, the payment.
    """
    lock_transaction(transaction_id)
    lock_orders([order_id])
    booked = next((it.id for it in list_receipts(order_id) if it.transaction_id == transaction_id), None)
    if booked is None:
        give_again(transaction_id=transaction_id, order_id=order_id, at=at, by=by)
    else:
        _take_off(order_id, booked, at, by)
    transaction = get_transaction(transaction_id)
    if transaction.state != BankLineState.OPEN:
        reopen_transaction(transaction_id=transaction_id, at=at, by=by)
    _propose_rest(transaction, sum_shares(transaction_id), at, by)


def take_off_by_hand(*, order_id: int, receipt_id: int, at: datetime, by: Actor) -> None:
    """A payment that somebody booked by mistake, and that never came, is taken off its order; a prepaid order that is unpaid by
    that is held. What a line of the bank has brought is taken off at the bank.

    Refuses: NothingToRebook, MoneyBound. Locks: the order, its fulfilment orders, the payment.
    """
    lock_orders([order_id])
    by_hand = {it.id: it.id for it in list_receipts(order_id) if it.by_hand}
    _take_off(order_id, by_hand.get(receipt_id, 0), at, by)


def _take_off(order_id: int, receipt_id: int, at: datetime, by: Actor) -> None:
    payment = find_payment(order_id)
    beforehand = payment is not None and payment.method == PaymentMethod.PREPAYMENT and payment.secured_at is not None
    if beforehand and not is_paid_without(order_id, receipt_id):
        stop_order(order_id=order_id, reason="payment", note="", at=at, by=by)
        unsecure_order(order_id=order_id, at=at, by=by)
    if rebook_receipt(order_id=order_id, receipt_id=receipt_id, at=at, by=by):
        note_paid_elsewhere(order_id=order_id, at=at, by=by)
    # What was paid kept the debt of what was corrected on paper meanwhile.
    lower_corrected([order_id], at, by)
