"""Terms and fields of one's own stand beside the pack's: without code, of any depth, in three languages, never lost."""

import pytest
from django.core.exceptions import PermissionDenied

from tumen import vocab
from tumen.errors import TermRefused, VocabError
from tumen_desk.record import asking, lists, saying, services, values
from tumen_desk.record.models import Act, LocalTerm
from tumen_desk.shell import terms
from tumen_desk.store import folder

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
LABELS = {"en": "taken off a train", "ko": "열차에서 연행", "zh": "在火车上被带走"}


@pytest.fixture(autouse=True)
def _read_anew():
    """What a test adds is taken back with its transaction; what is kept of it in memory must go as well."""
    yield
    terms.changed()


def _term(protection, code="LOCAL-TRAIN", **given):
    return lists.term_set(
        actor=protection, vocabulary="act_type", code=code, **{"labels": LABELS, "parent": "ARREST", **given}
    )


@pytest.fixture
def account(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    return services.account_create(actor=officer, source=source, title="x")


def _act(officer, account, kind):
    mention = services.mention_create(actor=officer, source=account.source)
    return services.act_create(actor=officer, account=account, mention=mention, type=kind)


def test_a_term_of_ones_own_is_chosen_shown_and_kept_like_any_other(protection, officer, account, client_of):
    with pytest.raises(VocabError):
        _act(officer, account, "LOCAL-TRAIN")
    _term(protection, maps_to="ARREST")
    act = _act(officer, account, "LOCAL-TRAIN")
    page = client_of(officer).get(f"/record/acts/{act.pk}/").content.decode()
    assert "taken off a train" in page
    assert "taken off a train" in client_of(officer).get("/record/acts/?type=LOCAL-TRAIN").content.decode()
    assert terms.vocabulary("act_type")["LOCAL-TRAIN"].mappings["pack"] == ("ARREST",)
    assert "LOCAL-TRAIN" not in vocab.load_pack().vocabulary("act_type")


def test_a_term_of_ones_own_counts_and_is_judged_as_the_term_it_is_mapped_to(
    protection, officer, account, client_of
):
    from tumen_desk.count.queries import asked_acts
    from tumen_desk.count.recipes import CountRecipe

    _term(protection, maps_to="ARREST")
    _term(protection, "LOCAL-OTHER")
    act, unmapped = (_act(officer, account, kind) for kind in ("LOCAL-TRAIN", "LOCAL-OTHER"))
    recipe = CountRecipe(title="x", population="x", as_of="../2020", act_types=("ARREST",))
    assert list(asked_acts(recipe)) == [act]
    law = lambda row: client_of(officer).get(f"/act/acts/{row.pk}/law/")  # noqa: E731
    assert law(act).status_code == 200
    # What the law has never heard of is said in words; nothing is guessed.
    assert law(unmapped).status_code == 400


def test_what_another_process_adds_is_there_at_once(protection, monkeypatch):
    """The worker reads forms while the pages are open: what it changed is seen by when it touched its mark."""
    assert "LOCAL-TRAIN" not in terms.vocabulary("act_type")
    LocalTerm.objects.create(
        vocabulary="act_type", code="LOCAL-TRAIN", labels=LABELS, parent="ARREST", changed_by=protection
    )
    assert "LOCAL-TRAIN" not in terms.vocabulary("act_type")
    (folder.root() / "lists.changed").touch()
    monkeypatch.setattr(terms, "_LOOK_SECONDS", -1.0)
    assert "LOCAL-TRAIN" in terms.vocabulary("act_type")


def test_terms_go_deeper_than_two_levels_and_facts_of_the_heading_reach_them(protection):
    _term(protection, "LOCAL-A")
    _term(protection, "LOCAL-B", parent="LOCAL-A")
    _term(protection, "LOCAL-C", parent="LOCAL-B")
    depth = {term.code: level for term, level in lists.tree("act_type")}
    assert [depth[c] for c in ("ARREST", "LOCAL-A", "LOCAL-B", "LOCAL-C")] == [0, 1, 2, 3]
    assert "warrant" in {f.id for f in asking.asked_of("act", act_type="LOCAL-C")}


@pytest.mark.parametrize(
    "given",
    [
        {"code": "TRAIN"},
        {"code": "LOCAL-train"},
        {"code": "LOCAL-"},
        {"labels": {"en": " "}},
        {"parent": "NO-SUCH"},
        {"parent": "LOCAL-TRAIN"},
        {"maps_to": "LOCAL-TRAIN"},
        {"replaced_by": "NO-SUCH"},
    ],
)
def test_what_would_break_a_list_is_refused(protection, given):
    with pytest.raises(TermRefused):
        _term(protection, **given)
    assert not LocalTerm.objects.exists()


def test_no_circle_of_parents_can_be_made(protection):
    _term(protection, "LOCAL-A")
    _term(protection, "LOCAL-B", parent="LOCAL-A")
    with pytest.raises(TermRefused, match="ancestor"):
        _term(protection, "LOCAL-A", parent="LOCAL-B")


def test_a_term_of_the_pack_can_be_put_aside_and_what_was_coded_with_it_stays(
    protection, officer, account, client_of
):
    act = _act(officer, account, "ROUNDUP")
    lists.term_set(
        actor=protection, vocabulary="act_type", code="ROUNDUP", deprecated=True, replaced_by="ARREST"
    )
    assert "ROUNDUP" not in dict(terms.vocabulary("act_type").choices("en"))
    assert "round-up" in client_of(officer).get(f"/record/acts/{act.pk}/").content.decode()
    shown = client_of(officer).get("/record/lists/act_type/").content.decode()
    assert "not to be chosen" in shown
    lists.term_set(actor=protection, vocabulary="act_type", code="ROUNDUP")
    assert "ROUNDUP" in dict(terms.vocabulary("act_type").choices("en"))
    assert Act.objects.get().type == "ROUNDUP"


def test_only_the_lead_changes_lists(officer, client_of):
    with pytest.raises(PermissionDenied):
        _term(officer)
    client = client_of(officer)
    assert client.post("/record/lists/act_type/add/", {"code": "LOCAL-X", "label_en": "x"}).status_code == 403
    assert client.get("/record/lists/").status_code == 200


def test_a_field_of_ones_own_is_asked_at_once_and_its_kind_stays_once_answered(
    protection, officer, account, client_of
):
    client = client_of(protection)
    given = {
        "name": "train_number", "about": "act", "kind": "text", "acts": ["ARREST"], "label_en": "number of the train",
        "label_ko": "열차 번호",
    }  # fmt: skip
    assert client.post("/record/lists-fields/", {**given, "label_en": "", "label_ko": ""}).status_code == 422
    assert client.post("/record/lists-fields/", {**given, "name": "charge"}).status_code == 422
    assert client.post("/record/lists-fields/", given).status_code == 302
    act, other = _act(officer, account, "ARREST"), _act(officer, account, "BEAT")
    assert "Number of the train" in client_of(officer).get(f"/record/said/act/{act.pk}/").content.decode()
    assert (
        "Number of the train" not in client_of(officer).get(f"/record/said/act/{other.pk}/").content.decode()
    )
    saying.value_say(actor=officer, thing=act, field="train_number", answer="K 27")
    assert client.post("/record/lists-fields/", {**given, "kind": "number"}).status_code == 422
    client.post("/record/lists-fields/", {**given, "retired": "on"})
    assert "train_number" not in asking.fields()
    assert [v.text for f in values.of_thing(officer, "act", act.pk) for v in f.values] == ["K 27"]


def test_a_term_is_added_on_the_page_of_its_list_in_three_languages(protection, client_of):
    client = client_of(protection)
    answer = client.post(
        "/record/lists/education/add/",
        {"code": "LOCAL-NIGHT", "label_en": "night school", "label_ko": "야간 학교", "label_zh": "夜校"},
    )
    page = client.get(answer.headers["Location"]).content.decode()
    assert all(label in page for label in ("night school", "야간 학교", "夜校", "your own"))
    refused = client.post("/record/lists/education/add/", {"code": "NIGHT", "label_en": "x"})
    assert refused.status_code == 422
    assert "begins with LOCAL-" in refused.content.decode()
    assert client.get("/record/lists/no_such/").status_code == 404
