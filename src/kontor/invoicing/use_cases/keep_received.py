"""Keep an invoice that was received."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from kontor.invoicing.errors import OwnDocument, ReceivedBefore
from kontor.invoicing.models import ReceivedInvoice
from kontor.invoicing.rules import read_incoming
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import list_legal_entities, lock_legal_entity
from kontor.platform.keep.files import store_file


def keep_received(*, content: bytes, name: str, legal_entity_id: int, at: datetime, by: Actor) -> int:
    """An electronic invoice is kept in the form in which it came, with all that stands in it and with the rules it breaks.

    Returns its id. Refuses: NoElectronicInvoice, OwnDocument, ReceivedBefore. Source: section 14b UStG and GoBD: the
    structured part is kept
    unchanged.
    """
    told = read_incoming(content)
    if _is_ours(told.seller_vat_id):
        raise OwnDocument(number=told.number)
    # Two who take the same one in at the same moment: the second one waits, and sees it.
    lock_legal_entity(legal_entity_id)
    known = ReceivedInvoice.objects.filter(
        legal_entity_id=legal_entity_id, seller=told.seller[:200], number=told.number[:200], issued_on=told.issued_on
    )
    if known.exists():
        raise ReceivedBefore(seller=told.seller, number=told.number)
    pdf = content.lstrip()[:5] == b"%PDF-"
    original = store_file(content, name=name[:200], media_type="application/pdf" if pdf else "application/xml", at=at)
    xml = store_file(told.xml, name=f"{name[:190]}.xml", media_type="application/xml", at=at) if pdf else original
    files = [
        store_file(it.content, name=it.name[:200], media_type=it.media_type[:100], at=at) for it in told.attachments
    ]
    kept = ReceivedInvoice.objects.create(
        legal_entity_id=legal_entity_id, number=told.number[:200], type_code=told.type_code[:4], syntax=told.syntax,
        issued_on=told.issued_on, due_on=told.due_on, seller=told.seller[:200], seller_vat_id=told.seller_vat_id[:30],
        buyer=told.buyer[:200], currency=told.currency[:3], net=told.net, tax=told.tax, gross=told.gross,
        payable=told.payable, terms=dict(told.terms), fields=[list(it) for it in told.fields],
        faults=[asdict(fault) for fault in told.faults], original=original, xml=xml, at=at, by=str(by),
    )  # fmt: skip
    kept.attachments.set(files)
    return int(kept.id)


def _is_ours(vat_id: str) -> bool:
    ours = {"".join(it.vat_id.split()).upper() for it in list_legal_entities().values() if it.vat_id}
    return "".join(vat_id.split()).upper() in ours
