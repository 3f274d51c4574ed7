"""Forms of master data that somebody else was quicker to save: told with what he changed, never written over unseen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.forms.models import _get_foreign_key
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kontor.backoffice.shown import change_text

Row = TypeVar("Row", bound=Model)
# The field in which a page says what it showed.
SEEN = "_seen"
# … and that in which it says which rows of others belonged to it.
SEEN_ROWS = "_seen_rows"
# What is known of a person and kept out of every trail and every page.
SECRET = frozenset({"password"})


def write_seen(form: Any) -> str:
    """Return what a form was opened with, as its page brings it back."""
    return _written(_shown_by(form))


class RowsChanged(Exception):
    """Somebody changed rows that belong to a master since its page was opened."""


def guarded(form: type[ModelForm[Any]], sent: str, rows: str = "", inlines: Iterable[Any] = ()) -> type[ModelForm[Any]]:
    """Return the form with a check: it locks its row, and refuses to write over what was changed since its page was opened.
    ``sent``: what the page showed, by ``write_seen``; ``rows``: what it showed of ``inlines``, by ``mark_rows``; empty where no
    page did. Raises: RowsChanged.
    """

    class Guarded(form):  # type: ignore[misc,valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            kept = type(self.instance)._default_manager.select_for_update(no_key=True).filter(pk=self.instance.pk).get()
            # Behind the lock: of two who save at once the second sees what the first has written.
            if rows and rows != mark_rows(kept, inlines):
                raise RowsChanged
            now = json.loads(_written(_shown_by(type(self)(instance=kept))))
            seen = _read(sent)
            changed = {name for name in now if name in seen and seen[name] != now[name]}
            if changed:
                said = change_text({it: seen[it] for it in changed}, {it: now[it] for it in changed})
                raise ValidationError(
                    _(
                        "Somebody changed this since you opened it (%(what)s). Save once more to write what stands below."
                    )
                    % {"what": said}
                )
            return cleaned

    return Guarded


def hold_row(model: type[Row], key: int) -> Row:
    """Return a row as it stands, and let nobody change it until what was typed over it is written. Refuses: 404."""
    return get_object_or_404(model._default_manager.select_for_update(no_key=True), pk=key)


def mark_rows(owner: Model, inlines: Iterable[Any]) -> str:
    """Return by what the rows that belong to a master are known again, as its page shows them."""
    told = []
    for inline in inlines:
        link = _get_foreign_key(type(owner), inline.model, fk_name=inline.fk_name)
        told.append(list(inline.model._default_manager.filter(**{link.name: owner}).order_by("pk").values()))
    return sha256(repr(told).encode()).hexdigest()[:32]


def written_columns(row: Model, form: Any, *, also: Collection[str] = ()) -> list[str]:
    """Return the columns that a form asks for, and ``also`` those that it fills in itself: it writes no others over, which
    somebody may have changed meanwhile.
    """
    columns = {field.name for field in row._meta.concrete_fields if not field.primary_key} - SECRET
    return [name for name in [*_asked_by(form), *also] if name in columns]


def _asked_by(form: Any) -> list[str]:
    """Return the fields that a reader may fill in: what is shown alone, or kept secret, is none of them."""
    return [name for name, field in form.fields.items() if not field.disabled and name not in SECRET]


def _shown_by(form: Any) -> dict[str, Any]:
    """Return what a form shows of its row, links to others by their numbers."""
    many = {field.name for field in form.instance._meta.many_to_many}
    shown = {name: form.initial[name] for name in _asked_by(form) if name in form.initial}
    return {name: sorted(it.pk for it in value) if name in many else value for name, value in shown.items()}


def _written(facts: dict[str, Any]) -> str:
    return json.dumps(facts, default=str)


def _read(sent: str) -> dict[str, Any]:
    try:
        told = json.loads(sent or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
