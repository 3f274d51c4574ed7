"""What tests in a browser begin with."""

from __future__ import annotations

import pytest
from in_browser import CHROMIUM, FLAGS, OPENED, open_office
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.fail("Chromium is needed: apt-get install chromium")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(autouse=True)
def close_pages():
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def office(browser, live_server, transactional_db):
    """A page of somebody who may do everything, in German; it fails on any error of a script."""
    return open_office(browser, live_server)
