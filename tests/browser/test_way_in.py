"""Coming in with what a browser alone can play: a passkey, in both themes and languages."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from in_browser import PASSWORD, open_office, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lay_key(page) -> None:
    """Have the browser play a device that holds passkeys and knows its owner's finger."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


@pytest.fixture
def named(live_server, monkeypatch):
    """The server, reached by a name: no browser makes a passkey for a number."""
    where = f"http://localhost:{urlsplit(live_server.url).port}"
    monkeypatch.setattr(type(live_server), "url", property(lambda it: where))
    return live_server


class TestAPasskey:
    def test_opens_without_a_password(self, browser, named):
        page = open_office(browser, named)
        lay_key(page)

        page.goto("/office/sign-in/")
        page.click("text=Passkey einrichten")
        page.fill("input[name=password]", PASSWORD)
        page.click("#k-press")
        page.fill("input[name=name]", "Notebook")
        page.check("input[name=passwordless]")
        page.click("#k-press")
        page.wait_for_url("**/codes/")
        take_picture(page, "emergency-codes")
        page.goto("/office/sign-in/")
        assert page.locator("text=Notebook").count() == 1
        assert page.locator("text=öffnet ohne Passwort").count() == 1
        take_picture(page, "my-login")

        page.context.clear_cookies(name="sessionid")
        page.goto("/office/")
        page.wait_for_url("**/office/login/**")
        take_picture(page, "login")
        page.click("text=Mit Passkey anmelden")
        page.wait_for_url("**/office/")
        assert page.faults == []

    def test_is_asked_for_after_the_password(self, browser, named):
        page = open_office(browser, named, language="en", dark=True)
        lay_key(page)
        page.goto("/office/sign-in/passkeys/new/")
        page.fill("input[name=password]", PASSWORD)
        page.click("#k-press")
        page.click("#k-press")
        page.wait_for_url("**/codes/")

        page.context.clear_cookies(name="sessionid")
        page.goto("/office/login/")
        page.fill("input[name=login]", "anna-en-True-1400")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/login/second/")
        take_picture(page, "second-factor-dark")
        page.click("text=Use a passkey")
        page.wait_for_url("**/office/")
        assert page.faults == []
