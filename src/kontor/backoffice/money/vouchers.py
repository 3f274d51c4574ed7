"""Vouchers: issued, looked at, blocked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, needs, refuse
from kontor.backoffice.typed import TypedWrong, read_amount, read_day, read_id, read_text
from kontor.catalog.public import TaxClass
from kontor.flows.money.four_eyes import issue_by_hand
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.legal_entities.tables import LegalEntity
from kontor.payments.public import (
    NewVoucher,
    VoucherPurpose,
    block_voucher,
    find_voucher,
)
from kontor.payments.tables import Voucher
from kontor.platform.sql.again import in_one_go

MOST_SHOWN = 100


@needs("payments:read")
def show_vouchers(request: HttpRequest) -> HttpResponse:
    """Show the latest vouchers, or the one whose code was typed; the code stands in no address."""
    code = request.POST.get("code", "").strip()
    found = find_voucher(code) if code else None
    rows = Voucher.objects.select_related("legal_entity").order_by("-id")
    rows = rows.filter(id=found.id) if found else rows.none() if code else rows
    open_ones = Voucher.objects.filter(blocked_at=None, purpose=VoucherPurpose.MULTI)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Vouchers"), "code": code,
        "rows": rows[:MOST_SHOWN],
        "owed": open_ones.values("currency").annotate(sum=Sum("left")),
        "entities": LegalEntity.objects.order_by("id"), "purposes": VoucherPurpose.choices,
        "tax_classes": [it for it in TaxClass.choices if it[0] in ("standard", "reduced")],
        "may_write": may(request, "payments:write"),
    }  # fmt: skip
    return render(request, "backoffice/money/vouchers.html", context)


@needs("payments:write")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a voucher and show its code, this once."""
    sent = request.POST
    try:
        form = sent.get("form", "")[:40] or uuid4().hex
        code = in_one_go(
            lambda: issue_by_hand(new=_typed_voucher(sent), form=form, at=read_clock(), by=actor_of(request))
        )
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:vouchers")
    told = _("The voucher is issued. Its code is shown this once:") + f" {code}"
    messages.success(request, told if code else _("This is above the limit: a second person decides, under Refunds."))
    return redirect("admin:vouchers")


def _typed_voucher(sent: Mapping[str, str]) -> NewVoucher:
    entity = LegalEntity.objects.filter(id=read_id(sent.get("legal_entity"))).first()
    if entity is None:
        raise TypedWrong(_("Choose one of your legal entities."), "legal_entity")
    purpose = sent.get("purpose", "multi")
    if purpose not in VoucherPurpose.values:
        raise TypedWrong(_("Choose one of these."), "purpose")
    tax_class = sent.get("tax_class", "") if purpose == "single" else ""
    if tax_class and tax_class not in TaxClass.values:
        raise TypedWrong(_("Choose one of these."), "tax_class")
    until = read_day(sent, "valid_until") if sent.get("valid_until") else None
    code = read_text(sent, "code", limit=40)
    return NewVoucher(entity.id, purpose, read_amount(sent, "amount"), entity.currency, tax_class, until, code=code)


@needs("payments:write")
@require_POST
def block(request: HttpRequest, voucher_id: int) -> HttpResponse:
    """Block a voucher."""
    return act(
        request, lambda at, by: block_voucher(voucher_id=voucher_id, at=at, by=by), done=_("Done."),
        back="admin:vouchers",
    )  # fmt: skip
