"""A small true world for the tests of the loop: one invented API, and a check of calls to it that reads with `ast`."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from pathlib import Path

from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Problem, Report
from truthcheck.model.value import Literal, Unknown

TRUE = {
    "GET /v1/users": "",
    "GET /v1/invoices": "",
    "POST /v1/invoices": "",
    "DELETE /v1/users/all": "",
}
NEAREST = {"/v1/user/list": "/v1/users", "/v1/get_invoices": "/v1/invoices"}
HOST = "https://api.acme.dev"


def verify(paths: Sequence[Path]) -> Report:
    """What the real check does, for `requests.VERB("https://api.acme.dev/...")` alone."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py")))
    calls: list[Checked] = []
    problems: list[Problem] = []
    for file in files:
        name = Path(os.path.relpath(file)).as_posix()
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except SyntaxError as error:
            problems.append(Problem(name, "syntax error", error.lineno or 0))
            continue
        calls += [checked for node in ast.walk(tree) if (checked := _checked(name, node))]
    findings = tuple(finding for checked in calls for finding in checked.findings)
    return Report(tuple(calls), findings, tuple(problems), len(files), 0.01)


def _checked(path: str, node: ast.AST) -> Checked | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if not isinstance(node.func.value, ast.Name) or node.func.value.id != "requests":
        return None
    at = Span(path, node.lineno, node.col_offset + 1, node.end_lineno or 0, (node.end_col_offset or 0) + 1)
    verb = node.func.attr.upper()
    name = f"requests.{node.func.attr}"
    url = node.args[0] if node.args else None
    if not isinstance(url, ast.Constant) or not isinstance(url.value, str):
        call = Call(at, "requests", name, Literal(verb), Unknown(Reason(Why.URL_AT_RUN_TIME)))
        return Checked(call, UNVERIFIED, Reason(Why.URL_AT_RUN_TIME))
    call = Call(at, "requests", name, Literal(verb), Literal(url.value))
    if not url.value.startswith(HOST):
        return Checked(call, UNVERIFIED, Reason(Why.NO_SURFACE, "this host"))
    operation = f"{verb} {url.value.removeprefix(HOST)}"
    if operation in TRUE:
        return Checked(call, SUPPORTED, provider="acme", operation=operation)
    near = NEAREST.get(url.value.removeprefix(HOST), "")
    finding = Finding(
        "unknown-endpoint",
        "error",
        "certain",
        f"acme has no {operation}",
        at,
        f"the nearest is {near}",
        name,
        "acme",
        operations=(operation, near),
    )
    return Checked(call, REFUTED, provider="acme", findings=(finding,))
