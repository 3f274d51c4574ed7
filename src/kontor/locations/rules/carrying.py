"""Where pieces of the merchant may be carried."""

from __future__ import annotations

from kontor.locations.errors import AnotherCompany, SamePlace


def check_way(start: tuple[int, int], goal: tuple[int, int]) -> None:
    """Pieces are carried between two locations of one company. ``start``, ``goal``: location id and legal entity id.

    Refuses: SamePlace, AnotherCompany.
    """
    if start[0] == goal[0]:
        raise SamePlace
    if start[1] != goal[1]:
        raise AnotherCompany
