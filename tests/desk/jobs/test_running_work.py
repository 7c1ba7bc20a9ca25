"""Long work: seen while it runs, cancelled, taken up again, given up, and its errors said in words."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.test import Client

from tumen.errors import ImportRefused
from tumen.progress import check
from tumen_desk.audit import log
from tumen_desk.jobs import registry, services
from tumen_desk.jobs.models import Job, State
from tumen_desk.jobs.running import Running
from tumen_desk.record.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "jobs"], transaction=True)


@pytest.fixture
def kind():
    """Registers a kind of work for one test."""
    added = []

    def register(work, name="test.work"):
        registry._kinds[name] = work
        added.append(name)
        return name

    yield register
    for name in added:
        del registry._kinds[name]


def _ask(user, kind, **parameters):
    return services.enqueue(user=user, kind=kind, title="Some work", parameters=parameters)


def test_work_is_done_in_the_order_it_was_asked_for(kind, officer):
    done = []
    name = kind(lambda running: done.append(running.parameters["n"]) or {})
    for n in range(3):
        _ask(officer, name, n=n)
    while services.run_next() is not None:
        pass
    assert done == [0, 1, 2]


def test_an_unknown_kind_of_work_is_not_even_written_down(officer):
    with pytest.raises(KeyError):
        _ask(officer, "test.nobody-does-this")
    assert not Job.objects.exists()


def test_progress_is_seen_while_the_record_is_being_written_and_nothing_of_the_record_is(
    kind, officer, client_of
):
    halfway, go_on, pages = threading.Event(), threading.Event(), {}

    def work(running):
        with transaction.atomic():
            running.start(200, "Writing")
            Organisation.objects.create(name="half written")
            running.advance(50)
            running.note("a quarter")
            halfway.set()
            assert go_on.wait(60)
        return {}

    job = _ask(officer, kind(work))
    worker = threading.Thread(target=services.run_next)
    client = client_of(officer)
    worker.start()
    try:
        assert halfway.wait(60)
        pages["part"] = client.get(f"/jobs/{job.pk}/part/").content.decode()
        pages["seen"] = Organisation.objects.count()
        pages["state"] = Job.objects.get(pk=job.pk).state
    finally:
        go_on.set()
        worker.join(60)
    assert 'value="25"' in pages["part"]
    assert "a quarter" in pages["part"]
    assert "every 1s" in pages["part"]
    assert (pages["seen"], pages["state"]) == (0, State.RUNNING)
    after = client.get(f"/jobs/{job.pk}/part/").content.decode()
    assert "every 1s" not in after
    assert Organisation.objects.count() == 1


def test_work_that_is_cancelled_stops_at_its_next_step_and_keeps_nothing(kind, officer, client_of):
    started = threading.Event()

    def work(running):
        with transaction.atomic():
            Organisation.objects.create(name="never kept")
            running.start(None, "Endless")
            started.set()
            for _ in range(6000):
                check(running)
                threading.Event().wait(0.01)
        return {}

    job = _ask(officer, kind(work))
    worker = threading.Thread(target=services.run_next)
    client = client_of(officer)
    worker.start()
    assert started.wait(60)
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    worker.join(60)
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED
    assert not Organisation.objects.exists()
    assert "Nothing half done was kept" in client.get(f"/jobs/{job.pk}/").content.decode()


def test_waiting_work_is_cancelled_at_once(kind, officer, client_of):
    job = _ask(officer, kind(lambda running: {}))
    client_of(officer).post(f"/jobs/{job.pk}/cancel/")
    assert services.run_next() is None
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED


def test_a_colleagues_work_is_cancelled_by_the_protection_lead_only(
    kind, officer, analyst, protection, client_of
):
    job = _ask(officer, kind(lambda running: {}))
    assert client_of(analyst).post(f"/jobs/{job.pk}/cancel/").status_code == 403
    assert Job.objects.get(pk=job.pk).state == State.QUEUED
    assert client_of(protection).post(f"/jobs/{job.pk}/cancel/").status_code == 302
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED


def test_work_that_a_killed_process_left_is_taken_up_again(kind, officer):
    runs = []
    job = _ask(officer, kind(lambda running: runs.append(running.job.attempts) or {"ok": 1}))
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=1)
    assert services.run_next() is None
    assert services.take_up_abandoned() == 1
    services.run_next()
    assert runs == [2]
    assert Job.objects.get(pk=job.pk).state == State.DONE


def test_work_that_was_killed_three_times_is_given_up_with_a_hint(kind, officer, client_of):
    job = _ask(officer, kind(lambda running: {}))
    for attempt in range(1, services.MAX_ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=attempt)
        services.take_up_abandoned()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert services.run_next() is None
    page = client_of(officer).get(f"/jobs/{job.pk}/").content.decode()
    assert "given up" in page
    assert "Start it again" in page


def test_cancelled_before_it_was_taken_up_again_it_does_not_run_on(kind, officer):
    def work(running):
        running.start(10, "Again")
        check(running)
        raise AssertionError("it ran on")

    job = _ask(officer, kind(work))
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=1, cancel_requested=True)
    services.take_up_abandoned()
    services.run_next()
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED


def test_a_refusal_stands_in_the_row_and_on_the_page_with_what_to_do(kind, officer, client_of):
    def work(running):
        raise ImportRefused("Two faults; nothing was written.", hint="Mend the file.")

    job = _ask(officer, kind(work))
    services.run_next()
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == (State.FAILED, ImportRefused.code)
    page = client_of(officer).get(f"/jobs/{job.pk}/").content.decode()
    assert "Two faults" in page
    assert "Mend the file." in page


def test_work_that_falls_over_does_not_take_the_worker_with_it(kind, officer, caplog):
    first = _ask(officer, kind(lambda running: 1 / 0))
    second = _ask(officer, kind(lambda running: {"ok": 1}, "test.other"))
    services.run_next()
    services.run_next()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.FAILED, State.DONE)
    assert "ZeroDivisionError" in first.error["message"]
    assert first.error["hint"]


def test_a_checkpoint_is_there_for_the_next_attempt(kind, officer):
    seen = []

    def work(running):
        seen.append(running.job.checkpoint.get("at", 0))
        running.checkpoint(at=seen[-1] + 5)
        return {}

    job = _ask(officer, kind(work))
    services.run_next()
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED)
    services.run_next()
    assert seen == [0, 5]


def test_reporting_often_writes_seldom(kind, officer, django_assert_max_num_queries):
    def work(running):
        running.start(100_000, "Counting")
        with django_assert_max_num_queries(20):
            from django.db import connections

            before = len(connections["jobs"].queries_log)
            for _ in range(100_000):
                running.advance()
            assert len(connections["jobs"].queries_log) - before < 30
        return {}

    job = _ask(officer, kind(work))
    services.run_next()
    job.refresh_from_db()
    assert job.state == State.DONE
    assert job.done == 100_000


def test_the_log_still_holds_after_all_that(officer):
    assert log.first_break() is None
    assert Client().get("/jobs/").status_code == 302


def test_threads_of_a_job_learn_whether_to_stop_and_leave_its_row_alone(officer):
    job = services.enqueue(user=officer, kind="count.check", title="x", parameters={})
    running = Running(job)
    with ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(lambda: (running.advance(3), running.should_stop)[1]).result() is False
        assert Job.objects.get(pk=job.pk).done == 0
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        running._written = 0.0
        assert running.should_stop
        assert pool.submit(lambda: running.should_stop).result() is True
