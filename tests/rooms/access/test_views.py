"""Views of grids and how somebody has set them: kept, shared, dropped, each by whom they belong to."""

from __future__ import annotations

import pytest

from kontor.access.public import (
    GridRow,
    NewView,
    TooManyViews,
    ViewNotNamed,
    ViewTooLong,
    ViewUnknown,
    drop_view,
    get_grid_setting,
    keep_view,
    list_views,
    set_grid,
)
from kontor.access.tables import GridSetting, User
from kontor.platform.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna").pk


@pytest.fixture
def bea(db):
    return User.objects.create_user("bea").pk


class TestKeepView:
    def test_keeps_it_under_its_name_and_the_same_name_takes_its_place(self, anna, at, by):
        first = keep_view(owner_id=anna, grid="orders", view=NewView("Meine", "state.is=HELD"), at=at, by=by)
        second = keep_view(
            owner_id=anna, grid="orders", view=NewView(" Meine ", "state.is=PLACED", ("number",)), at=at, by=by
        )

        assert first == second
        assert [(it.name, it.query, it.columns, it.mine) for it in list_views(grid="orders", user_id=anna)] == [
            ("Meine", "state.is=PLACED", ("number",), True)
        ]
        assert AuditEntry.objects.filter(verb="keep_view").count() == 2

    def test_shows_it_to_others_only_where_it_is_shared(self, anna, bea, at, by):
        keep_view(owner_id=anna, grid="orders", view=NewView("Meine", ""), at=at, by=by)
        keep_view(owner_id=anna, grid="orders", view=NewView("Alle", "", shared=True), at=at, by=by)
        keep_view(owner_id=anna, grid="stock", view=NewView("Lager", "", shared=True), at=at, by=by)

        assert [(it.name, it.mine) for it in list_views(grid="orders", user_id=bea)] == [("Alle", False)]

    @pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
    def test_needs_a_name(self, anna, at, by, name):
        with pytest.raises(ViewNotNamed):
            keep_view(owner_id=anna, grid="orders", view=NewView(name, ""), at=at, by=by)

        assert list_views(grid="orders", user_id=anna) == []

    def test_keeps_no_more_than_the_tabs_can_hold(self, anna, at, by):
        for number in range(30):
            keep_view(owner_id=anna, grid="orders", view=NewView(f"V{number}", ""), at=at, by=by)

        with pytest.raises(TooManyViews):
            keep_view(owner_id=anna, grid="orders", view=NewView("Eine mehr", ""), at=at, by=by)
        keep_view(owner_id=anna, grid="orders", view=NewView("V3", "q=x"), at=at, by=by)
        assert len(list_views(grid="orders", user_id=anna)) == 30


class TestDropView:
    def test_is_for_whom_it_belongs_to_and_no_grid_opens_with_it_any_more(self, anna, bea, at, by):
        view = keep_view(owner_id=anna, grid="orders", view=NewView("Alle", "", shared=True), at=at, by=by)
        set_grid(user_id=bea, grid="orders", home=str(view))

        with pytest.raises(ViewTooLong):
            keep_view(owner_id=anna, grid="orders", view=NewView("Lang", "x" * 2001), at=at, by=by)
        with pytest.raises(ViewUnknown):
            drop_view(owner_id=bea, view_id=view, at=at, by=by)
        drop_view(owner_id=anna, view_id=view, at=at, by=by)

        assert list_views(grid="orders", user_id=anna) == []
        assert get_grid_setting(grid="orders", user_id=bea).home == ""


class TestSetGrid:
    def test_changes_what_is_told_and_nothing_else(self, anna, bea):
        set_grid(user_id=anna, grid="orders", columns=["total", "number"], dense=True)
        set_grid(user_id=anna, grid="orders", widths={"total": 9, "number": 99999})
        set_grid(user_id=anna, grid="orders", home="check")

        assert get_grid_setting(grid="orders", user_id=anna) == GridRow(
            ("total", "number"), {"total": 40, "number": 800}, dense=True, home="check"
        )
        assert get_grid_setting(grid="orders", user_id=bea) == GridRow()
        assert GridSetting.objects.count() == 1
