"""How far a right reaches: of which channels, locations and companies somebody sees the rows that his role opens to him.

Whoever is limited sees no page that says nothing about it: a new page is closed to him until it is written down how it keeps to
his limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kontor.access.public import Limits
from kontor.access.tables import User
from kontor.channels.tables import Channel, ChannelIntent, Connection, Discrepancy, InboundMessage, Listing, Offer
from kontor.customers.tables import Customer
from kontor.fulfilment.tables import FulfilmentOrder, PickList, PickTask, Shipment
from kontor.inventory.tables import Balance, StockMove
from kontor.invoicing.tables import Invoice
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.messaging.tables import Message
from kontor.orders.tables import Order
from kontor.payments.tables import Payment
from kontor.shipping.tables import Parcel

# Rooms whose rows belong to no channel, location or company.
UNDIVIDED = frozenset({"catalog", "pricing"})

Question = Callable[[Limits], Q]


def limits_of(request: HttpRequest, capability: str) -> tuple[Limits, ...]:
    """Return within what the person logged in has a right; nothing where he has it everywhere."""
    room = capability.partition(":")[0]
    return request.user.limits(capability) if isinstance(request.user, User) and room not in UNDIVIDED else ()


def within(request: HttpRequest, capability: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows that the right of the person reaches. Raises PermissionDenied where nothing says how."""
    return _keep_within(rows, limits_of(request, capability))


def is_limited_model(model: type[Model]) -> bool:
    """Whether it is known of which channel, location or company the rows of a model are."""
    return model in _OF


def check_reached(request: HttpRequest, capability: str, named: Mapping[str, Any], *, keeps: bool) -> None:
    """Let nobody beyond his limits: what an address names must be his; a page that names nothing must keep to them itself
    (``keeps``). Raises 404, PermissionDenied.
    """
    limits = limits_of(request, capability)
    if not limits:
        return
    asked = [(NAMED[name], key) for name, key in named.items() if name in NAMED and key is not None]
    if not asked and not keeps:
        raise PermissionDenied(
            _("Your role is limited to some channels, locations or companies; this page shows all of them.")
        )
    for model, key in asked:
        rows: QuerySet[Any] = model._default_manager.all()
        if not _keep_within(rows, limits).filter(pk=key).exists():
            raise Http404


def _keep_within(rows: QuerySet[Any], limits: tuple[Limits, ...]) -> QuerySet[Any]:
    if not limits:
        return rows
    if rows.model not in _OF:
        raise PermissionDenied
    wanted = Q(pk__in=())
    for it in limits:
        wanted |= _OF[rows.model](it)
    return rows.filter(wanted)


def _by(*, channel: str = "", location: str | Question = "", company: str = "") -> Question:
    """Return the question for a model by its columns; where it has none of a kind, that kind limits nothing of it."""

    def ask(limits: Limits) -> Q:
        question = Q()
        for column, ids in ((channel, limits.channels), (company, limits.legal_entities)):
            if column and ids:
                question &= Q(**{f"{column}__in": sorted(ids)})
        if limits.locations and callable(location):
            question &= location(limits)
        elif limits.locations and location:
            question &= Q(**{f"{location}__in": sorted(limits.locations)})
        return question

    return ask


def _sent_from(limits: Limits) -> Q:
    parts = FulfilmentOrder.objects.filter(location_id__in=sorted(limits.locations))
    return Q(id__in=parts.values("order_id"))


def _through(model: type[Model], column: str, value: str = "id") -> Question:
    """Return the question for rows that hang on those of another model."""

    def ask(limits: Limits) -> Q:
        rows: QuerySet[Any] = model._default_manager.all()
        return Q(**{f"{column}__in": _keep_within(rows, (limits,)).order_by().values(value)})

    return ask


_AT_PLACE = _by(location="location_id", company="location__legal_entity_id")
_OF_CHANNEL = _by(channel="channel_id", company="channel__legal_entity_id")
_OF_ORDER = _through(Order, "order_id")
_OF: Mapping[type[Model], Question] = {
    Order: _by(channel="channel_id", company="legal_entity_id", location=_sent_from),
    Invoice: _OF_ORDER, Payment: _OF_ORDER, Message: _OF_ORDER, Parcel: _OF_ORDER,
    Customer: _through(Order, "id", "customer_id"),
    FulfilmentOrder: _by(channel="order__channel_id", company="order__legal_entity_id", location="location_id"),
    Shipment: _by(channel="order__channel_id", company="order__legal_entity_id", location="fulfilment_order__location_id"),
    PickList: _AT_PLACE, Balance: _AT_PLACE, StockMove: _AT_PLACE,
    PickTask: _by(location="pick_list__location_id", company="pick_list__location__legal_entity_id"),
    Channel: _by(channel="id", company="legal_entity_id"),
    Location: _by(location="id", company="legal_entity_id"),
    LegalEntity: _by(company="id"),
    Listing: _OF_CHANNEL, Offer: _OF_CHANNEL, ChannelIntent: _OF_CHANNEL, Connection: _OF_CHANNEL, Discrepancy: _OF_CHANNEL,
    InboundMessage: _through(Channel, "channel", "code"),
}  # fmt: skip

# By what rows are divided among those who are limited.
DIVIDERS = frozenset({Channel, Location, LegalEntity})

# What the parts of an address name.
NAMED: Mapping[str, type[Model]] = {
    "order_id": Order, "shipment_id": Shipment, "fulfilment_order_id": FulfilmentOrder, "pick_list_id": PickList,
    "task_id": PickTask, "parcel_id": Parcel, "invoice_id": Invoice, "customer_id": Customer, "channel_id": Channel,
}  # fmt: skip
