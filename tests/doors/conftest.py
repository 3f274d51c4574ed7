"""What the tests of the doors share."""

from __future__ import annotations

import pytest

from builders import person


@pytest.fixture
def office(real_shop):
    """The browser of somebody who may do everything, in German."""
    client = person("*")
    client.cookies["django_language"] = "de"
    return client
