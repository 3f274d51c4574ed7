"""Export refunds for the bank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from stdnum import iban as ibans

from kontor.kernel.actor import Actor
from kontor.legal_entities.public import get_legal_entity
from kontor.payments.errors import AccountsMissing, NothingToTransfer, PayingAccountMissing
from kontor.payments.models import MoneyIntent, MoneyKind, MoneyState, MoneyWay
from kontor.payments.rules import Transfer, bank_text, write_transfers
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.files import store_file


def export_transfers(*, legal_entity_id: int, numbers: Mapping[int, str], on: date, at: datetime, by: Actor) -> str:
    """Refunds by transfer go to the bank in one file, each once; they count once the bank's statement tells them. Returns the
    file's fingerprint.

    ``numbers``: the orders of this legal entity, each with what its buyer knows it by. Those without an IBAN wait for it.
    Refuses: NothingToTransfer, AccountsMissing, PayingAccountMissing.
    Locks: the intents. Source: ISO 20022 pain.001.001.09.
    """
    entity = get_legal_entity(legal_entity_id)
    rows = list(
        MoneyIntent.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            way=MoneyWay.TRANSFER,
            kind=MoneyKind.REFUND,
            state=MoneyState.NEW,
            currency="EUR",
            payment__order_id__in=numbers,
        )
        .select_related("payment")
        .order_by("id")
    )
    # One that the bank would not take must not keep the others back: it waits in the work list.
    known = [it for it in rows if bank_text(it.holder, most=70) and ibans.is_valid(it.iban)]
    if rows and not known:
        raise AccountsMissing(legal_entity=entity.code, count=len(rows))
    rows = known
    if not rows:
        raise NothingToTransfer(legal_entity=entity.code)
    if not (entity.iban and bank_text(entity.name, most=70)):
        raise PayingAccountMissing(legal_entity=entity.code)
    transfers = [
        Transfer(
            it.holder, it.iban, it.amount, it.reference[:35], f"{numbers[it.payment.order_id]} {it.reason}".strip()
        )
        for it in rows
    ]
    content = write_transfers(name=entity.name, iban=entity.iban, bic=entity.bic, on=on, transfers=transfers)
    name = f"SEPA_{entity.code}_{on:%Y%m%d}_{rows[0].id}-{rows[-1].id}.xml"
    stored = store_file(content, name=name, media_type="application/xml", at=at)
    MoneyIntent.objects.filter(id__in=[it.id for it in rows]).update(
        state=MoneyState.PENDING, file=stored, legal_entity_id=legal_entity_id
    )
    record_changes(
        subject="moneyintent", verb="export_transfers", at=at, by=by,
        changes=[Change(it.id, {"state": "new"}, {"state": "pending", "file": name}) for it in rows],
    )  # fmt: skip
    return stored.sha256
