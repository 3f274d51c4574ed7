"""The refusals of flows."""

from kontor.kernel.errors import NotFound, Refused


class IntakeFailed(Refused):
    """The order could not be stored; its data is not what the database accepts."""

    code = "intake.failed"


class JobOver(Refused):
    """This cannot be done with the job any more, or not yet."""

    code = "bulk.job_over"


class NewsClosed(Refused):
    """These news, or some of all news, may not be read by whom has them told: name the kinds that may."""

    code = "access.news_closed"


class NewsUnknown(Refused):
    """There is no such kind of news."""

    code = "messaging.news_unknown"


class TermsStay(Refused):
    """Something was ordered on this channel: whose it is and whether its prices hold the VAT stay. Enter another channel."""

    code = "channels.terms_stay"


class VouchersUsed(Refused):
    """This order was paid with vouchers; cancel it and take it in again instead."""

    code = "intake.vouchers_used"


class OrderEnded(Refused):
    """The channel goes on with an order that has ended here. Decide at the channel, or take it in by hand under
    another number.
    """

    code = "feed.order_ended"


class ChangeTooLate(Refused):
    """The channel changed an order that is being picked or has left. Decide what happens, then let the message be read again."""

    code = "feed.change_too_late"


class RevisedHere(Refused):
    """The channel changed an order that was changed here by hand. Decide what counts, change it, and put the message aside."""

    code = "feed.revised_here"


class StillInStock(Refused):
    """Pieces of this article lie in stock, or orders wait for some: settle these first, then it can be sold as its parts."""

    code = "catalog.still_in_stock"


class AlreadyTakenIn(Refused):
    """This order is in already; nothing was entered twice."""

    code = "intake.already_taken_in"


class StaysReleased(Refused):
    """The order has ended, or pieces of it are in somebody's hands: it cannot be held any more."""

    code = "bulk.stays_released"


class NoMate(Refused):
    """None of the other chosen orders goes to the same buyer, address and location as this one."""

    code = "bulk.no_mate"


class StillWaits(Refused):
    """It was tried and failed again, or does not wait any more; its own line in the list says what is wrong now."""

    code = "bulk.still_waits"


class RowFailed(Refused):
    """This is a fault of Kontor; it is written in the log. Nothing of this row was changed."""

    code = "bulk.row_failed"


class FileRefused(Refused):
    """This file cannot be taken in."""

    code = "imports.file_refused"


class CellWrong(Refused):
    """A cell of this row cannot be understood. The fact *field* names the column."""

    code = "imports.cell_wrong"


class RowIncomplete(Refused):
    """This row lacks what it needs. The fact *field* names what."""

    code = "imports.row_incomplete"


class ChangedSince(Refused):
    """Somebody changed this after the import; taking it back would undo that too."""

    code = "imports.changed_since"


class RowTwice(Refused):
    """Another row of this file tells of the same: keep one of them."""

    code = "imports.row_twice"


class ImportUnknown(NotFound):
    """There is no such import, or it is not kept any more."""

    code = "imports.unknown"
