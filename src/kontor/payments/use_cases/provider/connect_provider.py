"""Connect an account at a payment provider."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.egress import fault_of
from kontor.payments.errors import AccessMissing, AddressRefused, ProviderUnknown
from kontor.payments.models import ProviderAccount, ProviderState
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.vault import seal
from kontor.platform.outside.registry import list_connectors


@dataclass(frozen=True, slots=True)
class ProviderAccess:
    """How an account at a provider is reached."""

    provider: str
    base_url: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]


def connect_provider(*, code: str, legal_entity_id: int, access: ProviderAccess, at: datetime, by: Actor) -> int:
    """Payments of this account are asked after, collected and given back from now on; its secrets are never shown again.

    Connecting again replaces address and secrets. Refuses: ProviderUnknown, AccessMissing, AddressRefused.
    """
    found = list_connectors().get(access.provider)
    if found is None or found.kind != "payment":
        raise ProviderUnknown(provider=access.provider)
    given = {**access.settings, **access.secrets}
    if missing := [
        it.name for it in found.manifest.fields if not it.optional and not given.get(it.name) and not it.default
    ]:
        raise AccessMissing(missing=", ".join(missing))
    if access.base_url and (fault := fault_of(access.base_url)):
        raise AddressRefused(fault, base_url=access.base_url[:60])
    account, new = ProviderAccount.objects.select_for_update(no_key=True).get_or_create(
        code=code, defaults={"provider": access.provider, "legal_entity_id": legal_entity_id}
    )
    account.provider = access.provider
    account.base_url = access.base_url
    account.settings = dict(access.settings)
    account.secrets = seal(json.dumps(dict(access.secrets)).encode(), bound_to=f"provider:{account.id}:secrets")
    account.token = b""
    account.state, account.problem = ProviderState.ACTIVE, ""
    account.save()
    told = {"provider": access.provider, "base_url": access.base_url, "secrets": sorted(access.secrets)}
    record_changes(
        subject="provideraccount",
        verb="connect_provider",
        at=at,
        by=by,
        changes=[Change(account.id, {"new": new}, told)],
    )
    return int(account.id)
