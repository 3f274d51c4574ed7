"""Parts of any page: a chart that leads to rows, a timeline, an error with what to do, a field for a scanner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kontor.backoffice.parts.conditions import Label


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what it counts, how high it stands in percent, beside it what it is held against, and its rows."""

    label: Label
    value: str
    height: int
    before: int
    link: str
    hint: str

    @property
    def top(self) -> int:
        """Return where it begins, from above."""
        return 100 - self.height

    @property
    def before_top(self) -> int:
        """Return where the bar behind it begins."""
        return 100 - self.before


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over time, drawn without a script; each bar is a door to the rows that it counts."""

    template: ClassVar[str] = "backoffice/parts/chart.html"
    title: Label
    bars: Sequence[Bar]
    now: Label
    before: Label


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: what, when, by whom."""

    at: datetime
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, the newest first."""

    template: ClassVar[str] = "backoffice/parts/timeline.html"
    title: Label
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class ErrorBox:
    """Something went wrong: what, and the way out."""

    template: ClassVar[str] = "backoffice/parts/error_box.html"
    text: Label
    link: str = ""
    step: Label = ""


@dataclass(frozen=True, slots=True)
class ScanField:
    """A field that a scanner types into: it has the focus, and says whether what came was right."""

    template: ClassVar[str] = "backoffice/parts/scan_field.html"
    link: str
    help: Label
    told: str = ""
    good: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is a door to exactly the rows that it counts. ``tone`` colours it where it is not zero; ``later``: where it
    is asked for once the page is there.
    """

    template: ClassVar[str] = "backoffice/parts/number.html"
    title: Label
    value: str
    link: str
    tone: str = ""
    hint: Label = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form with what is wrong with it; ``choices`` make it a list."""

    template: ClassVar[str] = "backoffice/parts/form_field.html"
    name: str
    label: Label
    value: str = ""
    fault: Label = ""
    help: Label = ""
    choices: Sequence[tuple[str, Label]] = ()
    most: int = 200
    # text, long (several lines), flag, amount, count …: see ``forms.Ask``.
    kind: str = "text"
    required: bool = False
    # By what the page that is sent back tells what it showed here: see ``forms.read_changes``.
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Facts under a heading."""

    template: ClassVar[str] = "backoffice/parts/card.html"
    title: Label
    facts: Sequence[tuple[Label, str]]
