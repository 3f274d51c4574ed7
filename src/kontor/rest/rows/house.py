"""Companies, locations and channels as they are told, entered and changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from kontor.channels.ports import Code, Country, Currency, VatId, sized
from kontor.channels.public import Capability, ChannelKind, VatRounding
from kontor.legal_entities.public import Chart
from kontor.locations.public import LocationKind
from kontor.rest.schemas import Body

_Days = Annotated[int, Field(ge=0, le=365, strict=True)]
_Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["14:00"])]
_Zone = Annotated[str, sized(40)]
_Limit = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
_WeekDays = Annotated[list[Annotated[int, Field(ge=1, le=7, strict=True)]], Field(min_length=1, max_length=7)]
_Number = Annotated[int, Field(ge=1, le=9_999_999, strict=True)]


class CompanyOut(Schema):
    """A legal entity. ``four_eyes_above``: above which amount two people decide, null: nobody is asked. ``registrations``:
    VAT ids abroad, country → VAT id.
    """

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str
    tax_number: str
    email: str
    phone: str
    website: str
    currency: str
    timezone: str
    bank: str
    iban: str
    bic: str
    commercial_register: str
    managers: str
    footer: str
    small_business: bool
    oss: bool
    checks_vat_ids: bool
    payment_days: int
    four_eyes_above: Decimal | None
    chart: str
    datev_consultant: int | None
    datev_client: int | None
    registrations: dict[str, str]


class CompanyChange(Body):
    """What changes of a legal entity; what is not named stays."""

    name: Annotated[str, sized(120), Field(min_length=1)] | None = None
    street: Annotated[str, sized(120)] | None = None
    postal_code: Annotated[str, sized(12)] | None = None
    city: Annotated[str, sized(80)] | None = None
    country: Country | None = None
    vat_id: VatId | None = None
    tax_number: Annotated[str, sized(20)] | None = None
    email: Annotated[str, sized(254)] | None = None
    phone: Annotated[str, sized(40)] | None = None
    website: Annotated[str, sized(200)] | None = None
    currency: Currency | None = None
    timezone: _Zone | None = None
    bank: Annotated[str, sized(120)] | None = None
    iban: Annotated[str, sized(42)] | None = None
    bic: Annotated[str, sized(11)] | None = None
    commercial_register: Annotated[str, sized(120)] | None = None
    managers: Annotated[str, sized(200)] | None = None
    footer: Annotated[str, sized(300)] | None = None
    small_business: bool | None = None
    oss: bool | None = None
    checks_vat_ids: bool | None = None
    payment_days: _Days | None = None
    four_eyes_above: _Limit | None = None
    chart: Chart | None = None
    datev_consultant: _Number | None = None
    datev_client: _Number | None = None
    registrations: Annotated[dict[Annotated[str, sized(2)], VatId], Field(max_length=60)] | None = None


class CompanyIn(CompanyChange):
    """A new legal entity; its code stays."""

    code: Annotated[Code, Field(min_length=1, max_length=20)]
    name: Annotated[str, sized(120), Field(min_length=1)]
    country: Country


class LocationOut(Schema):
    """A place that holds stock. ``cut_off``: until when what is ordered leaves the same day, in its time zone; ``working_days``:
    1 is Monday; ``closed_days``: day → why.
    """

    code: str
    name: str
    kind: str
    legal_entity: str
    street: str
    postal_code: str
    city: str
    country: str
    active: bool
    latitude: float | None
    longitude: float | None
    timezone: str
    cut_off: str
    handling_days: int
    working_days: list[int]
    capacity_per_day: int | None
    parcel_cost: Decimal
    closed_days: dict[str, str]


class LocationChange(Body):
    """What changes of a location; what is not named stays. ``closed_days``: all of them, day → why."""

    name: Annotated[str, sized(80), Field(min_length=1)] | None = None
    kind: LocationKind | None = None
    legal_entity: Code | None = None
    street: Annotated[str, sized(120)] | None = None
    postal_code: Annotated[str, sized(12)] | None = None
    city: Annotated[str, sized(80)] | None = None
    country: Country | None = None
    active: bool | None = None
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    timezone: _Zone | None = None
    cut_off: _Clock | None = None
    handling_days: _Days | None = None
    working_days: _WeekDays | None = None
    capacity_per_day: Annotated[int, Field(ge=1, le=10_000_000, strict=True)] | None = None
    parcel_cost: Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)] | None = None
    closed_days: Annotated[dict[date, Annotated[str, sized(80)]], Field(max_length=1000)] | None = None


class LocationIn(LocationChange):
    """A new location; its code stays."""

    code: Annotated[Code, Field(min_length=1, max_length=20)]
    name: Annotated[str, sized(80), Field(min_length=1)]
    legal_entity: Code
    country: Country


class ChannelWhole(Schema):
    """A sales channel as it is set up. ``group``: the customer group whose prices hold there, null: none."""

    code: str
    name: str
    kind: str
    legal_entity: str
    active: bool
    currency: str
    prices_gross: bool
    vat_rounding: str
    group: str | None
    capabilities: list[str]
    country: str
    cut_off: str
    handling_days: int
    transit_days: int
    oversell_risk: Decimal | None
    remind_unpaid_days: int
    cancel_unpaid_days: int


class ChannelChange(Body):
    """What changes of a channel; what is not named stays. ``capabilities``: all of them."""

    name: Annotated[str, sized(80), Field(min_length=1)] | None = None
    kind: ChannelKind | None = None
    legal_entity: Code | None = None
    active: bool | None = None
    currency: Currency | None = None
    prices_gross: bool | None = None
    vat_rounding: VatRounding | None = None
    group: Code | None = None
    capabilities: Annotated[list[Capability], Field(max_length=30)] | None = None
    country: Country | None = None
    cut_off: _Clock | None = None
    handling_days: _Days | None = None
    transit_days: _Days | None = None
    oversell_risk: Annotated[Decimal, Field(ge=0, le=1, max_digits=6, decimal_places=5)] | None = None
    remind_unpaid_days: _Days | None = None
    cancel_unpaid_days: _Days | None = None


class ChannelIn(ChannelChange):
    """A new channel; its code stays."""

    code: Annotated[Code, Field(min_length=1, max_length=40)]
    name: Annotated[str, sized(80), Field(min_length=1)]
    legal_entity: Code
