"""YAML that keeps what was written: no dates, no octal codes, no `no` that turns into False, no key twice."""

from __future__ import annotations

import re
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # a PyYAML without libyaml reads the same, only slower
    from yaml import SafeLoader as _Base  # type: ignore[assignment]


class _StrictLoader(_Base):
    """The safe loader with the implicit types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """The mapping, unless a key stands in it twice: plain YAML would keep the last and say nothing."""
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return mapping


# NO is Norway, 1951-03-01 is what the source wrote, 010106000000 is a code: none may become a bool or int.
_TYPES = (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ("n", "~", "")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
)
for _name, _pattern, _first in _TYPES:
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list(_first))


def parse_yaml(content: bytes) -> Any:
    """The value of one YAML document.

    Raises:
        yaml.YAMLError: It is not YAML, uses a tag, or has a key twice in one mapping.
    """
    return yaml.load(content, Loader=_StrictLoader)  # noqa: S506  (a safe loader with fewer types)
