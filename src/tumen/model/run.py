"""The one run manifest: whatever was computed, this says from what and how, so that it can be done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from tumen.errors import InputError

_NUMERIC = ("numpy", "scipy", "duckdb")


def versions() -> dict[str, str]:
    """Versions on which a result can depend: Python, Tumen and the numeric libraries."""
    found = {"python": python_version()}
    for name in ("tumen", *_NUMERIC):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def input_sha256(content: bytes) -> str:
    """SHA-256 of an input, as hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One computation.

    Attributes:
        kind: what was run (`link`, `estimate`, `study`, `synth`).
        recipe: every setting that can change the result, as plain JSON data.
        inputs: name of each input → SHA-256 of its bytes.
        seed: the seed of the random generator; None where nothing is random.
        versions: see `versions()`.
        outputs: name of each output → SHA-256 of its bytes, or a plain value.
    """

    kind: str
    recipe: Mapping[str, object]
    inputs: Mapping[str, str]
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=versions)
    outputs: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.inputs:
            raise InputError(
                "A run without inputs cannot be done again.", hint="Hash what it was computed from."
            )

    @property
    def id(self) -> str:
        """Sixteen hex digits that are equal exactly when kind, recipe, inputs and seed are."""
        material = {
            "kind": self.kind,
            "recipe": dict(self.recipe),
            "inputs": dict(self.inputs),
            "seed": self.seed,
        }
        return hashlib.sha256(json.dumps(material, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[
            :16
        ]

    def as_dict(self) -> dict[str, object]:
        """The manifest as plain JSON data."""
        return {"id": self.id, **asdict(self)}
