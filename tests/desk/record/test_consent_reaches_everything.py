"""Consent by purpose and audience, for a source, a person, a passage; a withdrawal reaches all that used it."""

import pytest

from tumen_desk.act.models import Paper
from tumen_desk.count.models import CountRun, Figure, Publication
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record import hooks, services
from tumen_desk.record.models import Act, Consent
from tumen_desk.record.queries import allowed_mentions, refused_passages

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
TOLD = "She was sent back in 2010. Later she was beaten."


@pytest.fixture
def told(officer):
    source = services.source_create(
        actor=officer, title="Heard", kind="SK-VICT", issuer="Harbour", published=True
    )
    document = services.document_add(actor=officer, source=source, name="a.txt", content=TOLD.encode())
    mention = services.mention_create(actor=officer, source=source, role="interviewee", sex="f")
    account = services.account_create(actor=officer, source=source, title="A return", teller=mention)
    passage = services.passage_anchor(actor=officer, document=document, start=0, end=26)
    services.act_create(
        actor=officer, account=account, mention=mention, type="REFOUL", date="2010", passage=passage
    )
    return source, mention, passage


@pytest.fixture
def figure(officer, told):
    """A public figure that counted her, over a linkage in which she is one of two."""
    run = LinkRun.objects.create(
        run_id="a",
        manifest={},
        mentions=1,
        persons=1,
        draws_sha256="0" * 64,
        is_current=True,
        created_by=officer,
    )
    Membership.objects.create(run=run, mention=told[1], person="p-1", probability=1, company=2)
    recipe = CountRecipe(title="Returns", population="everybody", as_of="../2020", act_types=("REFOUL",))
    counted = CountRun.objects.create(
        run_id="b", recipe=recipe.as_dict(), manifest={}, link_run=run, table={}, created_by=officer
    )
    made = Figure.objects.create(
        run=counted, title="Returns", unit="persons", population="everybody", as_of="../2020", method="x",
        caveats=["a caveat"],
    )  # fmt: skip
    Publication.objects.create(figure=made, allowed=True, why="looked", by=officer)
    return made


def _no(officer, source, purpose, **given):
    return services.consent_record(actor=officer, source=source, purpose=purpose, granted=False, **given)


def test_a_yes_for_one_audience_is_no_yes_for_another(officer, told):
    source, mention, _ = told
    services.consent_record(
        actor=officer,
        source=source,
        purpose="CP-NGO",
        granted=True,
        mention=mention,
        audience="Harbour Watch",
    )
    allowed = lambda who: allowed_mentions("CP-NGO", audience=who).filter(pk=mention.pk).exists()  # noqa: E731
    assert allowed("harbour watch")
    assert not allowed("Another Body")
    _no(officer, source, "CP-NGO", mention=mention, audience="Harbour Watch")
    assert not allowed("Harbour Watch")
    services.consent_record(actor=officer, source=source, purpose="CP-NGO", granted=True, mention=mention)
    assert allowed("Another Body")


def test_who_decided_how_and_on_which_form_is_kept(officer, told, client_of):
    source = told[0]
    given = {"purpose": "CP-UN", "granted": "yes", "decided_by": "CD-TWO", "manner": "CM-ORAL", "form": "v3"}
    client, address = client_of(officer), f"/record/sources/{source.pk}/consent/"
    client.post(address, given)
    assert not Consent.objects.filter(purpose="CP-UN").exists()
    client.post(address, {**given, "reason": "she is held and cannot be asked"})
    kept = Consent.objects.get(purpose="CP-UN")
    assert (kept.decided_by, kept.manner, kept.form) == ("CD-TWO", "CM-ORAL", "v3")
    assert "two officers" in client.get(f"/record/sources/{source.pk}/").content.decode()


def test_what_is_coded_from_a_refused_passage_is_neither_counted_nor_linked(officer, told, client_of):
    from tumen_desk.count.queries import asked_mentions
    from tumen_desk.link.events.tellings import allowed_acts

    source, mention, passage = told
    recipe = CountRecipe(title="x", population="x", as_of="../2020", act_types=("REFOUL",))
    assert allowed_acts().count() == asked_mentions(recipe).count() == 1
    client = client_of(officer)
    for purpose in ("CP-STAT", "CP-LINK"):
        client.post(
            f"/record/sources/{source.pk}/consent/?passage={passage.pk}",
            {"purpose": purpose, "granted": "no"},
        )
    assert list(refused_passages("CP-STAT")) == [passage]
    assert allowed_acts().count() == asked_mentions(recipe).count() == 0
    # The person herself may still be linked and counted by what stands elsewhere.
    assert mention in allowed_mentions("CP-LINK")
    page = client.get(f"/record/passages/{passage.pk}/").content.decode()
    assert page.count(f"P-{passage.pk}</a>") >= 2
    services.consent_record(
        actor=officer, source=source, purpose="CP-STAT", granted=True, passage=passage, expires="2020"
    )
    assert list(refused_passages("CP-STAT")) == [passage], "what ran out is no yes"


def test_before_a_withdrawal_everything_that_used_it_is_listed_with_what_becomes_of_it(
    officer, told, figure, client_of
):
    paper = Paper.objects.create(channel="CHN-WGEID", title="Request", made_by=officer)
    paper.persons.add(told[1])
    page = client_of(officer).get(f"/record/sources/{told[0].pk}/withdraw/").content.decode()
    counting = page.split("anonymous statistics")[1].split("<section")[0]
    assert f"/count/figures/{figure.pk}/" in counting
    assert "may not be published" in counting
    assert "/link/persons/p-1/" in page
    uses = hooks.uses([told[1].pk], "CP-UN")
    assert [u.url for u in uses] == [f"/act/papers/{paper.pk}/"]
    assert Consent.objects.filter(granted=False).count() == 0


def test_a_withdrawal_marks_every_figure_stops_publication_and_is_used_nowhere(
    officer, told, figure, client_of
):
    source, mention, _ = told
    services.consent_record(actor=officer, source=source, purpose="CP-STAT", granted=True, mention=mention)
    client, address = client_of(officer), f"/record/sources/{source.pk}/withdraw/"
    assert client.post(address, {"purpose": "CP-NAME"}).status_code == 422
    client.post(address, {"purpose": ["CP-STAT", "CP-LINK"], "reason": "afraid"})
    figure.refresh_from_db()
    assert figure.caveats[0].startswith("Somebody who was counted here has withdrawn")
    assert figure.caveats[1:] == ["a caveat"]
    assert not figure.publications.first().allowed
    for purpose in ("CP-STAT", "CP-LINK"):
        assert mention not in allowed_mentions(purpose), purpose
    assert mention in allowed_mentions("CP-ANALYSE")
    assert client.get("/link/persons/p-1/").status_code == 404
    assert "anonymous statistics" not in client.get(address).content.decode()
    assert Act.objects.count() == 1


def test_the_form_is_printed_in_three_languages_with_every_purpose(officer, told, client_of):
    client, source = client_of(officer), told[0]
    for language, words in (("en", "my own free will"), ("ko", "자유로운 뜻"), ("zh", "自愿参加")):
        page = client.get(f"/record/consent-form/?in={language}&source={source.pk}").content.decode()
        assert words in page
        assert "Harbour" in page
        assert page.count("☐") == 2 * 15
        assert "{organisation}" not in page
        for other in ("en", "ko", "zh"):
            assert f'href="?in={other}&amp;source={source.pk}"' in page
    assert client.get("/record/consent-form/?in=xx").status_code == 200
