"""Whatever somebody does through the desk is told to the log, by the service itself or by one that it calls."""

from __future__ import annotations

import ast
from pathlib import Path

DESK = Path(__file__).parents[2] / "src" / "tumen_desk"

# Where nothing is told, and why.
SILENT = {
    "accounts/approvals.py is_granted": "asks",
    "accounts/factors.py totp_begin": "prepares; nothing opens by it",
    "accounts/hooks.py tell": "is the telling",
    "coding/services.py draft_keep": "one's own unfinished form",
    "coding/services.py draft_drop": "one's own unfinished form",
    "coding/services.py present": "says that a page is open",
    "coding/services.py refuse_the_unseen": "asks",
    "coding/services.py second_code": "told when the second coding is finished",
    "coding/services.py second_take_back": "told when the second coding is finished",
    "commands/demo.py ask_for_truths": "the made-up world",
    "commands/erasing.py mentions_of": "asks",
    "count/tasks.py ask_for_checks": "asks for work that is told when it is done",
    "find/services.py search_save": "one's own saved search; its words are not for the log",
    "find/services.py search_forget": "one's own saved search",
    "find/services.py search_looked_at": "one's own saved search",
    "keep/beyond.py find": "asks",
    "keep/ceremony.py takes_two": "asks",
    "read/drafts.py draft_commented": "reads one's own draft",
    "record/bulk.py preview": "asks",
    "record/bulk.py sources_of": "asks",
    "record/hooks.py act_objections": "asks",
    "record/hooks.py tell_act_coded": "goes with the coding of an act",
    "record/picturing.py thumbnail": "counts as an identity opened",
}


def _functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _tells(
    function: ast.FunctionDef, beside: dict[str, ast.FunctionDef], on_the_way: frozenset[str] = frozenset()
) -> bool:
    """It writes into the log, hands its actor to another service, or to a function beside it that does."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        room = getattr(getattr(call.func, "value", None), "id", "")
        if (room, name) == ("log", "write") or name == "tell" or any(k.arg == "actor" for k in call.keywords):
            return True
        handed = any(isinstance(a, ast.Name) and a.id == "actor" for a in call.args)
        new = name in beside and name not in on_the_way | {function.name}
        if handed and new and _tells(beside[name], beside, on_the_way | {function.name}):
            return True
    return False


def test_every_service_that_acts_for_somebody_tells_the_log() -> None:
    silent, asked = set(), 0
    for path in sorted(DESK.rglob("*.py")):
        beside = _functions(ast.parse(path.read_text("utf-8")))
        for name, function in beside.items():
            given = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
            if name.startswith("_") or "actor" not in given:
                continue
            asked += 1
            if not _tells(function, beside):
                silent.add(f"{path.relative_to(DESK).as_posix()} {name}")
    assert asked > 150
    assert silent == set(SILENT)
