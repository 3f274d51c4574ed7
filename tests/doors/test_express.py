"""The express lane says what the framework says, and takes nothing that it is not sure of."""

import json
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler

from builders import payload
from kontor.access.public import create_api_key
from kontor.rest import auth
from kontor.rest.express import PATH, express
from kontor.rest.intake import writer

pytestmark = pytest.mark.django_db(transaction=True)

SAME_HEADERS = ("content-type", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy")


class Caller:
    """Sends the same request down the lane and down the long way."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.framework = WSGIHandler()
        self.took_long_way = False

    def environ(self, body: bytes, **more: str) -> dict:
        return {
            "REQUEST_METHOD": "POST", "PATH_INFO": PATH, "SCRIPT_NAME": "", "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body), "wsgi.errors": None, "wsgi.multithread": True,
            "HTTP_AUTHORIZATION": f"Bearer {self.secret}", **more,
        }  # fmt: skip

    def long_way(self, body: bytes, **more: str) -> tuple[int, dict, dict]:
        return self._call(self.framework, self.environ(body, **more))

    def lane(self, body: bytes, **more: str) -> tuple[int, dict, dict]:
        self.took_long_way = False

        def otherwise(environ, start_response):
            self.took_long_way = True
            return self.framework(environ, start_response)

        return self._call(lambda environ, start: express(environ, start, otherwise), self.environ(body, **more))

    def _call(self, application, environ) -> tuple[int, dict, dict]:
        told: list = []
        answer = application(environ, lambda status, headers: told.extend((status, headers)))
        body = b"".join(answer)
        headers = {name.lower(): value for name, value in told[1]}
        return int(told[0].split()[0]), {name: headers.get(name) for name in SAME_HEADERS}, json.loads(body)


@pytest.fixture
def caller(real_shop, at, by):
    auth._known.clear()
    yield Caller(create_api_key(name="lane", capabilities=["orders:write"], at=at, by=by))
    writer.stop()


def _body(*lines, **more) -> bytes:
    return json.dumps({**payload(*lines), **more}).encode()


class TestExpressLane:
    def test_answers_like_the_framework_without_asking_it(self, caller, real_shop):
        known, unlisted = _body((2, "LAMP")), _body((1, "NO-SUCH-SKU"))
        caller.long_way(known, HTTP_IDEMPOTENCY_KEY="k1")

        for body, key in ((known, "k1"), (known, "k2"), (unlisted, "k1"), (unlisted, "k3")):
            expected = caller.long_way(body, HTTP_IDEMPOTENCY_KEY=key)
            assert caller.lane(body, HTTP_IDEMPOTENCY_KEY=key) == expected
            assert not caller.took_long_way
        assert real_shop.stock("LAMP") == (15, 2)

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
            (b"{}", {"HTTP_AUTHORIZATION": "Bearer wrong"}, 401),
            (b"{}", {"HTTP_AUTHORIZATION": "Basic x"}, 401),
            (b"{}", {"HTTP_IDEMPOTENCY_KEY": "k" * 256}, 422),
            (b"{}", {"HTTP_HOST": "elsewhere.example"}, 400),
        ],
    )
    def test_leaves_what_is_unusual_to_the_framework_untouched(self, caller, body, more, status, settings):
        settings.ALLOWED_HOSTS = ["127.0.0.1"]
        caller.long_way(_body((1, "LAMP")))  # the key is known now

        if status == 400:
            caller.framework = lambda environ, start: (start("400 Bad Request", []), [b"{}"])[1]
        told = caller.lane(body, **more)

        assert caller.took_long_way
        assert told[0] == status

    def test_asks_again_whether_the_key_holds_once_it_was_not_seen_for_a_while(self, caller):
        order = _body((1, "LAMP"))

        caller.lane(order)
        first = caller.took_long_way
        caller.lane(order)

        assert (first, caller.took_long_way) == (True, False)
