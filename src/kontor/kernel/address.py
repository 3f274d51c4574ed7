"""A postal address as it was given with an order: a snapshot, not a link to today's customer."""

from __future__ import annotations

from dataclasses import dataclass

# Countries and territories without postal codes, or where hardly anybody knows his. Source: Universal Postal Union,
# addressing systems.
WITHOUT_POSTAL_CODES = frozenset(
    "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK IE JM KI KM KN LC LY ML MO MR"
    " MW NR NU PA QA RW SB SC SL SR ST SX SY TD TF TG TK TL TO TV UG VU YE ZW".split()
)
# How postal codes are written (9 is a digit, A a letter) where that is the same for the whole country. Source: as above.
_POSTAL_CODES = {
    "AT": "9999", "BE": "9999", "BG": "9999", "CH": "9999", "CY": "9999", "DK": "9999", "HU": "9999", "LI": "9999",
    "LU": "9999", "NO": "9999", "SI": "9999", "AU": "9999", "DE": "99999", "EE": "99999", "ES": "99999", "FI": "99999",
    "FR": "99999", "HR": "99999", "IT": "99999", "MC": "99999", "SM": "99999", "CZ": "99999", "SK": "99999", "SE": "99999",
    "GR": "99999", "PL": "99999", "PT": "9999999", "RO": "999999", "NL": "9999AA",
}  # fmt: skip
# Whose one city nobody writes.
CITY_STATES = frozenset("GI HK MC MO SG VA".split())


@dataclass(frozen=True, slots=True)
class Address:
    """Name, street, place. ``country`` is an ISO 3166 alpha-2 code, ``state`` a part of it where addresses name one."""

    name: str = ""
    company: str = ""
    street: str = ""
    extra: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    state: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the fields that say something."""
        return {field: value for field in Address.__slots__ if (value := getattr(self, field))}

    def missing(self) -> list[str]:
        """Name the fields without which no carrier takes a parcel."""
        needed = ["street", "postal_code", "city", "country"]
        if self.country in WITHOUT_POSTAL_CODES:
            needed.remove("postal_code")
        if self.country in CITY_STATES:
            needed.remove("city")
        absent = [name for name in needed if not getattr(self, name)]
        return absent if self.name or self.company else ["name", *absent]

    def or_else(self, other: Address) -> Address:
        """Return this address, or another one where this says no place that a parcel could come back to."""
        return self if not {"street", "city"}.intersection(self.missing()) else other

    def lines(self) -> list[str]:
        """Return the address as it is printed on paper."""
        place = f"{self.postal_code} {self.city}".strip()
        place = f"{place}, {self.state}" if self.state else place
        return [text for text in (self.company, self.name, self.street, self.extra, place, self.country) if text]


def fits_country(postal_code: str, country: str) -> bool:
    """Whether a postal code is written as those of the country are; where that is not known, each one is."""
    told, form = "".join(char for char in postal_code.upper() if char.isalnum()), _POSTAL_CODES.get(country)
    told = told.removeprefix(country)
    shape = "".join("9" if char.isdecimal() else "A" for char in told)
    return form is None or shape == form or (country == "PT" and shape == "9999")


def tidy_postal_code(postal_code: str, country: str) -> str:
    """Return a postal code as the post writes it: tables turn 01067 into 1067 or 50667.0, and some programs put a sign before."""
    told, form = postal_code.strip().lstrip("'").removesuffix(".0"), _POSTAL_CODES.get(country, "")
    if not (told.isdecimal() and len(told) == len(form) - 1 and form.isdecimal()):
        return told
    whole = told.rjust(len(form), "0")
    # In Germany nothing begins with 00 or 05: a figure is missing elsewhere, and somebody has to ask.
    return told if country == "DE" and whole[:2] in ("00", "05") else whole


def address_from(fields: dict[str, str]) -> Address:
    """Build an address from stored fields; unknown ones are left out."""
    known = Address.__slots__
    return Address(**{name: value for name, value in fields.items() if name in known})
