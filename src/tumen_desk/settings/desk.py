"""Composition root: every setting of the Django application, built from `config.DeskConfig`."""

from __future__ import annotations

import secrets
from importlib import import_module
from pathlib import Path

from csp.constants import NONE, SELF

from tumen_desk.settings.config import DeskConfig

CONFIG = DeskConfig.from_environment()

# Sessions and form tokens die with the process: after a restart the desk is sealed anyway.
SECRET_KEY = secrets.token_urlsafe(50)
DEBUG = CONFIG.debug
# True only under a test whose site stands on this machine; no variable opens it.
CAPTURE_HERE = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "tumen_desk.store",
    "tumen_desk.accounts",
    "tumen_desk.audit",
    "tumen_desk.jobs",
    "tumen_desk.shell",
    "tumen_desk.record",
    "tumen_desk.find",
    "tumen_desk.coding",
    "tumen_desk.link",
    "tumen_desk.count",
    "tumen_desk.act",
    "tumen_desk.read",
    "tumen_desk.keep",
]

MIDDLEWARE = [
    "tumen_desk.shell.middleware.HeaderMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tumen_desk.shell.middleware.SealMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tumen_desk.accounts.middleware.SessionGuard",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tumen_desk.shell.middleware.ErrorPageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tumen_desk.find.recent.RecentMiddleware",
]

ROOT_URLCONF = "tumen_desk.urls"
WSGI_APPLICATION = "tumen_desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("tumen_desk.shell.spoken.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tumen_desk.shell.context.desk",
            ],
            "builtins": ["tumen_desk.shell.templatetags.tumen"],
        },
    }
]

# Two encrypted files under one key: job progress must be visible while an import holds the record's one
# write transaction.
DATABASES = {
    alias: {
        "ENGINE": "tumen_desk.store.sqlcipher",
        "NAME": str(CONFIG.folder / f"{name}.db"),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }
    for alias, name in (("default", "tumen"), ("jobs", "jobs"))
}
if CONFIG.database:
    from tumen_desk.settings.server import databases

    DATABASES = databases(CONFIG.database)
DATABASE_ROUTERS = ["tumen_desk.jobs.router.JobsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
CSRF_FAILURE_VIEW = "tumen_desk.shell.error_pages.sent_from_before"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "shell:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "tumen_desk.accounts.passwords.ContextValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "tumen_session", "tumen_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Uploads go through memory into the sealed store, never through a readable temporary file.
FILE_UPLOAD_HANDLERS = ["tumen_desk.store.uploads.SealedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 5000

LANGUAGE_CODE = "en"
FORM_RENDERER = "tumen_desk.shell.widgets.SpokenRenderer"
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_HTTPONLY = "tumen_language", "Strict", True
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("zh-hans", "中文")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = CONFIG.folder / "static"
STATICFILES_DIRS = [
    ("leaflet", str(Path(import_module("xstatic.pkg.leaflet").BASE_DIR))),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# The desk starts its own worker when it is unlocked.
RUN_WORKER = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"words": {"()": "tumen_desk.settings.logs.WithoutWords"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": [] if DEBUG else ["words"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
