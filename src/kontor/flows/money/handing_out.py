"""Refunds by transfer go to the bank in a file: above the limit only those that a second person has looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.ids import new_uuid
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import get_orders, lock_orders
from kontor.payments.public import (
    AccountsMissing,
    AskedFor,
    MoneyIntentRow,
    MoneyWay,
    NothingToTransfer,
    RequestKind,
    ask_second_person,
    export_transfers,
    list_money_by_hand,
    list_transfers_unagreed,
    person_of_account,
    request_cause,
)


def export_refunds(*, legal_entity_id: int, at: datetime, by: Actor) -> str:
    """All refunds by transfer of a legal entity go to the bank in one file. Of an order of which more than the limit goes back
    they wait for a second person, wherever they came from: an account is not the buyer's because one person says so.

    Returns the file's fingerprint; empty: all of them wait. Refuses: NothingToTransfer, PayingAccountMissing.
    Locks: the orders, the intents.
    """
    entity = get_legal_entity(legal_entity_id)
    waiting = {it.order_id for it in list_money_by_hand() if it.way == MoneyWay.TRANSFER}
    mine = {it.id: it.number for it in get_orders(waiting).values() if it.legal_entity_id == legal_entity_id}
    # What is judged is what goes: nobody asks for another refund of these orders, or names another account, meanwhile.
    lock_orders(sorted(mine))
    unagreed = list_transfers_unagreed(mine, limit=entity.four_eyes_in("EUR"))
    for it in unagreed:
        ask_second_person(asked=_asked(it), at=at, by=by)
        mine.pop(it.order_id, None)
    try:
        with transaction.atomic():
            return export_transfers(
                legal_entity_id=legal_entity_id, numbers=mine, on=local_day(at, entity.timezone), at=at, by=by
            )
    except (NothingToTransfer, AccountsMissing):
        if not unagreed:
            raise
        return ""


def _asked(it: MoneyIntentRow) -> AskedFor:
    facts = {"intent": it.id, "holder": it.holder, "iban": it.iban}
    cause = request_cause(f"account:{it.id}", new_uuid().hex)
    # Whose account it is has asked: who only presses for the file may be the one who looks at it.
    where, brought_by = f"{it.holder}, {it.iban}", person_of_account(it.account_by)
    people = (brought_by,) if brought_by else ()
    return AskedFor(RequestKind.ACCOUNT, it.order_id, it.amount, it.currency, cause, where, facts, people=people)
