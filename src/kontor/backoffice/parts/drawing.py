"""Cells drawn as HTML: a page holds six hundred of them, so they are the one part that has functions instead of a template.

Every text is escaped here, whatever it says.
"""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kontor.backoffice.parts.cells import Badges, Cell, Moment, Text


def draw_cell(cell: Cell, edit: str = "") -> SafeString:
    """Return a cell as HTML; ``edit``: where the form lies by which it is changed in place."""
    if isinstance(cell, Text):
        drawn = _text(cell)
    elif isinstance(cell, Badges):
        drawn = "".join(
            f'<span class="k-badge k-{it.tone}"{_hint(str(it.hint))}>{escape(str(it.text))}</span> '
            for it in cell.badges
        )
    elif isinstance(cell, Moment):
        drawn = f'<span class="k-once{" k-bad" if cell.late else ""}">{escape(cell.text)}</span>'
    else:
        tone = getattr(cell, "tone", "")
        drawn = f'<span class="k-once{f" k-{tone}" if tone else ""}">{escape(cell.text)}</span>'
    return mark_safe(f'<span class="k-cell">{drawn}{_pencil(edit)}</span>' if edit else drawn)


def _text(cell: Text) -> str:
    text = escape(str(cell.text))
    drawn = f'<a href="{escape(cell.link)}">{text}</a>' if cell.link else text
    return f'{drawn} <small class="k-dim">{escape(str(cell.small))}</small>' if cell.small else drawn


def _hint(hint: str) -> str:
    return f' title="{escape(hint)}"' if hint else ""


def _pencil(edit: str) -> str:
    told = escape(_("Change"))
    return (
        f'<button type="button" class="k-pencil" hx-get="{escape(edit)}" hx-target="closest .k-cell" hx-swap="outerHTML"'
        f' aria-label="{told}">✎</button>'
    )
