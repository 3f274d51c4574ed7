"""Why an order from a channel cannot be taken in."""

from kontor.kernel.errors import NotFound, Refused


class ChannelUnknown(Refused):
    """There is no active channel with this code; create it or correct the code."""

    code = "channels.channel_unknown"


class ChannelSwitchedOff(Refused):
    """The sales channel of this order is switched off: switch it on to change what the order holds or where it goes."""

    code = "channels.switched_off"


class TermsChanged(Refused):
    """Whose this channel is, or whether its prices hold the VAT, was changed at this moment: send the order again."""

    code = "channels.terms_changed"


class SkuNotListed(Refused):
    """The channel's article number is neither listed nor a SKU; list it on this channel, then replay."""

    code = "channels.sku_not_listed"


class MessageUnknown(NotFound):
    """There is no such message in the inbox."""

    code = "channels.message_unknown"


class NotConnected(NotFound):
    """This channel has no connection to an API, or its connector is not installed."""

    code = "channels.not_connected"


class ChannelBusy(Refused):
    """Something of this channel still waits to be told or to be understood; see to it first."""

    code = "channels.channel_busy"


class UploadRefused(Refused):
    """Only a CSV, TXT or JSON file with something in it, of at most 50 MB, can hold orders."""

    code = "channels.upload_refused"


class AccessIncomplete(Refused):
    """Something is missing that the connector needs, or was told that it does not know."""

    code = "channels.access_incomplete"


class AlreadyConnected(Refused):
    """This channel has an account already; choose another short name, or say that the account is to be replaced."""

    code = "channels.already_connected"


class PriceChangeUnread(Refused):
    """Write the new price (19,99), or by how much it changes: +5 %, -10 %, +1,50, -2; no parts of a cent."""

    code = "channels.price_change_unread"


class PriceChangeOutOfReach(Refused):
    """A price there is above zero and below a billion; this change leaves it neither, or there is none yet that could change."""

    code = "channels.price_change_out_of_reach"


class PriceChangedSince(Refused):
    """Somebody changed this price since; taking it back would undo that too."""

    code = "channels.price_changed_since"


class ListingGone(NotFound):
    """There is no such listing any more."""

    code = "channels.listing_gone"


class ConnectionNotActive(Refused):
    """This channel has no connection, or it rests or was refused: nothing is fetched or told until it goes on."""

    code = "channels.connection_not_active"
