"""The refusals of the warehouse."""

from kontor.kernel.errors import NotFound, Refused


class FulfilmentUnknown(NotFound):
    """There is no such fulfilment order, pick task or shipment."""

    code = "fulfilment.unknown"


class FulfilmentStepRefused(Refused):
    """A fulfilment order in this state does not allow this step."""

    code = "fulfilment.step_refused"


class TooManyPicked(Refused):
    """More pieces than the task asks for."""

    code = "fulfilment.too_many_picked"


class NotAllPicked(Refused):
    """Pieces of this fulfilment order are not picked yet."""

    code = "fulfilment.not_all_picked"


class OtherLocation(Refused):
    """A pick list holds fulfilment orders of one location."""

    code = "fulfilment.other_location"


class NotMergeable(Refused):
    """Only what is not packed yet, of one buyer, to one address and from one location, leaves in one parcel."""

    code = "fulfilment.not_mergeable"


class NotSplittable(Refused):
    """Some pieces of a fulfilment order that nobody picks yet can leave apart, and at least one must stay."""

    code = "fulfilment.not_splittable"


class PiecesInWork(Refused):
    """These pieces are being picked or packed; finish or put them back first."""

    code = "fulfilment.pieces_in_work"
