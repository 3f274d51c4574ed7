"""Which column of a file of orders stands for what: as its profile says, or as somebody has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontor.flows.imports.orders.profile import FIELDS, Profile
from kontor.flows.imports.orders.reading import list_missing, names_of

# What every order needs, first; the rest by its name.
_FIRST = (
    "order",
    "ordered_at",
    "sku",
    "title",
    "quantity",
    "unit_price",
    "line_total",
    "tax_rate",
    "total",
    "shipping",
)
FIELDS_IN_ORDER = (*_FIRST, *sorted(FIELDS.difference(_FIRST)))


@dataclass(frozen=True, slots=True)
class ColumnsOfFile:
    """The headings of a file; by field those that its profile reads; the fields that were chosen by hand, and those that are
    needed and stand nowhere; the headings that nothing reads.
    """

    headings: Sequence[str]
    read: Mapping[str, Sequence[str]]
    chosen: Mapping[str, str]
    missing: Sequence[str]
    unread: Sequence[str]


def with_columns(profile: Profile, chosen: Mapping[str, str]) -> Profile:
    """Return the profile with columns that somebody has chosen instead of its own."""
    return profile.model_copy(update={"columns": {**profile.columns, **chosen}})


def match_columns(profile: Profile, headings: Sequence[str], chosen: Mapping[str, str]) -> ColumnsOfFile:
    """Return which of a file's columns stands for what."""
    meant = with_columns(profile, chosen)
    read = {field: [name for name in names_of(columns) if name in headings] for field, columns in meant.columns.items()}
    rules = {it.column for it in profile.status} | {it.column for it in profile.paid_when}
    known = rules.union(*read.values())
    return ColumnsOfFile(
        headings, read, chosen, list_missing(headings, meant), [name for name in headings if name not in known]
    )
