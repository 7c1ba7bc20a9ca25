"""What a picture costs in the jail beside the bare library, and how far apart copies and strangers are.

python benchmarks/documents/pictures.py
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time

from PIL import Image, ImageDraw, ImageFilter

from tumen import documents

PICTURES = 24


def drawn(seed: int) -> Image.Image:
    """A made-up view of 1,600 by 1,200: sky, ground, a dozen things."""
    chosen = random.Random(seed)  # noqa: S311  (made-up pictures)

    def colour() -> tuple[int, int, int]:
        return (chosen.randrange(256), chosen.randrange(256), chosen.randrange(256))

    image = Image.new("RGB", (1600, 1200), colour())
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = chosen.randrange(1500), chosen.randrange(1100)
        shape = draw.ellipse if chosen.random() < 0.5 else draw.rectangle
        shape((x, y, x + chosen.randrange(80, 700), y + chosen.randrange(80, 600)), fill=colour())
    return image.filter(ImageFilter.GaussianBlur(3))


def saved(image: Image.Image, form: str = "JPEG", **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def bare(content: bytes) -> bytes:
    """What anybody would write first: open, make small, save."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((320, 320))
    return saved(image)


def mark(content: bytes) -> str:
    picture = documents.read(content).picture
    assert picture is not None  # noqa: S101  (a picture was written)
    return picture.likeness


def main() -> None:
    """Measure and print one line for each question."""
    originals = [drawn(seed) for seed in range(PICTURES)]
    files = [saved(image) for image in originals]
    begun = time.process_time()
    for content in files:
        bare(content)
    plain = time.process_time() - begun
    begun = time.process_time()
    marks = [mark(content) for content in files]
    read = time.process_time() - begun
    with documents.Jail() as jail:
        jail.read(files[0], name="a.jpg")
        wall = time.perf_counter()
        for content in files:
            jail.read(content, name="a.jpg")
        wall = time.perf_counter() - wall
    wall_bare = time.perf_counter()
    for content in files:
        bare(content)
    wall_bare = time.perf_counter() - wall_bare
    copies = {
        "a third of the size, quality 40": lambda i: saved(i.resize((533, 400)), quality=40),
        "grey": lambda i: saved(i.convert("L")),
        "lighter by a fifth": lambda i: saved(i.point(lambda v: min(255, int(v * 1.2)))),
        "2 % cut off each side": lambda i: saved(i.crop((32, 24, 1568, 1176))),
    }
    say = sys.stdout.write
    say(f"read / bare thumbnail, CPU: {read / plain:.2f}\n")
    say(f"Jail / bare thumbnail, wall: {wall / wall_bare:.2f}\n")
    for name, make in copies.items():
        apart = [documents.pictures_apart(m, mark(make(i))) for m, i in zip(marks, originals, strict=True)]
        found = sum(a < documents.PICTURES_ALIKE for a in apart)
        say(
            f"{name}: {found} of {PICTURES} found, median {statistics.median(apart):g} apart, most {max(apart)}\n"
        )
    strangers = [documents.pictures_apart(a, b) for i, a in enumerate(marks) for b in marks[:i]]
    wrong = sum(a < documents.PICTURES_ALIKE for a in strangers)
    say(f"strangers: {wrong} of {len(strangers)} taken for alike, least {min(strangers)} apart\n")


if __name__ == "__main__":
    main()
