"""Money on its way back, and the accounts at payment providers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import person_behind
from kontor.backoffice.access import Instead, act, actor_of, may, needs, refuse
from kontor.backoffice.typed import read_id
from kontor.flows.money.bank import say_returned
from kontor.flows.money.collecting import confirm_by_hand, drop_by_hand
from kontor.flows.money.four_eyes import agree_to_request, name_refund_account, refuse_request
from kontor.flows.money.handing_out import export_refunds
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError, Refused
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order
from kontor.payments.public import (
    ProviderAccess,
    RequestKind,
    connect_provider,
    list_failed_money,
    list_money_at_channels,
    list_money_by_hand,
    list_money_requests,
)
from kontor.payments.tables import MoneyRequest, ProviderAccount
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.again import in_one_go


@needs("payments:read")
def show_refunds(request: HttpRequest) -> HttpResponse:
    """Show what somebody has to give back or to confirm, what providers refused, and their accounts."""
    asked, me = list_money_requests(), person_behind(actor_of(request))
    waiting, failed, elsewhere = list_money_by_hand(), list_failed_money(), list_money_at_channels()
    ids = {it.order_id for it in asked if it.order_id} | {it.order_id for it in [*waiting, *failed, *elsewhere]}
    orders = Order.objects.in_bulk(ids, field_name="id")
    found = sorted(list_connectors().items())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Refunds"),
        "asked": [
            {
                "it": it, "order": orders.get(it.order_id or 0), "open": _may_agree(request, it, me),
                "lacks": it.kind == RequestKind.CORRECTION and not may(request, "invoicing:write"),
            }
            for it in asked
        ],
        "me": me,
        "waiting": [{"it": it, "order": orders[it.order_id]} for it in waiting],
        "failed": [{"it": it, "order": orders[it.order_id]} for it in failed],
        "elsewhere": [{"it": it, "order": orders[it.order_id]} for it in elsewhere],
        "accounts": ProviderAccount.objects.select_related("legal_entity").order_by("code"),
        "providers": [it.manifest for _code, it in found if it.kind == "payment"],
        "entities": LegalEntity.objects.order_by("id"),
        "may_write": may(request, "payments:write"),
    }  # fmt: skip
    return render(request, "backoffice/money/refunds.html", context)


def _may_agree(request: HttpRequest, it: Any, me: str) -> bool:
    """Whether the reader may be the second person of a request: not of his own, and of an invoice only who may correct one."""
    return me not in it.askers and (it.kind != RequestKind.CORRECTION or may(request, "invoicing:write"))


@needs("payments:write")
@require_POST
def settle_money(request: HttpRequest, intent_id: int, verb: str) -> HttpResponse:
    """Confirm or drop what goes by hand, or name the account that it goes to."""
    sent = request.POST
    works = {
        "done": lambda at, by: confirm_by_hand(intent_id=intent_id, at=at, by=by),
        "drop": lambda at, by: drop_by_hand(intent_id=intent_id, at=at, by=by),
        "returned": lambda at, by: say_returned(intent_id=intent_id, at=at, by=by),
        "account": lambda at, by: _account(intent_id, sent, at, by),
    }
    if verb not in works:
        raise Http404
    return act(request, works[verb], done=_("Done."), back="admin:refunds")


def _account(intent_id: int, sent: Mapping[str, str], at: datetime, by: Actor) -> Instead | None:
    """Name the account that a refund goes to."""
    holder, iban = sent.get("holder", ""), sent.get("iban", "")
    if name_refund_account(intent_id=intent_id, holder=holder, iban=iban, at=at, by=by):
        return None
    return Instead(_("This is above the limit: a second person decides, under Refunds."))


@needs("payments:write")
@require_POST
def press_decision(request: HttpRequest, request_id: int, verb: str) -> HttpResponse:
    """Agree to what somebody else asked for, or refuse it; who may not issue invoices agrees to no correction."""
    if verb == "refuse":
        return act(
            request, lambda at, by: refuse_request(request_id=request_id, at=at, by=by), done=_("Done."),
            back="admin:refunds",
        )  # fmt: skip
    if verb != "agree":
        raise Http404
    of_invoice = MoneyRequest.objects.filter(id=request_id, kind=RequestKind.CORRECTION).exists()
    if of_invoice and not may(request, "invoicing:write"):
        raise PermissionDenied
    try:
        code = in_one_go(lambda: agree_to_request(request_id=request_id, at=read_clock(), by=actor_of(request)))
    except KontorError as refusal:
        refuse(request, refusal)
    else:
        told = _("The voucher is issued. Its code is shown this once:") + f" {code}" if code else _("Done.")
        messages.success(request, told)
    answer: HttpResponse = redirect("admin:refunds")
    return answer


@needs("payments:write")
@require_POST
def export_sepa(request: HttpRequest) -> HttpResponse:
    """Hand out the file for the bank."""
    entity = read_id(request.POST.get("legal_entity"))
    if not LegalEntity.objects.filter(id=entity).exists():
        messages.error(request, _("Choose one of your legal entities."))
        return redirect("admin:refunds")
    try:
        with transaction.atomic():
            sha256 = export_refunds(legal_entity_id=entity, at=read_clock(), by=actor_of(request))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:refunds")
    if not sha256:
        messages.warning(
            request, _("These are above the limit: a second person looks at each account first, above on this page.")
        )
        return redirect("admin:refunds")
    return redirect("admin:file", sha256)


@needs("payments:write")
def connect_provider_page(request: HttpRequest, provider: str) -> HttpResponse:
    """Ask for what the provider's connector needs, and keep it. Secrets are never shown again."""
    found = list_connectors().get(provider)
    if found is None or found.kind != "payment":
        raise Http404
    manifest, sent = found.manifest, request.POST
    if request.method == "POST":
        told = {field.name: sent.get(field.name, "").strip() for field in manifest.fields}
        first = LegalEntity.objects.order_by("id").values_list("id", flat=True).first()
        entity = read_id(sent.get("legal_entity")) or first or 0
        access = ProviderAccess(
            provider, sent.get("base_url", "").strip().rstrip("/"),
            {field.name: told[field.name] for field in manifest.fields if not field.secret and told[field.name]},
            {field.name: told[field.name] for field in manifest.fields if field.secret and told[field.name]},
        )  # fmt: skip
        try:
            with transaction.atomic():
                connect_provider(
                    code=sent.get("code", "").strip()[:40] or provider, legal_entity_id=entity, access=access,
                    at=read_clock(), by=actor_of(request),
                )  # fmt: skip
        except Refused as refusal:
            refuse(request, refusal)
        else:
            messages.success(request, _("Connected."))
            return redirect("admin:refunds")
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Connect a payment account") + f": {manifest.name}", "manifest": manifest,
        "fields": [(field, sent.get(field.name, field.default)) for field in manifest.fields],
        "code": sent.get("code", manifest.code), "entities": LegalEntity.objects.order_by("code"),
        "without": [(feature.value.replace("_", " "), why) for feature, why in manifest.without.items()],
    }  # fmt: skip
    return render(
        request, "backoffice/money/connect_provider.html", context, status=400 if request.method == "POST" else 200
    )
