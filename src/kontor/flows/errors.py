"""The refusals of flows."""

from kontor.kernel.errors import Refused


class IntakeFailed(Refused):
    """The order could not be stored; its data is not what the database accepts."""

    code = "intake.failed"
