"""`tumen evaluate`: how right a linkage is, with the truth, with a judged sample, or beside an earlier one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli import why
from tumen.cli.output import bar, plain_json, print_json
from tumen.errors import EvaluationError

if TYPE_CHECKING:
    from tumen.linkage import Mentions
    from tumen.linkage.evaluation import GroupErrors, JudgedRates, PersonRates, Rate

_LINKS = """Compare a linkage with the truth: pairs, whole persons, B-cubed, variation of information, calibration.

TRUTH is CSV with the columns mention_id and person_id. With --mentions also for whom links go wrong: by script of the
names, organisation and how much both mentions tell.

Example: tumen evaluate links links/ --truth truth.csv --mentions persons.csv
"""

_SAMPLE = """Draw the pairs a person should judge, so that precision and recall are known to ± --width.

OUT gets pairs.csv, where a person fills in verdict (same, different, unsure), and design.json, which must not sway
anybody. With --mentions pairs are drawn too that were never listed, so that recall is of all pairs. Names stand in the
sheet only with --names. With --persons whole persons are drawn instead: find every mention of each.

Example: tumen evaluate sample links/ --mentions persons.csv --width 0.05 --out sample/
Then:    tumen evaluate judged sample/ --links links/
"""

_JUDGED = """Precision and recall with intervals from verdicts, beside what the linkage expects of itself.

Example: tumen evaluate judged sample/ --links links/ --mentions persons.csv
"""

_DRIFT = """Compare two linkages on the mentions they have in common: what merged, what split, and why.

With the tables and judgements behind them more reasons can be told.

Example: tumen evaluate drift links-may/ links-june/ --old-judgements may.csv --new-judgements june.csv
"""

_THRESHOLD = """Find from which probability on to link, given what a false and what a missed link cost.

Example: tumen evaluate threshold links/ --false-link 5 --missed-link 1 --chart costs.vl.json --out persons.csv
"""

_Links = Annotated[Path, typer.Argument(help="Folder that `tumen link` wrote.", metavar="LINKS")]
_Table = Annotated[
    Path | None, typer.Option("--mentions", help="CSV or Parquet table of mentions that was linked.")
]
_Mapped = Annotated[
    list[str] | None, typer.Option("--map", help="FIELD=COLUMN where a column has another heading.")
]
_Level = Annotated[float, typer.Option("--level", help="Of the intervals, between 0 and 1.")]
_Seed = Annotated[int, typer.Option("--seed", min=0, help="Equal input and seed, equal results.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


def register(app: typer.Typer) -> None:
    """Hang the group `evaluate` on `app`."""
    group = typer.Typer(no_args_is_help=True, help="How right a linkage is, with and without the truth.")
    group.command("links", help=_LINKS)(links)
    group.command("sample", help=_SAMPLE)(sample)
    group.command("judged", help=_JUDGED)(judged)
    group.command("drift", help=_DRIFT)(drift)
    group.command("threshold", help=_THRESHOLD)(threshold)
    group.command("why", help=why.HELP)(why.why)
    app.add_typer(group, name="evaluate")


def links(
    folder: _Links,
    truth: Annotated[Path, typer.Option("--truth", help="CSV: mention_id, person_id.")],
    mentions: _Table = None,
    mapped: _Mapped = None,
    level: _Level = 0.95,
    *,
    as_json: _AsJson = False,
) -> None:
    """Compare with the truth."""
    from tumen.linkage import evaluation

    known = _truth(truth)
    table = _mentions(mentions, mapped)
    score = evaluation.evaluate(folder, known)
    kept = evaluation.calibration(folder, known, level=level)
    groups = () if table is None else evaluation.errors_by_group(folder, known, table, level=level)
    if as_json:
        print_json({"agreement": score, "calibration": kept, "groups": groups})
        return
    for words, ends in (("pairs", ""), ("exact persons", "cluster_"), ("B-cubed", "b3_")):
        values = [getattr(score, f"{ends}{name}") for name in ("precision", "recall", "f1")]
        typer.echo(f"{words}: precision {values[0]:.3f}, recall {values[1]:.3f}, F1 {values[2]:.3f}")
    typer.echo(f"persons: {score.persons_found} found, {score.persons_true} true")
    typer.echo(
        f"variation of information: {score.variation_of_information:.3f} bits ({score.bits_joined:.3f} by joining, "
        f"{score.bits_parted:.3f} by parting)"
    )
    typer.echo(
        f"probabilities are off by {kept.error:.3f} on average (z {kept.z:.1f}); {kept.pairs} listed pairs:"
    )
    for band in kept.bands:
        if band.expected is not None and band.seen is not None:
            typer.echo(
                f"  {band.low:.2f} to {band.high:.2f}: {band.pairs} pairs, expected {band.expected:.3f}, "
                f"seen {band.seen:.3f}"
            )
    _show_groups(groups)


def sample(
    folder: _Links,
    out: Annotated[Path, typer.Option("--out", help="Folder for the sheet and the design.")],
    mentions: _Table = None,
    mapped: _Mapped = None,
    width: Annotated[float, typer.Option("--width", help="Half the width of the intervals wanted.")] = 0.05,
    level: _Level = 0.95,
    most: Annotated[int | None, typer.Option("--most", help="Judge no more than so many pairs.")] = None,
    persons: Annotated[int | None, typer.Option("--persons", help="Draw so many persons instead.")] = None,
    seed: _Seed = 0,
    *,
    names: Annotated[
        bool, typer.Option("--names", help="Put names and values of --mentions into the sheet.")
    ] = False,
    as_json: _AsJson = False,
) -> None:
    """Draw what to judge."""
    import numpy as np

    from tumen.linkage import evaluation

    table = _mentions(mentions, mapped)
    if names and table is None:
        raise EvaluationError("Names can stand in the sheet only if the table of mentions is given.")
    rng = np.random.default_rng(seed)
    shown = table if names else None
    if persons is not None:
        drawn = evaluation.plan_persons(folder, persons=persons, rng=rng)
        evaluation.write_sample(drawn, out, shown=shown)
        summary: dict[str, object] = {"persons": persons, "to_judge": len(drawn.to_judge()), "out": str(out)}
        words = (
            f"{persons} persons are drawn, with {len(drawn.to_judge())} mentions to judge. Written to {out}."
        )
    else:
        with bar() as progress:
            made = evaluation.plan_pairs(
                folder, width=width, level=level, mentions=table, most=most, rng=rng, progress=progress
            )
        evaluation.write_sample(made, out, shown=shown)
        summary = {
            "to_judge": len(made.pairs), "precision_width": made.precision_width, "recall_width": made.recall_width,
            "beyond": made.beyond, "strata": made.strata, "out": str(out),
        }  # fmt: skip
        words = (
            f"{len(made.pairs)} pairs to judge; expected: precision ± {made.precision_width:.3f}, recall ± "
            f"{made.recall_width:.3f}. About {made.beyond:.1f} pairs of one person are out of reach. Written to {out}."
        )
    print_json(summary) if as_json else typer.echo(words)


def judged(
    folder: Annotated[Path, typer.Argument(help="Folder that `sample` wrote.", metavar="SAMPLE")],
    linked: Annotated[Path, typer.Option("--links", help="The linkage it was drawn from.")],
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="The sheet filled in, where it lies elsewhere.")
    ] = None,
    mentions: _Table = None,
    mapped: _Mapped = None,
    level: _Level = 0.95,
    seed: _Seed = 0,
    *,
    as_json: _AsJson = False,
) -> None:
    """Reckon with the verdicts."""
    import numpy as np

    from tumen.linkage import evaluation

    drawn = evaluation.read_sample(folder)
    verdicts = evaluation.read_verdicts(sheet or folder)
    if isinstance(drawn, evaluation.PersonSample):
        whole = evaluation.rates_from_persons(drawn, verdicts, linked, level=level)
        print_json(whole) if as_json else _show_persons(whole)
        return
    table = _mentions(mentions, mapped)
    found = evaluation.rates_from_judged(
        drawn, verdicts, linkage=linked, level=level, rng=np.random.default_rng(seed)
    )
    groups = () if table is None else evaluation.judged_errors_by_group(drawn, verdicts, table, level=level)
    if as_json:
        print_json({**found.as_dict(), "groups": groups})
        return
    _show_judged(found)
    _show_groups(groups)


def drift(
    old: Annotated[Path, typer.Argument(help="Folder of the earlier linkage.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="Folder of the later linkage.", metavar="NEW")],
    old_mentions: Annotated[Path | None, typer.Option("--old-mentions", help="Table of the earlier.")] = None,
    new_mentions: Annotated[Path | None, typer.Option("--new-mentions", help="Table of the later.")] = None,
    old_judgements: Annotated[
        Path | None, typer.Option("--old-judgements", help="CSV of the earlier.")
    ] = None,
    new_judgements: Annotated[Path | None, typer.Option("--new-judgements", help="CSV of the later.")] = None,
    mapped: _Mapped = None,
    level: _Level = 0.95,
    *,
    as_json: _AsJson = False,
) -> None:
    """Compare two linkages."""
    from tumen import linkage
    from tumen.linkage import evaluation

    said = [linkage.judgements_from_csv(each) if each else () for each in (old_judgements, new_judgements)]
    given = evaluation.Given(
        old_mentions=_mentions(old_mentions, mapped), new_mentions=_mentions(new_mentions, mapped),
        old_judgements=said[0], new_judgements=said[1],
    )  # fmt: skip
    found = evaluation.drift(old, new, given=given, level=level)
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found.common} mentions in common, {found.new} new, {found.gone} gone.")
    typer.echo(f"{found.kept:.1%} of the persons of several mentions are as they were.")
    for change in found.changes:
        before, after = (
            " | ".join(" ".join(person) for person in each) for each in (change.before, change.after)
        )
        typer.echo(f"{change.kind}: {before} → {after} ({change.was:.2f} before, {change.now:.2f} now: "
                   f"{', '.join(change.reasons)})")  # fmt: skip
    for words, move in (
        ("persons", found.persons),
        ("share linked", found.linked_share),
        ("pairs", found.pairs),
    ):
        more = "more than chance" if move.beyond_chance else "within chance"
        typer.echo(
            f"{words}: {move.before:.4g} → {move.after:.4g}, by {move.difference.low:.3g} to "
            f"{move.difference.high:.3g}: {more}"
        )
    for name, was, now in found.settings:
        typer.echo(f"setting {name}: {was} → {now}")


def threshold(
    folder: _Links,
    false_link: Annotated[float, typer.Option("--false-link", help="What a false link costs.")] = 1.0,
    missed_link: Annotated[float, typer.Option("--missed-link", help="What a missed link costs.")] = 1.0,
    chart: Annotated[Path | None, typer.Option("--chart", help="Write the curve as Vega-Lite.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the cheapest persons: mention_id, person_id, probability."),
    ] = None,
    *,
    as_json: _AsJson = False,
) -> None:
    """Choose by cost."""
    from tumen.linkage import evaluation

    with bar() as progress:
        found = evaluation.choose_threshold(
            folder, false_link=false_link, missed_link=missed_link, progress=progress
        )
    try:
        if chart is not None:
            chart.write_text(plain_json(found.chart()) + "\n", encoding="utf-8")
        if out is not None:
            with out.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(["mention_id", "person_id", "probability"])
                writer.writerows([row.mention_id, row.person_id, row.probability] for row in found.clusters)
    except OSError as fault:
        raise EvaluationError(
            f"A file cannot be written: {type(fault).__name__}.", hint="Check the folder."
        ) from fault
    if as_json:
        print_json({"choices": found.choices, "best": found.best, "reported": found.reported})
        return
    typer.echo(found.words)
    for one in found.choices:
        typer.echo(
            f"  from {one.threshold:.2f}: {one.persons} persons, {one.false_links:.1f} false, "
            f"{one.missed_links:.1f} missed, cost {one.cost:.1f}"
        )


def _truth(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return {row["mention_id"]: row["person_id"] for row in csv.DictReader(stream, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as fault:
        raise EvaluationError(
            f"The truth cannot be read: {type(fault).__name__}.",
            hint="Give a UTF-8 CSV file with mention_id and person_id.",
        ) from None


def _mentions(path: Path | None, mapped: list[str] | None) -> Mentions | None:
    from tumen import linkage

    if path is None:
        return None
    bad = [each for each in mapped or [] if not all(each.partition("="))]
    if bad:
        raise EvaluationError(
            f"--map needs FIELD=COLUMN, not {', '.join(bad)}.", hint="For example --map name=full_name."
        )
    mapping = {field: column for field, _, column in (each.partition("=") for each in mapped or [])}
    read = linkage.Mentions.from_parquet if path.suffix.lower() == ".parquet" else linkage.Mentions.from_csv
    return read(path, mapping=mapping)


def _told(rate: Rate) -> str:
    return f"{rate.point:.3f} ({rate.interval.low:.3f} to {rate.interval.high:.3f})"


def _show_judged(found: JudgedRates) -> None:
    for name in ("precision", "recall", "f1"):
        own = (
            "" if found.expected is None else f"; the linkage expects {_told(getattr(found.expected, name))}"
        )
        typer.echo(f"{name}: {_told(getattr(found.rates, name))}{own}")
    typer.echo(
        f"recall with the {found.beyond:.1f} pairs of one person that the linkage expects out of reach: "
        f"{_told(found.with_beyond.recall)}"
    )
    for one in found.strata:
        kind = "linked" if one.linked else "not linked"
        typer.echo(
            f"  {kind}, {one.low:.4f} to {one.high:.4f}: {one.pairs:.0f} pairs, {one.same} of {one.judged} judged the "
            f"same, {one.unsure} open"
        )
    for words in found.warnings:
        typer.echo(f"Warning: {words}")


def _show_persons(found: PersonRates) -> None:
    typer.echo(f"{found.persons} persons judged.")
    for name in ("precision", "recall", "b3_precision", "b3_recall", "exact", "split"):
        typer.echo(f"{name.replace('_', ' ')}: {_told(getattr(found, name))}")


def _show_groups(groups: tuple[GroupErrors, ...]) -> None:
    for one in groups:
        said = [
            f"{name} {'too few' if rate is None else _told(rate)}{' worse than all' if worse else ''}"
            for name, rate, worse in (
                ("precision", one.precision, one.worse_precision),
                ("recall", one.recall, one.worse_recall),
            )
        ]
        typer.echo(f"{one.by}, {one.group}: {'; '.join(said)}")
