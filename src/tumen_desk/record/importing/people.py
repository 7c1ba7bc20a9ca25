"""Rows of sources and of the people of whom they tell, with their names and relatives."""

from __future__ import annotations

from tumen_desk.record import naming
from tumen_desk.record.adapters import date_columns
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.writer import Writer
from tumen_desk.record.models import Mention, Name, Source, Tie


def sources(w: Writer, chunk: Chunk) -> None:
    """Rows of sources."""
    rows = [
        Source(
            batch=w.batch,
            external_id=v["source_id"],
            title=f"{v.get('organisation') or w.organisation}: {v['source_id']}".strip(": "),
            issuer_id=w.listed.issuer(v.get("organisation", "")),
            kind=v.get("kind", ""),
            language=v.get("language", ""),
            place=v.get("place", ""),
            made_up=v.get("made_up") == "yes" or w.made_up,
            **date_columns(v.get("date", "")),
        )
        for _, v in chunk.rows
    ]
    for source in w.bulk(Source, rows):
        w.sources[source.external_id] = source.pk


def mentions(w: Writer, chunk: Chunk) -> None:
    """Rows of mentions, with their names; relatives are remembered until everybody is there."""
    w.listed.learn(chunk)
    rows = [
        Mention(
            batch=w.batch,
            external_id=v["mention_id"],
            source_id=w.listed.source_for(v),
            role=v.get("role") or Mention.Role.INTERVIEWEE,
            sex=v.get("sex", ""),
            birthplace=v.get("birthplace", ""),
            left=v.get("left", ""),
            died=v.get("died", ""),
            named=bool(_texts(v)),
            **date_columns(v.get("birth", ""), name="birth"),
        )
        for _, v in chunk.rows
    ]
    for mention in w.bulk(Mention, rows):
        w.whom.made[mention.external_id] = mention.pk
        w.whom.source[mention.pk] = mention.source_id
    _names(w, chunk)
    w.relatives += [
        (number, v["mention_id"], v["related_to"], v.get("relation", ""))
        for number, v in chunk.rows
        if v.get("related_to")
    ]


def _names(w: Writer, chunk: Chunk) -> None:
    names = [
        Name(
            mention_id=w.whom.made[v["mention_id"]],
            text=text,
            kind=v.get("name_kind") or Name.Kind.GIVEN,
        )
        for _, v in chunk.rows
        for text in _texts(v)
    ]
    naming.index(w.bulk(Name, names))


def _texts(v: Row) -> dict[str, None]:
    """The names of a row, each once."""
    return dict.fromkeys(
        t.strip() for t in (v.get("name", ""), *v.get("name_other", "").split("|")) if t.strip()
    )


def relatives(w: Writer) -> None:
    """The ties of those who came in: a relative may stand further down in the table."""
    ties = []
    for number, one, other, relation in w.relatives:
        if other not in w.whom.made or other == one:
            w.fault("mentions", number, "related_to", "No other person of this id in the table.")
        else:
            ties.append(Tie(mention_id=w.whom.made[one], other_id=w.whom.made[other], relation=relation))
    w.relatives.clear()
    w.bulk(Tie, ties)
