"""`tumen extrapolate`: from one list, a survey, chains of referral, networks, households or flows to a number."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tumen.cli.estimates import read_text, show
from tumen.cli.replicates import REPLICATES, replicates

HELP = "Estimate without overlapping lists: repeats, survey, mortality, referrals, network, balance."

Table = Annotated[Path, typer.Argument(help="CSV with a header row.", metavar="TABLE")]
Level = Annotated[float, typer.Option(help="Probability that the interval should hold.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Design = Annotated[
    str, typer.Option(help="How people were found: chance, everybody, referral, convenience, purposive.")
]
Seed = Annotated[int, typer.Option(min=0, help="Equal seeds give equal numbers.")]


def register(app: typer.Typer) -> None:
    """Hang the group on `app`."""
    group = typer.Typer(no_args_is_help=True, help=HELP)
    group.callback()(_group)
    group.command("repeats", epilog=REPEATS)(repeats)
    group.command("survey", epilog=SURVEY)(survey)
    group.command("mortality", epilog=MORTALITY)(mortality)
    group.command("referrals", epilog=REFERRALS)(referrals)
    group.command("network", epilog=NETWORK)(network)
    group.command("balance", epilog=BALANCE)(balance)
    group.command("replicates", epilog=REPLICATES)(replicates)
    app.add_typer(group, name="extrapolate")


def _group() -> None:
    """Estimate without overlapping lists: repeats, survey, mortality, referrals, network, balance."""


REPEATS = "Example: tumen extrapolate repeats arrests.csv --covariate sex --covariate age"


def repeats(
    table: Table,
    method: Annotated[
        str, typer.Option(help="chao-counts, chao-one-inflated, zelterman, counts, shape, or all.")
    ] = "all",
    count: Annotated[str, typer.Option(help="Column: times recorded.")] = "count",
    people: Annotated[
        str | None, typer.Option(help="Column: people a row stands for; without it, one.")
    ] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(help="Column that may explain the counts; may be repeated.")
    ] = None,
    family: Annotated[
        str, typer.Option(help="For counts: poisson, geometric, negative-binomial.")
    ] = "poisson",
    one_inflation: Annotated[
        str, typer.Option(help="For counts: none, never-again, always-once, left-out.")
    ] = "none",
    shape: Annotated[
        str, typer.Option(help="For shape: alike, lower-bound, poisson, darroch, gamma.")
    ] = "poisson",
    occasions: Annotated[
        int | None, typer.Option(help="For shape: times a person could be recorded at most.")
    ] = None,
    up_to: Annotated[
        int | None, typer.Option(help="For shape: those recorded more often teach nothing.")
    ] = None,
    level: Level = 0.95,
    design: Design = "",
    *,
    as_json: AsJson = False,
) -> None:
    """How many people, from one list on which some stand several times: arrests, repatriations, visits.

    One row a person with the times they were recorded, or one row a group with --people. The methods stand
    side by side because the same counts allow very different numbers.
    """
    from dataclasses import replace

    from tumen.estimation import REPEAT_METHODS, RepeatCounts, RepeatModel, RepeatShape, estimate_from

    sample = RepeatCounts.from_csv(read_text(table), count=count, people=people, covariates=covariate or ())
    by_id: dict[str, Any] = {one.id: one for one in REPEAT_METHODS}
    by_id["counts"] = RepeatModel(family=family, one_inflation=one_inflation)
    by_id["shape"] = RepeatShape(shape=shape)
    chosen = REPEAT_METHODS if method == "all" else (_pick(by_id, method),)
    chosen = tuple(
        replace(one, occasions=occasions, up_to=up_to) if isinstance(one, RepeatShape) else one
        for one in chosen
    )
    found = [estimate_from(sample, method=one, level=level, design=design) for one in chosen]
    show(found, title=f"{sample.observed:,} people recorded", as_json=as_json)


SURVEY = (
    "Example: tumen extrapolate survey villages.csv --value migrants --stratum zone --population villages"
)
MORTALITY = "Example: tumen extrapolate mortality households.csv --cluster village --weight weight"

Stratum = Annotated[str | None, typer.Option(help="Column: stratum from which the first units were drawn.")]
Cluster = Annotated[
    list[str] | None, typer.Option(help="Column: unit drawn, first the largest; may be repeated.")
]
Population = Annotated[
    list[str] | None, typer.Option(help="Column: how many units there were, for each stage; may be repeated.")
]
Weight = Annotated[str | None, typer.Option(help="Column: how many a row stands for.")]
Where = Annotated[str | None, typer.Option(help="COLUMN=TEXT: only the part for which it holds.")]
By = Annotated[str | None, typer.Option(help="Column: one number for each of its texts.")]
Single = Annotated[str, typer.Option(help="A stratum of one unit: refuse, certainty, centre, average.")]


def survey(
    table: Table,
    value: Annotated[str, typer.Option(help="Column: what is counted or measured.")],
    estimate: Annotated[str, typer.Option(help="total, mean or ratio.")] = "total",
    per: Annotated[str | None, typer.Option(help="Column: what the ratio is taken per.")] = None,
    known: Annotated[
        list[str] | None,
        typer.Option(help="Known total of --per: a number, or STRATUM=NUMBER for each stratum."),
    ] = None,
    stratum: Stratum = None,
    cluster: Cluster = None,
    population: Population = None,
    weight: Weight = None,
    where: Where = None,
    by: By = None,
    missing: Annotated[
        str, typer.Option(help="Empty values: refuse, leave-out, or LOW,HIGH between which they lie.")
    ] = "refuse",
    single: Single = "refuse",
    level: Level = 0.95,
    design: Design = "",
    *,
    as_json: AsJson = False,
) -> None:
    """From a drawn sample to the population: total, mean or ratio, with strata, clusters and weights."""
    from tumen.estimation import (
        Plan,
        Sheet,
        SurveyMean,
        SurveyRatio,
        SurveySample,
        SurveyTotal,
        estimate_from,
    )

    total, by_stratum = _known(known or [])
    methods: dict[str, Any] = {
        "total": SurveyTotal(single=single),
        "mean": SurveyMean(single=single),
        "ratio": SurveyRatio(known_total=total, known_by_stratum=by_stratum, single=single),
    }
    sheet = Sheet.from_csv(read_text(table))
    plan = Plan(strata=stratum, clusters=cluster or (), populations=population or (), weight=weight)
    found = []
    for part in _parts(sheet, where, by):
        sample = SurveySample.from_sheet(
            sheet, value=value, per=per, plan=plan, where=part, missing=_missing(missing)
        )
        found.append(estimate_from(sample, method=_pick(methods, estimate), level=level, design=design))
    show(found, title=f"{value} in {table.name}", as_json=as_json, labels=_part_labels(sheet, where, by))


def mortality(
    table: Table,
    stratum: Stratum = None,
    cluster: Cluster = None,
    population: Population = None,
    weight: Weight = None,
    days: Annotated[str, typer.Option(help="Column: length of the recall period in days.")] = "days",
    persons: Annotated[float, typer.Option(help="How many persons the rate is per.")] = 10_000.0,
    where: Where = None,
    by: By = None,
    single: Single = "refuse",
    level: Level = 0.95,
    design: Design = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Deaths per 10,000 persons a day, from what households tell of a recall period.

    One row a household with the columns present, joined, left, born, died and days.
    """
    from tumen.estimation import HouseholdDeaths, MortalityRate, Plan, Sheet, estimate_from

    sheet = Sheet.from_csv(read_text(table))
    plan = Plan(strata=stratum, clusters=cluster or (), populations=population or (), weight=weight)
    found = []
    for part in _parts(sheet, where, by):
        sample = HouseholdDeaths.from_sheet(sheet, plan=plan, days=days, where=part)
        found.append(
            estimate_from(
                sample, method=MortalityRate(persons=persons, single=single), level=level, design=design
            )
        )
    show(found, title=f"deaths in {table.name}", as_json=as_json, labels=_part_labels(sheet, where, by))


REFERRALS = "Example: tumen extrapolate referrals chains.csv --trait detained=yes --seed 1"
NETWORK = (
    "Example: tumen extrapolate network asked.csv --hidden migrants --known nurses=1555 --population 100000"
)
BALANCE = "Example: tumen extrapolate balance flows.csv --by-year"


def referrals(
    table: Table,
    trait: Annotated[str, typer.Option(help="COLUMN=TEXT: who has the trait whose share is asked.")],
    person: Annotated[str, typer.Option(help="Column: code of the person.")] = "id",
    recruiter: Annotated[
        str, typer.Option(help="Column: code of who brought them; empty for the first.")
    ] = "recruiter",
    degree: Annotated[str, typer.Option(help="Column: how many of the population they know.")] = "degree",
    population: Annotated[
        float | None, typer.Option(help="People in all, where the sample is a good part of them.")
    ] = None,
    replicates: Annotated[int, typer.Option(help="Trees drawn for the interval.")] = 2000,
    seed: Seed = 1,
    level: Level = 0.95,
    *,
    as_json: AsJson = False,
) -> None:
    """The share of a hidden population with a trait, from people who brought each other."""
    import numpy as np

    from tumen.cli.output import bar
    from tumen.estimation import ReferralChains, ReferralShare, estimate_from

    sample = ReferralChains.from_csv(
        read_text(table), trait=_pair(trait, "COLUMN=TEXT"), person=person, recruiter=recruiter, degree=degree
    )
    method, rng = ReferralShare(population=population, replicates=replicates), np.random.default_rng(seed)
    with bar() as progress:
        found = estimate_from(sample, method=method, level=level, rng=rng, progress=progress)
    show([found], title=f"{sample.observed:,} people", as_json=as_json)


def network(
    table: Table,
    hidden: Annotated[str, typer.Option(help="Column: people of the hidden group known.")],
    known: Annotated[list[str], typer.Option(help="COLUMN=SIZE of a group of known size; repeat for each.")],
    population: Annotated[float, typer.Option(help="People in all.")],
    weight: Weight = None,
    members: Annotated[
        Path | None, typer.Option(help="CSV of members of the hidden group: who of the known groups knows.")
    ] = None,
    told: Annotated[
        float, typer.Option(help="Share of their contacts in the group whom people know to be in it.")
    ] = 1.0,
    degree_ratio: Annotated[
        float, typer.Option(help="How many people the hidden know, over how many others know.")
    ] = 1.0,
    replicates: Annotated[int, typer.Option(help="Samples drawn for the interval.")] = 2000,
    seed: Seed = 1,
    level: Level = 0.95,
    design: Design = "",
    *,
    as_json: AsJson = False,
) -> None:
    """How many people of a hidden group, from how many of them others know (network scale-up).

    With --members also the generalised form, in which the visibility of the group is measured.
    """
    import numpy as np

    from tumen.estimation import GeneralisedScaleUp, NetworkReports, ScaleUp, estimate_from

    sizes = {name: _float(size) for name, size in (_pair(text, "COLUMN=SIZE") for text in known)}
    sample = NetworkReports.from_csv(
        read_text(table), hidden=hidden, known=sizes, population=population, weight=weight,
        members=read_text(members) if members else "",
    )  # fmt: skip
    methods: list[Any] = [
        ScaleUp(form=form, told=told, degree_ratio=degree_ratio, replicates=replicates)
        for form in ("ratio-of-sums", "mean-of-ratios")
    ]
    methods += [GeneralisedScaleUp(replicates=replicates)] if members else []
    found = [
        estimate_from(sample, method=m, level=level, design=design, rng=np.random.default_rng(seed))
        for m in methods
    ]
    show(found, title=f"{sample.observed:,} respondents", as_json=as_json)


def balance(
    table: Table,
    year: Annotated[int | None, typer.Option(help="Whose end is asked about; without it the last.")] = None,
    errors: Annotated[str, typer.Option(help="shared: a source errs alike every year; separate.")] = "shared",
    replicates: Annotated[int, typer.Option(help="Draws before any is dropped.")] = 20_000,
    seed: Seed = 1,
    level: Level = 0.95,
    *,
    by_year: Annotated[bool, typer.Option("--by-year", help="One number for each year.")] = False,
    as_json: AsJson = False,
) -> None:
    """A stock by year: what it was, plus who came, less who left, with the ranges that are stated.

    One row a year and flow with the columns year, kind (start, in, out, known), flow, low, best, high.
    """
    import numpy as np

    from tumen.estimation import FlowTable, StockBalance, estimate_from

    sample = FlowTable.from_csv(read_text(table))
    years = sample.years if by_year else (year,)
    found = [
        estimate_from(
            sample, method=StockBalance(year=one, errors=errors, replicates=replicates), level=level,
            rng=np.random.default_rng(seed),
        )
        for one in years
    ]  # fmt: skip
    labels = ["" if one is None else str(one) for one in years]
    show(found, title=f"stock from {table.name}", as_json=as_json, labels=labels)


def _parts(sheet: Any, where: str | None, by: str | None) -> list[tuple[str, str] | None]:
    """The parts of the population asked about, one after the other."""
    if where and by:
        raise typer.BadParameter("give --where or --by, not both")
    if by:
        return [(by, text) for text in sorted(set(sheet.take({"by": by}).text("by")))]
    return [_pair(where, "COLUMN=TEXT")] if where else [None]


def _part_labels(sheet: Any, where: str | None, by: str | None) -> list[str]:
    return ["" if part is None else f"{part[0]}={part[1]}" for part in _parts(sheet, where, by)]


def _pair(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise typer.BadParameter(f"{text!r} is not of the form {form}")
    return name, value


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number") from None


def _known(given: list[str]) -> tuple[float | None, dict[str, float]]:
    """Known totals: of all, or by stratum."""
    if len(given) == 1 and "=" not in given[0]:
        return _float(given[0]), {}
    pairs = [_pair(text, "STRATUM=NUMBER") for text in given]
    return None, {name: _float(value) for name, value in pairs}


def _missing(text: str) -> Any:
    low, comma, high = text.partition(",")
    return (_float(low), _float(high)) if comma else text


def _pick(known: dict[str, Any], name: str) -> Any:
    from tumen.errors import MethodError

    if name not in known:
        raise MethodError(f"There is no method {name!r}.", hint=f"Methods: {', '.join(known)}, all.")
    return known[name]
