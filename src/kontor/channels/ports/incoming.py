"""What channels hand over: the order as Kontor understands it, whichever channel it came from.

These are validated value objects: whoever builds one from a payload gets every fault by field and reason.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from kontor.kernel.money import TRADED
from kontor.kernel.text import clean_text

MOST_LINES = 2_000
MOST_PIECES = 1_000_000
MOST_MONEY = Decimal(100_000_000)
# Codes that channels use beside ISO 3166: Great Britain, Greece, Northern Ireland, the Canary Islands.
_OTHER_CODES = {"UK": "GB", "EL": "GR", "XI": "GB", "IC": "ES"}


# Moments that trade can mean; what lies outside is a "none" of some program, and no page can show it in another time zone.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _short(text: str) -> str:
    return clean_text(text, 200)


def sized(most: int) -> AfterValidator:
    """Return a check that a text fits into its column."""
    return AfterValidator(lambda text: clean_text(text, most))


def _moment(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        raise ValueError(f"must lie between {FIRST_YEAR} and {LAST_YEAR}; leave it out where there is none")
    return at


def _code(text: str) -> str:
    tidy = clean_text(text, 100)
    if not tidy:
        raise ValueError("must not be empty")
    return tidy


def _note(text: str) -> str:
    return clean_text(text, 4_000)


def _currency(text: str) -> str:
    if text not in TRADED:
        raise ValueError("is no currency that Kontor keeps (ISO 4217)")
    return text


def _country(text: str) -> str:
    tidy = text.strip().upper()
    tidy = _OTHER_CODES.get(tidy, tidy)
    if len(tidy) != 2 or not tidy.isalpha() or not tidy.isascii():
        raise ValueError("is no ISO 3166 alpha-2 country code")
    return tidy


Text = Annotated[str, AfterValidator(_short)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
# Parts of an address, as wide as customers and papers keep them.
PersonName = Annotated[str, sized(160)]
Street = Annotated[str, sized(160)]
PostalCode = Annotated[str, sized(16)]
City = Annotated[str, sized(100)]
Phone = Annotated[str, sized(40)]
VatId = Annotated[str, sized(20)]
Code = Annotated[str, AfterValidator(_code)]
Note = Annotated[str, AfterValidator(_note)]
Amount = Annotated[Decimal, Field(ge=0, lt=MOST_MONEY, max_digits=19, decimal_places=4)]
Currency = Annotated[str, AfterValidator(_currency)]
Country = Annotated[str, AfterValidator(_country)]


class _Value(BaseModel):
    # Unknown fields are harmless: channels add some every year.
    model_config = ConfigDict(frozen=True, extra="ignore")


class IncomingAddress(_Value):
    """A postal address as the channel gave it."""

    name: PersonName = ""
    company: PersonName = ""
    street: Street = ""
    extra: Text = ""
    postal_code: PostalCode = ""
    city: City = ""
    state: City = ""
    country: Country
    phone: Phone = ""
    email: Text = ""


class IncomingLine(_Value):
    """One position: ``sku`` is the channel's article number, ``unit_price`` as the channel prices (gross or net); without
    one, the price list of the buyer says it.
    """

    sku: Code
    quantity: Annotated[int, Field(gt=0, le=MOST_PIECES, strict=True)]
    unit_price: Amount | None = None
    title: Text = ""
    external_id: Annotated[str, sized(100)] = ""
    ship_by: Moment | None = None
    deliver_by: Moment | None = None


class IncomingCharge(_Value):
    """What is paid beside the goods. ``amount`` as the channel prices; a discount is given as a positive amount."""

    kind: Literal["shipping", "service", "discount"]
    title: Text = ""
    amount: Amount


class IncomingVoucher(_Value):
    """A voucher of ours that is redeemed. Without an amount as much of it is used as the order comes to."""

    code: Code
    amount: Annotated[Decimal, Field(gt=0, lt=MOST_MONEY, max_digits=19, decimal_places=2)] | None = None


class IncomingOrder(_Value):
    """An order as a channel tells it. ``total`` is what goods and charges come to, where the channel says it: a single-purpose
    voucher lowers it, a multi-purpose voucher pays a part of it.
    """

    channel: Code
    external_id: Code
    ordered_at: Moment | None = None
    currency: Currency
    buyer_ref: Text = ""
    ship_to: IncomingAddress
    bill_to: IncomingAddress | None = None
    lines: Annotated[tuple[IncomingLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    charges: Annotated[tuple[IncomingCharge, ...], Field(max_length=100)] = ()
    vouchers: Annotated[tuple[IncomingVoucher, ...], Field(max_length=10)] = ()
    total: Amount | None = None
    # What the shop itself charged as VAT, where it says so: ours is held against it.
    told_tax: Amount | None = None
    # The channel collects the VAT of this order and pays it itself (art. 14a of the VAT directive).
    vat_owed_by_channel: bool = False
    # ``provider``: agreed to and not collected; ``payment_account`` is the account's code here, ``payment_reference`` the
    # payment's id there. With ``paid`` the two say where it can be given back.
    payment: Literal["paid", "marketplace", "provider", "prepayment", "invoice"] = "prepayment"
    payment_account: Annotated[str, sized(40)] = ""
    payment_reference: Annotated[str, sized(120)] = ""
    vat_id: VatId = ""
    language: Literal["de", "en"] = "de"
    note: Note = ""
    tags: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    ship_by: Moment | None = None
    deliver_by: Moment | None = None
    acknowledge_by: Moment | None = None


class IncomingMessage(_Value):
    """A raw message, kept before it is understood. ``subject`` is the order it tells of, where that is known; ``connector`` the
    code of the one that fetched it.
    """

    channel: Code
    kind: Code
    connector: Text = ""
    external_id: Code
    body: bytes
    received_at: datetime
    subject: Text = ""
    changed_at: datetime | None = None
