"""Nothing that a machine read is a fact; what a person accepts is, with passage, source and who accepted it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen.errors import CandidateRefused, LedgerRefused, NoLocalModel
from tumen_desk.accounts import circles
from tumen_desk.act.models import Recommendation
from tumen_desk.audit.models import Entry as Logged
from tumen_desk.coding.models import Draft
from tumen_desk.count import ledger
from tumen_desk.count.ledger import Entry
from tumen_desk.count.models import Published
from tumen_desk.jobs import services as jobs
from tumen_desk.read import queries, services
from tumen_desk.read.models import Candidate
from tumen_desk.record.models import Act, Passage, Purpose
from tumen_desk.record.services import consent_record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_a_report_dropped_in_gives_a_page_of_candidates(officer, client_of):
    from tests.desk.read.conftest import REPORT

    client = client_of(officer)
    assert "Drop a report in above" in client.get("/read/").content.decode()
    upload = SimpleUploadedFile("a_made_up_report.txt", REPORT.encode())
    page = client.post("/read/", {"file": upload, "date": "2015-03", "published": "on"}).headers["Location"]
    assert "Cancel</button>" in client.get(page).content.decode()
    job = jobs.run_next()
    assert (job.state, job.kind) == ("done", "read.document")
    shown = client.get(page).content.decode()
    assert "about 40,000 people" in shown
    assert "→ People in hiding in China" in shown
    assert Published.objects.count() == Act.objects.count() == Passage.objects.count() == 0
    again = SimpleUploadedFile("the_same_under_another_name.txt", REPORT.encode())
    assert client.post("/read/", {"file": again, "published": "on"}).headers["Location"] == page


def test_an_accepted_figure_stands_in_the_ledger_with_its_passage(officer, read, candidate, client_of):
    found = candidate(read, "claims", "40,000")
    done = services.candidate_accept(actor=officer, candidate=found)
    claim = next(c for c in ledger.books(officer).claims if c.code.startswith("C-"))
    assert (claim.quantity.code, claim.value, claim.qualifier, claim.unit) == (
        "HIDING",
        40_000,
        "about",
        "persons",
    )
    assert (claim.as_of.edtf, claim.place.code) == ("2015", "CHN")
    assert done.passage.text == "about 40,000 people"
    assert Published.objects.get().passage == done.passage
    listed = client_of(officer).get(f"/read/documents/{read.pk}/").content.decode()
    assert f'">{claim.code}</a>' in listed
    page = client_of(officer).get("/count/claims/of/HIDING/").content.decode()
    assert f"{claim.code}</a>" in page
    assert "A made-up report" in page
    entry = Logged.objects.filter(action="read.candidate_accept").get()
    assert entry.actor == officer
    assert entry.details["passage"] == done.passage.pk
    assert "40,000" not in str(entry.details)
    with pytest.raises(CandidateRefused):
        services.candidate_accept(actor=officer, candidate=found)


def test_reading_anew_brings_back_nothing_decided_and_doubles_nothing(officer, read, candidate):
    before = Candidate.objects.count()
    services.candidate_accept(actor=officer, candidate=candidate(read, "claims", "40,000"))
    services.candidate_dismiss(
        actor=officer, candidate=candidate(read, "claims", "70 percent"), reason="beside"
    )
    services.document_read(actor=officer, document=read)
    assert Candidate.objects.count() == before
    assert Candidate.objects.filter(state="open").count() == before - 2
    assert Published.objects.count() == 1


def test_a_decision_taken_back_leaves_what_was_said_in_the_versions(officer, read, candidate):
    done = services.candidate_accept(actor=officer, candidate=candidate(read, "claims", "40,000"))
    assert services.candidate_undo(actor=officer, candidate=done).state == "open"
    assert not ledger.kept(officer).exists()
    assert list(Published.objects.get().versions.values_list("withdrawn", flat=True)) == [True, False]
    services.candidate_accept(actor=officer, candidate=done)
    assert ledger.kept(officer).count() == Published.objects.count() == 1
    with pytest.raises(CandidateRefused, match="nothing to take back"):
        services.candidate_undo(actor=officer, candidate=candidate(read, "claims", "70 percent"))


def test_an_edited_figure_is_kept_as_edited_and_the_reading_beside_it(officer, read, candidate, client_of):
    found = candidate(read, "claims", "90,000")
    client = client_of(officer)
    form = client.get(f"/read/candidates/{found.pk}/edit/").content.decode()
    assert 'value="90000"' in form
    given = {"quantity": "People in hiding in China", "high": "90000", "unit": "persons",
             "measure": "stock", "qualifier": "up-to", "population": "people from the DPRK in hiding",
             "place": "China", "as_of": "2014", "grade": "low"}  # fmt: skip
    answer = client.post(f"/read/candidates/{found.pk}/edit/", given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    (claim,) = [c for c in ledger.books(officer).claims if c.code.startswith("C-")]
    assert (claim.population.code, claim.place.code, claim.as_of.edtf) == ("HIDDEN", "CHN", "2014")
    found.refresh_from_db()
    assert found.content["value_high"] == 90_000
    assert found.kept["grade"] == "low"
    refused = client.post(f"/read/candidates/{candidate(read, 'claims', '70 percent').pk}/edit/",
                          {**given, "high": "", "unit": "share"}, headers={"HX-Request": "true"})  # fmt: skip
    assert refused.status_code == 422
    assert "needs a number" in refused.content.decode()


def test_an_accepted_recommendation_is_followed_and_the_next_year_repeats_it(
    officer, read, report, candidate, client_of
):
    first = services.candidate_accept(
        actor=officer, candidate=candidate(read, "recommendations", "stop sending back people")
    )
    later = report(
        title="The year after", text="The Government of China should stop sending back those who fled. 2016."
    )
    services.document_read(actor=officer, document=later)
    again = candidate(later, "recommendations", "stop sending back")
    page = client_of(officer).get(f"/read/documents/{later.pk}/?list=recommendations").content.decode()
    assert "May repeat: The Government of China" in page
    earlier = Recommendation.objects.get()
    services.candidate_accept(actor=officer, candidate=again, changes={"earlier": str(earlier.pk)})
    second = Recommendation.objects.exclude(pk=earlier.pk).get()
    assert (second.earlier, second.relation, second.made_on) == (earlier, "repeats", "2015-03")
    again.refresh_from_db()
    services.candidate_undo(actor=officer, candidate=again)
    assert second.steps.get().note == "Taken back: accepted by mistake."
    services.document_read(actor=officer, document=later)
    services.candidate_accept(actor=officer, candidate=again)
    assert Recommendation.objects.count() == 2
    assert first.became == f"recommendation:{earlier.pk}"


def test_an_accepted_incident_fills_the_form_of_coding_and_codes_nothing(officer, read, candidate, client_of):
    found = candidate(read, "incidents", "arrested nine people")
    services.candidate_accept(actor=officer, candidate=found)
    assert list(queries.to_code(officer)) == [found]
    client = client_of(officer)
    answer = client.post(f"/read/candidates/{found.pk}/code/")
    assert answer.headers["Location"].startswith(f"/record/documents/{read.pk}/?found=")
    draft = Draft.objects.get(user=officer, document=read)
    assert draft.fields["date"] == "2014-05-04"
    assert draft.fields["number_low"] == "9"
    assert not Act.objects.exists()
    client.post(f"/read/candidates/{found.pk}/code/")
    assert Draft.objects.count() == 1


def test_documents_of_a_closed_circle_do_not_exist(officer, protection, read, candidate, client_of):
    done = services.candidate_accept(actor=officer, candidate=candidate(read, "claims", "40,000"))
    number = done.became.partition(":")[2]
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=read.source_id)
    client = client_of(officer)
    assert "A made-up report" not in client.get("/read/").content.decode()
    for address in (
        f"/read/documents/{read.pk}/",
        f"/count/claims/{number}/",
        f"/read/candidates/{done.pk}/edit/",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/read/candidates/{done.pk}/undo/").status_code == 404
    assert f"C-{number}<" not in client.get("/count/claims/of/HIDING/").content.decode()
    with pytest.raises(CandidateRefused):
        services.document_read(actor=officer, document=read)


def test_without_consent_nothing_is_read_and_nothing_counted(officer, report, read, candidate, client_of):
    silent = report(
        text="In 2014 about 300 people crossed the river.", published=False, title="Told in confidence"
    )
    assert silent not in queries.documents(officer)
    client = client_of(officer)
    assert (
        f'href="/read/documents/{silent.pk}/"'
        in client.get(f"/record/documents/{silent.pk}/").content.decode()
    )
    told = client.get(f"/read/documents/{silent.pk}/")
    assert told.status_code == 400
    assert "Record the consent on the page of the source" in told.content.decode()
    with pytest.raises(CandidateRefused, match="no decision"):
        services.document_read(actor=officer, document=silent)
    services.candidate_accept(actor=officer, candidate=candidate(read, "claims", "40,000"))
    consent_record(actor=officer, source=read.source, purpose=Purpose.COUNT, granted=False)
    assert not ledger.kept(officer).exists()
    with pytest.raises(LedgerRefused, match="statistics"):
        services.candidate_accept(actor=officer, candidate=candidate(read, "claims", "90,000"))
    assert candidate(read, "claims", "90,000").state == "open"


def test_who_may_not_write_to_the_record_decides_nothing(lawyer, read, candidate, client_of):
    found = candidate(read, "claims", "40,000")
    with pytest.raises(PermissionDenied):
        services.candidate_accept(actor=lawyer, candidate=found)
    page = client_of(lawyer).get(f"/read/documents/{read.pk}/").content.decode()
    assert "about 40,000 people" in page
    assert "Accept</button>" not in page


def test_a_figure_is_judged_anew_and_never_overwritten(analyst, client_of):
    client = client_of(analyst)
    given = {"quantity": "People held by the harbour", "value": "120", "unit": "persons", "measure": "stock",
             "as_of": "2012", "grade": "medium", "why": "From its yearbook."}  # fmt: skip
    at = client.post("/count/claims/new/", given).headers["Location"]
    client.post(at, {**given, "value": "130", "why": "A slip of the pen."})
    assert client.post(at, {**given, "value": "130", "why": "Again."}).status_code == 400
    page = client.get(at).content.decode()
    assert "value: 120 → 130" in page
    assert "A slip of the pen." in page
    (claim,) = [c for c in ledger.books(analyst).claims if c.code.startswith("C-")]
    assert claim.value == 130
    assert "People held by the harbour" in client.get("/count/claims/").content.decode()
    with pytest.raises(TypeError):
        Published.objects.get().versions.first().save()
    client.post(at, {"withdraw": "yes", "why": "It was counted twice."})
    assert "Withdrawn" in client.get(at).content.decode()
    assert "People held by the harbour" not in client.get("/count/claims/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{}, {"low": 5.0, "high": 3.0}, {"value": 70.0, "unit": "share"}, {"value": 1.0, "measure": "x"}]
)
def test_an_entry_that_cannot_be_is_refused(wrong):
    with pytest.raises(LedgerRefused):
        Entry(**wrong).checked()


def test_an_accepted_date_is_offered_where_its_words_are_coded(officer, read, candidate, client_of):
    found = candidate(read, "dates", "June 2014")
    at = {"start": found.start, "end": found.end}
    services.candidate_accept(actor=officer, candidate=found)
    offers = client_of(officer).post(f"/coding/{read.pk}/offers/", at).content.decode()
    assert offers.count('data-value="2014-06"') == 1
    assert not Act.objects.exists()


def test_a_part_of_a_whole_is_shown_and_kept_with_its_base_and_interval(officer):
    from tumen import reading
    from tumen_desk.read import lists
    from tumen_desk.read.suggesting import Suggester

    text = "It was told by 71 of the 112 persons interviewed. Some 12 of 150 boats were lost."
    rows = [row.content for row in lists.found(reading.read(text)) if row.list == "claims"]
    said = "71 of 112, 63.4% (95% interval 53.8% to 72.3%)"
    assert [lists.of_base(row) for row in rows] == [said, "", "12 of 150, 8.0%", ""]
    assert said in lists.BY_NAME["claims"].normal(rows[0])
    suggester = Suggester(ledger.books(officer))
    assert [suggester.entry(row, text).note for row in rows] == [said, "", "12 of 150, 8.0%", ""]


@pytest.mark.parametrize(
    ("number", "placed"),
    [("Up to 300,000", "HIDING"), ("Up to 9,999,999", ""), ("Millions of", "")],
)
def test_a_figure_far_above_all_of_a_quantity_is_not_placed_under_it(officer, number, placed):
    from tumen import reading
    from tumen_desk.read import lists
    from tumen_desk.read.suggesting import Suggester

    text = f"{number} people from the country are in hiding across the border in the neighbouring country."
    (claim,) = (row.content for row in lists.found(reading.read(text)) if row.list == "claims")
    assert Suggester(ledger.books(officer)).entry(claim, text).quantity == placed


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Between 30,000 and 50,000 people are hiding in China.", ("HIDING", "HIDDEN", "CHN")),
        ("About 20,000 people lived in hiding in China in 2018.", ("HIDING", "HIDDEN", "CHN")),
        ("In 2012, 1,502 people arrived in South Korea.", ("ARRIVALS", "ARRIVED", "KOR")),
        ("More than 10,000 people die in prison camps every year.", ("CAMP-DEATHS", "DEATHS-CAMPS", "PRK")),
        ("Between 70 and 80 percent of the women are trafficked.", ("TRAFFICKED-SHARE", "WOMEN-IN-CHINA", "CHN")),
        ("The rate of refugees decreased by more than 40 percent.", ("", "", "")),
        ("The public execution of 15 people was seen by 20,000 pairs of shoes.", ("", "", "")),
        ("2012년 한국에 입국한 사람은 1,502명이다.", ("ARRIVALS", "ARRIVED", "KOR")),
        ("2012년 중국에 은신 중인 사람은 약 3만 명이다.", ("HIDING", "HIDDEN", "CHN")),
    ],
)  # fmt: skip
def test_a_figure_is_placed_by_the_words_about_it_and_not_by_its_number(text, placed):
    from tumen import figures, reading
    from tumen_desk.read import lists
    from tumen_desk.read.suggesting import Suggester

    rows = [row.content for row in lists.found(reading.read(text)) if row.list == "claims"]
    entry = Suggester(figures.ledger("dprk")).entry(rows[0], text)
    assert (entry.quantity, entry.population, entry.place) == placed


def test_a_model_on_this_computer_adds_a_list_of_its_own_where_it_is_asked(
    officer, read, client_of, candidate, settings
):
    from dataclasses import replace

    from tests.library.reading.test_a_local_model_only_adds import chat, server

    words = "People are often sold to farmers"
    text, client, page = str(read.text), client_of(officer), f"/read/documents/{read.pk}/"
    at = text.index(words)
    hint = {"list": "incidents", "start": at, "end": at + len(words), "text": words, "why": "a sale"}
    assert "Ask the model" not in client.get(page).content.decode() + client.get("/read/").content.decode()
    with pytest.raises(NoLocalModel, match="No language model is set"):
        services.document_read(actor=officer, document=read, ask_model=True)
    with server(lambda _: chat([hint])) as address:
        settings.CONFIG = replace(settings.CONFIG, model=address)
        assert "Ask the model on this computer too" in client.get(page).content.decode()
        assert 'name="model"' in client.get("/read/").content.decode()
        client.post(f"{page}begin/", {"model": "1"})
        assert jobs.run_next().state == "done"
    shown = client.get(f"{page}?list=model").content.decode()
    assert "By the model" in shown
    assert f"Incidents · {address} (local model)" in shown
    added = candidate(read, "model", words)
    services.candidate_accept(actor=officer, candidate=added)
    assert Candidate.objects.get(pk=added.pk).passage.text == words
    assert Act.objects.count() == Published.objects.count() == 0
    settings.CONFIG = replace(settings.CONFIG, model="http://127.0.0.1:9")
    dropped = SimpleUploadedFile("once_more.txt", text.encode())
    page = client.post("/read/", {"file": dropped, "published": "on", "model": "1"}).headers["Location"]
    jobs.run_next()
    assert "cannot be reached" in client.get(page).content.decode()
    stands = Candidate.objects.filter(document=page.split("/")[3], list="claims", state="open")
    assert any("40,000" in text[c.start : c.end] for c in stands)
