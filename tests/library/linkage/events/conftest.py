"""Two returns of seven people, an execution told by several, and a made-up world with known truth."""

from __future__ import annotations

import numpy as np
import pytest

from tumen.linkage.events import Accounts, EventLinkage, EventSettings, link_events
from tumen.synth import Happenings, tell_happenings

# Two chains and one round of learning: enough to tell the made-up events apart, a quarter of the work of the defaults.
QUICK = EventSettings(draws=60, chains=2, burn_in=15, thin=1, learning_rounds=1)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.fixture(scope="package")
def sevens() -> Accounts:
    """Seven sent back in January 2000 and seven asking for protection in June 2001: two events, each told twice."""
    return Accounts.from_rows([
        {"account_id": "r1", "source_id": "s1", "kind": "REFOUL", "place": "CN-JILIN", "date": "2000-01-12",
         "number": "7"},
        {"account_id": "r2", "source_id": "s2", "kind": "REFOUL", "place": "CN-JILIN", "date": "2000-01",
         "number": "seven"},
        {"account_id": "u1", "source_id": "s3", "kind": "DENYASYL", "place": "CN-BEIJING", "date": "2001-06-26",
         "number": "7"},
        {"account_id": "u2", "source_id": "s4", "kind": "DENYASYL", "place": "Beijing", "date": "2001-06-26",
         "number": "7 people"},
        {"account_id": "e1", "source_id": "s5", "kind": "EXECPUB", "place": "KP-HOERYONG", "date": "2003-05",
         "number": "3", "participants": "김영남"},
        {"account_id": "e2", "source_id": "s6", "kind": "EXECSUM", "place": "Hoeryong", "date": "2003",
         "number": "about 3", "participants": "Kim Yong Nam"},
        {"account_id": "e3", "source_id": "s6", "kind": "EXECPUB", "place": "KP-HOERYONG", "date": "2003-05",
         "number": "3", "participants": "김영남"},
    ])  # fmt: skip


@pytest.fixture(scope="package")
def of_sevens(sevens) -> EventLinkage:
    return link_events(sevens, settings=QUICK, rng=np.random.default_rng(1))


@pytest.fixture(scope="package")
def world() -> dict[str, list[dict[str, str]]]:
    return tell_happenings(Happenings(events=14, seed=5))


@pytest.fixture(scope="package")
def of_world(world) -> EventLinkage:
    return link_events(Accounts.from_rows(world["accounts"]), settings=QUICK, rng=np.random.default_rng(1))
