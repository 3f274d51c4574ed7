"""Vouchers: issue one, ask what is left on one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kontor.flows.money.four_eyes import issue_by_hand
from kontor.legal_entities.public import list_legal_entities
from kontor.payments.public import NewVoucher, VoucherRefused, find_voucher
from kontor.rest.auth import require
from kontor.rest.once import do_once
from kontor.rest.schemas import VoucherCode, VoucherIn, VoucherIssued, VoucherOut

router = Router(tags=["vouchers"])


@router.post("/vouchers", response={201: VoucherIssued, 202: VoucherIssued})
def issue(request: HttpRequest, wanted: VoucherIn) -> HttpResponse:
    """Issue a voucher. Its code is in this answer and nowhere else: asked again under the same key the answer has none. Above the
    limit of the legal entity the answer is 202 without a code: a second person decides, and is told it.
    """
    by = require(request, "payments:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        known = list_legal_entities().values()
        entity = next((it for it in known if wanted.legal_entity in ("", it.code)), None)
        if entity is None:
            raise VoucherRefused("There is no such legal entity.", legal_entity=wanted.legal_entity, why="legal_entity")
        new = NewVoucher(
            entity.id, wanted.purpose, wanted.amount, wanted.currency or entity.currency, wanted.tax_class,
            wanted.valid_until, code=wanted.code,
        )  # fmt: skip
        form = f"api:{request.headers.get('Idempotency-Key', '')}"
        code = issue_by_hand(new=new, form=form, at=at, by=by)
        return (201 if code else 202), {"ends_in": code[-4:], "code": code}

    return do_once(request, by, work, never_kept=["code"], needs_key=True)


@router.post("/vouchers/check", response=VoucherOut)
def check(request: HttpRequest, asked: VoucherCode) -> VoucherOut:
    """Return what is left on a voucher; the code goes in the body, so that no log keeps it."""
    require(request, "payments:read")
    found = find_voucher(asked.code)
    if found is None:
        raise VoucherRefused(why="unknown")
    return VoucherOut(
        purpose=found.purpose, tax_class=found.tax_class, currency=found.currency, amount=found.amount, left=found.left,
        valid_until=found.valid_until, blocked=found.blocked_at is not None,
    )  # fmt: skip
