"""Every field can hold what each source says; what is preferred is a judgement beside it."""

import pytest

from tumen.errors import DatesError, UnknownField, VocabError
from tumen_desk.audit.models import Entry
from tumen_desk.record import asking, saying, services, values, wholes
from tumen_desk.record.models import Preference, Said

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def two_sources(officer):
    """Two sources that mention somebody: one says born 1971, the other March 1973."""
    found = []
    for title, birth in (("Heard in spring", "1971"), ("Heard in autumn", "1973-03")):
        source = services.source_create(actor=officer, title=title, kind="SK-VICT")
        wholes.source_grade(actor=officer, source=source, reliability="RL-2", why="known for years")
        found.append(services.mention_create(actor=officer, source=source, birth=birth, sex="f"))
    return found


@pytest.fixture
def act(officer, two_sources):
    account = services.account_create(
        actor=officer, source=two_sources[0].source, title="A return", connection="IF-EXP"
    )
    return services.act_create(actor=officer, account=account, mention=two_sources[0], type="FABORT")


def _say(officer, thing, field, answer="", **given):
    return saying.value_say(actor=officer, thing=thing, field=field, answer=answer, **given)


def _field(found, name):
    return next(f for f in found if f.field.id == name)


class TestWhatMayBeAsked:
    def test_facts_belong_to_their_kind_of_act(self):
        of_abortion = {f.id for f in asking.asked_of("act", act_type="FABORT")}
        of_killing = {f.id for f in asking.asked_of("act", act_type="EXECPUB")}
        assert "months_pregnant" in of_abortion - of_killing
        assert {"body", "witnesses_made_to_come"} <= of_killing - of_abortion
        assert "stated_reason" in of_abortion & of_killing

    def test_a_heading_of_the_list_brings_its_fields_to_every_act_below_it(self):
        for kind in ("TRAFFMAR", "RESALE", "TRAFFCYB"):
            assert "debt" in {f.id for f in asking.asked_of("act", act_type=kind)}

    @pytest.mark.parametrize(
        ("field", "answer", "fault"),
        [
            ("education", "PHD", VocabError),
            ("last_sign_of_life", "when the maize was high", DatesError),
            ("children_left", "two", UnknownField),
            ("children_left", "", UnknownField),
            ("debt", "much", UnknownField),
            ("no_such", "x", UnknownField),
        ],
    )
    def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_kept(
        self, two_sources, officer, field, answer, fault
    ):
        with pytest.raises(fault):
            _say(officer, two_sources[0], field, answer)
        assert not Said.objects.exists()

    def test_a_pack_that_says_nothing_of_fields_leaves_the_columns(self, settings):
        from types import SimpleNamespace

        settings.CONFIG = SimpleNamespace(pack="example", demo=False)
        assert {"sex", "birth"} <= set(asking.fields())
        assert "class_origin" not in asking.fields()


class TestValuesSideBySide:
    def test_all_values_stand_with_who_says_them_and_a_conflict_is_marked(self, two_sources, officer):
        birth = _field(values.of_mentions(officer, two_sources), "birth")
        assert [(v.value, v.source.title) for v in birth.values] == [
            ("1971", "Heard in spring"),
            ("1973-03", "Heard in autumn"),
        ]
        assert birth.in_conflict
        assert not _field(values.of_mentions(officer, two_sources), "sex").in_conflict

    def test_a_finer_value_within_a_wider_one_is_no_conflict(self, two_sources, officer):
        one, other = two_sources
        _say(officer, one, "last_sign_of_life", "2012")
        _say(officer, other, "last_sign_of_life", "May 2012")
        _say(officer, one, "intended_destination", "KOR")
        assert not _field(values.of_mentions(officer, two_sources), "last_sign_of_life").in_conflict
        _say(officer, other, "last_sign_of_life", "2014")
        assert _field(values.of_mentions(officer, two_sources), "last_sign_of_life").in_conflict

    def test_several_motives_are_no_contradiction_but_two_levels_of_schooling_are(self, two_sources, officer):
        for mention, motive, school in zip(
            two_sources, ("MV-HARD", "MV-FEAR"), ("ED-SEC", "ED-UNI"), strict=True
        ):
            _say(officer, mention, "motive", motive)
            _say(officer, mention, "education", school)
        found = values.of_mentions(officer, two_sources)
        assert not _field(found, "motive").in_conflict
        assert _field(found, "education").in_conflict

    def test_status_of_one_time_does_not_contradict_that_of_another(self, two_sources, officer):
        for mention, status, since, until in zip(
            two_sources, ("CV-MARRIED", "CV-WIDOW"), ("1995", "2004"), ("2003", "2010"), strict=True
        ):
            _say(officer, mention, "civil_status", status, since=since, until=until)
        assert not _field(values.of_mentions(officer, two_sources), "civil_status").in_conflict
        _say(officer, two_sources[1], "civil_status", "CV-SINGLE", since="2000", until="2001")
        assert _field(values.of_mentions(officer, two_sources), "civil_status").in_conflict

    @pytest.mark.parametrize("how", ["not_stated", "refused", "unknown"])
    def test_no_answer_is_a_value_and_contradicts_nothing(self, two_sources, officer, how):
        _say(officer, two_sources[0], "education", "ED-SEC")
        _say(officer, two_sources[1], "education", how=how)
        told = _field(values.of_mentions(officer, two_sources), "education")
        assert [v.how for v in told.values] == ["stated", how]
        assert not told.in_conflict

    def test_words_are_sealed_under_the_key_of_the_person(self, two_sources, officer):
        from django.db import connection

        _say(officer, two_sources[0], "occupation_words", "kept the keys of the grain store")
        with connection.cursor() as cursor:
            cursor.execute("SELECT value, words FROM record_said")
            value, words = cursor.fetchone()
        assert value == ""
        assert b"grain" not in bytes(words)
        assert Said.objects.get().words == "kept the keys of the grain store"

    def test_what_is_restricted_is_shown_only_to_those_who_may_see_names(self, two_sources, officer, analyst):
        _say(officer, two_sources[0], "health", "a scar over the left eye")
        assert "health" in {f.field.id for f in values.of_mentions(officer, two_sources)}
        assert "health" not in {f.field.id for f in values.of_mentions(analyst, two_sources)}

    def test_the_log_tells_the_field_and_never_the_answer(self, two_sources, officer):
        _say(officer, two_sources[0], "occupation_words", "drove the only red lorry")
        entry = Entry.objects.latest("sequence")
        assert entry.action == "record.value_say"
        assert entry.details["field"] == "occupation_words"
        assert "lorry" not in str(entry.details)


class TestPreferring:
    def test_a_preference_has_author_and_reason_and_leaves_every_value(self, two_sources, officer):
        saying.value_prefer(actor=officer, mention=two_sources[1], field="birth", reason="has a paper")
        birth = _field(values.of_mentions(officer, two_sources), "birth")
        assert birth.preferred.value == "1973-03"
        assert (birth.preferred.preferred.by, birth.preferred.preferred.reason) == (officer, "has a paper")
        assert len(birth.values) == 2
        assert birth.in_conflict

    def test_the_newest_holds_and_can_be_taken_back_without_being_forgotten(self, two_sources, officer):
        one, other = two_sources
        first = saying.value_prefer(actor=officer, mention=one, field="birth", reason="her own word")
        second = saying.value_prefer(actor=officer, mention=other, field="birth", reason="has a paper")
        preferred = lambda: _field(values.of_mentions(officer, two_sources), "birth").preferred  # noqa: E731
        assert preferred().mention == other
        saying.preference_end(actor=officer, preference=second, reason="the paper is of somebody else")
        assert preferred().mention == one
        saying.preference_end(actor=officer, preference=first, reason="she was unsure")
        assert preferred() is None
        assert Preference.objects.count() == 4
        with pytest.raises(TypeError):
            first.delete()

    def test_without_a_reason_or_a_value_nothing_is_preferred(self, two_sources, officer):
        for given in ({"field": "birth", "reason": " "}, {"field": "died", "reason": "x"}):
            with pytest.raises(UnknownField):
                saying.value_prefer(actor=officer, mention=two_sources[0], **given)
        assert not Preference.objects.exists()


class TestPages:
    def test_a_fact_of_the_kind_of_act_is_added_on_its_page_and_stands_there(self, act, officer, client_of):
        client = client_of(officer)
        offered = client.get(f"/record/said/act/{act.pk}/").content.decode()
        assert "Month of pregnancy" in offered
        assert "What became of the body" not in offered
        assert (
            "answer" in client.get(f"/record/said/act/{act.pk}/say/?field=months_pregnant").content.decode()
        )
        shown = client.post(
            f"/record/said/act/{act.pk}/add/",
            {"field": "months_pregnant", "answer": "7", "credibility": "CR-LIKELY"},
        ).content.decode()
        assert ">7<" in shown
        assert "likely" in shown
        refused = client.post(f"/record/said/act/{act.pk}/add/", {"field": "months_pregnant", "answer": ""})
        assert "say that there was none" in refused.content.decode()
        assert Said.objects.count() == 1

    def test_refusing_to_say_is_kept_by_keyboard_alone(self, two_sources, officer, client_of):
        client, pk = client_of(officer), two_sources[0].pk
        shown = client.post(f"/record/said/mention/{pk}/add/", {"field": "religion", "how": "refused"})
        assert "refused to say" in shown.content.decode()

    def test_nobody_outside_a_circle_sees_or_adds_values(self, two_sources, officer, protection, client_of):
        from tumen_desk.accounts import circles

        mention = two_sources[0]
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(actor=protection, circle=circle, source=mention.source_id)
        client = client_of(officer)
        for answer in (
            client.get(f"/record/said/mention/{mention.pk}/"),
            client.post(f"/record/said/mention/{mention.pk}/add/", {"field": "religion", "how": "refused"}),
            client.post(f"/record/prefer/{mention.pk}-0-0/", {"field": "birth", "reason": "x"}),
        ):
            assert answer.status_code == 404
        assert not Said.objects.exists()

    def test_a_preference_leads_back_to_our_own_pages_only(self, two_sources, officer, client_of):
        client, pk = client_of(officer), two_sources[0].pk
        given = {"field": "birth", "reason": "her own word"}
        for back, lands in (
            ("/link/persons/p-1/", "/link/persons/p-1/"),
            ("//elsewhere.example/", f"/record/mentions/{pk}/"),
        ):
            answer = client.post(f"/record/prefer/{pk}-0-0/", {**given, "back": back})
            assert answer.headers["Location"] == lands
