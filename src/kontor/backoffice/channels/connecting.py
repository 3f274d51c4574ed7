"""Connect a channel: choose a connector, fill in what it asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kontor.backoffice.access import actor_of, needs, refuse
from kontor.backoffice.typed import read_id
from kontor.channels.ports import ConnectorManifest
from kontor.channels.public import Access, ChannelRow
from kontor.flows.market.connecting import connect_account, look_around_later, try_access
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Refused
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.outside.registry import list_connectors

# Orders of the last day are fetched at once.
SINCE = timedelta(days=1)


@needs("channels:write")
def choose_connector(request: HttpRequest) -> HttpResponse:
    """Show what can be connected."""
    manifests = [
        it.manifest for code, it in sorted(list_connectors().items()) if it.kind == "marketplace" and code != "template"
    ]
    context = {**admin.site.each_context(request), "title": _("Connect a channel"), "manifests": manifests}
    return render(request, "backoffice/channels/connect.html", context)


@needs("channels:write")
def connect_page(request: HttpRequest, connector: str) -> HttpResponse:
    """Ask for what the connector needs, keep it, and ask the channel for the first time. Secrets are never shown again."""
    found = list_connectors().get(connector)
    if found is None or found.manifest is None:
        raise Http404
    manifest: ConnectorManifest = found.manifest
    if request.method == "POST":
        channel = _connect(request, manifest)
        if channel is not None:
            return redirect("admin:channel_health")
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Connect a channel") + f": {manifest.name}",
        "manifest": manifest,
        "fields": [(field, request.POST.get(field.name, field.default)) for field in manifest.fields],
        "code": request.POST.get("code", manifest.code),
        "replace": "replace" in request.POST,
        "base_url": request.POST.get("base_url", ""),
        "entities": LegalEntity.objects.order_by("code"),
    }
    return render(request, "backoffice/channels/connect.html", context, status=400 if request.method == "POST" else 200)


def _connect(request: HttpRequest, manifest: ConnectorManifest) -> ChannelRow | None:
    """Do it, and say how it went; None where something is missing."""
    sent, at = request.POST, read_clock()
    told = {field.name: sent.get(field.name, "").strip() for field in manifest.fields}
    settings = {field.name: told[field.name] for field in manifest.fields if not field.secret and told[field.name]}
    secrets = {field.name: told[field.name] for field in manifest.fields if field.secret and told[field.name]}
    access = Access(manifest.code, sent.get("base_url", "").strip().rstrip("/"), settings, secrets)
    entity = sent.get("legal_entity", "")
    try:
        with transaction.atomic():
            channel = connect_account(
                code=sent.get("code", "").strip()[:40] or manifest.code, access=access,
                legal_entity_id=read_id(entity) or None, replace="replace" in sent,
                since=at - SINCE, at=at, by=actor_of(request),
            )  # fmt: skip
    except Refused as refusal:
        refuse(request, refusal)
        return None
    try:
        try_access(channel_id=channel.id, at=at)
    except Outside as failure:
        messages.error(request, _("Kept, but the channel does not let us in yet:") + f" {failure}")
    else:
        messages.success(request, _("Connected. Orders and offers follow by themselves."))
    look_around_later(channel_id=channel.id)
    return channel
