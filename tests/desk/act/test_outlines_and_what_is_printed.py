"""Outlines from themes, the standard reached, funders, references from report to report, places as they may leave."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tumen.errors import PaperRefused
from tumen_desk.act import report_marks, report_services, report_text
from tumen_desk.act import services as act
from tumen_desk.act.models import Report
from tumen_desk.record import coarse, defining, services, themes

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def report(lawyer: Any) -> Report:
    return report_services.report_begin(actor=lawyer, title="A dossier")


def _written(lawyer: Any, report: Report, kind: str, text: str) -> str:
    section = report_services.section_add(actor=lawyer, report=report, kind=kind, title=kind)
    report_services.section_write(actor=lawyer, section=section, title=kind, text=text)
    return report_text.set_up(report).plain()


def test_an_outline_comes_from_themes_with_what_may_be_quoted(
    officer: Any, lawyer: Any, report: Report, client_of: Any
) -> None:
    with pytest.raises(PaperRefused, match="no theme"):
        report_services.report_outline(actor=lawyer, report=report)
    client_of(officer).post(
        "/record/themes/keep/", {"title": "Bride trafficking", "acts": ["TRAFFMAR"], "order": 2}
    )
    client_of(officer).post(
        "/record/themes/keep/", {"title": "Public execution", "acts": ["EXECPUB"], "order": 1}
    )
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    document = services.document_add(
        actor=officer, source=source, name="a.txt", content=b"They sold me. They shot him."
    )
    account = services.account_create(actor=officer, source=source, title="Told")
    victim = services.mention_create(actor=officer, source=source)
    quoted = services.passage_anchor(actor=officer, document=document, start=0, end=13)
    closed = services.passage_anchor(actor=officer, document=document, start=14, end=28)
    for kind, passage in (("TRAFFMAR", quoted), ("EXECPUB", closed)):
        services.act_create(actor=officer, account=account, mention=victim, type=kind, passage=passage)
    for purpose in report_marks.purposes():
        services.consent_record(actor=officer, source=source, passage=quoted, purpose=purpose, granted=True)
    held = {h.theme.title: (h.acts, h.people, h.sources) for h in themes.themes(officer)}
    assert held == {"Public execution": (1, 1, 1), "Bride trafficking": (1, 1, 1)}
    listed = client_of(officer).get("/record/themes/").content.decode()
    assert listed.index("Public execution") < listed.index("Bride trafficking")
    one = themes.themes(officer).__next__().theme
    assert "public execution" in client_of(officer).get(f"/record/themes/{one.pk}/").content.decode()
    client_of(lawyer).post(f"/act/reports/{report.pk}/outline/")
    titles = list(report.sections.values_list("title", flat=True))
    assert titles[-2:] == ["Public execution", "Bride trafficking"]
    printed = report_text.set_up(report).plain()
    assert "“They sold me.”" in printed
    assert "They shot him" not in printed
    client_of(officer).post(f"/record/themes/{one.pk}/undo/")
    assert [h.theme.title for h in themes.themes(officer)] == ["Bride trafficking"]


def test_the_standard_reached_and_the_funders_are_printed(lawyer: Any, report: Report) -> None:
    printed = _written(lawyer, report, "standard", "PS-SKETCH\nThe north is not covered.")
    assert "Standard of proof reached: a sketch: credible accounts, more work needed." in printed
    assert "The north is not covered." in printed
    assert "Nobody outside the organisation paid" in _written(lawyer, report, "funders", "")
    printed = _written(lawyer, report, "funders", "A Foundation, interviews, 2019 to 2020")
    assert "A Foundation, interviews, 2019 to 2020" in printed
    _written(lawyer, report, "standard", "certain")
    assert any("which standard was reached" in fault for _section, fault in report_text.set_up(report).faults)


def test_a_report_refers_to_another_that_was_published(lawyer: Any, report: Report) -> None:
    other = report_services.report_begin(actor=lawyer, title="The law of both states")
    mark = report_marks.MARK.fullmatch(f"{{report:{other.pk}}}")
    assert mark is not None
    assert "not published" in report_marks.resolve(mark, "en").fault
    Report.objects.filter(pk=other.pk).update(
        state=Report.State.PUBLISHED,
        published_at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
        pdf_sha256="a" * 64,
    )
    told = report_marks.resolve(mark, "en")
    assert told.text == "“The law of both states”"
    assert "1 March 2026" in told.note


def test_definitions_of_the_house_are_printed_among_the_terms(
    officer: Any, lawyer: Any, report: Report
) -> None:
    source = services.source_create(actor=officer, title="Our glossary", kind="SK-NGO", issuer="This house")
    defining.definition_add(
        actor=officer, vocabulary="act_type", code="REFOUL", source=source, words="handed over against the will",
        house=True,
    )  # fmt: skip
    assert "“handed over against the will” (This house, “Our glossary”" in report_text.set_up(report).plain()


def test_what_is_printed_of_a_place_is_a_county_or_wider() -> None:
    from tumen.places import gazetteer
    from tumen.vocab import load_pack

    narrow = [p for p in gazetteer(load_pack("dprk")) if p.kind in ("village", "town", "workers district")]
    assert narrow
    known = gazetteer(load_pack("dprk"))
    for place in narrow:
        wide = coarse.for_release(place.code)
        assert wide != place.code
        assert wide in place.admin or wide == place.country
    for level, kinds in (("county", ("county", "city")), ("province", ("province", "country"))):
        town = next(p for p in known if p.kind in kinds)
        assert coarse.for_release(town.code, level=level) == town.code
    county = next(p for p in known if p.kind == "county" and p.admin)
    assert known.get(coarse.for_release(county.code, level="province")).kind in (
        "province",
        "prefecture",
        "country",
    )
    assert coarse.for_release("NO-SUCH-PLACE") == ""


def test_a_case_in_a_report_names_the_county_and_not_the_village(
    lawyer: Any, officer: Any, report: Report, returned: Any
) -> None:
    from tumen.places import gazetteer
    from tumen.vocab import load_pack

    village = next(p for p in gazetteer(load_pack("dprk")) if p.kind == "village")
    services.act_create(
        actor=officer, account=returned.act.account, mention=returned.mention, type="TRAFFMAR", date="2010",
        place=village.code,
    )  # fmt: skip
    returned.agree(*report_marks.purposes())
    case = act.case_open(actor=lawyer, title="A sale", persons=[returned.mention])
    printed = _written(lawyer, report, "cases", f"case {case.pk}")
    assert "2010" in printed
    assert str(village.labels["en"]) not in printed
