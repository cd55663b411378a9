"""Every setting of the site, in one file. Each reads an environment variable; docs/reference/settings lists them.

Its one trick: importing it touches nothing but the data folder's secret key, so tools may import it freely.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

HERE = Path(__file__).resolve().parent


def flag(name: str, default: bool) -> bool:
    """An environment variable that says yes or no."""
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """An environment variable that lists words, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# ── where things are ──────────────────────────────────────────────────────────────────────────────

#: The county's own folder: database, files, keys. PostgreSQL makes its parents readable, so it has one of its own.
DATA = Path(os.environ.get("DUIBIAO_DATA", ".duibiao")).resolve()
DATA_FILES = DATA / "files"
#: The largest file that is taken, and what stays free on the disk for the database.
FILE_LARGEST = int(float(os.environ.get("DUIBIAO_FILE_LARGEST_MB", "2048")) * 2**20)
FILES_RESERVE = int(float(os.environ.get("DUIBIAO_FILES_RESERVE_MB", "512")) * 2**20)
#: Where ClamAV's clamd listens: a socket's path, or host:port. Empty: files are not looked through for viruses.
CLAMD = os.environ.get("DUIBIAO_CLAMD", "")

#: A bucket that receives every content; without a name there is none.
S3_BUCKET = os.environ.get("DUIBIAO_S3_BUCKET", "")
S3_ENDPOINT = os.environ.get("DUIBIAO_S3_ENDPOINT", "")
S3_KEY = os.environ.get("DUIBIAO_S3_KEY", "")
S3_SECRET = os.environ.get("DUIBIAO_S3_SECRET", "")
S3_PREFIX = os.environ.get("DUIBIAO_S3_PREFIX", "")
S3_REGION = os.environ.get("DUIBIAO_S3_REGION", "us-east-1")
S3_VIRTUAL_HOST = flag("DUIBIAO_S3_VIRTUAL_HOST", False)
S3_CONDITIONAL = os.environ.get("DUIBIAO_S3_CONDITIONAL", "etag")
#: Copies on the disk may take so much once their contents are in the bucket; None: they stay.
S3_KEEP_LOCAL = int(float(local) * 2**30) if (local := os.environ.get("DUIBIAO_S3_KEEP_LOCAL_GB", "")) else None


def kept_secret(name: str) -> str:
    """A secret made once and kept in the data folder, readable by its owner alone."""
    place = DATA / name
    if not place.is_file():
        DATA.mkdir(parents=True, exist_ok=True)
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return place.read_text(encoding="ascii")


SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret("secret-key")
DEBUG = flag("DUIBIAO_DEBUG", False)
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")


# ── database ──────────────────────────────────────────────────────────────────────────────────────


def database() -> dict[str, Any]:
    """PostgreSQL at DATABASE_URL, else our own in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        # The server's own database: always there, so nothing has to be created.
        return {"ENGINE": "duibiao.lib.embedded", "NAME": "postgres", "EMBEDDED_IN": str(DATA / "postgres")}
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 5, **query},
    }


DATABASES = {"default": database()}
#: Compiling a statement pays for what runs a minute; a page's runs some milliseconds.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")


def pool(size: int) -> None:
    """Connections kept and shared by a process's threads, which come and go; looked at before use, since the database may have been restarted."""
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": size, "timeout": 5}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True


if size := int(os.environ.get("DUIBIAO_POOL", "0")):
    pool(size)
#: Whether each web process reads all templates ahead.
WARM = flag("DUIBIAO_WARM", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# ── parts ─────────────────────────────────────────────────────────────────────────────────────────

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "django_htmx",
    "duibiao.audit",
    "duibiao.files",
    "duibiao.notices",
    "duibiao.organisation",
    "duibiao.places",
    "duibiao.workdays",
    "duibiao.standards",
    "duibiao.campaigns",
    "duibiao.facts",
    "duibiao.asks",
    "duibiao.duties",
    "duibiao.problems",
    "duibiao.meetings",
    "duibiao.documents",
    "duibiao.obligations",
    "duibiao.pledges",
    "duibiao.ledger",
    "duibiao.inspections",
    "duibiao.participation",
    "duibiao.scores",
    "duibiao.appeals",
    "duibiao.partners",
    "duibiao.upkeep",
    "duibiao.registers",
    "duibiao.seals",
    "duibiao.truth",
    "duibiao.packing",
    "duibiao.applications",
    "duibiao.insight",
    "duibiao.web.base",
    "duibiao.web.office",
    "duibiao.web.unit",
    "duibiao.web.field",
    "duibiao.web.leader",
    "duibiao.web.public",
    "duibiao.web.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
MIDDLEWARE = [
    "duibiao.web.base.middleware.number_the_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "duibiao.web.base.middleware.say_when_the_database_is_gone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duibiao.web.base.middleware.speak_the_chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "duibiao.web.base.middleware.end_idle_sessions",
    "duibiao.web.base.middleware.set_up_first",
    "duibiao.web.base.middleware.ask_for_an_own_password",
    "duibiao.web.base.away.say_when_a_file_is_away",
]
ROOT_URLCONF = "duibiao.urls"
ASGI_APPLICATION = "duibiao.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duibiao.web.base.context.everywhere",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "duibiao.web.base.templatetags.parts",
                "duibiao.web.base.templatetags.quick",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"] if (HERE / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
FORM_RENDERER = "duibiao.web.base.forms.Renderer"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 200  # a phone sends its record with up to a hundred photos at once

# ── language and time ─────────────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# ── log-in ────────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["duibiao.web.base.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "duibiao.lib.passwords.ThreeOfFourClasses"},
    {"NAME": "duibiao.lib.passwords.NotTheAccountName"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "duibiao.web.base.login.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "account"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
#: Five wrong passwords close an account for fifteen minutes; an address may try ten a minute.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "对标"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_SERVER := os.environ.get("OIDC_SERVER", ""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("OIDC_NAME", "统一身份认证"),
                "client_id": os.environ.get("OIDC_CLIENT", ""),
                "secret": os.environ.get("OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
    }

#: Seconds without a click after which a session ends.
SESSION_IDLE_SECONDS = 60 * int(os.environ.get("SESSION_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS + 120
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# ── the browser's side of security ────────────────────────────────────────────────────────────────

HTTPS = flag("DUIBIAO_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", "0"))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
CSRF_FAILURE_VIEW = "duibiao.web.base.views.form_too_old"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-src": [SELF],  # a PDF beside the clause that it proves
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
#: Tiles of maps: 天地图 by its key, or an own server's address. Empty: maps are drawn without tiles, and no host is called.
MAP_TILES: list[dict[str, Any]] = []
if key := os.environ.get("TIANDITU_KEY", ""):
    hosts = [f"https://t{n}.tianditu.gov.cn" for n in range(8)]
    MAP_TILES = [
        {
            "address": f"https://t{{s}}.tianditu.gov.cn/DataServer?T={layer}&x={{x}}&y={{y}}&l={{z}}&tk={key}",
            "options": {"subdomains": "01234567", "referrerPolicy": "origin"},  # a key may be bound to a domain
        }
        for layer in ("vec_w", "cva_w")
    ]
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += hosts
elif address := os.environ.get("MAP_TILES_URL", ""):
    MAP_TILES = [{"address": address, "options": {}}]
    if address.startswith("http"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append("{0.scheme}://{0.netloc}".format(urlsplit(address)))
#: A county's own tiles: a pmtiles file with pictures or vectors, served to whoever is logged in. Empty: map.pmtiles beside the data.
MAP_PMTILES = os.environ.get("MAP_PMTILES", "")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]  # HTTPS is the proxy's

# ── residents ─────────────────────────────────────────────────────────────────────────────────────

#: How to reach a resident is erased so many days after the case was closed.
RESIDENT_CONTACT_DAYS = int(os.environ.get("DUIBIAO_RESIDENT_CONTACT_DAYS", "30"))

# ── messages to people ────────────────────────────────────────────────────────────────────────────

#: How people reach the site, for links in mails and group chats; without it they carry none.
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "")
#: Where group robots may live. A name means https there; a whole origin (http://10.1.1.9:8080) is a relay in the intranet.
ROBOT_HOSTS = words("ROBOT_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com")
#: Without a host no mail is sent.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_SSL = flag("EMAIL_SSL", True)
EMAIL_USE_TLS = flag("EMAIL_STARTTLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "") or EMAIL_HOST_USER

# ── jobs and words in the log ─────────────────────────────────────────────────────────────────────

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
