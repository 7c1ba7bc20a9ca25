"""Private comparison in the desk: both sides played, one by pages, the other by the library; what leaves and stays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen.linkage import private
from tumen_desk.audit.models import Entry
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.link.exchange import keeping
from tumen_desk.link.exchange.services import own_list
from tumen_desk.link.models import Exchange, ExchangeStep, Kept
from tumen_desk.record.models import Consent, Mention, Name, Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
SURNAMES, SYLLABLES = "김이박최정강조윤장임한오서신권황", "영철희순금옥춘화명숙광수혁미란경남일성호"
PEOPLE = 30
SHARED = 18


def _person(number: int) -> dict[str, str]:
    first, later = SYLLABLES[number * 3 % 20], SYLLABLES[(number * 11 + number // 20 + 1) % 20]
    return {
        "person_id": f"n{number:04d}",
        "may_compare": "yes",
        "name": SURNAMES[number * 7 % len(SURNAMES)] + first + later,
        "birth": f"{1950 + number * 13 % 50}-{1 + number * 5 % 12:02d}-{1 + number * 17 % 28:02d}",
        "sex": "fm"[number % 2],
    }


@pytest.fixture
def ours(protection) -> list[Mention]:
    """Thirty people who agreed to be compared, and two who did not."""
    yes, no = (Source.objects.create(title=title, kind="SK-STAT") for title in ("A list", "Not asked"))
    Consent.objects.create(source=yes, purpose="CP-LINK", granted=True)
    written = []
    for number in range(PEOPLE + 2):
        person = _person(number)
        mention = Mention.objects.create(
            source=yes if number < PEOPLE else no, sex=person["sex"], birth=person["birth"]
        )
        Name.objects.create(mention=mention, text=person["name"])
        written.append(mention)
    return written


@pytest.fixture
def theirs() -> private.Records:
    """The other side's list: eighteen of ours are on it."""
    first = PEOPLE - SHARED
    return private.Records.from_rows(_person(number) for number in range(first, first + PEOPLE))


@pytest.fixture
def desk(ours, protection, client_of) -> Any:
    """The data-protection lead's browser."""
    return client_of(protection)


def _file(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def _done(answer: Any) -> ExchangeStep:
    """Run the work that a page asked for; its step."""
    assert answer.status_code == 302, answer.content.decode()
    job = jobs.run_next()
    assert (job.state, job.error) == ("done", {})
    assert "words" not in Job.objects.get(pk=job.pk).parameters
    return ExchangeStep.objects.get(job=job.pk)


def _fetched(desk: Any, step: ExchangeStep, folder: Path) -> Path:
    """The file of a step, as the desk hands it out."""
    answer = desk.get(f"/link/exchanges/files/{step.pk}/")
    assert step.file_name in answer.headers["Content-Disposition"]
    path = folder / step.file_name
    path.write_bytes(answer.content)
    return path


def _new_words(desk: Any) -> str:
    """The words that the page shows, to be read aloud, and sends back in its form."""
    page = desk.get("/link/exchanges/begin/").content.decode()
    found = re.search(r'name="words" value="([a-z ]+)"', page)
    assert found, page
    assert page.count(found.group(1)) == 2
    return found.group(1)


def _begun(desk: Any, **changes: Any) -> tuple[ExchangeStep, str]:
    words = _new_words(desk)
    terms = {
        "me": "South Archive", "others": "North Archive", "why": "to estimate", "reveal": "counts", "smallest": 20,
        "largest": 60, "exposure": 100, "days": 14, "words": words, **changes,
    }  # fmt: skip
    return _done(desk.post("/link/exchanges/begin/", terms)), words


def _main(page: Any) -> str:
    assert page.status_code == 200
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[1].split("</main>")[0])
    )


def test_the_list_holds_those_who_agreed_and_only_counts_the_others(ours):
    records = own_list()
    assert (len(records), records.withheld) == (PEOPLE, 2)
    Consent.objects.create(source=ours[0].source, mention=ours[0], purpose="CP-LINK", granted=False)
    records = own_list()
    assert (len(records), records.withheld) == (PEOPLE - 1, 3)
    assert ours[0].names.get().text not in str([row for rows in records.rows for row in rows])


def test_one_begins_the_other_answers_both_learn_the_same_count(desk, theirs, tmp_path):
    begun, words = _begun(desk)
    secret = private.read_secret(words)
    assert begun.facts["taking_part"] == PEOPLE
    assert begun.facts["withheld"] == 2
    first = _fetched(desk, begun, tmp_path)
    _, check = private.terms_of(first, secret=secret)
    page = _main(desk.get(f"/link/exchanges/{begun.exchange_id}/"))
    assert check in page
    assert "Give this file to North Archive" in page
    second = private.answer(tmp_path / "north", first, me="North Archive", secret=secret, records=theirs)
    finished = _done(desk.post("/link/exchanges/receive/", {"file": _file(second.file), "words": words}))
    assert finished.kind == "finished"
    third = _fetched(desk, finished, tmp_path)
    last = private.answer(tmp_path / "north", third, me="North Archive", secret=secret)
    exchange = Exchange.objects.get()
    assert exchange.outcome["counts"] == dict(last.overlap.counts)
    assert exchange.outcome["counts"]["11"] == SHARED
    page = _main(desk.get(f"/link/exchanges/{exchange.pk}/"))
    assert f"South Archive and North Archive {SHARED}" in page
    assert not Kept.objects.filter(path__endswith="keys.sealed").exists()
    table = desk.get(f"/link/exchanges/{exchange.pk}/table/").content.decode()
    assert table.splitlines()[0] == "South Archive,North Archive,count"


def test_a_file_that_came_shows_its_terms_first_and_is_answered_with_our_list(desk, theirs, tmp_path):
    words = private.new_secret()
    secret = private.read_secret(words)
    terms = private.agreed(
        private.Terms(
            organisations=("North Archive", "South Archive"), reveal="records", pack="dprk", smallest=20, largest=60,
            exposure=1.0,
        )
    )  # fmt: skip
    first = private.begin(tmp_path / "north", theirs, terms=terms, secret=secret)
    looked = desk.post("/link/exchanges/receive/", {"file": _file(first.file), "words": words})
    assert first.check in _main(looked)
    assert not Exchange.objects.exists()
    address = re.search(r'action="(/link/exchanges/answer/[0-9a-f]{64}/)"', looked.content.decode()).group(1)
    given = {"me": "South Archive", "why": "to estimate", "words": words}
    desk.post(address, given)
    refused = jobs.run_next()
    assert refused.state == "failed"
    assert "not agreed" in refused.error["message"]
    answered = _done(desk.post(address, {**given, "agree": "on"}))
    second = _fetched(desk, answered, tmp_path)
    third = private.answer(tmp_path / "north", second, me="North Archive", secret=secret)
    finished = _done(desk.post("/link/exchanges/receive/", {"file": _file(third.file), "words": words}))
    assert finished.file_sha256 == ""
    page = _main(desk.get(f"/link/exchanges/{finished.exchange_id}/"))
    assert "Which of our people matched" in page
    assert len(re.findall(r"\bM-\d+", page)) == SHARED


def test_three_organisations_and_a_third_who_counts(desk, theirs, tmp_path):
    desk.post("/link/exchanges/third/", {"name": "Example University"})
    invitation = tmp_path / "invitation.json"
    invitation.write_bytes(desk.get("/link/exchanges/third/invitation/").content)
    third = private.invited(invitation)
    assert private.words_of(third) in _main(desk.get("/link/exchanges/third/"))
    words = private.new_secret()
    secret = private.read_secret(words)
    terms = private.agreed(
        private.Terms(
            organisations=("A", "B", "C"), third=third, smallest=20, largest=60, exposure=1.0, noise=9.0
        )
    )
    step = private.begin(tmp_path / "A", theirs, terms=terms, secret=secret)
    for name in ("B", "C", "A", "B"):
        step = private.answer(tmp_path / name, step.file, me=name, secret=secret, records=theirs)
    counted = _done(desk.post("/link/exchanges/receive/", {"file": _file(step.file), "words": ""}))
    assert counted.receiver == "A, B, C"
    outcome = _fetched(desk, counted, tmp_path)
    last = private.answer(tmp_path / "C", outcome, me="C", secret=secret)
    assert dict(last.overlap.counts) == counted.exchange.outcome["counts"]
    desk.post("/link/exchanges/receive/", {"file": _file(step.file), "words": ""})
    assert "already" in jobs.run_next().error["message"]


def test_every_step_is_logged_without_names_or_words(desk, theirs, ours, tmp_path):
    begun, words = _begun(desk)
    desk.get(f"/link/exchanges/files/{begun.pk}/")
    told = str(
        list(Entry.objects.filter(action__startswith="link.").values_list("action", "subject", "details"))
    )
    assert "link.exchange_begun" in told
    assert "link.exchange_file_fetch" in told
    assert words not in told
    assert not any(mention.names.get().text in told for mention in ours)


def test_no_name_stands_in_what_is_given_away(desk, ours, tmp_path):
    begun, words = _begun(desk)
    content = _fetched(desk, begun, tmp_path).read_bytes()
    kept = b"".join(bytes(k.content) for k in Kept.objects.all())
    for mention in ours:
        assert mention.names.get().text.encode() not in content + kept
    assert words.encode() not in content + kept


def test_the_words_of_cancelled_work_are_forgotten(desk):
    words = private.new_secret()
    job = jobs.enqueue(
        user=desk_user(desk),
        kind="link.exchange_take",
        title="x",
        parameters={"sha256": "0" * 64, "words": words},
    )
    jobs.cancel(job_id=job.pk)
    desk.get("/link/exchanges/")
    assert Job.objects.get(pk=job.pk).parameters == {"sha256": "0" * 64}


def desk_user(client: Any) -> Any:
    """Who is signed in."""
    from tumen_desk.accounts.models import User

    return User.objects.get(pk=int(client.session["_auth_user_id"]))


def test_work_that_was_killed_after_it_was_done_finds_its_step(desk, monkeypatch):
    begun, _ = _begun(desk)
    Job.objects.filter(pk=begun.job).update(state="queued")
    again = jobs.run_next()
    assert (again.state, again.result["exchange"]) == ("done", begun.exchange_id)
    assert ExchangeStep.objects.count() == 1


def test_a_second_comparison_within_the_wait_needs_a_reason(desk):
    _begun(desk)
    words = _new_words(desk)
    terms = {
        "me": "South Archive", "others": "North Archive", "why": "again", "reveal": "counts", "smallest": 20,
        "largest": 60, "exposure": 100, "days": 14, "words": words,
    }  # fmt: skip
    desk.post("/link/exchanges/begin/", terms)
    assert jobs.run_next().error["code"] == "linkage.private.too_soon"
    assert _done(desk.post("/link/exchanges/begin/", {**terms, "reason": "the file was lost"}))


def test_wrong_words_and_files_are_refused_in_words(desk, tmp_path):
    begun, _ = _begun(desk)
    file = _fetched(desk, begun, tmp_path)
    answer = desk.post("/link/exchanges/receive/", {"file": _file(file), "words": "hahaha"})
    assert answer.status_code == 422
    assert "seven" in answer.content.decode().lower() or "7 words" in answer.content.decode()
    file.write_bytes(file.read_bytes()[:-5])
    answer = desk.post("/link/exchanges/receive/", {"file": _file(file), "words": private.new_secret()})
    assert answer.status_code in (302, 400)


def test_without_a_folder_in_memory_nothing_is_left_on_the_disk(desk, monkeypatch):
    from tumen_desk.store import folder

    monkeypatch.setattr(keeping, "_MEMORY", Path("/nowhere"))
    _begun(desk)
    assert not list(folder.root().glob("tumen-exchange-*"))


def test_nobody_but_the_protection_lead_compares(client_of, officer, analyst, lawyer):
    for user in (officer, analyst, lawyer):
        assert client_of(user).get("/link/exchanges/").status_code == 403
