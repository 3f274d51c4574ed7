"""How far a right reaches: of which channels, locations and companies somebody sees the rows that his role opens to him.

Whoever is limited sees no page that says nothing about it: a new page is closed to him until it is written down how it keeps to
his limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """Return those of the rows that the right of the person reaches; none to whom has it not. Raises PermissionDenied where
    nothing says how far it reaches.
    """
    if not (isinstance(request.user, User) and request.user.may(capability)):
        return rows.none()
    return _keep_within(rows, limits_of(request, capability))


def sees(request: HttpRequest, capability: str, model: type[Model]) -> bool:
    """Whether a person has a right, and there are rows of a model that it can reach."""
    if not (isinstance(request.user, User) and request.user.may(capability)):
        return False
    limits = limits_of(request, capability)
    return not limits or is_divided(model, limits)


def reaches(request: HttpRequest, capability: str, row: Model) -> bool:
    """Whether a person has a right, and it reaches this row."""
    if not limits_of(request, capability):
        return isinstance(request.user, User) and request.user.may(capability)
    rows = type(row)._default_manager.filter(pk=row.pk)
    try:
        return bool(within(request, capability, rows).exists())
    except PermissionDenied:
        return False


def reached(request: HttpRequest, capability: str, order_ids: Sequence[int]) -> list[int]:
    """Return those of the orders that a right of the person reaches: what hangs on them has a right of its own."""
    rows = within(request, capability, Order.objects.filter(id__in=order_ids))
    return list(rows.order_by("id").values_list("id", flat=True))


def is_divided(model: type[Model], limits: tuple[Limits, ...]) -> bool:
    """Whether it is known which rows of a model are within limits like these: stock belongs to a location and to no channel, so
    it is closed to whom is limited to channels alone.
    """
    return any(_OF[model].kinds & _kinds_of(it) for it in limits) if model in _OF else False


def _kinds_of(limits: Limits) -> set[str]:
    return {name for name in ("channels", "locations", "legal_entities") if getattr(limits, name)}


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
    if not is_divided(rows.model, limits):
        raise PermissionDenied
    wanted = Q(pk__in=())
    for it in limits:
        if _OF[rows.model].kinds & _kinds_of(it):
            wanted |= _OF[rows.model].ask(it)
    return rows.filter(wanted)


@dataclass(frozen=True, slots=True)
class _Division:
    """By which kinds of limits the rows of a model are told apart, and how they are asked for."""

    kinds: frozenset[str]
    ask: Question


def _by(*, channel: str = "", location: str | Question = "", company: str = "") -> _Division:
    """Return how a model is divided by its columns. Of several kinds of a limit that it has, all have to fit."""

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

    told = {"channels": channel, "locations": location, "legal_entities": company}
    return _Division(frozenset(kind for kind, column in told.items() if column), ask)


def _sent_from(limits: Limits) -> Q:
    parts = FulfilmentOrder.objects.filter(location_id__in=sorted(limits.locations))
    return Q(id__in=parts.values("order_id"))


def _through(model: type[Model], column: str, value: str = "id") -> _Division:
    """Return how rows are divided that hang on those of another model."""

    def ask(limits: Limits) -> Q:
        rows: QuerySet[Any] = model._default_manager.all()
        return Q(**{f"{column}__in": _keep_within(rows, (limits,)).order_by().values(value)})

    return _Division(_OF[model].kinds, ask)


def _company_of(limits: Limits) -> Q:
    """Ask for the companies somebody has to do with: those ticked, else those that his channels and locations belong to."""
    if limits.legal_entities:
        return Q(id__in=sorted(limits.legal_entities))
    channels = Channel.objects.filter(id__in=sorted(limits.channels)).values("legal_entity_id")
    places = Location.objects.filter(id__in=sorted(limits.locations)).values("legal_entity_id")
    return Q(id__in=channels) | Q(id__in=places)


_AT_PLACE = _by(location="location_id", company="location__legal_entity_id")
_OF_CHANNEL = _by(channel="channel_id", company="channel__legal_entity_id")
_OF: dict[type[Model], _Division] = {
    Order: _by(channel="channel_id", company="legal_entity_id", location=_sent_from),
    FulfilmentOrder: _by(channel="order__channel_id", company="order__legal_entity_id", location="location_id"),
    Shipment: _by(channel="order__channel_id", company="order__legal_entity_id", location="fulfilment_order__location_id"),
    PickList: _AT_PLACE, Balance: _AT_PLACE, StockMove: _AT_PLACE,
    PickTask: _by(location="pick_list__location_id", company="pick_list__location__legal_entity_id"),
    Channel: _by(channel="id", company="legal_entity_id"),
    Location: _by(location="id", company="legal_entity_id"),
    LegalEntity: _Division(frozenset({"channels", "locations", "legal_entities"}), _company_of),
    Listing: _OF_CHANNEL, Offer: _OF_CHANNEL, ChannelIntent: _OF_CHANNEL, Connection: _OF_CHANNEL, Discrepancy: _OF_CHANNEL,
}  # fmt: skip
_OF_ORDER = _through(Order, "order_id")
_OF.update({
    Invoice: _OF_ORDER, Payment: _OF_ORDER, Message: _OF_ORDER, Parcel: _OF_ORDER,
    Customer: _through(Order, "id", "customer_id"), InboundMessage: _through(Channel, "channel", "code"),
})  # fmt: skip

# By what rows are divided among those who are limited.
DIVIDERS = frozenset({Channel, Location, LegalEntity})

# What the parts of an address name.
NAMED: Mapping[str, type[Model]] = {
    "order_id": Order, "shipment_id": Shipment, "fulfilment_order_id": FulfilmentOrder, "pick_list_id": PickList,
    "task_id": PickTask, "parcel_id": Parcel, "invoice_id": Invoice, "customer_id": Customer, "channel_id": Channel,
}  # fmt: skip
