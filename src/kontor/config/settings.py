"""Django's settings, read from the environment (see environment.py)."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from kontor.config.company import company_logins
from kontor.config.database import database_settings
from kontor.config.menu import MENU
from kontor.platform.start.environment import make_home, read_setting, secret_key

PRODUCTION = read_setting("KONTOR_PRODUCTION") == "1"
KONTOR_HOME = make_home()
KONTOR_SMTP_URL = read_setting("KONTOR_SMTP_URL")

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = read_setting("KONTOR_HOSTS").split(",")
ROOT_URLCONF = "kontor.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

ROOMS = [
    "kontor.platform", "kontor.legal_entities", "kontor.access", "kontor.catalog", "kontor.customers", "kontor.locations",
    "kontor.shipping", "kontor.messaging", "kontor.channels", "kontor.pricing", "kontor.inventory", "kontor.orders",
    "kontor.payments", "kontor.sourcing", "kontor.fulfilment", "kontor.invoicing", "kontor.accounting",
]  # fmt: skip

INSTALLED_APPS = [
    "kontor.backoffice",  # first: its templates go before those of the admin
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "ninja",  # the page that describes the API, with all that it needs
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *ROOMS,
    "kontor.config.apps.KontorAdminConfig",
    "kontor.config.apps.WiringConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kontor.config.threshold.Threshold",
    "allauth.account.middleware.AccountMiddleware",
    "kontor.backoffice.sign_in.sitting.Sitting",
    "axes.middleware.AxesMiddleware",
    "kontor.rest.problems.tell_problems",
    "kontor.rest.pace.tell_pace",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Which codes were used and how often somebody tried is known to every process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "platform_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What a page remembers for some seconds, each process for itself.
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DATABASES = {"default": database_settings(read_setting("DATABASE_URL"))}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend", "kontor.config.backends.AddressGuard", "kontor.config.backends.CapabilityBackend",
]  # fmt: skip
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "kontor.backoffice.sign_in.passwords.NotWorn"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Six wrong passwords for one name from one address close the door for a quarter of an hour, to that name and address alone, and
# knocking on does not keep it shut; thirty from one address for whatever names close it to the address (AddressGuard). Who asks
# behind proxies says KONTOR_PROXIES.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "kontor.config.doors.shut_out"
AXES_USERNAME_CALLABLE = "kontor.config.backends.name_tried"
# What somebody typed is kept nowhere.
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "credential"]
AXES_VERBOSE = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# ------------------------------------------------------------------ the way in (allauth)
ACCOUNT_ADAPTER = "kontor.backoffice.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_RATE_LIMITS = {"login": False}
ACCOUNT_FORMS = {
    "login": "kontor.backoffice.sign_in.forms.KontorLoginForm",
    "reauthenticate": "kontor.backoffice.sign_in.forms.PasswordAgainForm",
}
MFA_ADAPTER = "kontor.backoffice.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kontor.backoffice.sign_in.forms.SecondFactorForm",
    "reauthenticate": "kontor.backoffice.sign_in.forms.CodeAgainForm",
    "activate_totp": "kontor.backoffice.sign_in.forms.NewAppForm",
    "add_webauthn": "kontor.backoffice.sign_in.forms.NewPasskeyForm",
    "edit_webauthn": "kontor.backoffice.sign_in.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A browser makes a passkey without TLS only on this very machine; where the house has another name, its origin is looked at.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION and {*ALLOWED_HOSTS} <= {"127.0.0.1", "localhost", "[::1]"}
MFA_TOTP_ISSUER = "Kontor"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "kontor.backoffice.sign_in.adapters.CompanyLoginAdapter"
# A link, no form: after a form no browser may leave for another host (form-action). It begins one's own login and no other.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": company_logins()}}
SESSION_COOKIE_AGE = 3600 * int(read_setting("KONTOR_SESSION_HOURS"))

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [str(KONTOR_HOME / "locale")]
FORMAT_MODULE_PATH = ["kontor.config.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = str(KONTOR_HOME / "static")
(KONTOR_HOME / "static").mkdir(exist_ok=True, mode=0o700)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# ------------------------------------------------------------------ safety in the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        # No script stands in a page, ours or Unfold's: what somebody smuggles in does not run. Unfold's Alpine evaluates the
        # expressions of its own attributes, and some of its elements carry a style attribute; no page carries a style sheet.
        "script-src": ["'self'", "'unsafe-eval'"],
        # The one sheet that is put into pages: htmx's, for its indicators.
        "style-src": ["'self'", "'sha256-bsV5JivYxvGywDAZ22EZJKBFip65Ng9xoJVLbBg7bdo='"],
        "style-src-attr": ["'unsafe-inline'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-kontor"

# ------------------------------------------------------------------ mail
DEFAULT_FROM_EMAIL = read_setting("KONTOR_MAIL_FROM")
_smtp = urlsplit(KONTOR_SMTP_URL)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if KONTOR_SMTP_URL
    else "django.core.mail.backends.locmem.EmailBackend"
)
EMAIL_HOST = _smtp.hostname or ""
EMAIL_PORT = _smtp.port or 587
# Signs of an address (@, :, /) are written in percent there.
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_TLS = parse_qs(_smtp.query).get("tls") == ["1"]
EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": read_setting("KONTOR_LOG")},
    "loggers": {
        "procrastinate": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}


UNFOLD = {
    "SITE_TITLE": "Kontor",
    "SITE_HEADER": "Kontor",
    "SITE_SYMBOL": "package_2",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("backoffice/kontor.svg")}
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "ACCOUNT": {"navigation": [{"title": gettext_lazy("My login"), "link": reverse_lazy("admin:sign_in")}]},
    "DASHBOARD_CALLBACK": "kontor.backoffice.home.dashboard.dashboard_callback",
    "STYLES": [lambda request: reverse("admin:colours"), lambda request: static("backoffice/kontor.css")],
    "SCRIPTS": [lambda request: static("backoffice/kontor.js")],
    "COMMAND": {
        "search_models": False,
        "show_history": False,
        "search_callback": "kontor.backoffice.home.palette.find_places",
    },
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": MENU,
    },
}
