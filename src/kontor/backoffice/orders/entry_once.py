"""An order is entered once: the form that is sent again opens it, and another one under its number is refused."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kontor.channels.ports import IncomingOrder
from kontor.flows.errors import AlreadyTakenIn
from kontor.platform.sql.idempotency import (
    KeyClaim,
    KeyUsedForOther,
    StoredAnswer,
    claim_keys,
    fingerprint_of,
    store_answers,
)


def claim_of_form(typed: IncomingOrder, percent: Decimal | None) -> KeyClaim:
    """Return what a form asks for, by the number of its order: as it was typed, not as it was priced and taxed."""
    said = f"{typed.model_dump_json()} {percent}"
    return KeyClaim(
        "form", f"order:{typed.channel}:{typed.external_id}"[:255], fingerprint_of("ENTER", "order", said.encode())
    )


def find_entered(claim: KeyClaim) -> int | None:
    """Return the order that came of this form, None where none did yet. Refuses: AlreadyTakenIn where another one was typed."""
    with transaction.atomic():
        (known,) = claim_keys([claim])
    if isinstance(known, KeyUsedForOther):
        raise AlreadyTakenIn
    return int(json.loads(known.body)["order"]) if isinstance(known, StoredAnswer) else None


def keep_entered(claim: KeyClaim, order_id: int, at: datetime) -> None:
    """Note which order came of a form, beside it."""
    store_answers([claim], [StoredAnswer(201, json.dumps({"order": order_id}))], at=at)
