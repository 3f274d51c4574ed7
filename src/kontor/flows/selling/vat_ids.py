"""VAT ids of buyers abroad: goods leave free of VAT only once the register has said that the id is in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kontor.kernel.actor import Actor
from kontor.legal_entities.public import list_legal_entities
from kontor.orders.public import (
    get_order_row,
    hold_order,
    is_held_for,
    lift_hold,
    list_waiting_for_money,
    lock_orders,
    write_note,
)
from kontor.pricing.public import TaxCase, VatIdChecked, call_vat_check, compact_vat_id, is_vat_id_in_use

# So long an answer counts for the next order of the same buyer.
GOOD_FOR = timedelta(days=30)
REASON = "vat_id"
_FREE = (TaxCase.INTRA_COMMUNITY.value, TaxCase.REVERSE_CHARGE.value)
# An internal note, as the rest of the notes in the language of the house.
_NOT_ASKED = (
    "VIES konnte nach der USt-IdNr. {vat_id} nicht gefragt werden. Unsere eigene USt-IdNr. prüfen; dann die Sperre von Hand "
    "aufheben oder den Auftrag neu aufnehmen."
)
_INVALID = (
    "Die USt-IdNr. {vat_id} ist laut VIES nicht gültig. Ändern oder als Privatkunde neu aufnehmen, sonst schulden wir die "
    "Steuer."
)


def ask_register(*, order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Orders that are free of VAT for their buyer's VAT id wait until the register has answered for it, where the legal
    entity wants that. Locks: the orders.

    Source: § 6a (1) no. 4 UStG, § 18e UStG.
    """
    free = [it for it in list_waiting_for_money(order_ids).values() if it.tax_case in _FREE and it.vat_id]
    entities = list_legal_entities({order.legal_entity_id for order in free})
    for order in free:
        entity = entities[order.legal_entity_id]
        if not entity.checks_vat_ids:
            continue
        asker = compact_vat_id(entity.vat_id)
        if is_vat_id_in_use(order.vat_id, since=at - GOOD_FOR):
            continue
        hold_order(order_id=order.id, reason=REASON, note=order.vat_id, at=at, by=by)
        call_vat_check(vat_id=order.vat_id, asker=asker, order_ids=[order.id])


def follow_vat_checks(*, news: Sequence[VatIdChecked], at: datetime, by: Actor) -> None:
    """A valid VAT id lets its order go on; an invalid one keeps it until somebody decides. Locks: the orders."""
    lock_orders(sorted({item.order_id for item in news}))  # all at once, in their order
    for item in news:
        held, vat_id = is_held_for(item.order_id, REASON), get_order_row(item.order_id).vat_id
        in_use = is_vat_id_in_use(vat_id, since=at - GOOD_FOR)
        if held and in_use:
            lift_hold(order_id=item.order_id, reason=REASON, at=at, by=by)
        elif held:
            text = _NOT_ASKED if in_use is None else _INVALID
            write_note(order_id=item.order_id, text=text.format(vat_id=vat_id), at=at, by=by)
