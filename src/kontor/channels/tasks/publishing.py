"""Publish what is on offer: the newest wish per article, as many articles per call as the channel takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.channels.calls import PUBLISH_TASK, call_publish
from kontor.channels.ports import Feature, Marketplace, OfferLevel, OfferOutcome, OfferPrice
from kontor.channels.queries import find_marketplace, get_currency
from kontor.channels.use_cases.connection.record_problem import record_problem
from kontor.channels.use_cases.connection.tally_call import tally_call
from kontor.channels.use_cases.offers.claim_offers import ClaimedOffer, claim_offers
from kontor.channels.use_cases.offers.record_offer_outcomes import record_offer_outcomes
from kontor.channels.use_cases.offers.record_price_outcomes import record_price_outcomes
from kontor.channels.use_cases.offers.release_offers import release_offers
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Misconfigured, Outside, Permanent
from kontor.platform.outside.guard import calling_outside
from kontor.platform.start.crashpoints import crash_point

# A channel that fails is asked again after so long; the offers stay waiting meanwhile.
AGAIN_AFTER_S = 15


@app.task(name=PUBLISH_TASK, queue="channels")
def publish_offers(channel_id: int) -> None:
    """Publish until nothing waits: claim, call with no transaction open, record."""
    close_old_connections()
    marketplace = find_marketplace(channel_id)
    if marketplace is None:
        return
    features = marketplace.manifest.features
    if Feature.PUBLISH_STOCK not in features:
        return
    takes_prices = Feature.PUBLISH_PRICES in features
    # Once something got no answer prices wait; quantities go on all the same, each that gets no answer once.
    pause: timedelta | None = None
    tried: set[int] = set()
    while True:
        with transaction.atomic():
            claimed = claim_offers(
                channel_id=channel_id, most=marketplace.manifest.most_offers_per_call, prices=takes_prices,
                paused=pause is not None, tried=tried,
            )  # fmt: skip
        if not claimed:
            break
        tried |= {offer.offer_id for offer in claimed}
        crash_point("publish.claimed")
        unheard = {offer.offer_id for offer in claimed if offer.price_is_due}
        try:
            if unheard and pause is None:
                due = [offer for offer in claimed if offer.price_is_due]
                unheard, failure = _publish_prices(channel_id, marketplace, due)
                if unheard:
                    pause = _pause(failure) if failure else timedelta(seconds=AGAIN_AFTER_S)
            levels = [offer for offer in claimed if offer.quantity is not None]
            if not _publish_levels(channel_id, marketplace, levels, unheard):
                pause = pause or timedelta(seconds=AGAIN_AFTER_S)
        except Outside as failure:
            _give_back(channel_id, claimed, failure, unheard)
            return
    if pause is not None:
        call_publish(channel_id, wait=pause)


def _publish_levels(
    channel_id: int, marketplace: Marketplace, claimed: Sequence[ClaimedOffer], unheard: Collection[int]
) -> bool:
    """Tell quantities; return whether each got an answer."""
    if not claimed:
        return True
    levels = [OfferLevel(offer.sku, offer.quantity or 0, offer.version, offer.ref) for offer in claimed]
    with calling_outside():
        outcomes = marketplace.publish_stock(levels)
    crash_point("publish.called")
    at, answers = read_clock(), _by_sku(outcomes)
    with transaction.atomic():
        tally_call(channel_id=channel_id, failed=False, at=at)
        record_offer_outcomes(channel_id=channel_id, claimed=claimed, outcomes=answers, unheard=unheard, at=at)
    return all(offer.sku in answers for offer in claimed)


def _publish_prices(
    channel_id: int, marketplace: Marketplace, claimed: Sequence[ClaimedOffer]
) -> tuple[set[int], Outside | None]:
    """Tell prices; return the offers that got no answer, and what went wrong. What a channel has to say against prices keeps no
    quantity back. Raises Misconfigured: who may not log in tells nothing.
    """
    currency = get_currency(channel_id)
    prices = [OfferPrice(offer.sku, offer.price, currency, offer.ref) for offer in claimed if offer.price is not None]
    failure: Outside | None = None
    answers: dict[str, OfferOutcome] = {}
    try:
        with calling_outside():
            answers = _by_sku(marketplace.publish_prices(prices))
    except Misconfigured:
        raise
    except Permanent as refusal:
        answers = {offer.sku: OfferOutcome(offer.sku, accepted=False, problem=str(refusal)) for offer in claimed}
        failure = refusal
    except Outside as trouble:
        failure = trouble
    crash_point("publish.prices_called")
    silent = [offer for offer in claimed if offer.sku not in answers]
    at = read_clock()
    with transaction.atomic():
        tally_call(channel_id=channel_id, failed=failure is not None, at=at)
        record_price_outcomes(claimed=claimed, outcomes=answers, at=at)
        told = str(failure) if failure else "the channel said nothing about this price"
        unsaid = [offer for offer in silent if offer.quantity is None]
        release_offers(claimed=unsaid, problems={offer.offer_id: told for offer in unsaid}, state="unknown")
    return {offer.offer_id for offer in silent}, failure


def _by_sku(outcomes: Sequence[OfferOutcome]) -> dict[str, OfferOutcome]:
    return {outcome.sku: outcome for outcome in outcomes}


def _give_back(channel_id: int, claimed: Sequence[ClaimedOffer], failure: Outside, unheard: Collection[int]) -> None:
    """A call that failed as a whole: every offer of it is told again, a refused call not before somebody looked."""
    at = read_clock()
    with transaction.atomic():
        tally_call(channel_id=channel_id, failed=True, at=at)
        if isinstance(failure, Permanent):
            outcomes = {offer.sku: OfferOutcome(offer.sku, accepted=False, problem=str(failure)) for offer in claimed}
            record_offer_outcomes(channel_id=channel_id, claimed=claimed, outcomes=outcomes, unheard=unheard, at=at)
        else:
            problems = {offer.offer_id: str(failure) for offer in claimed}
            release_offers(claimed=claimed, problems=problems, state="unknown")
        if isinstance(failure, Misconfigured):
            record_problem(channel_id=channel_id, problem=str(failure), login=True, at=at)
            return
    call_publish(channel_id, wait=_pause(failure))


def _pause(failure: Outside) -> timedelta:
    return timedelta(seconds=AGAIN_AFTER_S if failure.after_s is None else failure.after_s)
