"""The floors of the house, as `.importlinter` holds them; rooms alone, the lowest first."""

from __future__ import annotations

import configparser
from pathlib import Path

from django.conf import settings

ROOMS = [name.removeprefix("kontor.") for name in settings.ROOMS]


def _read_floors() -> list[set[str]]:
    contracts = configparser.ConfigParser()
    contracts.read(Path(__file__).parents[1] / ".importlinter")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    floors = [{name.strip() for name in layer.split("|")} & set(ROOMS) for layer in reversed(layers)]
    return [rooms for rooms in floors if rooms]


FLOORS = _read_floors()


def floor(room: str) -> int:
    """Return on which floor a room stands; the lowest is 0."""
    return next(level for level, rooms in enumerate(FLOORS) if room in rooms)
