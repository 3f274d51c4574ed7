"""A profile: what the columns of another program's file mean."""

from __future__ import annotations

import codecs
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kontor.kernel.money import TRADED

# The fields that a column or a constant can fill: those of a line, and those that stand once for an order.
LINE_FIELDS = frozenset("sku title quantity unit_price line_total line_discount line_tax tax_rate".split())
ADDRESS_FIELDS = ("name", "company", "street", "extra", "postal_code", "city", "state", "country", "phone", "email")
ORDER_FIELDS = frozenset(
    "order ordered_at currency payment note tags buyer vat_id language shipping shipping_discount service discount total".split()
) | frozenset((*ADDRESS_FIELDS, *(f"bill_{name}" for name in ADDRESS_FIELDS)))
FIELDS = LINE_FIELDS | ORDER_FIELDS
NEEDED = ("order", "sku", "quantity", "ordered_at")
Fate = Literal["open", "history", "cancelled", "skip"]


class ProfileUnknown(Exception):
    """There is no such profile, or it is none; the text says where and why."""


def _encoding(name: str) -> str:
    if name != "auto":
        try:
            codecs.lookup(name)
        except LookupError:
            raise ValueError(f"{name} is no encoding; auto, utf-8, cp1252 and utf-16 are some") from None
    return name


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name} is no time zone; Europe/Berlin is one") from None
    return name


def _currency(code: str) -> str:
    if code not in TRADED:
        raise ValueError(f"{code} is no currency (ISO 4217)")
    return code


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Joined(_Part):
    """Several columns that make up one field, put together with blanks."""

    join: tuple[str, ...]


Columns = str | tuple[str, ...] | Joined


class FileForm(_Part):
    """How the file is written. ``skip_lines`` stand before the headings; ``ignore``: lines that begin so are none of an order."""

    encoding: Annotated[str, AfterValidator(_encoding)] = "auto"
    delimiter: Annotated[str, Field(min_length=1, max_length=4)] = "auto"
    dates: str | tuple[str, ...] = ("iso",)
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    decimal: Literal[",", ".", "auto"] = "auto"
    skip_lines: Annotated[int, Field(ge=0, le=1_000)] = 0
    ignore: tuple[str, ...] = ()


class SetAsideRule(_Part):
    """Lines that fit are set aside under a reason."""

    reason: str
    order_prefix: str = ""
    skus: tuple[str, ...] = ()
    negative_quantity: bool = False
    zero_price: bool = False
    fraction_of_a_cent: bool = False
    unmapped_country: bool = False


class StatusRule(_Part):
    """What becomes of an order whose column holds one of the values, or anything at all."""

    column: str
    values: tuple[str, ...] = ()
    filled: bool = False
    means: Fate = Field(alias="is")


class PaidRule(_Part):
    """What says that the money of an order is there: a column that holds one of the values, or anything at all."""

    column: str
    values: tuple[str, ...] = ()
    filled: bool = False


class OrderRules(_Part):
    """How lines make orders. ``charges``: shipping and discount stand once for an order, or with each line for itself."""

    cancellation_prefix: str = ""
    status: Fate = "open"
    charges: Literal["once", "each_line"] = "once"
    line_tax: Literal["included", "added"] = "included"
    # Lines without this field tell of the order only.
    head_without: str = ""


class OpeningStock(_Part):
    """Which share of what the file sells is booked in before."""

    share: Annotated[float, Field(ge=0, le=100)]


class Place(_Part):
    """The legal entity or the location that is made where it is missing."""

    code: str
    name: str
    country: Annotated[str, Field(min_length=2, max_length=2)]
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    latitude: float | None = None
    longitude: float | None = None


class ChannelForm(_Part):
    """The sales channel that the orders belong to."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: str
    currency: Annotated[str, AfterValidator(_currency)]
    # Made where they are missing; without them the house's own first ones are taken.
    legal_entity: Place | None = None
    location: Place | None = None
    payment: Literal["paid", "marketplace", "prepayment", "invoice"] = "paid"
    language: Literal["de", "en"] = "de"


class Profile(_Part):
    """A profile as read from its TOML file."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    title: str = ""
    # Some are for whoever tries Kontor, by the command alone.
    offered: bool = True
    file: FileForm = FileForm()
    columns: dict[str, Columns]
    constants: dict[str, str | int | float] = {}
    channel: ChannelForm
    defaults: dict[str, str] = {}
    charges: dict[str, Literal["shipping", "service", "discount"]] = {}
    countries: dict[str, str] = {}
    payments: dict[str, Literal["paid", "marketplace", "prepayment", "invoice"]] = {}
    tax_classes: dict[str, Literal["standard", "reduced", "zero"]] = {"19": "standard", "7": "reduced", "0": "zero"}
    status: tuple[StatusRule, ...] = ()
    # Where the file has one of these columns, an order that none of them calls paid waits for its money, however it is to come.
    paid_when: tuple[PaidRule, ...] = ()
    set_aside: tuple[SetAsideRule, ...] = ()
    orders: OrderRules = OrderRules()
    opening_stock: OpeningStock | None = None

    @model_validator(mode="after")
    def _whole(self) -> Profile:
        told = {*self.columns, *self.constants}
        if unknown := sorted(told - FIELDS):
            raise ValueError(f"{', '.join(unknown)}: no such field; there are {', '.join(sorted(FIELDS))}")
        missing = [name for name in NEEDED if name not in told]
        if not told & {"unit_price", "line_total"}:
            missing.append("unit_price or line_total")
        if "country" not in told | set(self.defaults):
            missing.append("country")
        if missing:
            raise ValueError(f"[columns] lacks {', '.join(missing)}")
        return self

    @property
    def prefix(self) -> str:
        """Return with what the number of a cancellation begins."""
        return self.orders.cancellation_prefix


def list_profiles() -> list[str]:
    """Return the names of the profiles that Kontor brings."""
    folder = files("kontor.flows.imports.orders") / "profiles"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def load_profile(name: str) -> Profile:
    """Return a built-in profile by its name, or one from a file by its path. Raises ProfileUnknown."""
    path = Path(name)
    if path.suffix == ".toml" and path.exists():
        content = path.read_bytes()
    elif name in list_profiles():
        content = (files("kontor.flows.imports.orders") / "profiles" / f"{name}.toml").read_bytes()
    else:
        raise ProfileUnknown(
            f"There is no profile {name!r}. Built in: {', '.join(list_profiles())}; or give the path of a .toml file."
        )
    try:
        text = content.decode("utf-8-sig")
        return Profile.model_validate(tomllib.loads(text))
    except UnicodeDecodeError:
        raise ProfileUnknown(f"The profile {name} is not in UTF-8; save it so.") from None
    except tomllib.TOMLDecodeError as fault:
        raise ProfileUnknown(f"The profile {name} is no TOML: {fault}.") from None
    except ValidationError as faults:
        told = "; ".join(
            _name_fault(text, fault) for fault in faults.errors(include_url=False, include_input=False)[:5]
        )
        raise ProfileUnknown(f"The profile {name} cannot be used: {told}.") from None


def _name_fault(text: str, fault: object) -> str:
    """Say which key is wrong, in which line, and why."""
    assert isinstance(fault, dict)
    keys = [str(part) for part in fault["loc"] if not isinstance(part, int)]
    where = ".".join(keys) or "profile"
    line = _find_line(text, [str(part) for part in fault["loc"]])
    why = str(fault["msg"]).removeprefix("Value error, ")
    return f"line {line}, {where}: {why}" if line else f"{where}: {why}"


def _find_line(text: str, path: list[str]) -> int:
    """Return the line in which a key stands, or its table begins; 0 where neither is there."""
    names = [part for part in path if not part.isdigit()]
    best, table = 0, ""
    for number, row in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*\[+\s*([\w.\-\"]+)\s*\]+", row):
            table = found[1].strip('"')
            if names and table == names[0]:
                best = best or number
        elif (found := re.match(r"\s*\"?([^=\"]+?)\"?\s*=", row)) and names and found[1] == names[-1]:
            if len(names) == 1 or table == names[0] or table.endswith(names[-2]):
                return number
    return best
