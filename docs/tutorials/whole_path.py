# %% [markdown]
# # The whole path: from an interview to a figure
#
# This file runs: `python docs/tutorials/whole_path.py`, or cell by cell in an editor that knows `# %%`.
# It makes a small world in which everybody is invented and the true number is known, and then forgets the truth
# until the end:
#
# 1. an interview is read, 2. mentions from five organisations are linked into persons, 3. the overlap of the five
# lists says how many people stand on none of them, 4. the figure is compared with the truth.
#
# What is asserted below is what this page claims. If one claim stops being true, the tests fail.

# %%
import csv
import json
import tempfile
from pathlib import Path

import numpy as np

from tumen import documents, estimation, linkage, names, reading, study, synth
from tumen.model import ListMembership

scratch = tempfile.TemporaryDirectory(prefix="tumen-tutorial-", ignore_cleanup_errors=True)
folder = Path(scratch.name)

# %% [markdown]
# ## 1. A made-up world
#
# Five organisations each hear some of 600 people. They write names in Hangul, hanja and several romanisations,
# keep pseudonyms, mistype, and give dates as exactly as they were told. Equal settings make an equal world.

# %%
world = folder / "world"
synth.write(synth.World(people=600, seed=1, texts=20), world)
with (world / "mentions.csv").open(encoding="utf-8", newline="") as file:
    mention_rows = list(csv.DictReader(file))
print(f"{len(mention_rows)} mentions, for example:")
for row in mention_rows[:3]:
    print("  ", row["organisation"], "|", row["name"], "|", row["birth"] or "birth not stated")

# %% [markdown]
# ## 2. Read an interview
#
# `documents` turns a file into text that can be pointed at; `reading` proposes what stands in it. A proposal is a
# proposal: dates keep the precision they were told with, and nothing is filled in.

# %%
interview = next(p for p in sorted((world / "interviews").glob("*.txt")) if "Source:" in p.read_text("utf-8"))
document = documents.read(interview.read_bytes(), name=interview.name)
found = reading.read(document.text)
told = [one for one in found.dates if one.start > document.text.index("journey")]
print(f"{interview.name}: {len(document.text)} characters, {len(found.dates)} dates")
for one in told[:3]:
    print("  ", document.locate(one.start, one.end), "|", one.text, "→", one.edtf)

passage = document.passage(told[0].start, told[0].end)
again = documents.find_again(passage, "A line that was not there.\n\n" + document.text)
assert again.how == "moved"  # the passage is found again although the text before it changed

# %% [markdown]
# ## 3. One name, many spellings
#
# The score is the natural logarithm of a likelihood ratio, and it comes with its reasons.

# %%
compared = names.compare("김영희", "Kim Yong Hui")
print(f"김영희 ~ Kim Yong Hui: {compared.score:+.2f}")
for reason in compared.reasons:
    print("  ", reason)
assert compared.score > 0 > names.compare("김영희", "김명희").score

# %% [markdown]
# ## 4. Link the mentions into persons
#
# Nothing is merged. A link has a probability and reasons, and 100 draws say what is not certain about who is who.
# A person's verdict would bind every draw (`judgements=`).

# %%
linked = linkage.link(linkage.Mentions.from_rows(mention_rows), rng=np.random.default_rng(1))
print(linked)
print("The most probable pair:", "; ".join(linked.pairs[0].reasons))

# Here, and only here, the truth can be asked.
with (world / "truth" / "mentions.csv").open(encoding="utf-8", newline="") as file:
    truth = {row["mention_id"]: row["person_id"] for row in csv.DictReader(file)}
score = linkage.evaluate(linked, truth)
print(f"Pairs: precision {score.precision:.2f}, recall {score.recall:.2f}. ", end="")
print(f"Persons: {score.persons_found} found, {score.persons_true} true.")
assert score.precision > 0.9
assert score.recall > 0.8

# %% [markdown]
# ## 5. Who stands on which lists together
#
# How many of the people whom one list has does another have too? That overlap carries the estimate. We ask about
# people who crossed the border at least once: those with a step of the journey coded as a crossing.

# %%
with (world / "legs.csv").open(encoding="utf-8", newline="") as file:
    crossed = {row["mention_id"] for row in csv.DictReader(file) if row["kind"] == "LEG-CROSS"}
on_lists = [
    ListMembership(mention_id=row["mention_id"], list_id=row["organisation"])
    for row in mention_rows
    if row["mention_id"] in crossed
]
overlap = study.overlap(on_lists, {m.mention_id: m.person_id for m in linked.clusters})
print(f"{overlap.observed} people who crossed stand on at least one of {len(overlap.lists)} lists:")
for name, size in overlap.sizes.items():
    print(f"   {size:4}  {name}")

# %% [markdown]
# ## 6. An estimate, with what must be true for it
#
# Two methods side by side. The first assumes that everybody is equally easy to find; people are not, so it is usually
# too low. The second says only: at least so many.

# %%
for method in ("independence", "chao-mth"):
    estimate = estimation.estimate(overlap, method=method, rng=np.random.default_rng(1))
    assert estimate.is_ok, estimate.status
    print(f"{method}: {estimate.point:.0f} ({estimate.interval.low:.0f} to {estimate.interval.high:.0f})")
    for words in estimate.assumptions:
        print("   holds if:", words)

# %% [markdown]
# ## 7. The same as a recipe
#
# A figure that cannot be computed again is not worth much. A recipe says everything that decides the number; running
# it again gives the same one. It also does what was left out above: it estimates over several draws of the linkage,
# so that not knowing who is who widens the interval.

# %%
RECIPE = """
title = "People who crossed the border at least once"
unit = "persons"
population = "people of a made-up world who crossed out of the country at least once"
as_of = "../2024-06-30"
seed = 1
caveats = ["Everybody in it is made up."]

[inputs]
mentions = "world/mentions.csv"
sources = "world/sources.csv"

[[filters]]
table = "world/legs.csv"
column = "kind"
any_of = ["LEG-CROSS"]

[estimate]
methods = ["latent-class", "chao-mth", "independence"]
link_draws = 2          # 20 is the default; two are enough to show how it goes
"""
(folder / "study.toml").write_text(RECIPE, encoding="utf-8")
result = study.run(study.read_recipe(folder / "study.toml"))
study.write(result, folder / "result")
figure = result.figures[0]
assert figure.status == "ok", figure.status
print(f"{figure.title}: {figure.point:.0f} {figure.unit}, ", end="")
print(
    f"{figure.interval.level:.0%} interval {figure.interval.low:.0f} to {figure.interval.high:.0f}, ", end=""
)
print(f"{figure.observed} observed, by {figure.method}, run {figure.run}")
for words in figure.caveats:
    print("   •", words)

# %% [markdown]
# ## 8. Compare with the truth
#
# Nobody can do this with real people. In a made-up world one can, and should, before believing a method.

# %%
known = json.loads((world / "truth" / "world.json").read_text("utf-8"))["populations"]["ever_crossed"]
print(f"The true number is {known}; {figure.observed} of them stand on a list.")
assert figure.observed < known  # counting the lists alone misses people
assert figure.interval.low <= known <= figure.interval.high

# What is written holds ids and numbers, no name.
written = "".join(path.read_text("utf-8") for path in (folder / "result").iterdir())
assert not any(row["name"] in written for row in mention_rows if len(row["name"]) > 2)

scratch.cleanup()
