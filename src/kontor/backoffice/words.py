"""The words of the back office for what the code calls by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVENT_WORDS = {
    "AlarmRaised": _("Alarm raised"),
    "OrderPlaced": _("Order taken in"),
    "OrderHeld": _("Order put on hold"),
    "OrderHoldLifted": _("Hold lifted"),
    "OrderReleased": _("Released to the warehouse"),
    "OrderRecalled": _("Recalled from the warehouse"),
    "OrderAmended": _("Order changed"),
    "OrderLinesCancelled": _("Part of the order cancelled"),
    "OrderCancelled": _("Order cancelled"),
    "OrderClosed": _("Order closed"),
    "PaymentAsked": _("Payment page made"),
    "PaymentSecured": _("Payment secured"),
    "OrderAllocated": _("Given to a location"),
    "ShipmentPacked": _("Shipment packed"),
    "LabelBooked": _("Label booked"),
    "ShipmentDispatched": _("Shipment handed over"),
    "VatIdChecked": _("VAT id checked"),
    "InvoiceDue": _("To be invoiced"),
    "InvoiceIssued": _("Invoice issued"),
    "PapersWritten": _("Papers written"),
    "RefundTold": _("Refund taken on by the channel"),
    "MoneyMoved": _("Money moved"),
    "MoneyLeftOver": _("Money left over"),
    "PaymentLost": _("Payment no longer certain"),
    "StockAdded": _("Stock came in"),
}

# What the trail tells of logins.
LOGIN_VERBS = (
    "log_in", "log_out", "fail_login", "shut_out", "fail_factor", "use_code", "add_factor", "drop_factor", "make_codes",
    "end_session", "set_password",
)  # fmt: skip
VERB_WORDS = {
    "count_stock": _("Counted less than is promised"),
    "short_pick": _("Not found when picking"),
    "lower_to_papers": _("Owes what its papers ask"),
    "start_pick_list": _("Round started"),
    "finish_picking": _("Picked"),
    "pack_shipment": _("Packed"),
    "hand_over_shipments": _("Handed over"),
    "cancel_fulfilment": _("Called off in the warehouse"),
    "open_fulfilment_orders": _("Given to a location"),
    "add_master": _("Added"),
    "add_row": _("Row added"),
    "block_voucher": _("Voucher blocked"),
    "settle_voucher": _("Voucher settled otherwise"),
    "book_again": _("Label asked for again"),
    "cancel_lines": _("Part cancelled"),
    "change_master": _("Changed"),
    "change_row": _("Row changed"),
    "close_days": _("Closed days changed"),
    "register_abroad": _("VAT ids abroad changed"),
    "connect_channel": _("Channel connected"),
    "open_channel": _("Sales channel opened"),
    "disconnect_channel": _("Connection removed"),
    "set_ship_by": _("Day to leave by set"),
    "unsecure_order": _("Waits for its payment again"),
    "reopen_transaction": _("Bank transaction taken out again"),
    "note_paid_elsewhere": _("Paid at the channel"),
    "rebook_receipt": _("Money taken off: booked by mistake"),
    "take_back_refund": _("Refund sent back by the bank"),
    "settle_refund": _("The bank tells that the refund left after all"),
    "give_again": _("Refund given after all: what came was something else"),
    "connect_provider": _("Payment account connected"),
    "correct_stock": _("Stock corrected"),
    "create_api_key": _("Key made"),
    "create_owner": _("Owner added"),
    "delete_row": _("Row removed"),
    "discard_message": _("Message discarded"),
    "drop_intent": _("Message to a channel dropped"),
    "enter_number": _("Number of a carrier entered"),
    "export_transfers": _("Transfers handed to the bank"),
    "fail_login": _("Wrong password"),
    "fail_factor": _("Wrong code"),
    "add_factor": _("Second factor set up"),
    "drop_factor": _("Second factor taken away"),
    "end_session": _("Session ended"),
    "make_codes": _("New emergency codes"),
    "use_code": _("Logged in with an emergency code"),
    "set_locale": _("Language and time set"),
    "issue_voucher": _("Voucher issued"),
    "join_fulfilment": _("Put together again"),
    "keep_safety_stock": _("Safety stock set"),
    "stop_bulk_job": _("Bulk job stopped"),
    "repeat_rows": _("Bulk job set going again"),
    "keep_view": _("View kept"),
    "drop_view": _("View dropped"),
    "keep_list_mail": _("List goes by mail"),
    "drop_list_mail": _("List goes by mail no more"),
    "keep_upload": _("File of orders uploaded"),
    "link_master": _("Links changed"),
    "log_in": _("Logged in"),
    "log_out": _("Logged out"),
    "merge_fulfilment": _("Sent together with others"),
    "name_account": _("Bank account named"),
    "pause_connection": _("Channel paused"),
    "pick_task": _("Picked"),
    "raise_debts": _("Costs of reminders added"),
    "readdress_order": _("Address changed"),
    "repair_discrepancy": _("Discrepancy repaired"),
    "resume_connection": _("Channel set going"),
    "retry_intent": _("Message to a channel sent again"),
    "revoke_api_key": _("Key revoked"),
    "run_again": _("Job set going again"),
    "send_again": _("Mail sent again"),
    "keep_webhook": _("Webhook entered or changed"),
    "drop_webhook": _("Webhook dropped"),
    "try_webhook": _("Tried"),
    "repeat_deliveries": _("Webhook told again"),
    "set_password": _("Password set"),
    "close_by_hand": _("Settled by hand"),
    "close_discrepancy": _("Discrepancy settled"),
    "shut_out": _("Shut out after wrong passwords"),
    "split_fulfilment": _("Split into parcels"),
    "undo_merge": _("No longer sent together"),
    "hold_order": _("Put on hold"),
    "lift_hold": _("Hold lifted"),
    "release_orders": _("Released"),
    "recall_order": _("Recalled"),
    "cancel_order": _("Cancelled"),
    "close_orders": _("Closed"),
    "amend_contents": _("Changed"),
    "export_rows": _("Exported"),
    "ask_second_person": _("Second person asked"),
    "decide_request": _("Decided by a second person"),
    "replace_requests": _("Replaced by another request"),
    "quiet_alarm": _("Quiet of an alarm"),
    "set_alarm_readers": _("Readers of alarms changed"),
    "keep_import": _("File uploaded"),
    "keep_import_profile": _("Import profile remembered"),
    "keep_price": _("Price changed"),
    "change_listing_price": _("Price on a channel changed"),
    "restore_listing_price": _("Change of a price on a channel taken back"),
    "merge_customers": _("Customers made one"),
    "part_customers": _("Customers parted"),
    "keep_contacts": _("Contacts changed"),
    "rebind_orders": _("Belongs to another customer"),
    "forget_addresses": _("Addresses taken out"),
    "keep_customer": _("Customer changed"),
    "drop_customer": _("Customer taken out"),
    "keep_product": _("Product changed"),
    "keep_sku": _("Article changed"),
    "keep_text": _("Text changed"),
    "keep_category": _("Category entered"),
    "keep_economic_operator": _("Economic operator changed"),
    "drop_sku": _("Article taken out"),
    "add_picture": _("Picture added"),
    "drop_picture": _("Picture taken out"),
    "order_pictures": _("Pictures put in order"),
    "revise_order": _("Changed by hand"),
    "change_invoice_address": _("Invoice address changed"),
    "change_payment": _("Kind of payment changed"),
    "change_payment_method": _("Kind of payment changed"),
    "tag_order": _("Tagged"),
}

# Carriers that are no company of their own.
CARRIER_WORDS = {"house_carrier": _("Own delivery")}

# Categories of VAT on a document (UNTDID 5305), as electronic invoices name them.
VAT_CATEGORIES = {
    "S": _("Taxed"), "Z": _("Zero rate"), "E": _("Exempt"), "K": _("Intra-Community supply"), "G": _("Export"),
    "AE": _("Reverse charge"), "O": _("Not subject to VAT"),
}  # fmt: skip

# Each case of VAT (pricing.TaxCase) with its name and what it means.
TAX_WORDS = {
    "domestic": (_("Domestic"), _("It leaves and arrives in the same country: the rates of that country.")),
    "oss": (_("Distance sale (OSS)"), _("To a consumer in another member state: the rates there, reported by OSS.")),
    "origin": (_("Below the threshold"), _("To a consumer in another member state, without OSS: the rates of the start.")),
    "registered": (_("Registered abroad"), _("Taxed in the country of arrival, under the seller's VAT id there.")),
    "intra_community": (
        _("Intra-Community supply"), _("To a business in another member state with its VAT id: free of VAT."),
    ),
    "reverse_charge": (_("Reverse charge"), _("A service to a business in another member state: the buyer owes the VAT.")),
    "export": (_("Export"), _("It leaves the VAT territory of the EU: free of VAT.")),
    "small_business": (_("Small business"), _("The seller is a small business and shows no VAT (§ 19 UStG).")),
    "margin": (_("Margin scheme"), _("Used goods: only the margin is taxed (§ 25a UStG).")),
    "margin_taxed": (_("Margin scheme, the margin"), _("What used goods brought in beyond what they had cost.")),
    "vouchers": (_("Vouchers sold"), _("Multi-purpose vouchers: owed until they are redeemed.")),
    "deemed_supplier": (_("Marketplace owes the VAT"), _("The marketplace counts as the seller and pays the VAT.")),
}  # fmt: skip

# Why a case was chosen (pricing.TaxWhy).
TAX_WHY = {
    "same_country": _("Goods and buyer are in the country of the seller."),
    "stock_abroad": _("The goods lay in the buyer's country, where the seller has a VAT id."),
    "stock_abroad_unregistered": _(
        "The goods lay in the buyer's country, where the seller has NO VAT id: ask your tax adviser before more is sold from"
        " there."
    ),
    "business_elsewhere": _(
        "The buyer gave a VAT id of another member state whose form is right, and the goods went to another member state."
    ),
    "consumer_oss": _("A consumer in another member state; the seller reports by OSS."),
    "consumer_registered": _("A consumer in a member state where the seller has a VAT id."),
    "consumer_below_threshold": _(
        "A consumer in another member state; the seller stays below 10,000 € a year and uses no OSS."
    ),
    "leaves_the_union": _("The goods left the VAT territory of the EU."),
    "outside_seller": _("The goods left from outside of the VAT territory of the EU."),
    "as_agreed": _("The goods left from another country than was thought; what was charged stays as it was agreed."),
}

# Why a transfer was thought to pay an order (payments.PaymentMatch).
MATCH_WORDS = {
    "number": _("number named"),
    "amount": _("amount equal"),
    "sum": _("sum of several orders"),
    "name": _("name alike"),
    "same_name": _("same name"),
    "account": _("account known"),
    "part": _("pays a part"),
    "over": _("more than is owed"),
    "early": _("before it was ordered"),
    "several": _("several fit alike"),
}

# What an open item gets, or why it gets nothing (accounting.Reminder).
DUNNING_WORDS = {
    "due": _("is reminded"),
    "no_base_rate": _("without interest: enter the base rate of the half-year"),
    "not_due": _("not due yet"),
    "waits": _("the time of the last letter runs"),
    "last_level": _("reminded at the last level"),
    "small": _("too little for a letter"),
    "stopped": _("stopped by hand"),
    "disputed": _("disputed"),
    "held": _("the order is held"),
    "cancelled": _("the order is cancelled"),
}

VERDICT_WORDS = {
    "chosen": _("chosen to ship it"),
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
    "waiting": _("Waiting time"),
    "preference": _("Preference"),
}

# What a capability opens: a room, and what may be done there.
ROOM_WORDS = {
    "legal_entities": _("Legal entities"),
    "access": _("Users and roles"),
    "catalog": _("Products"),
    "customers": _("Customers"),
    "locations": _("Locations"),
    "channels": _("Channels"),
    "pricing": _("Prices and VAT rates"),
    "inventory": _("Stock"),
    "orders": _("Orders"),
    "payments": _("Money"),
    "sourcing": _("Sourcing rules"),
    "fulfilment": _("Warehouse"),
    "shipping": _("Labels"),
    "invoicing": _("Invoices"),
    "messaging": _("Mails to buyers, webhooks"),
    "accounting": _("Books"),
    "platform": _("The house: audit trail, failed jobs"),
}
RIGHT_WORDS = {"read": _("see"), "write": _("see and change")}

# What an order may wait for in the warehouse.
WORK_WORDS = {
    "pick": _("to pick"),
    "pack": _("to pack"),
    "hand_over": _("to hand over"),
    "today": _("to ship by today"),
    "late": _("too late"),
    "short": _("waits for stock"),
}

# What can wait for somebody.
WAITING_WORDS = {
    "second": _("What waits for a second person"),
    "connection": _("Connections that rest or were refused"),
    "news": _("News that nobody could follow"),
    "job": _("Jobs"),
    "message": _("Messages of channels"),
    "told": _("Messages to channels"),
    "backup": _("The house is not saved"),
    "held": _("Orders that are stopped"),
    "desk": _("Orders that may leave and are not in the warehouse"),
    "pull": _("Packed, and cancelled since: take these out of the outgoing parcels"),
    "bank": _("Money on the bank that found no order"),
    "sent_twice": _("Refunds that left twice"),
    "unpaid": _("Prepayments that did not come"),
    "credit": _("Paid, and taken back on the invoice since"),
    "voucher": _("Given back to a voucher that nobody can use any more"),
    "refund": _("Refunds to be made by hand"),
    "number": _("Parcels for marketplaces without the number of a carrier"),
    "offer": _("Offers that a channel refused"),
    "money": _("Money that did not move"),
    "label": _("Labels that a carrier refused"),
    "paper": _("Papers that are not written"),
    "mail": _("Mails that are not sent"),
    "list": _("Lists that could not be mailed"),
}
CAUSE_WORDS = {
    "second": _("Somebody else has to agree, on the page Refunds."),
    "failed": _("It failed; its reason is in the log."),
    "held": _("Look at the order and lift the hold, or cancel it."),
    "desk": _("It was called back from the warehouse: release it, or stop it with a reason."),
    "pull": _("The label is valid: nobody stops the parcel but you."),
    "sent_twice": _(
        "It was said to be returned, and the bank tells that it left; another one in its place left, too, or the money went back"
        " otherwise."
    ),
    "unmatched": _("Book it on its order, or put it aside, on the page of the bank."),
    "doing": _("Its worker does not answer."),
    "todo": _("No worker takes it: is one running?"),
    "": _("No cause is known yet."),
    "backup_failed": _("The last backup failed; the command says why."),
    "backup_old": _("The last backup is older than two days: is it still called for each night?"),
    "archive_fails": _("The archive of changes takes no more: is its disk full, or its folder gone?"),
    "unpaid": _("No clock ends it: ask the buyer, book the payment, or cancel the order."),
    "credit": _("Give the money back on the page of the order: its papers ask for less than was paid."),
    "voucher_dead": _(
        "It is blocked, or over: issue a new voucher of this amount, send it to the buyer, and press Done."
    ),
    "by_hand": _("Make it, or drop it, on the page of refunds."),
    "price_unheard": _("The channel has not answered to this price; it is told again and again."),
    "unnumbered": _("The marketplace is not told before you enter carrier and number on the page of the order."),
}

# What money did (payments.PaymentEntry.kind).
MONEY_WORDS = {
    "unbooked": _("Money taken off: booked by mistake"),
    "captured": _("Money received"),
    "refunded": _("Money given back"),
    "disputed": _("Money taken back: the buyer disputes the payment"),
    "returned": _("Money received again: the dispute is over"),
    "sent_back": _("Refund sent back by the bank"),
    "given": _("Refund given after all: what came was something else"),
}

# Why stock moved (the first word of inventory.StockMove.cause).
CAUSES = {
    "receipt": _("Goods in"), "count": _("Count"), "damage": _("Damaged"), "found": _("Found"), "lost": _("Lost"),
    "correction": _("Correction"), "reserve": _("Promised to an order"), "issue": _("Shipped"), "replan": _("Planned anew"),
    "cancel_order": _("Order cancelled"), "short_pick": _("Missing on the shelf"), "opening": _("Opening stock"),
    "opening stock": _("Opening stock"), "pick": _("Missing on the shelf"), "free": _("Free again"),
    "cancel_lines": _("Pieces cancelled"), "recall_order": _("Called back"), "transfer": _("Carried elsewhere"),
}  # fmt: skip

# What the trail speaks of.
SUBJECT_WORDS = {
    "webhook": _("Webhook"),
    "api_key": _("API key"), "balance": _("Stock"), "bankaccount": _("Bank account"), "channel": _("Sales channel"),
    "bank_transaction": _("Bank transaction"),
    "channel_intent": _("Message to a channel"), "connection": _("Connection"), "customer": _("Customer"),
    "discrepancy": _("Discrepancy"), "fulfilment": _("Fulfilment order"), "intent": _("Message to a channel"), "job": _("Job"),
    "label": _("Label"), "legalentity": _("Legal entity"), "listing": _("Listing"), "location": _("Location"),
    "message": _("Message"), "moneyintent": _("Money movement"), "order": _("Order"), "parcel": _("Parcel"),
    "payment": _("Payment"), "product": _("Product"), "provideraccount": _("Payment account"), "role": _("Role"),
    "sku": _("SKU"), "taxrate": _("VAT rate"), "user": _("User"),
    "bulk_job": _("Bulk job"), "grid": _("List"), "import": _("Import"), "alarm": _("Alarm"),
    "money_request": _("Request for a second person"),
    "category": _("Category"), "economic_operator": _("Economic operator"), "view": _("View"), "voucher": _("Voucher"),
}  # fmt: skip

# Mails to buyers (messaging.rules.BUILT_IN).
MAIL_WORDS = {
    "order_confirmed": _("Order received"),
    "order_amended": _("Order changed"),
    "alarm": _("Alarm"),
    "list": _("List by mail"),
    "order_shipped": _("Parcel on its way"),
    "order_delayed": _("Part of it is missing"),
    "order_late": _("The day went by"),
    "order_cancelled": _("Order cancelled"),
    "invoice_issued": _("Document"),
    "payment_asked": _("Payment page"),
    "payment_reminder": _("Payment reminder"),
    "prepayment_reminder": _("Prepayment missing"),
}

# Fields of what was changed.
FIELD_WORDS = {
    "name": _("Name"), "company": _("Company"), "street": _("Street"), "extra": _("Address supplement"),
    "postal_code": _("Postal code"), "city": _("City"), "country": _("Country"), "phone": _("Phone"), "email": _("Email"),
    "state": _("State"), "ship_to": _("Delivery address"), "bill_to": _("Billing address"), "tags": _("Tags"),
    "channels": _("Only these sales channels"), "locations": _("Only these locations"),
    "legal_entities": _("Only these legal entities"),
    "reason": _("Reason"), "note": _("Note"), "quantity": _("Quantity"), "price": _("Price"), "active": _("Active"),
    "from": _("From"), "capabilities": _("Rights"), "roles": _("Roles"), "rate": _("Rate"), "amount": _("Amount"),
    "carrier": _("Carrier"), "tracking_number": _("Tracking number"), "iban": _("IBAN"), "vat_id": _("VAT id"),
    "payment": _("Payment"), "lines": _("Lines"), "total": _("Total"), "charges": _("Charges"), "sku": _("SKU"),
    "unit_price": _("Price"), "currency": _("Currency"), "ordered_at": _("Ordered"), "buyer_ref": _("Buyer"),
    "problem": _("Problem"), "code": _("Code"), "number": _("Number"), "gross": _("Gross"), "net": _("Net"), "tax": _("VAT"),
    "charge_amount": _("Charges"), "charge_title": _("Title"), "charge_kind": _("Kind"), "method": _("Payment"),
    "tax_case": _("VAT case"), "tax_class": _("Tax class"), "purchase_price": _("Purchase price"),
    "weight_g": _("Weight (g)"), "weight_kg": _("Weight (kg)"), "length_mm": _("Length (mm)"), "width_mm": _("Width (mm)"),
    "height_mm": _("Height (mm)"), "bin": _("Bin"), "barcodes": _("Barcodes"), "brand": _("Brand"),
    "category": _("Category"), "description": _("Description"), "origin": _("Country of origin"),
    "customs_number": _("Customs number"), "location": _("Location"), "price_list": _("Price list"),
    "from_quantity": _("From quantity"), "valid_from": _("Valid from"), "group": _("Customer group"),
    "language": _("Language"), "parent": _("Variant of (SKU)"), "variant": _("Variant"),
}  # fmt: skip

# In which products are described.
LANGUAGE_WORDS = {
    "de": _("German"), "en": _("English"), "fr": _("French"), "it": _("Italian"), "es": _("Spanish"), "nl": _("Dutch"),
    "pl": _("Polish"), "cs": _("Czech"), "da": _("Danish"), "sv": _("Swedish"),
}  # fmt: skip

# What is charged beside the goods.
CHARGE_WORDS = {"shipping": _("Shipping costs"), "service": _("Service"), "discount": _("Discount")}

# Columns that hold words of the code.
SHOWN_WORDS: dict[str, Mapping[str, StrOrPromise]] = {
    "messaging.message.kind": MAIL_WORDS,
    "messaging.messagetemplate.kind": MAIL_WORDS,
    "platform.auditentry.verb": VERB_WORDS,
    "platform.auditentry.subject": SUBJECT_WORDS,
}

# Why a row of a file of orders was set aside.
REASON_WORDS = {
    "number_or_date_unreadable": _("A number or a date cannot be read"), "columns_missing": _("Columns are missing"),
    "order_or_sku_missing": _("Order number or article number is missing"), "unusable_text": _("A text cannot be used"),
    "number_cut_by_a_table": _("A table program has cut off a number"), "order_incomplete": _("Another line of the order waits"),
    "addresses_differ": _("Rows of one order tell two addresses"), "currencies_differ": _("Rows tell two currencies"),
    "charges_differ": _("Rows tell different costs"), "amount_too_large": _("An amount is too large"),
    "quantity_too_large": _("A quantity is too large"),
}  # fmt: skip
