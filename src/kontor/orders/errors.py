"""The refusals of orders."""

from kontor.kernel.errors import NotFound, Refused


class NothingWritten(Refused):
    """Write something first."""

    code = "orders.nothing_written"


class TooManyTags(Refused):
    """An order takes fifty tags at most."""

    code = "orders.too_many_tags"


class OrderUnknown(NotFound):
    """There is no such order."""

    code = "orders.order_unknown"


class StepNotAllowed(Refused):
    """An order in this state does not allow this step."""

    code = "orders.step_not_allowed"


class OrderNotPaid(Refused):
    """The order is not paid and its payment is not secured."""

    code = "orders.not_paid"


class AddressIncomplete(Refused):
    """The address lacks what a carrier needs; complete it first."""

    code = "orders.address_incomplete"


class AlreadyPicked(Refused):
    """Pieces of this order are picked; put them back first."""

    code = "orders.already_picked"


class AlreadyShipped(Refused):
    """A parcel of this order has left; take it back as a return."""

    code = "orders.already_shipped"


class AlreadyInvoiced(Refused):
    """This order is invoiced; take the invoice back first."""

    code = "orders.already_invoiced"


class ChangedMeanwhile(Refused):
    """Somebody changed this order after you opened it; look at it as it is now, then decide."""

    code = "orders.changed_meanwhile"


class LineUnknown(Refused):
    """This order has no such line, or it was named twice; open the page anew."""

    code = "orders.line_unknown"


class HoldsLeft(Refused):
    """Other holds still stop this order."""

    code = "orders.holds_left"


class LinesOpen(Refused):
    """Lines of this order are neither shipped nor cancelled."""

    code = "orders.lines_open"


class NothingToCancel(Refused):
    """Less of this line can be cancelled than was asked for."""

    code = "orders.nothing_to_cancel"


class NoLines(Refused):
    """An order needs at least one line."""

    code = "orders.no_lines"


class PiecesMissing(Refused):
    """The channel takes this order in one parcel only, and a piece is missing: wait for it, or cancel it on the order's page."""

    code = "orders.pieces_missing"
