"""The words of the back office for what the code calls by name."""

from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "OrderPlaced": _("Order taken in"),
    "OrderHeld": _("Order put on hold"),
    "OrderHoldLifted": _("Hold lifted"),
    "OrderReleased": _("Released to the warehouse"),
    "OrderRecalled": _("Recalled from the warehouse"),
    "OrderAmended": _("Order changed"),
    "OrderLinesCancelled": _("Part of the order cancelled"),
    "OrderCancelled": _("Order cancelled"),
    "OrderClosed": _("Order closed"),
    "PaymentSecured": _("Payment secured"),
    "OrderAllocated": _("Given to a location"),
    "ShipmentPacked": _("Shipment packed"),
    "LabelBooked": _("Label booked"),
    "ShipmentDispatched": _("Shipment handed over"),
    "InvoiceIssued": _("Invoice issued"),
}

VERB_WORDS = {
    "hold_order": _("Put on hold"),
    "lift_hold": _("Hold lifted"),
    "release_orders": _("Released"),
    "recall_order": _("Recalled"),
    "cancel_order": _("Cancelled"),
    "close_orders": _("Closed"),
    "amend_order": _("Changed"),
}

VERDICT_WORDS = {
    "chosen": _("ships it"),
    "part": _("ships a part"),
    "dearer": _("dearer"),
    "lacks": _("has not everything"),
    "empty": _("has nothing of it"),
    "ruled_out": _("ruled out"),
    "full": _("full for today"),
}

COST_WORDS = {
    "parcel": _("Parcel"),
    "distance": _("Distance"),
    "waiting": _("Waiting"),
    "preference": _("Preference"),
}
