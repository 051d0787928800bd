"""Every rule, one file each: `unknown_endpoint.py` declares `unknown-endpoint` as its `RULE`, and its page
`rules/checks/unknown-endpoint.md` tells it and tests it. Nothing else names them: what lies in this folder is a rule.

Imports `checks/core`, those of `checks/http` that judge one claim, `model`, `suggest` and `shipped` (where pages lie).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from truthcheck.checks.core.rule import Check, Rule
from truthcheck.errors import RuleError
from truthcheck.shipped import folder


def of(rule: str) -> Rule:
    """The rule that is called so. A fault of a rule that nobody declared is a mistake in a check."""
    try:
        return RULES[rule]
    except KeyError:
        raise RuleError(f"a check speaks of `{rule}`, which no file in checks/rules declares") from None


def _declared(files: Iterable[str]) -> Mapping[str, Rule]:
    """The rules of the files, by name."""
    stems = sorted(file.removesuffix(".py") for file in files if file.endswith(".py") and file != "__init__.py")
    return {rule.id: rule for rule in map(_declaration, stems)}


def _declaration(stem: str) -> Rule:
    rule = getattr(import_module(f"{__name__}.{stem}"), "RULE", None)
    if not isinstance(rule, Rule):
        raise RuleError(f"checks/rules/{stem}.py declares no RULE")
    if rule.id != stem.replace("_", "-"):
        raise RuleError(f"checks/rules/{stem}.py declares `{rule.id}`: a rule is called as its file is")
    if not rule.told:
        raise RuleError(f"checks/rules/{stem}.py: `{rule.id}` has no sentence")
    return rule


def _paired(rules: Mapping[str, Rule], files: Iterable[str]) -> Mapping[str, Rule]:
    """The rules, each of which has its page, and each page its rule."""
    pages = {file.removesuffix(".md") for file in files if file.endswith(".md")}
    for rule in sorted(rules.keys() - pages):
        raise RuleError(f"the rule `{rule}` has no page", f"write rules/checks/{rule}.md")
    for page in sorted(pages - rules.keys()):
        raise RuleError(f"the page rules/checks/{page}.md has no rule", f"declare `{page}` in checks/rules")
    return rules


RULES = _paired(_declared(os.listdir(Path(__file__).parent)), os.listdir(folder("rules") / "checks"))
CHECKS: tuple[Check, ...] = tuple(dict.fromkeys(check for rule in RULES.values() for check in rule.checks))
