"""The grid of imports."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.imports.words import KIND_WORDS, RIGHTS
from kontor.backoffice.parts.cells import DIM, GOOD, WARN, Badge, Badges, Figure, Moment, Text
from kontor.backoffice.parts.conditions import Op
from kontor.backoffice.parts.describing import choice_field, moment_field, text_field
from kontor.backoffice.parts.grid import BulkVerb, Column, Facts, Grid, View
from kontor.backoffice.shown import who_text
from kontor.flows.imports.tables.kinds import KINDS
from kontor.platform.models import ImportFile, RunState


def _state(it: ImportFile, facts: Facts) -> Badges:
    if it.job is not None:
        text, tone = (_("Ended"), GOOD) if it.job.ended_at else (_("Runs"), WARN)
    elif it.run is not None:
        text, tone = (_("Ended"), GOOD) if it.run.state == RunState.DONE else (_("Runs"), WARN)
    else:
        text, tone = _("Not begun"), DIM
    return Badges([Badge(text, tone)])


IMPORTS = Grid(
    name="imports", title=_("Imports"), counted=_("rows"), right="catalog:write", any_right=tuple(RIGHTS.values()),
    rows=lambda: ImportFile.objects.select_related("job", "run"),
    columns=(
        Column("name", _("File"), lambda it, facts: Text(it.name, link=reverse("admin:import_file", args=[it.pk])), sort="id"),
        Column("kind", _("Kind"), lambda it, facts: Text(KIND_WORDS.get(it.kind, it.kind))),
        Column("rows", _("Rows"), lambda it, facts: Figure(it.rows), numeric=True),
        Column("state", _("State"), _state),
        Column("at", _("Uploaded"), lambda it, facts: Moment(it.at)),
        Column("by", _("By"), lambda it, facts: Text(who_text(it.by))),
    ),
    fields=(
        choice_field("kind", _("Kind"), lambda: list(KIND_WORDS.items())),
        text_field("name", _("File"), ops=(Op.CONTAINS, Op.STARTS)),
        moment_field("at", _("Uploaded")),
    ),
    views=(View("all", _("All"), ""), View("today", _("Today"), "at.today=")),
    link=lambda it: reverse("admin:import_file", args=[it.pk]),
    undoing=(
        *(BulkVerb(kind.name, KIND_WORDS[kind.name], kind.right) for kind in KINDS.values()),
        *(BulkVerb(f"undo_{kind.name}", KIND_WORDS[kind.name], kind.right) for kind in KINDS.values()),
    ),
    name_column="name", empty=_("Nothing was imported yet. Articles, stock, prices, customers and orders come in by a file."),
    empty_link=lambda: reverse("admin:import_new"), add_link=lambda: reverse("admin:import_new"),
    add_label=_("New import"), add_right="catalog:write",
)  # fmt: skip
