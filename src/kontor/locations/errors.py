"""What locations refuse."""

from __future__ import annotations

from kontor.kernel.errors import Refused


class SamePlace(Refused):
    """These are one and the same location: choose another one to which the pieces go."""

    code = "locations.same_place"


class AnotherCompany(Refused):
    """These locations belong to two companies: what goes from one to the other is sold, and needs an order."""

    code = "locations.another_company"
