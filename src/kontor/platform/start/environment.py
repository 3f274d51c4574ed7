"""Settings by environment only: every variable with its default and meaning, checked when the program starts."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SettingWrong(Exception):
    """An environment variable does not mean what it must."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("KONTOR_HOME", ".kontor", "Folder of an embedded installation: database, files, keys."),
    Setting("DATABASE_URL", "", "postgresql://… of a server of your own (15 or later); empty: the embedded one."),
    Setting("KONTOR_PORT", "8000", "Port of the web server."),
    Setting("KONTOR_BIND", "127.0.0.1", "Address the web server listens on."),
    Setting(
        "KONTOR_HOSTS",
        "127.0.0.1,localhost",
        "Host names under which Kontor is reached, separated by commas.",
    ),
    Setting(
        "KONTOR_PROXIES",
        "0",
        "So many trusted proxies stand in front; the last but so many of X-Forwarded-For is who asks.",
    ),
    Setting(
        "KONTOR_INNER_HOSTS",
        "",
        "Hosts of your own net that channels and providers may be reached at, separated by commas, also without TLS.",
    ),
    Setting(
        "KONTOR_FOLDERS",
        "/srv",
        "Folders, separated by commas, below which a channel may exchange files with Kontor.",
    ),
    Setting("KONTOR_PRODUCTION", "0", "1 behind TLS: secure cookies, HSTS, redirect to https."),
    Setting("KONTOR_SECRET_KEY", "", "Signs sessions; empty: one is made and kept in KONTOR_HOME/keys."),
    Setting(
        "KONTOR_CREDENTIALS_KEY",
        "",
        "32 bytes in base64 that encrypt the channels' credentials; empty: made once, kept in KONTOR_HOME/keys.",
    ),
    Setting(
        "KONTOR_WAL_ARCHIVE",
        "",
        "Folder, best on another disk, in which the embedded database keeps every change; once named it goes on, `none` ends it.",
    ),
    Setting("KONTOR_SMTP_URL", "", "smtp://user:password@host:587?tls=1; empty: mails stay in the mailbox page."),
    Setting("KONTOR_MAIL_FROM", "kontor@localhost", "Sender of mails."),
    Setting("KONTOR_SESSION_HOURS", "12", "So many hours after the login somebody is asked for it again."),
    Setting("KONTOR_IDLE_MINUTES", "60", "So many minutes after the last page somebody is logged out."),
    Setting(
        "KONTOR_OIDC_URL",
        "",
        "Address of the company's own login (OpenID Connect, such as Entra or Keycloak); empty: there is none.",
    ),
    Setting("KONTOR_OIDC_CLIENT", "", "Under which id that login knows Kontor."),
    Setting("KONTOR_OIDC_SECRET", "", "The secret that belongs to it."),
    Setting("KONTOR_OIDC_NAME", "Company login", "What stands on the button of that login."),
    Setting(
        "KONTOR_OIDC_TRUST_MAIL",
        "0",
        "1: believe every e-mail that the login tells, also where it does not say that it has verified it.",
    ),
    Setting("KONTOR_WEB_THREADS", "40", "Requests that one web process works on at a time."),
    Setting(
        "KONTOR_API_PER_MINUTE",
        "12000",
        "Requests that an API key has a minute in a web process; 0: no end.",
    ),
    Setting("KONTOR_WORKER_JOBS", "2", "Jobs that one worker works on at a time."),
    Setting(
        "KONTOR_VIES_URL",
        "https://ec.europa.eu/taxation_customs/vies/rest-api",
        "Where the register of VAT ids is asked, for legal entities that want it.",
    ),
    Setting("KONTOR_KEEP_KEYS_DAYS", "30", "So long the answer to a request is kept for its repetition; 0: for ever."),
    Setting(
        "KONTOR_KEEP_JOBS_DAYS",
        "90",
        "So long ended jobs are told of, and files of imports and lists that were mailed are kept; 0: for ever.",
    ),
    Setting(
        "KONTOR_KEEP_FEED_DAYS", "30", "So long the feed of news goes back, and what webhooks were told; 0: for ever."
    ),
    Setting(
        "KONTOR_KEEP_MESSAGES_YEARS",
        "6",
        "So many years behind its own what channels sent is kept word by word (letters of trade: six); 0: for ever.",
    ),
    Setting("KONTOR_LOG", "WARNING", "How much is logged: DEBUG, INFO, WARNING, ERROR."),
    Setting(
        "KONTOR_DEMO",
        "1",
        "1: `kontor run` fills an empty installation with a demo merchant and keeps orders coming; never in production.",
    ),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}
_NUMBERS = {
    "KONTOR_PORT": (1, 65535),
    "KONTOR_WEB_THREADS": (1, 500),
    "KONTOR_API_PER_MINUTE": (0, 10_000_000),
    "KONTOR_WORKER_JOBS": (1, 64),
    "KONTOR_PROXIES": (0, 9),
    "KONTOR_SESSION_HOURS": (1, 720),
    "KONTOR_IDLE_MINUTES": (1, 43_200),
    "KONTOR_KEEP_KEYS_DAYS": (0, 36_500),
    "KONTOR_KEEP_JOBS_DAYS": (0, 36_500),
    "KONTOR_KEEP_FEED_DAYS": (0, 36_500),
    "KONTOR_KEEP_MESSAGES_YEARS": (0, 100),
}
_FLAGS = ("KONTOR_PRODUCTION", "KONTOR_DEMO", "KONTOR_OIDC_TRUST_MAIL")


def _fault_of_address(url: str) -> str:
    """Return what the driver finds wrong with a database address, without the address: it may hold a password."""
    if not url:
        return ""
    from psycopg import ProgrammingError  # noqa: PLC0415 - `kontor --help` must not wait for it
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        ports = str(conninfo_to_dict(url).get("port", "")).split(",")
    except ProgrammingError as fault:
        return str(fault).strip().replace(url, "…")
    return "" if all(port.isdigit() or not port for port in ports) else "a port is no number."


def read_setting(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return a setting's value or its default."""
    return environment.get(name, "") or _DEFAULTS[name]


def keep_since(name: str, at: datetime) -> datetime | None:
    """Return from when on something is kept by a setting in days; None where it is kept for ever."""
    days = int(read_setting(name))
    return at - timedelta(days=days) if days else None


def keep_since_year(name: str, at: datetime) -> datetime | None:
    """Return from when on something is kept by a setting in years, which run from the end of the year in which it came; None
    where it is kept for ever.
    """
    years = int(read_setting(name))
    return datetime(at.year - years, 1, 1, tzinfo=UTC) if years else None


def check_settings(environment: Mapping[str, str] = os.environ) -> None:
    """Raise SettingWrong naming the variable, what it is and what it should be."""
    for name, (least, most) in _NUMBERS.items():
        value = read_setting(name, environment)
        if not value.isdigit() or not least <= int(value) <= most:
            raise SettingWrong(f"{name} is {value!r}; it must be a number from {least} to {most}.")
    for name in _FLAGS:
        if read_setting(name, environment) not in {"0", "1"}:
            raise SettingWrong(f"{name} is {read_setting(name, environment)!r}; it must be 0 or 1.")
    url = read_setting("DATABASE_URL", environment)
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise SettingWrong("DATABASE_URL must begin with postgresql://; Kontor keeps its data in PostgreSQL only.")
    if fault := _fault_of_address(url):
        raise SettingWrong(f"DATABASE_URL cannot be used: {fault}")
    key = read_setting("KONTOR_CREDENTIALS_KEY", environment)
    if key and not _is_key(key):
        raise SettingWrong("KONTOR_CREDENTIALS_KEY must be 32 bytes in base64; `openssl rand -base64 32` makes one.")
    unknown = sorted(name for name in environment if name.startswith("KONTOR_") and name not in _DEFAULTS)
    unknown = [name for name in unknown if name not in {"KONTOR_SPECS", "KONTOR_DATA", "KONTOR_CRASH_AT"}]
    if unknown:
        raise SettingWrong(f"There is no setting {', '.join(unknown)}; `kontor --help` lists them.")


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def home() -> Path:
    """Return KONTOR_HOME as an absolute path."""
    return Path(read_setting("KONTOR_HOME")).resolve()


def make_home(path: Path | None = None) -> Path:
    """Make KONTOR_HOME where there is none, and close it: to everybody else, or, as root, to all but those who pass through it to
    a folder of their own (the database's). The folders above it are not touched.
    """
    folder = path or home()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


def secret_key() -> str:
    """Return the key that signs sessions; an embedded installation makes its own once."""
    given = read_setting("KONTOR_SECRET_KEY")
    if given:
        return given
    path = home() / "keys" / "secret_key"
    if not path.exists():
        make_home()
        path.parent.mkdir(exist_ok=True, mode=0o700)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        draft.unlink()
    return path.read_text()
