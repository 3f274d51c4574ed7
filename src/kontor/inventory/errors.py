"""The refusals of inventory."""

from kontor.kernel.errors import NotFound, Refused


class NotEnoughStock(Refused):
    """There is less free stock at this location than is asked for."""

    code = "inventory.not_enough_stock"


class StockReserved(Refused):
    """The stock is promised to orders; free their reservations first."""

    code = "inventory.stock_reserved"


class KitHasNoStock(Refused):
    """A kit has no stock of its own; book its parts."""

    code = "inventory.kit_has_no_stock"


class ReservationUnknown(NotFound):
    """There is no open reservation for this demand."""

    code = "inventory.reservation_unknown"


class MoveKnown(Refused):
    """This stock move is booked already."""

    code = "inventory.move_known"
