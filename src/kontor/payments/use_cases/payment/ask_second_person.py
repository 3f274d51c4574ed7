"""Ask for money or a credit that a second person decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.payments.errors import RequestDiffers
from kontor.payments.models import MoneyRequest, RequestKind, RequestState
from kontor.payments.queries.owed import find_account_back
from kontor.payments.queries.requests import PEOPLE
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is to be given once a second person agrees. ``cause`` makes a second click no second request; ``people``: whose
    wish it is, where somebody else presses; none of them may agree.
    """

    kind: RequestKind
    order_id: int | None
    amount: Decimal
    currency: str
    cause: str
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()


def _waiting(asked: AskedFor) -> int | None:
    """Return the request that waits about the same; one that was decided may be asked for again."""
    rows = MoneyRequest.objects.filter(kind=asked.kind, state=RequestState.OPEN, facts=_plain(asked.facts))
    return rows.values_list("id", flat=True).first()


def _account_of(asked: AskedFor) -> dict[str, str]:
    return find_account_back(asked.order_id or 0) if asked.kind == RequestKind.REFUND else {}


def _people_of(asked: AskedFor) -> dict[str, list[str]]:
    return {PEOPLE: list(asked.people)} if len(asked.people) > 1 else {}


def _plain(facts: Mapping[str, Any]) -> Any:
    """Return facts as they are kept."""
    return json.loads(json.dumps(dict(facts)))


def ask_second_person(*, asked: AskedFor, at: datetime, by: Actor) -> int:
    """What is to be given above the limit waits for a second person; asked twice it is one request. Returns its id.

    A refund waits with the account that it would go to by transfer, so that whoever agrees has seen it.
    Refuses: RequestDiffers where something else was asked for by the same cause.
    """
    told = {
        "kind": asked.kind, "order_id": asked.order_id, "amount": asked.amount, "currency": asked.currency,
        "reason": asked.reason, "facts": {**asked.facts, **_account_of(asked), **_people_of(asked)}, "asked_at": at,
        "asked_by": str(by), "asked_person": asked.people[0] if asked.people else person_behind(by),
    }  # fmt: skip
    if asked.kind in (RequestKind.ACCOUNT, RequestKind.CORRECTION) and (waiting := _waiting(asked)) is not None:
        return waiting
    request, new = MoneyRequest.objects.get_or_create(cause=asked.cause, defaults=told)
    same = (request.kind, request.order_id, request.amount) == (asked.kind, asked.order_id, asked.amount)
    # Who has paid most by then makes it no other refund.
    if not (same and (asked.kind == RequestKind.REFUND or request.facts == _plain(asked.facts))):
        raise RequestDiffers
    if new:
        facts = {"kind": str(asked.kind), "order": asked.order_id, "amount": str(asked.amount), "reason": asked.reason}
        record_changes(
            subject="money_request", verb="ask_second_person", changes=[Change(request.pk, None, facts)], at=at, by=by
        )
    return int(request.pk)
