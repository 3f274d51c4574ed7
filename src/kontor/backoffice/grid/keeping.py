"""What somebody keeps of a grid: views, the one that it opens with, columns, widths, how close the rows stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import NewView, drop_view, keep_view, list_views, set_grid
from kontor.backoffice.access import act, may, needs
from kontor.backoffice.grid.registry import open_grid
from kontor.backoffice.grid.show import may_share, open_for
from kontor.backoffice.parts.grid import Grid
from kontor.backoffice.typed import read_id


@needs("")
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what is shown as a view of its own."""
    sent = request.POST
    opened = open_for(request, name, sent.get("query", ""))
    columns = [it.name for it in opened.columns()]
    return act(
        request,
        lambda at, by: keep_view(
            owner_id=_me(request), grid=name,
            view=NewView(sent.get("name", ""), opened.asked.query(), columns, "shared" in sent and may_share(opened)),
            at=at, by=by,
        ),
        done=_("The view is kept."), back=f"{opened.link()}?{opened.asked.query()}",
    )  # fmt: skip


@needs("")
@require_POST
def drop(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """Drop a view of one's own."""
    grid = open_grid(request, name)
    return act(
        request, lambda at, by: drop_view(owner_id=_owner_of(request, grid, key), view_id=key, at=at, by=by),
        done=_("The view is dropped."), back="admin:grid", name=grid.name,
    )  # fmt: skip


@needs("")
@require_POST
def settle(request: HttpRequest, name: str) -> HttpResponse:
    """Set the grid for oneself: what was sent is set, all else stays."""
    grid = open_grid(request, name)
    sent: Any = request.POST
    known = {it.name for it in grid.columns}
    columns = [it for it in sent.getlist("column") if it in known] if "columns" in sent else None
    if "reset" in sent:
        columns = []
    widths = {sent["width_of"]: read_id(sent.get("width"))} if sent.get("width_of") in known else None
    if widths is not None:
        widths = {**open_for(request, name, "").setting.widths, **widths}
    set_grid(
        user_id=_me(request), grid=name, columns=columns, widths=widths,
        dense="dense" in sent if "columns" in sent else None, home=sent.get("home"),
    )  # fmt: skip
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    back = sent.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/office/")
    return redirect(back) if safe else redirect("admin:grid", name=name)


def _owner_of(request: HttpRequest, grid: Grid, key: int) -> int | None:
    """Return in whose name a view is dropped: one's own, or in nobody's where one looks after people and their rights."""
    mine = any(it.id == key and it.mine for it in list_views(grid=grid.name, user_id=_me(request)))
    return None if not mine and may(request, "access:write") else _me(request)


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
