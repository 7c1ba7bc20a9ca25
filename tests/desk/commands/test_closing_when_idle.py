"""Nobody there for half an hour: the desk closes itself, but for work that is under way."""

import pytest

from tumen_desk.commands.idling import Watch
from tumen_desk.jobs.models import Job, State
from tumen_desk.store import folder, keyring

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


now = [0.0]
locked: list[bool] = []


@pytest.fixture
def watch(monkeypatch):
    # The lock itself is tried in tests/desk/store; here the store of the test process must stay open.
    now[0] = 0.0
    locked.clear()
    monkeypatch.setattr(folder, "lock", lambda: locked.append(True))
    return Watch(lambda environ, start: [b""], seconds=1800, clock=lambda: now[0])


def _after(watch, seconds):
    now[0] = seconds
    return watch.lock_if_idle()


def test_it_closes_after_half_an_hour_and_not_before(watch):
    assert not _after(watch, 1799)
    assert _after(watch, 1801)
    assert locked == [True]


def test_a_request_of_a_person_counts_and_one_of_a_page_by_itself_does_not(watch):
    now[0] = 1000
    watch({"PATH_INFO": "/record/acts/"}, None)
    now[0] = 2000
    watch({"PATH_INFO": "/accounts/alarms/part/"}, None)
    assert not _after(watch, 2700)
    assert _after(watch, 2801)


def test_work_under_way_is_not_cut_off(watch):
    job = Job.objects.create(kind="x", title="x", created_by=1, state=State.RUNNING)
    assert not _after(watch, 9999)
    job.state = State.DONE
    job.save()
    assert _after(watch, 9999)


def test_a_closed_desk_is_left_alone(watch, monkeypatch):
    monkeypatch.setattr(keyring, "is_sealed", lambda: True)
    assert not _after(watch, 9999)
