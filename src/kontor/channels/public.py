"""The front door of channels."""

from kontor.channels.calls import (
    COMPARE_TASK,
    LOOK_AROUND_TASK,
    REFRESH_TASK,
    TAKE_IN_TASK,
    call_compare,
    call_look_around,
    call_poll,
    call_poll_of_upload,
    call_publish,
    call_refresh,
    call_subscribe,
    call_tell,
)
from kontor.channels.errors import (
    AccessIncomplete,
    AlreadyConnected,
    ChannelUnknown,
    MessageUnknown,
    NotConnected,
    SkuNotListed,
    UploadRefused,
)
from kontor.channels.events import RefundTold
from kontor.channels.models import (
    CallTally,
    Capability,
    Channel,
    ChannelIntent,
    ChannelKind,
    Connection,
    ConnectionState,
    Difference,
    DifferenceKind,
    InboundMessage,
    IntentKind,
    IntentState,
    Listing,
    MessageState,
    Offer,
    OfferPublication,
    OfferState,
    Settlement,
)
from kontor.channels.queries import (
    ChannelAccount,
    ConnectionHealth,
    Delays,
    ListedSku,
    OfferedSku,
    channel_deadlines,
    list_accounts,
    list_channels_with,
    list_connections,
    list_due_connections,
    list_offered,
    list_strict_channels,
    measure_delays,
    open_marketplace,
    resolve_listings,
)
from kontor.channels.rules import (
    CONNECTOR_MESSAGE,
    ORDER_JSON,
    Buffer,
    OrderChange,
    compare_orders,
    computed_buffer,
    name_faults,
    open_part,
    read_order,
    slowest,
)
from kontor.channels.use_cases.connect_channel import Access, connect_channel
from kontor.channels.use_cases.discard_message import discard_message
from kontor.channels.use_cases.disconnect_channel import disconnect_channel
from kontor.channels.use_cases.drop_intent import drop_intent
from kontor.channels.use_cases.fetch_again import fetch_again
from kontor.channels.use_cases.keep_messages import keep_messages
from kontor.channels.use_cases.keep_upload import MOST_UPLOAD_BYTES, keep_upload
from kontor.channels.use_cases.learn_refs import learn_refs
from kontor.channels.use_cases.list_articles import list_articles
from kontor.channels.use_cases.offer_again import offer_again
from kontor.channels.use_cases.pause_connection import pause_connection
from kontor.channels.use_cases.receive_push import receive_push
from kontor.channels.use_cases.record_differences import FoundDifference, record_differences
from kontor.channels.use_cases.resume_connection import resume_connection
from kontor.channels.use_cases.retry_intent import retry_intent
from kontor.channels.use_cases.settle_by_hand import settle_by_hand
from kontor.channels.use_cases.settle_difference import settle_difference
from kontor.channels.use_cases.settle_messages import MessageOutcome, settle_messages
from kontor.channels.use_cases.tell_channel import NewIntent, tell_channel
from kontor.channels.use_cases.want_offers import WantedOffer, want_offers
from kontor.channels.use_cases.want_prices import want_prices

__all__ = [
    "COMPARE_TASK",
    "CONNECTOR_MESSAGE",
    "LOOK_AROUND_TASK",
    "MOST_UPLOAD_BYTES",
    "ORDER_JSON",
    "REFRESH_TASK",
    "TAKE_IN_TASK",
    "Access",
    "AccessIncomplete",
    "AlreadyConnected",
    "Buffer",
    "CallTally",
    "Capability",
    "Channel",
    "ChannelAccount",
    "ChannelIntent",
    "ChannelKind",
    "ChannelUnknown",
    "Connection",
    "ConnectionHealth",
    "ConnectionState",
    "Delays",
    "Difference",
    "DifferenceKind",
    "FoundDifference",
    "InboundMessage",
    "IntentKind",
    "IntentState",
    "ListedSku",
    "Listing",
    "MessageOutcome",
    "MessageState",
    "MessageUnknown",
    "NewIntent",
    "NotConnected",
    "Offer",
    "OfferPublication",
    "OfferState",
    "OfferedSku",
    "OrderChange",
    "RefundTold",
    "Settlement",
    "SkuNotListed",
    "UploadRefused",
    "WantedOffer",
    "call_compare",
    "call_look_around",
    "call_poll",
    "call_poll_of_upload",
    "call_publish",
    "call_refresh",
    "call_subscribe",
    "call_tell",
    "channel_deadlines",
    "compare_orders",
    "computed_buffer",
    "connect_channel",
    "discard_message",
    "disconnect_channel",
    "drop_intent",
    "fetch_again",
    "keep_messages",
    "keep_upload",
    "learn_refs",
    "list_accounts",
    "list_articles",
    "list_channels_with",
    "list_connections",
    "list_due_connections",
    "list_offered",
    "list_strict_channels",
    "measure_delays",
    "name_faults",
    "offer_again",
    "open_marketplace",
    "open_part",
    "pause_connection",
    "read_order",
    "receive_push",
    "record_differences",
    "resolve_listings",
    "resume_connection",
    "retry_intent",
    "settle_by_hand",
    "settle_difference",
    "settle_messages",
    "slowest",
    "tell_channel",
    "want_offers",
    "want_prices",
]
