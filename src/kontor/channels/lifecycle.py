"""The lives of what joins us to a channel: the connection, an offer, what it is told, what it told us."""

from __future__ import annotations

from kontor.channels.models import ConnectionState, IntentState, MessageState, OfferState
from kontor.kernel.lifecycle import Lifecycle, Step

_ACTIVE, _PAUSED, _LOGIN = ConnectionState.ACTIVE, ConnectionState.PAUSED, ConnectionState.NEEDS_LOGIN

CONNECTION = Lifecycle(
    "a connection to a channel",
    "channels_connection",
    tuple(ConnectionState.values),
    (
        Step((), "connect_channel", _ACTIVE),
        # New credentials wake it, whatever it was.
        Step((_ACTIVE, _PAUSED, _LOGIN), "connect_channel", _ACTIVE),
        Step((_ACTIVE, _LOGIN), "pause_connection", _PAUSED),
        Step((_PAUSED, _LOGIN), "resume_connection", _ACTIVE),
        Step((_ACTIVE,), "record_poll_failure", _LOGIN),
        Step((_ACTIVE,), "record_problem", _LOGIN),
        Step((_LOGIN,), "record_poll", _ACTIVE),
    ),
)

_WAITING, _SENT, _PUBLISHED = OfferState.WAITING, OfferState.INFLIGHT, OfferState.PUBLISHED
_REFUSED, _UNKNOWN, _SUPPRESSED = OfferState.REFUSED, OfferState.UNKNOWN, OfferState.SUPPRESSED
_RESTING = (_PUBLISHED, _REFUSED, _SUPPRESSED)

OFFER = Lifecycle(
    "an offer on a channel",
    "channels_offer",
    tuple(OfferState.values),
    (
        Step((), "want_offers", _WAITING),
        Step((), "want_offers", _SUPPRESSED),
        Step((), "want_prices", _WAITING),
        Step((_PUBLISHED, _REFUSED, _UNKNOWN, _SUPPRESSED), "want_offers", _WAITING),
        Step((_WAITING, _SENT, _PUBLISHED, _REFUSED, _UNKNOWN), "want_offers", _SUPPRESSED),
        Step(_RESTING, "want_prices", _WAITING),
        Step((_WAITING, _UNKNOWN), "want_prices", _SUPPRESSED),
        Step((_WAITING, _UNKNOWN, _SENT), "claim_offers", _SENT),
        Step((_SENT,), "record_offer_outcomes", _PUBLISHED),
        Step((_SENT,), "record_offer_outcomes", _WAITING),
        Step((_SENT,), "record_offer_outcomes", _SUPPRESSED),
        Step((_SENT,), "record_price_outcomes", _WAITING),
        Step((_SENT,), "record_price_outcomes", _SUPPRESSED),
        Step((_SENT,), "record_price_outcomes", _REFUSED),
        Step((_SENT,), "release_offers", _WAITING),
        Step((_SENT,), "release_offers", _REFUSED),
        Step((_SENT,), "release_offers", _UNKNOWN),
        Step((_PUBLISHED, _REFUSED, _UNKNOWN), "offer_again", _WAITING),
    ),
)

_NEW, _INFLIGHT, _UNCLEAR = IntentState.NEW, IntentState.INFLIGHT, IntentState.UNKNOWN

CHANNEL_INTENT = Lifecycle(
    "what a channel is told",
    "channels_channelintent",
    tuple(IntentState.values),
    (
        Step((), "tell_channel", _NEW),
        Step((_NEW, _UNCLEAR, _INFLIGHT), "claim_intents", _INFLIGHT),
        Step((_INFLIGHT,), "record_intent_outcome", IntentState.SUCCEEDED),
        Step((_INFLIGHT,), "release_intent", _NEW),
        Step((_INFLIGHT,), "release_intent", _UNCLEAR),
        Step((_INFLIGHT,), "release_intent", IntentState.FAILED),
        Step((IntentState.FAILED,), "retry_intent", _NEW),
        Step((IntentState.FAILED,), "retry_intent", _UNCLEAR),
        Step((IntentState.FAILED,), "close_by_hand", IntentState.SUCCEEDED),
        Step((IntentState.FAILED,), "drop_intent", IntentState.DROPPED),
    ),
)

INBOUND_MESSAGE = Lifecycle(
    "a message of a channel",
    "channels_inboundmessage",
    tuple(MessageState.values),
    (
        Step((), "keep_messages", MessageState.NEW),
        Step((MessageState.NEW, MessageState.QUARANTINED), "record_message_outcomes", MessageState.DONE),
        Step((MessageState.NEW, MessageState.QUARANTINED), "record_message_outcomes", MessageState.QUARANTINED),
        Step((MessageState.QUARANTINED,), "discard_message", MessageState.DISCARDED),
    ),
)
LIFECYCLES = (CONNECTION, OFFER, CHANNEL_INTENT, INBOUND_MESSAGE)
