"""The menu of the back office: what there is, and who sees it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

# What a page of our own asks for; a list of the admin asks for its room.
_NEEDS = {
    "pick": "fulfilment:read", "pack": "fulfilment:read", "channel_health": "channels:read", "received": "invoicing:read",
    "bank": "payments:read", "refunds": "payments:read", "vouchers": "payments:read", "payouts": "accounting:read",
    "margins": "accounting:read", "dunning": "accounting:read", "books": "accounting:read", "index": "",
    "list_mails": "orders:read catalog:read inventory:read customers:read invoicing:read payments:read channels:read"
    " fulfilment:read messaging:read platform:read",
    "settings": "legal_entities:read locations:read channels:read pricing:read customers:read payments:read accounting:read"
    " messaging:read access:read platform:read sourcing:read inventory:read catalog:read",
    "webhooks": "messaging:read", "keys": "access:read",
    "waiting": "platform:read", "alarms": "platform:read",
    "imports": "orders:write catalog:write inventory:write pricing:write customers:write",
    "bulk_jobs": "orders:read",
}  # fmt: skip


# Which limits of a role pages and grids keep to (``backoffice.reach``); all others are closed to whom is limited. Of stock
# nothing says to which channel it belongs, of messages nothing to which location.
_ANY = frozenset({"channels", "locations", "legal_entities"})
_PLACES, _CHANNELS = frozenset({"locations", "legal_entities"}), frozenset({"channels", "legal_entities"})
_KEEP = {
    **dict.fromkeys("index bulk_jobs list_mails orders mails invoices payments shipments customers articles".split(), _ANY),
    **dict.fromkeys("pick pack stock moves locations_location_changelist".split(), _PLACES),
    **dict.fromkeys("channel_health inbox told offers".split(), _CHANNELS),
    **dict.fromkeys("channels_channel_changelist channels_discrepancy_changelist".split(), _CHANNELS),
    "legal_entities_legalentity_changelist": _ANY,
}  # fmt: skip
# Lists of rooms that are the same for all.
_UNDIVIDED = ("catalog_", "pricing_")


def _is_kept(name: str, limits: Any) -> bool:
    """Whether a page shows something to whom is limited so."""
    kinds = {kind for it in limits for kind in _ANY if getattr(it, kind)}
    return name.startswith(_UNDIVIDED) or bool(_KEEP.get(name, frozenset()) & kinds)


def _link(title: Any, icon: str, name: str, *, grid: str = "") -> dict[str, Any]:
    """Return an entry of the menu; whoever may not open the page does not see it. ``grid``: which of the grids."""
    needed = _NEEDS.get(name, f"{name.split('_')[0]}:read")

    def may(request: Any) -> bool:
        # Any of several opens what several have to do with.
        if not needed:
            return True
        person = request.user
        return bool(person.is_authenticated) and any(
            person.may(right) and (not person.limits(right) or _is_kept(grid or name, person.limits(right)))
            for right in needed.split()
        )

    link = reverse_lazy("admin:grid", args=[grid]) if grid else reverse_lazy(f"admin:{name}")
    return {"title": title, "icon": icon, "link": link, "permission": may}


MENU: list[dict[str, Any]] = [
    {
        "title": _("Daily work"),
        "items": [
            _link(_("Dashboard"), "dashboard", "index"),
            _link(_("Orders"), "receipt_long", "orders", grid="orders"),
            _link(_("Pick"), "shelves", "pick"),
            _link(_("Pack"), "package_2", "pack"),
            _link(_("Stock"), "inventory_2", "inventory", grid="stock"),
            _link(_("Channels"), "hub", "channel_health"),
        ],
    },
    {
        "title": _("To sort out"),
        "items": [
            _link(_("Alarms"), "notifications_active", "alarms"),
            _link(_("Waits for somebody"), "hourglass_top", "waiting"),
            _link(_("Bulk jobs"), "checklist", "bulk_jobs"),
            _link(_("Lists by mail"), "forward_to_inbox", "list_mails"),
            _link(_("Imports"), "upload_file", "imports", grid="imports"),
            _link(_("Quarantine"), "report", "channels", grid="inbox"),
            _link(_("Messages to channels"), "outgoing_mail", "channels", grid="told"),
            _link(_("Offers"), "sell", "channels", grid="offers"),
            _link(_("Discrepancies"), "difference", "channels_discrepancy_changelist"),
            _link(_("Failed jobs"), "error", "platform", grid="failed"),
            _link(_("Mailbox"), "mail", "messaging", grid="mails"),
        ],
    },
    {
        "title": _("Master data"),
        "separator": True,
        "items": [
            _link(_("Articles"), "category", "catalog", grid="articles"),
            _link(_("Customers"), "group", "customers", grid="customers"),
            _link(_("Legal entities"), "domain", "legal_entities_legalentity_changelist"),
            _link(_("Locations"), "warehouse", "locations_location_changelist"),
            _link(_("Sales channels"), "storefront", "channels_channel_changelist"),
            _link(_("Settings"), "settings", "settings"),
            _link(_("Price lists"), "price_change", "pricing_pricelist_changelist"),
            _link(_("Prices"), "sell", "pricing_price_changelist"),
        ],
    },
    {
        "title": _("Books and access"),
        "separator": True,
        "items": [
            _link(_("Invoices"), "request_quote", "invoicing", grid="invoices"),
            _link(_("Payments"), "credit_card", "payments", grid="payments"),
            _link(_("Received invoices"), "inbox", "received"),
            _link(_("Bank"), "payments", "bank"),
            _link(_("Open items"), "notification_important", "dunning"),
            _link(_("Contribution margin"), "trending_up", "margins"),
            _link(_("Payouts"), "savings", "payouts"),
            _link(_("Refunds"), "currency_exchange", "refunds"),
            _link(_("Vouchers"), "redeem", "vouchers"),
            _link(_("Books"), "account_balance", "books"),
            _link(_("Stock moves"), "swap_vert", "inventory", grid="moves"),
            _link(_("Shipments"), "local_shipping", "fulfilment", grid="shipments"),
            _link(_("Audit trail"), "history", "platform", grid="trail"),
            _link(_("Users"), "person", "access_user_changelist"),
            _link(_("Roles"), "badge", "access_role_changelist"),
            _link(_("API keys"), "key", "keys"),
            _link(_("Webhooks"), "webhook", "webhooks"),
        ],
    },
]
