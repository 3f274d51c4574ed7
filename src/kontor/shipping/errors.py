"""The refusals of shipping."""

from kontor.kernel.errors import NotFound, Refused


class CarrierUnknown(NotFound):
    """No connector is installed for this carrier."""

    code = "shipping.carrier_unknown"


class NumberRefused(Refused):
    """Enter the carrier and the number that he gave for the parcel."""

    code = "shipping.number_refused"


class NotLabelled(Refused):
    """A parcel without a label is handed over to no carrier: wait for it, or enter carrier and number at the packing table."""

    code = "shipping.not_labelled"


class ParcelUnknown(NotFound):
    """There is no such parcel in this order."""

    code = "shipping.parcel_unknown"


class LabelOutOfDate(Refused):
    """Another worker has taken this label over; its outcome counts, not this one."""

    code = "shipping.label_out_of_date"
