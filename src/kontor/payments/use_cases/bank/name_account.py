"""Name the account that a refund goes to."""

from __future__ import annotations

from datetime import datetime

from stdnum import iban as ibans

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.payments.errors import IbanWrong, TransferGone
from kontor.payments.models import MoneyIntent, MoneyState, MoneyWay
from kontor.payments.rules import bank_text
from kontor.platform.keep.audit import Change, record_changes


def name_account(*, intent_id: int, holder: str, iban: str, at: datetime, by: Actor) -> None:
    """Where the bank did not tell who paid, somebody types in where the money goes back to.

    Refuses: IbanWrong, TransferGone. Locks: the intent.
    """
    plain = iban.replace(" ", "").upper()
    if not ibans.is_valid(plain) or not bank_text(holder, most=70):
        raise IbanWrong(iban=iban)
    waiting = MoneyIntent.objects.filter(id=intent_id, way=MoneyWay.TRANSFER, state=MoneyState.NEW)
    intent = waiting.select_for_update(no_key=True).first()
    if intent is None:
        raise TransferGone(intent=intent_id)
    before = {"holder": intent.holder, "iban": intent.iban}
    intent.holder, intent.iban, intent.account_by = holder.strip()[:70], plain, person_behind(by)
    intent.save(update_fields=["holder", "iban", "account_by"])
    record_changes(
        subject="moneyintent", verb="name_account", at=at, by=by,
        changes=[Change(intent_id, before, {"holder": intent.holder, "iban": plain})],
    )  # fmt: skip
