"""Settings under test: the same encrypted stores, in a throw-away folder, opened with a throw-away key."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

_FOLDER = Path(tempfile.mkdtemp(prefix="tumen-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["TUMEN_DATA"] = str(_FOLDER)
os.environ.pop("TUMEN_DEMO", None)
os.environ.pop("TUMEN_PACK", None)

from tumen_desk.settings.desk import *  # noqa: E402, F403
from tumen_desk.settings.desk import DATABASES  # noqa: E402
from tumen_desk.store import keyring  # noqa: E402

SECRET_KEY = "only for tests"  # noqa: S105
RUN_WORKER = False
for _alias, _options in DATABASES.items():
    _database: dict[str, Any] = _options
    _database["TEST"] = {"NAME": str(_FOLDER / f"test-{_alias}.db")}
    # The writer of a live-server test and the test itself are two threads on one file.
    _database["CONN_MAX_AGE"] = 0
# Every client of a test has the middleware made anew; walking all static files each time would be half of its cost.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

keyring.open_with(bytes(range(32)))
