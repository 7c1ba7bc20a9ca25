"""Each service that writes leaves its entry; no entry, log line, address or file name ever holds a name."""

import dataclasses
import inspect
import json
import logging
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tumen_desk.accounts import alarms, approvals, circles, factors, identities, totp
from tumen_desk.accounts import services as accounts
from tumen_desk.audit import log
from tumen_desk.audit.models import Entry
from tumen_desk.count import ledger, ledger_services
from tumen_desk.count import services as count
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.link import additions, sampling
from tumen_desk.link import services as link
from tumen_desk.read import drafts
from tumen_desk.read import services as reads
from tumen_desk.record import (
    act_coding,
    capturing,
    defining,
    facilities,
    interviewing,
    picturing,
    policies,
    proving,
    standing,
    themes,
    translating,
    wholes,
)
from tumen_desk.record import services as record
from tumen_desk.record.importing import apply, folder, form_plan, form_write, undo
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.models import Consent, Document, Media, Mention, Passage
from tumen_desk.record.queries import names_of

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


class World:
    """A source with a document, two mentions and an account, and calls of every writing service on them."""

    def __init__(self, user):
        self.user = user
        self.source = record.source_create(actor=user, title="Heard", kind="SK-VICT", published=True)
        self.document = record.document_add(
            actor=user, source=self.source, name="a.txt", content=b"What was told."
        )
        self.one, self.other = (record.mention_create(actor=user, source=self.source) for _ in range(2))
        self.account = record.account_create(actor=user, source=self.source, title="A return")
        self.plan = Plan(tables={"mentions": check_table(b"id,name\n1,x\n", table="mentions")})

    def with_picture(self) -> Document:
        pages = BytesIO()
        Image.linear_gradient("L").save(pages, "PDF")
        return record.document_add(
            actor=self.user, source=self.source, name="a.pdf", content=pages.getvalue()
        )

    def media(self):
        found = Media.objects.first()
        if found is None:
            picture = BytesIO()
            Image.linear_gradient("L").save(picture, "PNG")
            record.document_add(actor=self.user, source=self.source, name="a.png", content=picture.getvalue())
            found = Media.objects.get()
        return found

    def interview(self):
        return interviewing.interview_open(actor=self.user, source=self.source, adds="x", referral="RC-SNOW")

    def session(self, **given):
        return interviewing.session_add(
            actor=self.user, interview=self.interview(), language="ko", **{"present": ["PN-INTERP"], **given}
        )

    def complete(self):
        record.consent_record(actor=self.user, source=self.source, purpose="CP-LINK", granted=False)
        return self.session().interview

    def promised(self):
        return interviewing.follow_up_promise(actor=self.user, mention=self.one, kind="FU-NEWS", how="x")

    def theme(self):
        return themes.theme_keep(actor=self.user, title="Return", acts=["REFOUL"])

    def policy(self):
        return policies.policy_add(actor=self.user, title="A rule", state="CHN")

    def telling(self):
        told = policies.Told(date="2008")
        return policies.policy_tell(actor=self.user, policy=self.policy(), source=self.source, told=told)

    def colleague(self, role="analyst"):
        return accounts.user_create(actor=None, username=f"a-{role}", password=None, role=role)

    def asked(self, more):
        on = f"user:{self.user.pk}"
        return {"deed": identities.MORE.code, "subject": on, "content": {"more": more}}

    def granted(self, more):
        return self.agreed(self.asked(more))

    def agreed(self, asked):
        approval = approvals.ask(actor=self.user, reason="x", **asked)
        approvals.decide(actor=self.colleague("lawyer"), approval=approval, granted=True, reason="looked")
        return asked

    def reset(self):
        colleague = self.colleague()
        self.agreed({"deed": factors.RESET.code, "subject": f"user:{colleague.pk}", "content": {}})
        return {"user": colleague}

    def circle(self):
        return circles.circle_make(actor=self.user, title="A case")

    def seat(self):
        return circles.seat_give(actor=self.user, circle=self.circle(), user=self.colleague(), reason="x")

    def enclosed(self):
        circles.source_enclose(actor=self.user, circle=self.circle(), source=self.source.pk)
        on = f"source:{self.source.pk}"
        self.agreed({"deed": circles.OPEN_TO_ALL.code, "subject": on, "content": {}})
        return {"source": self.source.pk}

    def code(self):
        return totp.code_at(factors.totp_begin(actor=self.user), totp.step_at(time.time()))

    def passkey(self):
        count = self.user.passkeys.count()
        return self.user.passkeys.create(label="x", credential=f"c{count}", attested=b"")

    def coded(self, **changes):
        blank = {
            f.name: None if "int" in str(f.type) else "" for f in dataclasses.fields(act_coding.CodedAct)
        }
        given = {"start": 0, "end": 4, "account_title": "A return", "type": "REFOUL"}
        return act_coding.CodedAct(**{**blank, **given, **changes})

    def published(self):
        entry = ledger.Entry(value=120.0, as_of="2012")
        return ledger_services.published_add(actor=self.user, entry=entry, why="x", source=self.source)

    def candidate(self, state="open"):
        told = record.document_add(
            actor=self.user, source=self.source, name="c.txt", content=b"In 2014 about 300 people crossed."
        )
        reads.document_read(actor=self.user, document=told)
        found = told.candidates.get(list="claims")
        return found if state == "open" else reads.candidate_accept(actor=self.user, candidate=found)

    def draft(self):
        return drafts.draft_take_in(actor=self.user, name="d.txt", content=b"About 300 people crossed.")

    def imported(self):
        return apply.apply_plan(actor=self.user, plan=self.plan, title="List", content_sha256="ab" * 32)


# Service → (what it must log, what it is called with). A service that is missing here fails the test below.
CALLS = {
    accounts.user_create: (
        "accounts.user_create",
        lambda w: {"username": "new", "password": None, "role": "lawyer"},
    ),
    accounts.role_set: ("accounts.role_set", lambda w: {"user": w.colleague(), "role": "lawyer"}),
    accounts.user_leave: ("accounts.user_leave", lambda w: {"user": w.colleague(), "successor": w.user}),
    accounts.user_return: ("accounts.user_return", lambda w: {"user": w.colleague()}),
    accounts.sessions_end: ("accounts.sessions_end", lambda w: {"user": w.colleague()}),
    accounts.password_set: ("accounts.password_set", lambda w: {"password": "another long enough one"}),
    approvals.ask: ("accounts.approval_ask", lambda w: w.asked(5) | {"reason": "x"}),
    approvals.decide: (
        "accounts.approval_decide",
        lambda w: {
            "approval": approvals.ask(actor=w.colleague("officer"), reason="x", **w.asked(6)),
            "granted": True,
            "reason": "looked",
        },
    ),
    approvals.spend: ("accounts.approval_spend", lambda w: w.granted(7)),
    identities.more_use: ("accounts.approval_spend", lambda w: w.granted(8) and {"more": 8}),
    identities.ceiling_set: ("accounts.ceiling_set", lambda w: {"user": w.colleague(), "a_day": 5}),
    factors.totp_confirm: ("accounts.totp_confirm", lambda w: {"code": w.code()}),
    factors.recovery_codes_make: ("accounts.recovery_codes_make", lambda w: {}),
    factors.code_use: (
        "accounts.recovery_code_use",
        lambda w: {"code": factors.recovery_codes_make(actor=w.user)[0]},
    ),
    factors.totp_drop: ("accounts.totp_drop", lambda w: w.passkey() and {}),
    factors.passkey_drop: ("accounts.passkey_drop", lambda w: w.passkey() and {"passkey": w.passkey()}),
    factors.factors_reset: ("accounts.factors_reset", lambda w: w.reset()),
    circles.circle_make: ("accounts.circle_make", lambda w: {"title": "A case"}),
    circles.seat_give: (
        "accounts.seat_give",
        lambda w: {"circle": w.circle(), "user": w.colleague(), "reason": "x"},
    ),
    circles.seat_take: ("accounts.seat_take", lambda w: {"seat": w.seat()}),
    circles.source_enclose: (
        "accounts.source_enclose",
        lambda w: {"circle": w.circle(), "source": w.source.pk},
    ),
    circles.source_release: ("accounts.source_release", lambda w: w.enclosed()),
    alarms.alarm_see: ("accounts.alarm_see", lambda w: {"alarm": alarms.raise_once("ceiling")}),
    record.source_create: ("record.source_create", lambda w: {"title": "x", "kind": ""}),
    record.document_add: (
        "record.document_add",
        lambda w: {"source": w.source, "name": "b.txt", "content": b"More."},
    ),
    policies.policy_add: ("record.policy_add", lambda w: {"title": "A rule", "state": "CHN"}),
    policies.policy_tell: (
        "record.policy_tell",
        lambda w: {"policy": w.policy(), "source": w.source, "told": policies.Told(date="2008")},
    ),
    policies.policy_link: (
        "record.policy_link",
        lambda w: {"telling": w.telling(), "account": w.account, "kind": "PX-APPLIED"},
    ),
    policies.policy_prefer: (
        "record.policy_prefer",
        lambda w: {"telling": w.telling(), "field": "date", "reason": "The order itself."},
    ),
    picturing.media_describe: (
        "record.media_describe",
        lambda w: {"media": w.media(), "kind": "photograph", "maker": "x"},
    ),
    picturing.shown_add: ("record.shown_add", lambda w: {"media": w.media(), "mention": w.one}),
    picturing.shown_remove: (
        "record.shown_remove",
        lambda w: {"shown": picturing.shown_add(actor=w.user, media=w.media(), mention=w.one)},
    ),
    picturing.media_play: ("record.media_play", lambda w: {"media": w.media(), "begins": True}),
    picturing.inside: ("record.inside_see", lambda w: {"document": w.with_picture()}),
    picturing.inside_take_out: (
        "record.inside_take_out",
        lambda w: {"document": w.with_picture(), "number": 1},
    ),
    picturing.media_copy: ("record.media_copy", lambda w: {"media": w.media()}),
    record.passage_anchor: (
        "record.passage_anchor",
        lambda w: {"document": w.document, "start": 1, "end": 3},
    ),
    record.document_open: ("record.document_open", lambda w: {"document": w.document}),
    record.mention_create: ("record.mention_create", lambda w: {"source": w.source}),
    record.account_create: ("record.account_create", lambda w: {"source": w.source, "title": "x"}),
    record.act_create: (
        "record.act_create",
        lambda w: {"account": w.account, "mention": w.one, "type": "REFOUL"},
    ),
    record.consent_record: (
        "record.consent_record",
        lambda w: {"source": w.source, "purpose": "CP-LINK", "granted": False},
    ),
    act_coding.act_code: ("record.act_create", lambda w: {"document": w.document, "coded": w.coded()}),
    apply.apply_plan: (
        "record.import_apply",
        lambda w: {"plan": w.plan, "title": "List", "content_sha256": "ab" * 32},
    ),
    folder.apply_folder: (
        "record.import_apply",
        lambda w: {"plan": folder.read_folder([]), "title": "F", "kind": ""},
    ),
    undo.undo_import: ("record.import_undo", lambda w: {"batch": w.imported()}),
    form_write.apply_form: (
        "record.form_read",
        lambda w: {"plan": form_plan.FormPlan(title="x"), "title": "x", "content_sha256": "ab" * 32},
    ),
    ledger_services.published_add: (
        "count.published_add",
        lambda w: {"entry": ledger.Entry(value=1.0), "why": "x", "source": w.source},
    ),
    ledger_services.published_judge: (
        "count.published_judge",
        lambda w: {"published": w.published(), "entry": None, "why": "x", "withdrawn": True},
    ),
    wholes.source_describe: ("record.source_describe", lambda w: {"source": w.source, "covers": "2012"}),
    wholes.source_grade: (
        "record.source_grade",
        lambda w: {"source": w.source, "reliability": "RL-2", "why": "x"},
    ),
    wholes.account_describe: (
        "record.account_describe",
        lambda w: {"account": w.account, "kind": "HK-TRIAL", "stages": {}},
    ),
    standing.public_as: ("record.public_as", lambda w: {"mention": w.one, "publication": w.source}),
    proving.handling_add: ("record.handling_add", lambda w: {"media": w.media(), "who": "x"}),
    proving.media_of: ("record.media_of", lambda w: {"media": w.media(), "account": w.account}),
    proving.verification_add: (
        "record.verification_add",
        lambda w: {"media": w.media(), "kind": "VK-TIME", "found": "open", "reason": "x"},
    ),
    defining.definition_add: (
        "record.definition_add",
        lambda w: {"vocabulary": "act_type", "code": "BEAT", "source": w.source, "words": "x"},
    ),
    defining.place_risk_add: ("record.place_risk_add", lambda w: {"place": "CN-YANJI", "words": "x"}),
    interviewing.interview_open: ("record.interview_open", lambda w: {"source": w.source, "adds": "x"}),
    interviewing.session_add: ("record.session_add", lambda w: {"interview": w.interview()}),
    interviewing.present_add: ("record.present_add", lambda w: {"session": w.session(), "role": "PN-REL"}),
    interviewing.heard_before_add: (
        "record.heard_before_add",
        lambda w: {"interview": w.interview(), "kind": ""},
    ),
    interviewing.piece_add: ("record.piece_add", lambda w: {"interview": w.interview(), "kind": "RK-QA"}),
    interviewing.wellbeing_write: (
        "record.wellbeing_write",
        lambda w: {"interview": w.interview(), "text": "x"},
    ),
    interviewing.care_of: ("record.care_read", lambda w: {"interview": w.interview()}),
    interviewing.interview_close: ("record.interview_close", lambda w: {"interview": w.complete()}),
    interviewing.follow_up_promise: ("record.follow_up_promise", lambda w: {"mention": w.one, "kind": ""}),
    interviewing.follow_up_done: ("record.follow_up_done", lambda w: {"follow_up": w.promised()}),
    interviewing.contact_of: ("record.contact_read", lambda w: {"follow_up": w.promised()}),
    themes.theme_keep: ("record.theme_keep", lambda w: {"title": "Return", "acts": ["REFOUL"]}),
    themes.theme_remove: ("record.theme_remove", lambda w: {"theme": w.theme()}),
    facilities.facility_tell: (
        "record.facility_tell",
        lambda w: {"facility": "KW14", "source": w.source, "date": "2008"},
    ),
    reads.document_read: ("read.document_read", lambda w: {"document": w.document}),
    reads.candidate_accept: ("read.candidate_accept", lambda w: {"candidate": w.candidate()}),
    reads.candidate_dismiss: (
        "read.candidate_dismiss",
        lambda w: {"candidate": w.candidate(), "reason": "beside"},
    ),
    reads.candidate_undo: ("read.candidate_undo", lambda w: {"candidate": w.candidate("accepted")}),
    drafts.draft_take_in: (
        "read.draft_take_in",
        lambda w: {"name": "d.txt", "content": b"About 300 people crossed."},
    ),
    drafts.draft_check: ("read.draft_check", lambda w: {"draft": w.draft()}),
    link.judgement_add: (
        "link.judgement_add",
        lambda w: {"mention_a": w.one, "mention_b": w.other, "verdict": "same"},
    ),
    link.judgement_take_back: (
        "link.judgement_take_back",
        lambda w: {
            "judgement": link.judgement_add(
                actor=w.user, mention_a=w.one, mention_b=w.other, verdict="unsure"
            )
        },
    ),
    link.persons_part: ("link.judgement_add", lambda w: {"one": [w.one], "other": [w.other]}),
    link.reviewer_set: ("link.reviewer_set", lambda w: {"score_first": True}),
    link.review_rule_set: ("link.review_rule_set", lambda w: {"second_share": 0.2}),
}
# Logged as well, and shown to be in tests/desk/link and tests/desk/count, where there is somebody to link and count.
ELSEWHERE = {
    approvals.is_granted, factors.totp_begin,  # ask and prepare; nothing is changed that opens anything
    link.link_run, additions.link_new, additions.take_back, sampling.sample_draw,
    count.count_run, count.count_again, count.question_create, count.question_change,
    count.figure_appraise, count.figure_publish, count.figure_publication_ask,
    # In tests/desk/record, where there is something to read, or a site to ask:
    capturing.page_capture, capturing.page_bring_in,
    picturing.letters_read, picturing.transcript_write, translating.translation_write,
    picturing.thumbnail,  # counts as an identity opened, and is seen again with every page
    count.figure_may_go,  # asks and changes nothing
    reads.incident_offer,  # fills a form, which is not logged until it is sent
    drafts.draft_commented, drafts.draft_wipe,  # reads one's own; needs keys on a disk: tests/desk/read
}  # fmt: skip


@pytest.fixture
def world(protection):
    return World(protection)


@pytest.mark.parametrize("service", CALLS, ids=lambda s: s.__name__)
def test_each_service_leaves_its_entry(world, service):
    action, given = CALLS[service]
    prepared = given(world)
    last = Entry.objects.latest("sequence").sequence
    service(actor=world.user, **prepared)
    fresh = Entry.objects.filter(sequence__gt=last)
    assert fresh.filter(action=action, actor=world.user).count() == 1
    # What the desk raises by itself is nobody's; nothing is written down as somebody else's.
    assert set(fresh.exclude(action="accounts.alarm_raise").values_list("actor", flat=True)) == {
        world.user.pk
    }
    assert log.first_break() is None


def test_no_writing_service_is_missing_from_the_table():
    found = {
        fn
        for module in (
            accounts,
            alarms,
            approvals,
            circles,
            factors,
            identities,
            record,
            act_coding,
            capturing,
            picturing,
            policies,
            wholes,
            standing,
            proving,
            defining,
            interviewing,
            themes,
            facilities,
            apply,
            folder,
            undo,
            link,
            sampling,
            additions,
            count,
            ledger_services,
            reads,
            drafts,
        )
        for name, fn in vars(module).items()
        if inspect.isfunction(fn) and fn.__module__ == module.__name__ and not name.startswith("_")
        if "actor" in inspect.signature(fn).parameters
    }
    assert {f.__name__ for f in found - set(CALLS) - ELSEWHERE} == set()


def test_a_refused_write_leaves_neither_row_nor_entry(world):
    from tumen.errors import TumenError

    entries, mentions, passages = Entry.objects.count(), Mention.objects.count(), Passage.objects.count()
    with pytest.raises(TumenError):
        act_coding.act_code(
            actor=world.user, document=world.document, coded=world.coded(type="NO-SUCH-ACT", name="x")
        )
    assert (Entry.objects.count(), Mention.objects.count(), Passage.objects.count()) == (
        entries,
        mentions,
        passages,
    )


CANARY = "카나리아새"
LATIN = "Kanaria Sae"
OTHER = "김철수"


@pytest.mark.usefixtures("caplog")
def test_a_name_that_goes_through_every_flow_is_in_no_entry_log_line_address_or_file_name(
    protection, officer, client_of, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    client, headers = client_of(protection), []

    def post(url, **given):
        answer = client.post(url, given)
        headers.append(str(dict(answer.headers)))
        return answer

    def get(url):
        answer = client.get(url)
        headers.append(str(dict(answer.headers)))
        return answer

    def run():
        job = jobs.run_next()
        assert job is not None
        return Job.objects.get(pk=job.pk)

    title = "Interview 12"
    source = post(
        "/record/sources/new/", title=title, kind="SK-VICT", issuer="An organisation", published="on"
    ).headers["Location"]
    upload = SimpleUploadedFile(f"{LATIN}.txt", f"{CANARY} ({LATIN}) was sent back.".encode())
    document = post(f"{source}document/", file=upload).headers["Location"]
    coded = post(
        document,
        start=0,
        end=5,
        account_title="A return",
        name=CANARY,
        type="REFOUL",
        birth="1971",
        note=LATIN,
    )
    assert coded.status_code == 302
    assert get(coded.headers["Location"]).status_code == 200
    (mention,) = Mention.objects.all()
    assert CANARY in get(f"/record/mentions/{mention.pk}/").content.decode()
    assert CANARY in post("/record/mentions/by-name/", name=CANARY).content.decode()
    original = get(f"{document}file/")
    assert original.headers["Content-Disposition"] == 'attachment; filename="D-1"'
    b"".join(original)  # and so closed
    post(f"{source}consent/?mention={mention.pk}", purpose="CP-LINK", granted="yes")
    post(document, start=0, end=10**9, account_title=CANARY, name=CANARY, type=LATIN)

    # A list that names the person, once with a name where a code belongs, once as it should be.
    for table in (f"id,name,sex\n1,{CANARY},{LATIN}\n", f"id,name,sex\n1,{CANARY},f\n2,{OTHER},m\n"):
        columns = post(
            "/record/imports/table/",
            file=SimpleUploadedFile(f"{LATIN}.csv", table.encode()),
            table="mentions",
        )
        given = {"title": "Delivered list", "organisation": "Another", "consented": "on"}
        given |= {"column_mention_id": "id", "column_name": "name", "column_sex": "sex"}
        report = post(columns.headers["Location"], **given).headers["Location"]
        run()
        get(report)
        post(report)
        last = run()
        get(f"/jobs/{last.pk}/")
    assert last.state == "done"
    files = [
        SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode()),
        SimpleUploadedFile(f"{LATIN}.pdf", b"%PDF-" + LATIN.encode()),
    ]
    report = post(
        "/record/imports/documents/",
        files=files,
        title="Documents",
        kind="SK-VICT",
        leave_out_unreadable="on",
    )
    run()
    post(report.headers["Location"])
    assert run().state == "done"
    one, other = Mention.objects.order_by("pk")[:2]
    post(f"/link/judge/{one.pk}/{other.pk}/", verdict="same", why=f"{CANARY} told me so")
    post(f"/record/imports/{last.result['batch']}/undo/")
    get(f"/record/mentions/{CANARY}/")
    get("/no/such/page/")
    assert Document.objects.count() == 2
    assert Consent.objects.exists()

    told = [json.dumps(list(map(str, row)), ensure_ascii=False) for row in Entry.objects.values_list()]
    assert len(told) > 15
    # The one address that carries it is the one this test itself asked for.
    logged = [r.getMessage() for r in caplog.records if r.name != "django.request"]
    out = "".join(capfd.readouterr())
    for canary in (CANARY, LATIN):
        assert [t for t in told if canary in t] == []
        assert [h for h in headers if canary in h] == []
        assert [m for m in logged if canary in m] == []
        assert canary not in "\n".join(line for line in out.splitlines() if "Not Found" not in line)


def test_a_work_that_falls_over_logs_what_kind_of_error_and_not_its_words(protection, caplog):
    from tumen_desk.jobs import registry

    def fails(running):
        raise RuntimeError(f"{CANARY} cannot be parsed")

    registry._kinds["test.fails"] = fails
    try:
        jobs.enqueue(user=protection, kind="test.fails", title="x", parameters={})
        job = jobs.run_next()
    finally:
        del registry._kinds["test.fails"]
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text
    assert CANARY not in json.dumps(job.error, ensure_ascii=False)


def test_each_look_at_names_is_logged_with_its_reason(world, officer, lawyer, client_of):
    from django.core.exceptions import PermissionDenied

    shown = names_of(officer, [world.one, world.other], reason="comparison")
    assert shown == {world.one.pk: [], world.other.pk: []}
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.actor_id) == ("record.names_see", officer.pk)
    assert entry.details == {"mentions": [world.one.pk, world.other.pk], "count": 2, "reason": "comparison"}
    with pytest.raises(PermissionDenied):
        names_of(lawyer, [world.one], reason="curiosity")
    assert Entry.objects.latest("sequence") == entry
