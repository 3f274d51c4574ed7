"""Move money at payment providers: by intent, once, looked up where the outcome is unknown; and ask after what is open."""

from __future__ import annotations

from datetime import timedelta

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Misconfigured, OutcomeUnknown, Outside, Retryable
from kontor.payments.calls import (
    BOOKINGS_TASK,
    LOOK_TASK,
    SEND_TASK,
    call_bookings,
    call_look_again,
    call_look_up_open,
    call_send_money,
)
from kontor.payments.models import MoneyKind, Payment, ProviderAccount
from kontor.payments.ports import (
    MoneyAsked,
    MoneyDone,
    PaymentPage,
    PaymentProvider,
    ProviderFeature,
    ProviderManifest,
    ProviderPayment,
)
from kontor.payments.queries import list_unanswered, list_unmoved, open_provider
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.payments.use_cases.provider.claim_money import ClaimedMoney, claim_money
from kontor.payments.use_cases.provider.follow_provider import follow_provider
from kontor.payments.use_cases.provider.keep_bookings import keep_bookings
from kontor.payments.use_cases.provider.refuse_login import refuse_login
from kontor.payments.use_cases.provider.release_money import release_money
from kontor.platform.outside.guard import calling_outside
from kontor.platform.outside.registry import list_connectors
from kontor.platform.start.crashpoints import crash_point

MOST_AT_ONCE = 20
# A buyer who has not agreed after this long is not asked after any more; the provider's message still counts.
ASK_FOR = timedelta(days=7)
LOOK_AGAIN = timedelta(minutes=5)
# Providers book late what they date early.
BOOKINGS_OVERLAP = timedelta(days=1)
FIRST_BOOKINGS = timedelta(days=29)


@app.task(name=SEND_TASK, queue="payments")
def send_money(account_id: int) -> None:
    """Move everything that is due at an account: claim, call with no transaction open, record."""
    close_old_connections()
    provider = open_provider(account_id)
    while True:
        with transaction.atomic():
            claimed = claim_money(account_id=account_id, most=MOST_AT_ONCE)
        if not claimed:
            return
        crash_point("money.claimed")
        for intent in claimed:
            _send(account_id, provider, intent)


def _send(account_id: int, provider: PaymentProvider, intent: ClaimedMoney) -> None:
    try:
        with calling_outside():
            done = _call(provider, intent)
    except Outside as failure:
        _record_failure(account_id, intent, failure)
        return
    crash_point("money.called")
    at = read_clock()
    with transaction.atomic():
        if isinstance(done, ProviderPayment):
            follow_provider(
                payment_id=intent.payment_id, told=done, about=intent.external_id, at=at, by=_actor(account_id)
            )
            done = MoneyDone(done.external_id)
        state = "succeeded" if done.settled else "pending"
        outcome = MoneyOutcome(intent.intent_id, state, done.external_id, fence=intent.fence)
        record_money(outcome=outcome, at=at, by=_actor(account_id))


def _call(provider: PaymentProvider, intent: ClaimedMoney) -> MoneyDone | ProviderPayment:
    """Ask once; where an earlier call may have arrived, look first. The reference makes the provider do it once even so."""
    asked = MoneyAsked(
        intent.reference,
        intent.external_id,
        intent.amount,
        intent.currency,
        intent.reason or intent.reference,
        intent.last,
    )
    if intent.kind == MoneyKind.AUTHORISE:
        return _open_page(provider, intent)
    if intent.must_look_up and intent.kind in ("capture", "refund"):
        told = provider.look_up(intent.external_id)
        known = (told.captures if intent.kind == MoneyKind.CAPTURE else told.refunds).get(intent.reference)
        if known is not None and known.covers(intent.amount):
            return known
    if intent.kind == MoneyKind.CAPTURE:
        return provider.capture(asked)
    return provider.void(asked) if intent.kind == MoneyKind.VOID else provider.refund(asked)


def _open_page(provider: PaymentProvider, intent: ClaimedMoney) -> ProviderPayment:
    """Make the page on which the buyer pays at once. The same reference makes no second one."""
    payment = Payment.objects.select_related("account__legal_entity").get(id=intent.payment_id)
    website = payment.account.legal_entity.website if payment.account else ""
    return provider.open_page(
        PaymentPage(
            intent.reference, intent.amount, intent.currency, intent.reason, return_url=website,
            capture_at_once=True,
        )
    )  # fmt: skip


def _record_failure(account_id: int, intent: ClaimedMoney, failure: Outside) -> None:
    """What certainly did nothing is asked again; what may have happened is unknown; what was refused frees the money."""
    at = read_clock()
    with transaction.atomic():
        # A refusal of a second attempt says nothing of the first one, which may have arrived.
        if isinstance(failure, (Retryable, Misconfigured)) or intent.must_look_up:
            release_money(
                claimed=intent, may_have_moved=isinstance(failure, OutcomeUnknown) or intent.must_look_up,
                problem=str(failure), after_s=failure.after_s, at=at,
            )  # fmt: skip
            call_send_money(account_id, wait=timedelta(seconds=6))
        else:
            outcome = MoneyOutcome(intent.intent_id, "failed", problem=str(failure), fence=intent.fence)
            record_money(outcome=outcome, at=at, by=_actor(account_id))
        if isinstance(failure, Misconfigured):
            refuse_login(account_id=account_id, problem=str(failure), at=at)


@app.task(name=LOOK_TASK, queue="payments")
def look_up_payments(account_id: int, payment_ids: list[int]) -> None:
    """Ask a provider how payments stand. One that cannot be told is asked after again later."""
    close_old_connections()
    provider = open_provider(account_id)
    for payment in (
        Payment.objects.filter(id__in=payment_ids, account_id=account_id).exclude(external_id="").order_by("id")
    ):
        try:
            with calling_outside():
                told = provider.look_up(payment.external_id)
        except Outside as failure:
            ProviderAccount.objects.filter(id=account_id).update(problem=str(failure)[:2_000], failed_at=read_clock())
            _look_again(account_id, payment.id)
            continue
        with transaction.atomic():
            asked = payment.external_id
            if not follow_provider(
                payment_id=payment.id, told=told, about=asked, at=read_clock(), by=_actor(account_id)
            ):
                _look_again(account_id, payment.id)


def _look_again(account_id: int, payment_id: int) -> None:
    """Ask after a payment once more in a while: a message about it is not sent again."""
    call_look_again(account_id, payment_id, wait=LOOK_AGAIN)


@app.task(name=BOOKINGS_TASK, queue="payments")
def fetch_bookings(account_id: int) -> None:
    """Fetch what a provider booked since the last time, with a day of overlap, in the order of its pages."""
    close_old_connections()
    provider = open_provider(account_id)
    account = ProviderAccount.objects.get(id=account_id)
    since = (account.booked_until or read_clock() - FIRST_BOOKINGS) - BOOKINGS_OVERLAP
    # No provider answers for more than a month at once; the next turn goes on from there.
    until = min(read_clock(), since + FIRST_BOOKINGS + BOOKINGS_OVERLAP)
    page, more = "", True
    while more:
        try:
            with calling_outside():
                got = provider.fetch_bookings(since, until, page)
        except Outside as failure:
            ProviderAccount.objects.filter(id=account_id).update(problem=str(failure)[:2_000], failed_at=read_clock())
            return  # the next turn begins where this one began
        page, more = got.next, bool(got.next)
        with transaction.atomic():
            done = None if more else until
            keep_bookings(account_id=account_id, bookings=got.bookings, until=done, at=read_clock())


@app.periodic(cron="41 */6 * * *")
@app.task(name="kontor.fetch_all_bookings", queue="payments", queueing_lock="fetch_all_bookings")
def fetch_all_bookings(timestamp: int) -> None:
    """Four times a day: what providers booked, each account in a job of its own."""
    close_old_connections()
    able = [code for code, it in list_connectors().items() if it.kind == "payment" and _books(it.manifest)]
    for account_id in ProviderAccount.objects.filter(provider__in=able).order_by("id").values_list("id", flat=True):
        call_bookings(account_id)


def _books(manifest: ProviderManifest) -> bool:
    return ProviderFeature.FETCH_BOOKINGS in manifest.features


@app.periodic(cron="*/2 * * * *")
@app.task(name="kontor.find_lost_money", queue="sweep", queueing_lock="find_lost_money")
def find_lost_money(timestamp: int) -> None:
    """Every other minute: move what waits and nobody works on, and ask after what the provider has not told."""
    close_old_connections()
    now = read_clock()
    for account_id in list_unmoved(now):
        call_send_money(account_id)
    open_ones: dict[int, list[int]] = {}
    for account_id, payment_id in list_unanswered(now - ASK_FOR):
        open_ones.setdefault(account_id, []).append(payment_id)
    for account_id, payment_ids in open_ones.items():
        call_look_up_open(account_id, payment_ids[:200])


def _actor(account_id: int) -> Actor:
    return Actor("provider", str(ProviderAccount.objects.values_list("code", flat=True).get(id=account_id)))
