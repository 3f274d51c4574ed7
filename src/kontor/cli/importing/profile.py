"""A profile: what the columns of a shop's file mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any


class ProfileUnknown(Exception):
    """There is no such profile."""


@dataclass(frozen=True, slots=True)
class SetAsideRule:
    """Lines that fit are set aside under a reason."""

    reason: str
    order_prefix: str = ""
    skus: tuple[str, ...] = ()
    negative_quantity: bool = False
    zero_price: bool = False
    fraction_of_a_cent: bool = False
    unmapped_country: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as read from its TOML file."""

    name: str
    file: dict[str, Any]
    columns: dict[str, str]
    channel: dict[str, Any]
    defaults: dict[str, str]
    charges: dict[str, str]
    countries: dict[str, str]
    set_aside: tuple[SetAsideRule, ...]
    cancellation_prefix: str
    opening_share: float | None


def load_profile(name: str) -> Profile:
    """Return a built-in profile by its name, or one from a file by its path. Raises ProfileUnknown."""
    path = Path(name)
    if path.suffix == ".toml" and path.exists():
        text = path.read_text()
    else:
        built_in = files("kontor.cli.importing") / "profiles" / f"{name}.toml"
        if not built_in.is_file():
            folder = files("kontor.cli.importing") / "profiles"
            known = ", ".join(sorted(item.name.removesuffix(".toml") for item in folder.iterdir()))
            raise ProfileUnknown(f"There is no profile {name!r}. Built in: {known}; or give the path of a .toml file.")
        text = built_in.read_text()
    raw = tomllib.loads(text)
    rules = tuple(_rule(rule) for rule in raw.get("set_aside", []))
    return Profile(
        name=raw["name"], file=raw["file"], columns=raw["columns"], channel=raw["channel"],
        defaults=raw.get("defaults", {}), charges=raw.get("charges", {}), countries=raw.get("countries", {}),
        set_aside=rules, cancellation_prefix=raw.get("orders", {}).get("cancellation_prefix", ""),
        opening_share=raw.get("opening_stock", {}).get("share"),
    )  # fmt: skip


def _rule(raw: dict[str, Any]) -> SetAsideRule:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return SetAsideRule(**fields)
