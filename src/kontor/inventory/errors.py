"""The refusals of inventory."""

from kontor.kernel.errors import NotFound, Refused


class StockReserved(Refused):
    """The stock is promised to orders; free their reservations first."""

    code = "inventory.stock_reserved"


class KitHasNoStock(Refused):
    """A kit has no stock of its own; book its parts."""

    code = "inventory.kit_has_no_stock"


class TooMuchStock(Refused):
    """No shelf holds that many pieces; look at the number again."""

    code = "inventory.too_much_stock"


class StockMissing(Refused):
    """Fewer pieces are on hand here than were to be taken off."""

    code = "inventory.stock_missing"


class ReservationUnknown(NotFound):
    """There is no open reservation for this demand."""

    code = "inventory.reservation_unknown"


class MoveKnown(Refused):
    """This stock move is booked already."""

    code = "inventory.move_known"


class CountedSince(Refused):
    """Somebody counted or corrected this stock since: what lies there is what he said."""

    code = "inventory.counted_since"
