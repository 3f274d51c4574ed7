"""Ask a buyer to pay at a provider."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.payments.calls import call_send_money
from kontor.payments.errors import AccessMissing, NothingToAsk, PaymentUnknown, ProviderUnknown
from kontor.payments.models import LIVE, MoneyIntent, MoneyKind, MoneyWay, Payment, PaymentMethod, ProviderAccount
from kontor.platform.sql.lock_order import note_lock


def ask_buyer(*, order_id: int, account_code: str, note: str, at: datetime, by: Actor) -> int:
    """A buyer who was to pay by transfer can pay on a provider's page instead; until that page ends, the money is awaited there
    and a transfer is not matched to the order.

    Returns the intent; the page is made by a job, and asked for twice it is the same one. ``note`` is what the buyer reads.
    Refuses: PaymentUnknown, ProviderUnknown, AccessMissing, NothingToAsk. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    if payment is None:
        raise PaymentUnknown(order=order_id)
    account = ProviderAccount.objects.select_related("legal_entity").filter(code=account_code).first()
    if account is None:
        raise ProviderUnknown(account=account_code)
    if not account.legal_entity.website:
        raise AccessMissing(
            "Enter the website of the legal entity: a buyer comes back to it after paying.", missing="website"
        )
    live = MoneyIntent.objects.filter(payment=payment, kind=MoneyKind.AUTHORISE, state__in=LIVE).first()
    if live is not None:
        return int(live.id)
    asked = payment.account_id == account.id and payment.intents.filter(kind=MoneyKind.AUTHORISE).exists()
    by_transfer = payment.method in (PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE)
    if payment.captured or payment.authorized or not payment.amount or not (by_transfer or asked):
        raise NothingToAsk(order=order_id)
    payment.method, payment.account = PaymentMethod.PROVIDER, account
    payment.save(update_fields=["method", "account"])
    turn = payment.intents.filter(kind=MoneyKind.AUTHORISE).count() + 1
    intent = MoneyIntent.objects.create(
        payment=payment, account=account, way=MoneyWay.PROVIDER, kind=MoneyKind.AUTHORISE, reference=f"K{new_uuid().hex}",
        cause=f"page:{turn}", amount=payment.amount, currency=payment.currency, reason=note[:200], asked_at=at,
        asked_by=str(by),
    )  # fmt: skip
    call_send_money(account.id)
    return int(intent.id)
