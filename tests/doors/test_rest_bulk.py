"""Many rows at once by the API: judged, done row by row, repeated and taken back; each answer names its row."""

from __future__ import annotations

import pytest
from django.db import transaction
from test_rest import Api

from builders import assert_house_in_order, run_bulk
from kontor.orders.public import hold_order
from kontor.orders.tables import Order
from kontor.platform.models import BulkJob
from kontor.rest import auth

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/api/v1/bulk"


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    return Api("*", at=at, by=by)


@pytest.fixture
def orders(real_shop):
    """Two orders that can be held and one that is."""
    found = [real_shop.place((1, "LAMP"), payment="prepayment") for _ in range(3)]
    with transaction.atomic():
        hold_order(order_id=found[2].id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)
    return found


def states() -> list[str]:
    return list(Order.objects.order_by("id").values_list("state", flat=True))


class TestJudge:
    def test_says_what_would_be_refused_and_does_nothing(self, api, orders):
        asked = {"of": "orders", "verb": "release", "where": {"state.in": "PLACED,HELD"}}

        told = api.post(f"{URL}/judge", asked).json()

        assert (told["rows"], told["judged"]) == (3, True)
        assert {it["row"] for it in told["refused"]} == {it.number for it in orders}
        assert (states(), BulkJob.objects.count()) == (["PLACED", "PLACED", "HELD"], 0)


class TestAJob:
    def begin(self, api, orders, **more):
        asked = {
            "of": "orders",
            "verb": "hold",
            "rows": [str(it.uuid) for it in orders],
            "reason": "customer",
            "text": "wait",
        }
        return api.post(URL, asked | more, **{"Idempotency-Key": "hold-them"})

    def test_does_each_row_and_says_what_came_of_it(self, api, orders):
        begun = self.begin(api, orders[:2])
        again = self.begin(api, orders[:2])
        run_bulk()

        job = begun.json()["job"]
        told = api.get(f"{URL}/{job}").json()
        results = api.get(f"{URL}/{job}/results").json()
        assert (begun.status_code, again.json()) == (202, begun.json())
        assert (told["rows"], told["done"], told["waiting"]) == (2, 2, 0)
        assert [(it["row"], it["outcome"]) for it in results["results"]] == [(it.number, "done") for it in orders[:2]]
        assert states() == ["HELD", "HELD", "HELD"]
        assert_house_in_order()

    def test_is_taken_back_once(self, api, orders):
        job = self.begin(api, orders[:2]).json()["job"]
        run_bulk()

        undone = [api.post(f"{URL}/{job}/undo", {}).json()["job"] for _ in range(2)]
        run_bulk()

        assert undone[0] == undone[1] != job
        assert states() == ["PLACED", "PLACED", "HELD"]
        assert api.get(f"{URL}/{job}").json()["undone_by"] == undone[0]
        assert api.post(f"{URL}/{job}/repeat", {}).json()["code"] == "bulk.job_over"

    def test_pages_its_results(self, api, orders):
        job = self.begin(api, orders).json()["job"]

        seen, after = [], "0"
        while after is not None:
            page = api.get(f"{URL}/{job}/results?limit=2&after={after}&outcome=waiting").json()
            seen += [it["row"] for it in page["results"]]
            after = page["next"]

        assert seen == [it.number for it in orders]

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"verb": "paint"}, "verb"), ({"reason": "because"}, "reason"), ({"text": "x" * 501}, "text"),
            ({"rows": ["7"]}, "rows"), ({"where": {"state.is": "PLACED"}}, "rows"),
            ({"verb": "release"}, "reason"),
            ({"rows": None, "where": {"colour.is": "red"}}, "colour.is"), ({"rows": None}, "rows"),
        ],
    )  # fmt: skip
    def test_that_is_asked_wrongly_does_not_begin(self, api, orders, more, field):
        answer = self.begin(api, orders, **more)

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
        assert BulkJob.objects.count() == 0

    def test_of_no_rows_does_not_begin(self, api, orders):
        answer = self.begin(api, orders, rows=None, where={"state.is": "CLOSED"})

        assert (answer.status_code, answer.json()["code"]) == (422, "request.no_rows")

    def test_is_closed_to_whom_its_verb_is(self, api, orders, at, by):
        job = self.begin(api, orders[:2]).json()["job"]
        reader = Api("orders:read", at=at, by=by, name="reader")

        assert reader.post(URL, {"of": "orders", "verb": "release", "where": {}}).status_code == 403
        assert reader.get(f"{URL}/{job}").status_code == 403
        assert reader.post(f"{URL}/{job}/stop", {}).status_code == 403
        assert BulkJob.objects.get(id=job).stopped_at is None

    def test_that_is_none_is_not_found(self, api):
        assert api.get(f"{URL}/99").json()["code"] == "request.job_unknown"
        assert api.get(f"{URL}/{10**30}").json()["code"] == "request.job_unknown"
