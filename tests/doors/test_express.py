"""The express lane says what the framework says, and takes nothing that it is not sure of."""

import json

import pytest
from django.test import Client

from builders import payload
from kontor.access.public import create_api_key
from kontor.rest import auth
from kontor.rest.express import PATH, answer_to, read_plain_order
from kontor.rest.intake import writer

pytestmark = pytest.mark.django_db(transaction=True)

SAME_HEADERS = (
    "content-type",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "retry-after",
)


class Caller:
    """Sends the same request down the lane and down the long way."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.took_long_way = False

    def long_way(self, body: bytes, **more: str) -> tuple[int, dict, dict]:
        headers = {"authorization": f"Bearer {self.secret}", "host": "127.0.0.1", **more}
        answer = Client(raise_request_exception=False).post(
            PATH, body, content_type="application/json", headers=headers
        )
        told = {name: answer.headers.get(name) for name in SAME_HEADERS}
        return answer.status_code, told, json.loads(answer.content) if answer.status_code != 400 else {}

    def lane(self, body: bytes, **more: str) -> tuple[int, dict, dict]:
        order = read_plain_order({"authorization": f"Bearer {self.secret}", "host": "127.0.0.1", **more}, body)
        self.took_long_way = order is None
        if order is None:
            return self.long_way(body, **more)
        try:
            answer = answer_to(writer.submit(order), None)
        except Exception as failure:
            answer = answer_to(None, failure)
        headers = {name.lower(): value for name, value in answer.headers}
        return answer.status, {name: headers.get(name) for name in SAME_HEADERS}, json.loads(answer.body)


@pytest.fixture
def caller(real_shop, at, by):
    auth._known.clear()
    yield Caller(create_api_key(name="lane", capabilities=["orders:write", "payments:write"], at=at, by=by))
    writer.stop()


def _body(*lines, **more) -> bytes:
    return json.dumps({**payload(*lines), **more}).encode()


class TestExpressLane:
    def test_answers_like_the_framework_without_asking_it(self, caller, real_shop):
        known, unlisted = _body((2, "LAMP")), _body((1, "NO-SUCH-SKU"))
        caller.long_way(known, **{"idempotency-key": "k1"})

        for body, key in ((known, "k1"), (known, "k2"), (unlisted, "k1"), (unlisted, "k3")):
            expected = caller.long_way(body, **{"idempotency-key": key})
            assert caller.lane(body, **{"idempotency-key": key}) == expected
            assert not caller.took_long_way
        assert real_shop.stock("LAMP") == (15, 2)

    def test_takes_no_word_that_an_order_is_paid_from_whom_may_not_say_so(self, real_shop, at, by):
        auth._known.clear()
        shop = Caller(create_api_key(name="orders alone", capabilities=["orders:write"], at=at, by=by))
        paid, later = _body((1, "LAMP")), _body((1, "LAMP"), payment="prepayment")
        assert shop.long_way(later)[0] == 201

        for way in (shop.lane, shop.long_way):
            status, _headers, told = way(paid)
            assert (status, told["facts"]["needs"]) == (403, "payments:write")
        writer.stop()

    def test_places_an_order_once(self, caller, real_shop):
        caller.long_way(_body((1, "LAMP")))

        order = _body((2, "LAMP"), external_id="lane-1")
        first, again = caller.lane(order), caller.lane(order)

        assert (first[0], again[0], caller.took_long_way) == (201, 200, False)
        assert first[2]["uuid"] == again[2]["uuid"]
        assert real_shop.stock("LAMP") == (15, 3)

    @pytest.mark.parametrize(
        ("body", "more", "status"),
        [
            (b'{"channel": ', {}, 422),
            (b"{}", {}, 422),
            (b"\xff\xfe", {}, 422),
            (b"{}", {"authorization": "Bearer wrong"}, 401),
            (b"{}", {"authorization": "Basic x"}, 401),
            (b"{}", {"idempotency-key": "k" * 256}, 422),
            (b"{}", {"host": "elsewhere.example"}, 400),
        ],
    )
    def test_leaves_what_is_unusual_to_the_framework_untouched(self, caller, body, more, status, settings):
        settings.ALLOWED_HOSTS = ["127.0.0.1"]
        caller.long_way(_body((1, "LAMP")))  # the key is known now

        told = caller.lane(body, **more)

        assert caller.took_long_way
        assert told[0] == status

    def test_asks_again_whether_the_key_holds_once_it_was_not_seen_for_a_while(self, caller):
        order = _body((1, "LAMP"))

        caller.lane(order)
        first = caller.took_long_way
        caller.lane(order)

        assert (first, caller.took_long_way) == (True, False)
