"""The connector of a payment account, ready to be asked."""

from __future__ import annotations

from kontor.payments.errors import ProviderUnknown
from kontor.payments.models import ProviderAccount
from kontor.payments.ports import PaymentProvider
from kontor.platform.outside.account import StoredAccount
from kontor.platform.outside.registry import list_connectors


def open_provider(account_id: int) -> PaymentProvider:
    """Return the connector of a payment account. Refuses: ProviderUnknown."""
    account = ProviderAccount.objects.filter(id=account_id).first()
    found = list_connectors().get(account.provider) if account else None
    if account is None or found is None or found.kind != "payment":
        raise ProviderUnknown(account=account_id)
    provider: PaymentProvider = found.make(
        StoredAccount(account, found.manifest, owner=f"provider:{account.id}", code=account.code)
    )
    return provider
