"""How somebody comes in, what he proves himself with, and how long he stays."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from kontor.access.tables import Role, User
from kontor.kernel.clock import read_clock
from kontor.platform.keep.retention import end_sessions as forget_ended_sessions
from kontor.platform.models import AuditEntry
from kontor.simulators.company_login import CLIENT, SECRET, CompanyLoginStage

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "a-long-and-quiet-password"


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


def staff(name: str = "dana", *capabilities: str, second_factor: bool = False, **more) -> User:
    """Enter somebody who works here."""
    user = User.objects.create_user(name, password=LONG, is_staff=True, **more)
    role = Role.objects.create(name=name, capabilities=list(capabilities or ("*",)), second_factor=second_factor)
    user.roles.add(role)
    return user


def browser(address: str = "198.51.100.4") -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
    client.cookies["django_language"] = "de"
    return client


def log_in(client: Client, name: str = "dana", password: str = LONG):
    return client.post(reverse("account_login"), {"login": name, "password": password})


def code_of(secret: str, *, steps_off: int = 0) -> str:
    """Return what an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds)."""
    moment = struct.pack(">Q", int(time.time()) // 30 + steps_off)
    signed = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    at = signed[-1] & 0xF
    return f"{(struct.unpack('>I', signed[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_app(client: Client) -> str:
    """Set up an authenticator app as somebody would, and return its secret."""
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if "password" in page.context["form"].fields:
        page = client.post(
            page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": LONG}, follow=True
        )
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302, done.context["form"].errors
    return secret


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:sign_in")).status_code == 200


class TestASecondFactor:
    def test_is_asked_for_after_the_password(self):
        staff()
        client = browser()
        log_in(client)
        secret = set_up_app(client)

        other = browser()
        answer = log_in(other)

        assert answer["Location"] == reverse("mfa_authenticate")
        assert not is_in(other), "the password alone opens nothing"
        wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "Dieser Code stimmt nicht" in wrong.content.decode()
        assert not is_in(other)
        other.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps_off=1)})
        assert is_in(other)
        assert {"add_factor", "fail_factor", "log_in"} <= set(AuditEntry.objects.values_list("verb", flat=True))

    def test_its_secret_is_kept_sealed(self):
        staff()
        client = browser()
        log_in(client)
        secret = set_up_app(client)

        kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data
        assert secret not in str(kept)
        assert base64.b64encode(secret.encode()).decode() not in str(kept)

    def test_somebody_else_may_log_in_instead(self):
        staff()
        client = browser()
        log_in(client)
        set_up_app(client)
        other = browser()
        log_in(other)

        other.get(reverse("socialaccount_login_cancelled"))

        assert other.get(reverse("account_login")).status_code == 200
        assert other.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")

    def test_a_code_opens_once(self):
        staff()
        client = browser()
        log_in(client)
        secret = set_up_app(client)
        code = code_of(secret, steps_off=1)
        first, second = browser(), browser()
        log_in(first)
        log_in(second)

        first.post(reverse("mfa_authenticate"), {"code": code})
        second.post(reverse("mfa_authenticate"), {"code": code})

        assert (is_in(first), is_in(second)) == (True, False)

    def test_the_code_it_was_set_up_with_does_not_open_again(self):
        staff()
        client = browser()
        log_in(client)
        secret = set_up_app(client)
        other = browser()
        log_in(other)

        other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert not is_in(other)

    def test_each_wrong_code_is_written_down_once_and_nothing_twice(self):
        staff()
        client = browser()
        log_in(client)
        set_up_app(client)
        other = browser()
        log_in(other)
        other.post(reverse("mfa_authenticate"), {"code": "000000"})

        told = list(AuditEntry.objects.filter(subject="user").order_by("id").values_list("verb", flat=True))
        assert told == ["log_in", "add_factor", "make_codes", "fail_factor"]

    def test_guessing_codes_shuts_out_as_guessing_passwords_does(self):
        staff()
        client = browser()
        log_in(client)
        secret = set_up_app(client)
        guesser = browser("203.0.113.7")
        for _ in range(2):
            log_in(guesser)
            for number in range(4):
                guesser.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
            cache.clear()  # five minutes later

        guesser.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps_off=1)})
        assert not is_in(guesser), "not even the right code opens now"
        assert log_in(browser("203.0.113.7")).status_code == 429
        assert log_in(browser()).status_code == 302, "from another address the door is open"

    def test_whoever_lost_it_comes_in_with_an_emergency_code_once(self):
        staff()
        client = browser()
        log_in(client)
        set_up_app(client)
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        code = re.findall(r"<code>([^<]+)</code>", page)[0]
        first, second = browser(), browser()
        log_in(first)
        log_in(second)

        first.post(reverse("mfa_authenticate"), {"code": code})
        second.post(reverse("mfa_authenticate"), {"code": code})

        assert (is_in(first), is_in(second)) == (True, False)
        assert AuditEntry.objects.filter(verb="use_code").count() == 1

    def test_is_given_up_by_its_owner_alone_who_proves_himself_again(self):
        staff()
        client = browser()
        log_in(client)
        set_up_app(client)
        later = client.session
        later["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
        later.save()

        asked = client.post(reverse("mfa_deactivate_totp"))

        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_without_it_nothing_opens_to_whose_role_needs_it(self):
        staff(second_factor=True)
        client = browser()
        log_in(client)

        turned = client.get(reverse("admin:index"))
        pressed = client.post(reverse("admin:key_make"), {"name": "x", "orders": "read"})

        assert (turned["Location"], pressed["Location"]) == (reverse("admin:sign_in"),) * 2
        assert client.get(reverse("admin:password_change")).status_code == 200
        assert not AuditEntry.objects.filter(verb="create_api_key").exists()
        set_up_app(client)
        assert client.get(reverse("admin:index")).status_code == 200

    def test_whose_secret_does_not_open_is_told_so_and_shown(self, monkeypatch):
        """After a backup that was restored without its keys."""
        user = staff()
        client = browser()
        log_in(client)
        set_up_app(client)
        Authenticator.objects.filter(user=user).update(data={"secret": "AAAA", "seed": "AAAA", "used_mask": 0})
        other = browser()
        log_in(other)

        told = other.post(reverse("mfa_authenticate"), {"code": "000000"})

        assert "lässt sich nicht öffnen" in told.content.decode()
        assert is_in(client)


class TestAColleagueWhoLostHisPhone:
    def test_is_helped_by_one_who_may_more(self):
        user = staff()
        mine = browser()
        log_in(mine)
        set_up_app(mine)
        staff("olga")
        owner = browser()
        log_in(owner, "olga")

        page = owner.get(reverse("admin:person", args=[user.pk])).content.decode()
        asked = owner.post(reverse("admin:person_help", args=[user.pk]), {"do": "factor"})
        assert Authenticator.objects.filter(user=user).exists(), "whoever merely sits at an open session takes nothing"
        owner.post(asked["Location"], {"password": LONG})

        assert "Den zweiten Faktor wegnehmen" in page
        assert not Authenticator.objects.filter(user=user).exists()
        assert not is_in(mine), "whoever sits there is logged out"
        assert log_in(browser())["Location"] == reverse("admin:index")
        assert AuditEntry.objects.get(verb="drop_factor").by == "user:olga", "it says who did it"
        assert set(AuditEntry.objects.filter(verb="end_session").values_list("by", flat=True)) == {"user:olga"}

    def test_is_not_helped_by_one_who_may_less(self):
        user = staff()
        mine = browser()
        log_in(mine)
        set_up_app(mine)
        staff("paul", "access:write")
        clerk = browser()
        log_in(clerk, "paul")

        asked = clerk.post(reverse("admin:person_help", args=[user.pk]), {"do": "factor"})
        told = clerk.post(asked["Location"], {"password": LONG}, follow=True).content.decode()

        assert "Niemand gibt Rechte, die er selbst nicht hat" in told
        assert Authenticator.objects.filter(user=user).exists()
        assert is_in(mine)

    def test_is_nobody_oneself(self):
        user = staff()
        mine = browser()
        log_in(mine)
        set_up_app(mine)

        asked = mine.post(reverse("admin:person_help", args=[user.pk]), {"do": "factor"})
        if asked["Location"].startswith(reverse("account_reauthenticate")):
            mine.post(asked["Location"], {"password": LONG})

        assert Authenticator.objects.filter(user=user).exists()

    def test_who_sets_one_up_is_logged_out_where_only_his_password_was_asked(self):
        staff()
        here, there = browser(), browser("203.0.113.9")
        log_in(here)
        log_in(there)

        set_up_app(here)

        assert (is_in(here), is_in(there)) == (True, False)

    def test_given_up_it_is_needed_again_at_once(self):
        staff(second_factor=True)
        client = browser()
        log_in(client)
        set_up_app(client)
        assert client.get(reverse("admin:index")).status_code == 200

        client.post(reverse("mfa_deactivate_totp"))

        assert not Authenticator.objects.exists()
        assert client.get(reverse("admin:index"))["Location"] == reverse("admin:sign_in")


class TestASession:
    def test_ends_after_an_hour_without_a_page(self):
        staff()
        client = browser()
        log_in(client)
        self.set_back(client, "seen", timedelta(minutes=61))

        answer = client.get(reverse("admin:index"))

        assert answer["Location"].startswith(reverse("account_login"))
        assert not is_in(client)
        assert not UserSession.objects.exists()

    def test_ends_after_a_day_of_work_however_busy(self):
        staff()
        client = browser()
        log_in(client)
        self.set_back(client, "since", timedelta(hours=12, minutes=1))

        assert not is_in(client)

    def test_lives_on_while_somebody_works(self):
        staff()
        client = browser()
        log_in(client)
        self.set_back(client, "seen", timedelta(minutes=59))

        assert is_in(client)
        assert read_clock() - datetime.fromisoformat(client.session["seen"]) < timedelta(minutes=1)

    def test_that_is_over_is_forgotten_with_the_address_it_came_from(self):
        staff()
        here, gone = browser(), browser("203.0.113.9")
        log_in(here)
        log_in(gone)
        Session.objects.filter(session_key=gone.session.session_key).update(
            expire_date=read_clock() - timedelta(days=1)
        )

        forget_ended_sessions()

        assert list(UserSession.objects.values_list("ip", flat=True)) == ["198.51.100.4"]
        assert is_in(here)

    def test_that_is_over_changes_no_language_either(self):
        staff()
        client = browser()
        log_in(client)
        self.set_back(client, "since", timedelta(days=5))

        client.post(reverse("set_language"), {"language": "en"})

        assert User.objects.get(username="dana").language == ""

    def test_an_open_page_alone_is_nobody(self):
        """A page asks by itself who else is there; that keeps no session alive."""
        staff()
        client = browser()
        log_in(client)
        self.set_back(client, "seen", timedelta(minutes=50))
        before = client.session["seen"]

        client.post(reverse("admin:here", args=["order", 1]))
        client.get(reverse("admin:pack"), HTTP_X_BY_ITSELF="1")

        assert client.session["seen"] == before

    def test_of_another_place_is_seen_and_ended(self):
        user = staff()
        here, there = browser(), browser("203.0.113.9")
        log_in(here)
        log_in(there)

        page = here.get(reverse("admin:sign_in")).content.decode()
        assert "Firefox, Linux" in page
        assert "203.0.113.9" in page
        session = UserSession.objects.get(user=user, ip="203.0.113.9")
        here.post(reverse("admin:sessions_end"), {"session": session.pk})

        assert (is_in(here), is_in(there)) == (True, False)
        assert AuditEntry.objects.filter(verb="end_session").count() == 1

    def test_of_somebody_else_is_not_ended(self):
        staff()
        other = staff("paul", "orders:read")
        mine, his = browser(), browser()
        log_in(mine)
        log_in(his, "paul")

        mine.post(reverse("admin:sessions_end"), {"session": UserSession.objects.get(user=other).pk})
        mine.post(reverse("admin:sessions_end"))

        assert is_in(his)

    def test_somebody_sent_away_has_none(self):
        user = staff()
        client = browser()
        log_in(client)
        User.objects.filter(pk=user.pk).update(is_active=False)

        assert not is_in(client)
        assert "Benutzername oder Passwort" in log_in(client).content.decode()

    def set_back(self, client: Client, key: str, by: timedelta) -> None:
        session = client.session
        session[key] = (read_clock() - by).isoformat()
        session.save()


class TestAPassword:
    def test_changed_by_oneself_stands_in_the_trail_and_ends_the_other_sessions(self):
        staff()
        here, there = browser(), browser("203.0.113.9")
        log_in(here)
        log_in(there)
        sent = {
            "old_password": LONG,
            "new_password1": "vier alte briefmarken",
            "new_password2": "vier alte briefmarken",
        }

        answer = here.post(reverse("admin:password_change"), sent)

        assert answer["Location"] == reverse("admin:sign_in")
        assert (is_in(here), is_in(there)) == (True, False)
        assert AuditEntry.objects.get(verb="set_password").by == "user:dana"

    @pytest.mark.parametrize("worn", ["passwort1234", "danadanadana", "aaaaaaaaaaaa", "Sommer2026!!"])
    def test_that_everybody_tries_first_is_refused(self, worn):
        staff()
        client = browser()
        log_in(client)

        page = client.post(
            reverse("admin:password_change"), {"old_password": LONG, "new_password1": worn, "new_password2": worn}
        )

        assert "password_worn" in {it.code for it in page.context["form"].errors.as_data()["new_password2"]}
        assert not AuditEntry.objects.filter(verb="set_password").exists()

    def test_guessed_at_an_open_session_shuts_out(self):
        staff()
        client = browser()
        log_in(client)
        for number in range(6):
            sent = {
                "old_password": f"guess {number}",
                "new_password1": "vier alte marken",
                "new_password2": "vier alte marken",
            }
            client.post(reverse("admin:password_change"), sent)

        answer = client.post(reverse("admin:password_change"), {**sent, "old_password": LONG})

        assert answer.status_code == 429
        assert User.objects.get(username="dana").check_password(LONG)

    def test_changed_leaves_a_session_that_is_still_seen(self):
        user = staff()
        client = browser()
        log_in(client)
        sent = {
            "old_password": LONG,
            "new_password1": "vier alte briefmarken",
            "new_password2": "vier alte briefmarken",
        }
        client.post(reverse("admin:password_change"), sent)

        assert "hier" in client.get(reverse("admin:sign_in")).content.decode()
        UserSession.objects.get(user=user).end()
        assert not is_in(client)


def send_each_other_away() -> int:
    """Two owners send each other away at the same moment; return how many are left."""
    one, other = staff("dana"), staff("olga")
    clients = {one: browser(), other: browser()}
    for user, client in clients.items():
        log_in(client, user.username)

    def send_away(who: User) -> None:
        victim = other if who is one else one
        page = reverse("admin:access_user_change", args=[victim.pk])
        clients[who].post(page, {"username": victim.username, "language": "de", "roles": [victim.roles.get().pk]})
        connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(send_away, [one, other]))
    return User.objects.filter(is_active=True).count()


class TestAnOwner:
    def test_is_left_when_two_send_each_other_away_at_once(self):
        """Each alone may send the other away; both at once would leave nobody."""
        assert send_each_other_away() == 1

    def test_would_not_be_left_if_both_were_looked_at_at_once(self, monkeypatch):
        met = Barrier(2)
        monkeypatch.setattr("kontor.backoffice.master_data.people.lock_people", lambda: met.wait(10))

        assert send_each_other_away() == 0


class TestAPasskeyOfNoForm:
    @pytest.mark.parametrize(
        "credential",
        [
            '{"id":"a"}',
            "[" * 20_000,
            '{"id":"a","rawId":"a","type":"public-key","response":{}}',
            "5",
            '"x"',
            "null",
            "\\u0000",
        ],
    )
    def test_opens_nothing_and_breaks_nothing(self, credential):
        answer = browser().post(reverse("mfa_login_webauthn"), {"credential": credential})

        assert answer.status_code in (200, 302)
        assert not AuditEntry.objects.filter(verb="log_in").exists()

    def test_kept_from_before_breaks_no_page(self):
        user = staff()
        client = browser()
        log_in(client)
        for told in (None, 5, {"credProps": None}, {"credProps": 5}):
            data = {"name": "x", "credential": {"clientExtensionResults": told}, "passwordless": None}
            Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)

        assert is_in(client)
        assert client.get(reverse("admin:person", args=[user.pk])).status_code == 200


class TestLanguageAndTime:
    def test_switched_in_the_menu_is_kept_for_the_next_login(self):
        staff()
        client = browser()
        log_in(client)

        client.post(reverse("set_language"), {"language": "en"})
        client.post(reverse("set_language"), {"language": "xx"})

        assert User.objects.get(username="dana").language == "en"

    def test_own_logins_are_led_to(self):
        staff()
        client = browser()
        log_in(client)

        page = client.get(reverse("admin:sign_in")).content.decode()
        link = re.search(r'href="(/office/grid/trail/[^"]*)"', page)[1].replace("&amp;", "&")

        assert "Angemeldet" in client.get(link).content.decode().split("<tbody")[1]

    def test_are_those_of_the_person_wherever_he_logs_in(self):
        staff()
        client = browser()
        log_in(client)

        client.post(reverse("admin:sign_in_locale"), {"language": "en", "time_zone": "America/New_York"})
        user = User.objects.get(username="dana")
        User.objects.filter(pk=user.pk).update(last_login=datetime(2026, 7, 1, 2, 30, tzinfo=UTC))
        elsewhere = Client()
        log_in(elsewhere)
        User.objects.filter(pk=user.pk).update(last_login=datetime(2026, 7, 1, 2, 30, tzinfo=UTC))
        told = elsewhere.get(reverse("admin:access_user_changelist")).content.decode()

        assert "My login" in told
        assert "30 Jun 2026, 22:30" in told
        assert AuditEntry.objects.filter(verb="set_locale").count() == 1

    @pytest.mark.parametrize(("language", "zone"), [("fr", ""), ("de", "Mars/Olympus"), ("de", "../../etc/passwd")])
    def test_that_nobody_knows_are_refused(self, language, zone):
        staff()
        client = browser()
        log_in(client)

        client.post(reverse("admin:sign_in_locale"), {"language": language, "time_zone": zone})

        user = User.objects.get(username="dana")
        assert (user.language, user.time_zone) == ("", "")
        assert client.cookies["django_language"].value == "", "what was refused changes nothing"


@pytest.fixture
def company(settings):
    """A login of the company that is asked over real HTTP."""
    stage = CompanyLoginStage()
    stage.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company", "name": "Firma", "client_id": CLIENT, "secret": SECRET,
                    "settings": {"server_url": stage.base_url, "oauth_pkce_enabled": True, "verified_email": False},
                }
            ],
        }
    }  # fmt: skip
    yield stage
    stage.stop()


def come_by(client: Client, more: str = ""):
    """Press the button of the company's login and go where one is sent; return where that ends."""
    sent = client.get(reverse("openid_connect_login", args=["company"]) + more)
    if "authorize" not in sent["Location"]:
        return sent
    back = urlsplit(httpx2.get(sent["Location"]).headers["location"])
    told = {name: values[0] for name, values in parse_qs(back.query).items()}
    return client.get(back.path, told)


class TestTheCompanysLogin:
    def test_lets_in_whose_mail_it_vouches_for(self, company):
        staff(email="dana@example.org")
        company.person = {"sub": "7", "email": "Dana@Example.org", "email_verified": True}
        client = browser()

        answer = come_by(client)

        assert answer["Location"] == reverse("admin:index")
        assert is_in(client)
        assert AuditEntry.objects.filter(verb="log_in").exists()
        assert not SocialAccount.objects.exists(), "nothing is tied: each time the e-mail decides"
        assert log_in(browser())["Location"] == reverse("admin:index"), "the password goes on working"

    @pytest.mark.parametrize("process", ["connect", "redirect"])
    def test_is_tied_to_nobody_who_sits_here(self, company, process):
        staff(email="dana@example.org")
        client = browser()
        log_in(client)
        company.person = {"sub": "666", "email": "dana@example.org", "email_verified": True}

        come_by(client, f"?process={process}&next=/office/keys/")

        assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize(
        "person",
        [
            {"sub": "8", "email": "stranger@example.org", "email_verified": True},
            {"sub": "8", "email": "dana@example.org", "email_verified": False},
            {"sub": "8", "email": "dana@example.org"},
            {"sub": "8"},
        ],
    )
    def test_lets_in_no_stranger_and_nobody_whose_mail_is_not_verified(self, company, person):
        staff(email="dana@example.org")
        company.person = person
        client = browser()

        answer = come_by(client)

        assert answer["Location"] == reverse("account_login")
        assert not is_in(client)
        assert User.objects.count() == 1, "nobody is made"
        assert "Niemand hier hat die E-Mail" in client.get(reverse("account_login")).content.decode()

    def test_does_not_guess_who_of_two_came(self, company):
        staff(email="office@example.org")
        staff("paul", "orders:read", email="office@example.org")
        company.person = {"sub": "9", "email": "office@example.org", "email_verified": True}
        client = browser()

        come_by(client)

        assert not is_in(client)

    def test_does_not_let_in_whom_an_owner_has_sent_away(self, company):
        user = staff(email="dana@example.org")
        company.person = {"sub": "7", "email": "dana@example.org", "email_verified": True}
        come_by(browser())
        User.objects.filter(pk=user.pk).update(is_active=False)
        client = browser()

        come_by(client)

        assert not is_in(client)

    def test_asks_for_the_second_factor_too(self, company):
        staff(email="dana@example.org")
        client = browser()
        log_in(client)
        set_up_app(client)
        company.person = {"sub": "7", "email": "dana@example.org", "email_verified": True}
        other = browser()

        answer = come_by(other)

        assert answer["Location"] == reverse("mfa_authenticate")
        assert not is_in(other)

    def test_says_when_it_refuses_or_is_away(self, company):
        staff(email="dana@example.org")
        company.refuses = "server_error"
        client = browser()
        assert come_by(client)["Location"] == reverse("account_login")
        assert "hat Sie nicht eingelassen" in client.get(reverse("account_login")).content.decode()

        company.stop()
        assert come_by(client)["Location"] == reverse("account_login")
        assert "antwortet nicht" in client.get(reverse("account_login")).content.decode()

    @pytest.mark.parametrize(
        "person",
        [{"sub": None, "email": 5, "email_verified": True}, {"sub": "x" * 5000, "email": "a\x00@b.de"}, {"email": []}],
    )
    def test_answers_of_no_form_break_nothing(self, company, person):
        staff(email="dana@example.org")
        company.person = person
        client = browser()

        assert come_by(client)["Location"] == reverse("account_login")
        assert not is_in(client)

    def test_whoever_made_the_link_does_not_say_whereto(self, company):
        sent = browser().get(
            reverse("openid_connect_login", args=["company"]), {"auth_params": "redirect_uri=http://evil.example"}
        )

        assert "evil.example" not in sent["Location"]

    def test_a_foreign_answer_opens_nothing(self, company):
        staff(email="dana@example.org")
        client = browser()

        back = reverse("openid_connect_callback", args=["company"])
        answer = client.get(back, {"code": "stolen", "state": "guessed"})

        assert answer.status_code == 302
        assert not is_in(client)

    def test_that_is_not_named_is_not_there(self):
        assert browser().get(reverse("openid_connect_login", args=["company"])).status_code == 404
