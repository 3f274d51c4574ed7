"""Cells, rows and options drawn as HTML: a page holds six hundred, so they are what has functions instead of a template.

Every text is escaped here, whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kontor.backoffice.parts.cells import Badges, Cell, Moment, Text
from kontor.backoffice.parts.conditions import Field, Label
from kontor.backoffice.parts.list_parts import TableRow


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


def draw_row(row: TableRow, *, choosable: bool) -> SafeString:
    """Return a row of a grid as HTML, with what keyboard and bulk bar know of it; ``choosable``: with a box to choose it."""
    name, key = escape(row.name), int(row.key)
    box = (
        f'<td class="k-pick"><input type="checkbox" name="id" value="{key}" form="k-bulk"'
        f' aria-label="{escape(_("Choose"))} {name}"></td>'
        if choosable
        else ""
    )
    told = (
        f'data-key="{key}" data-link="{escape(row.link)}" data-preview="{escape(row.preview)}"'
        f' data-amount="{escape(row.amount)}" data-currency="{escape(row.currency)}"'
    )
    cells = "".join(f"<td{marks}>{drawn}</td>" for marks, drawn in row.cells)
    return mark_safe(f'<tr tabindex="-1" {told}>{box}{cells}</tr>')


def draw_options(groups: Sequence[tuple[Label, Sequence[Field]]]) -> SafeString:
    """Return the fields that can be asked for as the options of a select, under their headings."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (label, format_html_join("", '<option value="{}">{}</option>', ((it.name, it.label) for it in fields)))
            for label, fields in groups
        ),
    )


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
