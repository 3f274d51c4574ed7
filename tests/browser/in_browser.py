"""A real browser (Debian's Chromium) at a real server over a real PostgreSQL; `make test-browser` runs it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kontor.access.tables import Role, User

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD = "a long enough password"
# Playwright's loop runs in the thread of the test; Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PICTURES = Path(os.environ.get("KONTOR_PICTURES", "")) if os.environ.get("KONTOR_PICTURES") else None


# What is open is closed after each test: a page that stays connected keeps a connection of the server, and that the database.
OPENED: list = []


def open_office(browser, live_server, *, language: str = "de", dark: bool = False, width: int = 1400, rights=("*",)):
    name = f"anna-{language}-{dark}-{width}"
    role, _new = Role.objects.get_or_create(name="+".join(rights), defaults={"capabilities": list(rights)})
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, language=language)
    user.roles.add(role)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", locale=language,
        base_url=live_server.url,
    )  # fmt: skip
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    OPENED.append(context)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda told: page.faults.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto("/office/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/office/")
    return page


def take_picture(page, name: str) -> None:
    """Keep a picture for the documents, where KONTOR_PICTURES names a folder."""
    if PICTURES:
        page.screenshot(path=str(PICTURES / f"{name}.png"))
