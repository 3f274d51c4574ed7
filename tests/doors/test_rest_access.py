"""How a program proves who it is, and how often it may ask."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from test_rest import Api

from builders import person
from kontor.access.public import create_api_key, issue_token, note_key_used, revoke_api_key
from kontor.access.tables import ApiKey, ApiToken
from kontor.kernel.clock import read_clock
from kontor.rest import auth, pace
from kontor.rest.tokens import change_key_for_token

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    pace._buckets.clear()
    auth._noted.clear()
    return Api("orders:read", "inventory:*", at=at, by=by)


def ask_for_token(api, *, basic: bool = False, **more):
    form = {"grant_type": "client_credentials"}
    headers = {}
    if basic:
        headers["Authorization"] = "Basic " + b64encode(f"prog:{api.secret}".encode()).decode()
    else:
        form |= {"client_id": "prog", "client_secret": api.secret}
    body = urlencode({**form, **more})
    return Client(headers=headers).post("/api/v1/token", body, content_type="application/x-www-form-urlencoded")


def orders_with(token: str) -> int:
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/orders").status_code


def test_a_key_knows_when_somebody_came_with_it_last(api, real_shop, client):
    secret = create_api_key(name="seen", capabilities=["orders:read"], at=real_shop.at, by=real_shop.by)
    assert ApiKey.objects.get(name="seen").used_at is None

    client.get("/api/v1/orders", headers={"Authorization": f"Bearer {secret}"})
    first = ApiKey.objects.get(name="seen").used_at
    note_key_used(key_id=ApiKey.objects.get(name="seen").id, at=first + timedelta(minutes=9))

    assert first is not None
    assert ApiKey.objects.get(name="seen").used_at == first
    note_key_used(key_id=ApiKey.objects.get(name="seen").id, at=first + timedelta(minutes=11))
    assert ApiKey.objects.get(name="seen").used_at > first


class TestAToken:
    @pytest.mark.parametrize("basic", [True, False])
    def test_opens_what_its_key_opens_for_an_hour(self, api, basic):
        told = ask_for_token(api, basic=basic).json()

        assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 3600, "orders:read inventory:*")
        assert orders_with(told["access_token"]) == 200
        assert told["access_token"] not in str(ApiToken.objects.values())
        ApiToken.objects.update(expires_at=read_clock() - timedelta(seconds=1))
        auth._known.clear()
        assert orders_with(told["access_token"]) == 401

    def test_may_have_fewer_rights_and_never_more(self, api):
        fewer = ask_for_token(api, scope="inventory:read")
        more = [
            ask_for_token(api, scope=scope) for scope in ("orders:write", "orders:read payments:read", "nonsense", "*")
        ]

        assert fewer.json()["scope"] == "inventory:read"
        assert orders_with(fewer.json()["access_token"]) == 403
        assert [(it.status_code, it.json()["error"]) for it in more] == [(400, "invalid_scope")] * 4

    def test_ends_with_its_key(self, api, at, by):
        token = ask_for_token(api).json()["access_token"]
        with transaction.atomic():
            revoke_api_key(name="prog", at=at, by=by)
        auth._known.clear()

        assert (orders_with(token), ask_for_token(api).status_code) == (401, 401)

    @pytest.mark.parametrize(
        ("form", "status", "error"),
        [
            ({"client_secret": "kontor_x"}, 401, "invalid_client"), ({"client_id": "other"}, 401, "invalid_client"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
            ({"grant_type": ""}, 400, "invalid_request"),
        ],
    )  # fmt: skip
    def test_is_refused_as_the_standard_says(self, api, form, status, error):
        answer = ask_for_token(api, **form)

        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"xx", "multipart/form-data"), (b"a=1", "application/json"), (b"", "application/x-www-form-urlencoded"),
            (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"), (b"\xff=%ff", "application/x-www-form-urlencoded"),
            (b"&".join([b"a=1"] * 1500), "application/x-www-form-urlencoded"),
        ],
    )  # fmt: skip
    def test_is_refused_where_no_form_was_sent(self, api, body, kind):
        answer = RequestFactory().generic("POST", "/api/v1/token", body, content_type=kind)

        told = change_key_for_token(answer)

        assert (told.status_code, json.loads(told.content)["error"]) == (400, "invalid_request")

    @pytest.mark.parametrize("told", ["kontor", "cHJvZw==", "/w==", b64encode(b"\0:\0").decode()])
    def test_is_refused_where_basic_is_none(self, api, told):
        client = Client(headers={"Authorization": f"Basic {told}"})

        answer = client.post(
            "/api/v1/token", "grant_type=client_credentials", content_type="application/x-www-form-urlencoded"
        )

        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    def test_leaves_none_behind_that_is_over(self, api, at):
        with transaction.atomic():
            issue_token(name="prog", secret=api.secret, at=at - timedelta(days=1))
            issue_token(name="prog", secret=api.secret, at=at)

        assert ApiToken.objects.filter(key=ApiKey.objects.get()).count() == 1


class TestPace:
    def test_is_told_with_each_answer_and_held(self, api, monkeypatch):
        monkeypatch.setenv("KONTOR_API_PER_MINUTE", "3")

        answers = [api.get("/api/v1/orders") for _ in range(4)]

        assert [it.status_code for it in answers] == [200, 200, 200, 429]
        assert [it.headers["RateLimit"] for it in answers[:2]] == ['"key";r=2;t=20', '"key";r=1;t=40']
        assert answers[0].headers["RateLimit-Policy"] == '"key";q=3;w=60'
        assert (answers[3].json()["code"], answers[3].headers["Retry-After"]) == ("request.too_many", "20")

    def test_is_each_keys_own_and_comes_back(self, api, at, by, monkeypatch):
        monkeypatch.setenv("KONTOR_API_PER_MINUTE", "1")
        other = Api("orders:read", at=at, by=by, name="other")
        api.get("/api/v1/orders")

        assert (api.get("/api/v1/orders").status_code, other.get("/api/v1/orders").status_code) == (429, 200)
        for bucket in pace._buckets.values():
            bucket.since -= 60
        assert api.get("/api/v1/orders").status_code == 200

    def test_may_be_without_end(self, api, monkeypatch):
        monkeypatch.setenv("KONTOR_API_PER_MINUTE", "0")

        assert "RateLimit" not in api.get("/api/v1/orders").headers

    def test_says_nothing_to_whom_has_no_key(self, api):
        answer = Client(headers={"Authorization": "Bearer kontor_x"}).get("/api/v1/orders")

        assert (answer.status_code, "RateLimit" in answer.headers) == (401, False)


class TestAMethodThatAnAddressHasNot:
    def test_is_told_as_a_problem(self, api):
        answer = Client(headers=api._headers({})).delete("/api/v1/orders")

        assert (answer.status_code, answer.json()["code"]) == (405, "request.method_unknown")
        assert "GET" in answer.headers["Allow"]


class TestTheKeysPage:
    def test_makes_a_key_that_opens_what_was_chosen_and_shows_it_once(self, office, real_shop):
        auth._known.clear()

        made = office.post("/office/keys/enter/", {"name": "ERP", "orders": "read", "inventory": "write"})
        secret = re.search(r"kontor_[\w-]{30,}", made.content.decode())[0]

        assert set(ApiKey.objects.get().capabilities) == {"inventory:write", "orders:read"}
        assert orders_with(secret) == 200
        shown = office.get("/office/keys/").content.decode()
        assert secret not in shown
        assert "Aufträge: sehen" in shown

    def test_gives_nobody_more_than_he_has(self, real_shop):
        clerk = person("access:write", "orders:read")
        clerk.cookies["django_language"] = "de"

        answer = clerk.post("/office/keys/enter/", {"name": "ERP", "orders": "write"}, follow=True)

        assert ApiKey.objects.count() == 0
        assert "Niemand" in answer.content.decode()

    @pytest.mark.parametrize("sent", [{"name": "ERP"}, {"orders": "read"}, {"name": "ERP", "orders": "all"}])
    def test_asks_for_name_and_rights(self, office, sent):
        office.post("/office/keys/enter/", sent)

        assert ApiKey.objects.count() == 0

    def test_revokes_a_key(self, office, api):
        assert orders_with(api.secret) == 200
        office.post("/office/keys/revoke/", {"name": "prog"})
        auth._known.clear()

        assert orders_with(api.secret) == 401
        assert "widerrufen" in office.get("/office/keys/").content.decode()
        twice = office.post("/office/keys/enter/", {"name": "prog", "orders": "read"}, follow=True)
        assert "gibt oder gab es schon" in twice.content.decode()
