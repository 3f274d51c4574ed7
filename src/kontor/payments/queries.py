"""Questions about payments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum
from stdnum import iban as ibans

from kontor.payments.models import (
    BankStatement,
    BankTransaction,
    MoneyIntent,
    Payment,
    PaymentEntry,
    ProviderAccount,
    Voucher,
    VoucherEntry,
)
from kontor.payments.ports import ProviderFeature
from kontor.payments.rules import BankLine, Kept, Standing, Statement, VoucherFacts, digest_code
from kontor.platform.bulk import select_as, select_rows
from kontor.platform.connectors import list_connectors
from kontor.platform.lock_order import note_lock


def find_payment(order_id: int) -> Payment | None:
    """Return the payment of an order."""
    return Payment.objects.filter(order_id=order_id).first()


def lock_payments(order_ids: Collection[int]) -> None:
    """Lock the payments of orders, in the order of their ids."""
    note_lock("payments", order_ids)
    list(Payment.objects.select_for_update(no_key=True).filter(order_id__in=order_ids).order_by("id").values_list("id"))


def list_unpaid(*, after: int = 0, most: int = 500, part_paid: bool = False) -> list[Payment]:
    """Return prepayments of which nothing has come and nothing is on its way, by id, behind the one that was seen last;
    ``part_paid``: also those of which a part has come.
    """
    rows = Payment.objects.filter(method="prepayment", secured_at=None, amount__gt=0, id__gt=after)
    if not part_paid:
        rows = rows.filter(authorized=0, captured=0, capture_pending=0)
    return list(rows.order_by("id")[:most])


_HINTED = """
SELECT DISTINCT (share ->> 0)::bigint
  FROM payments_banktransaction t, jsonb_array_elements(t.proposals) p, jsonb_array_elements(p -> 'shares') share
 WHERE t.state = 'open' AND (share ->> 0)::bigint = ANY(%s)
"""


def list_hinted(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders that a transfer may be meant for, which nobody has matched yet."""
    return {int(row[0]) for row in select_rows(_HINTED, [list(order_ids)])}


def line_of(kept: BankTransaction) -> BankLine:
    """Return a transaction as the rules see it."""
    return BankLine(
        kept.booked_on, kept.valued_on, kept.amount, kept.currency, kept.purpose, kept.name, kept.iban, kept.end_to_end,
        kept.bank_reference, kept.batch,
    )  # fmt: skip


def list_kept(account: str, days: Collection[date]) -> list[tuple[Kept, str]]:
    """Return what is kept of an account's days, in the order in which it was told, each with its fingerprint."""
    rows = (
        BankTransaction.objects.filter(account=account, booked_on__in=days).select_related("statement").order_by("id")
    )
    found = []
    for row in rows:
        told = row.statement
        statement = Statement(
            told.account, told.currency, told.number, told.opening, told.closing, (), told.format
        )  # fmt: skip
        found.append((Kept(row.id, line_of(row), statement, row.state == "open"), row.fingerprint))
    return found


def list_accounts() -> dict[str, int]:
    """Return the accounts whose statements were taken in, each with its legal entity."""
    rows = BankStatement.objects.order_by("account", "id").distinct("account")
    return dict(rows.values_list("account", "legal_entity_id"))


# Money that was taken off an order that it was booked on by mistake.
UNBOOKED = "unbooked"


def list_shares(transaction_ids: Collection[int]) -> dict[int, dict[int, Decimal]]:
    """Return which orders each bank transaction has paid, and how much of each."""
    names = {f"bank:{it}": it for it in transaction_ids}
    rows = PaymentEntry.objects.filter(
        kind__in=("captured", UNBOOKED), reference__in=names, reference__startswith="bank:"
    )
    found: dict[int, dict[int, Decimal]] = {}
    columns = ("reference", "payment__order_id", "amount", "kind")
    for name, order_id, amount, kind in rows.order_by("id").values_list(*columns):
        shares = found.setdefault(names[name], {})
        if kind == UNBOOKED:
            shares.pop(order_id, None)
        else:
            shares[order_id] = amount
    return found


def sum_shares(transaction_id: int) -> dict[int, Decimal]:
    """Return how much of a bank transaction has found which orders."""
    return list_shares([transaction_id]).get(transaction_id, {})


def sum_booked(transaction_ids: Collection[int]) -> dict[int, Decimal]:
    """Return how much of each bank transaction has found orders."""
    return {it: sum(shares.values(), Decimal(0)) for it, shares in list_shares(transaction_ids).items()}


def list_provider_codes() -> frozenset[str]:
    """Return the codes of the accounts at payment providers."""
    return frozenset(ProviderAccount.objects.values_list("code", flat=True))


def standing_of_payment(payment: Payment) -> Standing:
    """Return how a payment stands, for the rules."""
    return Standing(
        payment.authorized,
        payment.captured,
        payment.capture_pending,
        payment.refunded,
        payment.refund_pending,
        payment.disputed,
    )


def list_unmoved(now: datetime) -> list[int]:
    """Return the accounts at which money waits to be moved and nobody works on it."""
    due = MoneyIntent.objects.filter(way="provider", state__in=["new", "unknown", "inflight"])
    due = due.exclude(state="inflight", lease_until__gt=now).exclude(not_before__gt=now)
    return sorted(set(due.values_list("account_id", flat=True)))


def list_unanswered(before: datetime) -> list[tuple[int, int]]:
    """Return payments at providers that wait for the buyer or for money under way, with their accounts."""
    waiting = Payment.objects.exclude(external_id="").filter(
        Q(secured_at=None, opened_at__gt=before)
        | Q(intents__state="pending")
        | Q(authorized=0, intents__kind="authorise", intents__asked_at__gt=before)
    )
    return sorted(set(waiting.values_list("account_id", "id")))


def collects_once(payment: Payment) -> bool:
    """Whether the provider of a payment collects an agreement only once."""
    found = list_connectors().get(payment.account.provider) if payment.account else None
    return found is None or ProviderFeature.SEVERAL_CAPTURES not in found.card.features


def find_payer(payment: Payment) -> tuple[str, str]:
    """Return name and IBAN of who paid last by transfer; empty where the bank told neither."""
    wrong = payment.entries.filter(kind=UNBOOKED).values("reference")
    theirs = payment.entries.filter(kind="captured", reference__startswith="bank:").exclude(reference__in=wrong)
    references = theirs.order_by("-id")
    for reference in references.values_list("reference", flat=True):
        found = BankTransaction.objects.filter(id=int(reference.removeprefix("bank:"))).exclude(iban="").first()
        if found is not None and found.name and ibans.is_valid(found.iban):
            return found.name, found.iban
    return "", ""


def find_transfers(it: BankTransaction) -> list[int]:
    """Return the refunds that a debit on a bank statement settles: the one with this reference and amount, or, told as one
    booking, all of the one file that comes to this sum.

    Only what this legal entity handed out before the bank's day, in the currency of the line, counts.
    """
    out = MoneyIntent.objects.filter(
        way="transfer",
        state="pending",
        currency=it.currency,
        file__isnull=False,
        file__created_at__date__lte=it.booked_on,
    )
    out = out.filter(legal_entity_id=it.statement.legal_entity_id)
    if it.end_to_end:
        found = [row.id for row in out.filter(amount=-it.amount) if row.reference[:35] == it.end_to_end]
        if found:
            return found
    if not it.batch:
        return []
    files = out.values("file").annotate(sum=Sum("amount")).filter(sum=-it.amount)
    return (
        list(out.filter(file=files[0]["file"]).order_by("id").values_list("id", flat=True)) if len(files) == 1 else []
    )


def list_money_by_hand() -> list[MoneyIntent]:
    """Return the refunds that somebody has to make or to confirm, the oldest first."""
    rows = MoneyIntent.objects.exclude(way__in=["provider", "channel"]).filter(state__in=["new", "pending"])
    return list(rows.select_related("payment", "file").order_by("id"))


def list_money_at_channels() -> list[MoneyIntent]:
    """Return the refunds that sales channels are to make and have not taken on yet, the oldest first."""
    rows = MoneyIntent.objects.filter(way="channel", state__in=["new", "pending"])
    return list(rows.select_related("payment").order_by("id"))


def list_failed_money() -> list[MoneyIntent]:
    """Return what a provider refused lately or has not answered for, the newest first."""
    rows = MoneyIntent.objects.filter(way="provider").filter(Q(state="failed") | Q(attempts__gt=2, state="unknown"))
    return list(rows.select_related("payment", "account").order_by("-id")[:50])


def list_money(order_id: int) -> list[MoneyIntent]:
    """Return what was asked to be done with the money of an order."""
    return list(MoneyIntent.objects.filter(payment__order_id=order_id).select_related("account").order_by("id"))


def find_payments_named(account_id: int, external_ids: Collection[str]) -> list[int]:
    """Return the payments that a provider's message speaks of."""
    found = Payment.objects.filter(account_id=account_id, external_id__in=external_ids)
    return list(found.order_by("id").values_list("id", flat=True))


def lock_vouchers(codes: Iterable[str]) -> dict[str, VoucherFacts]:
    """Lock vouchers in the order of their ids and return them by the code that was typed; what is unknown is absent.

    Intake begins here, before customers and stock.
    """
    digests = {code: digest_code(code) for code in codes}
    rows = Voucher.objects.select_for_update(no_key=True).filter(digest__in=digests.values()).order_by("id")
    found = {
        row.digest: VoucherFacts(
            row.id, row.hint, row.purpose, row.tax_class, row.currency, row.left, row.valid_until,
            row.blocked_at is not None, row.legal_entity_id,
        )
        for row in rows
    }  # fmt: skip
    return {code: found[digest] for code, digest in digests.items() if digest in found}


def lock_vouchers_of(order_ids: Collection[int]) -> None:
    """Lock the vouchers that orders use, by id. Whoever may give back to them begins here, before the orders: intake holds
    vouchers before anything else.
    """
    rows = Voucher.objects.select_for_update(no_key=True).filter(
        id__in=VoucherEntry.objects.filter(order_id__in=order_ids).values("voucher_id")
    )
    list(rows.order_by("id").values_list("id"))


def find_voucher(code: str) -> Voucher | None:
    """Return the voucher of a code, however it was typed."""
    return Voucher.objects.filter(digest=digest_code(code)).first()


@dataclass(frozen=True, slots=True)
class UsedVoucher:
    """What an order uses of a voucher: redeemed less given back."""

    order_id: int
    voucher_id: int
    purpose: str
    amount: Decimal


_USES = """
SELECT entry.order_id, entry.voucher_id, voucher.purpose,
       sum(CASE entry.kind WHEN 'redeemed' THEN entry.amount ELSE -entry.amount END) AS amount
  FROM payments_voucherentry entry JOIN payments_voucher voucher ON voucher.id = entry.voucher_id
 WHERE entry.order_id = ANY(%s) GROUP BY 1, 2, 3 ORDER BY 1, 2
"""


def list_voucher_uses(order_ids: Iterable[int]) -> list[UsedVoucher]:
    """Return what orders use of vouchers."""
    return select_as(UsedVoucher, _USES, [list(order_ids)])


def sum_paid_by_vouchers(order_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return how much of orders multi-purpose vouchers pay; those of single purpose lower what they cost."""
    paid: dict[int, Decimal] = {}
    for use in list_voucher_uses(order_ids):
        if use.purpose == "multi":
            paid[use.order_id] = paid.get(use.order_id, Decimal(0)) + use.amount
    return paid
