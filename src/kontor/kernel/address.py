"""A postal address as it was given with an order: a snapshot, not a link to today's customer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Name, street, place. ``country`` is an ISO 3166 alpha-2 code."""

    name: str = ""
    company: str = ""
    street: str = ""
    extra: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the fields that say something."""
        return {field: value for field in Address.__slots__ if (value := getattr(self, field))}

    def missing(self) -> list[str]:
        """Name the fields without which no carrier takes a parcel."""
        absent = [name for name in ("street", "postal_code", "city", "country") if not getattr(self, name)]
        return absent if self.name or self.company else ["name", *absent]

    def lines(self) -> list[str]:
        """Return the address as it is printed on paper."""
        place = f"{self.postal_code} {self.city}".strip()
        return [text for text in (self.company, self.name, self.street, self.extra, place, self.country) if text]


def address_from(fields: dict[str, str]) -> Address:
    """Build an address from stored fields; unknown ones are left out."""
    known = Address.__slots__
    return Address(**{name: value for name, value in fields.items() if name in known})
