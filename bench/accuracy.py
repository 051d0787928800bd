"""Runs truthcheck over the benchmark's cases and scores what it says with the benchmark's own scorer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

from bench import through_sdks

AGENTIC = Path(__file__).parent / "agentic"
CASES = AGENTIC / "cases"
SDK_KINDS = {"unknown-sdk-member", "unknown-sdk-argument"}
DATABASE_KINDS = {"unknown-table", "unknown-column", "unknown-function"}
OTHER_CLIENTS = re.compile(r"^\s*(?:import|from)\s+(?:aiohttp|urllib3|urllib\.request|http\.client)\b", re.MULTILINE)

DAY = {"SOURCE_DATE_EPOCH": "1795996800"}  # 2026-11-30: the shipped documents are as old in every run

Row = dict[str, Any]


def truthcheck(*arguments: str, cwd: Path) -> Row:
    """The JSON that one command prints. Raises CalledProcessError when the command cannot run."""
    command = [sys.executable, "-m", "truthcheck", *arguments, "--format", "json", "."]
    run = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, **DAY}
    )
    if run.returncode:
        sys.stderr.write(run.stderr)
        raise subprocess.CalledProcessError(run.returncode, command, run.stdout, run.stderr)
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def score() -> Row:
    """The scorer's whole result, and under "http" the same figures for HTTP calls through requests or httpx."""
    verified = truthcheck("verify", "--exit-zero", cwd=CASES)
    extracted = truthcheck("extract", cwd=CASES)
    findings = [{"path": f["path"], "line": f["line"], "code": f["rule"]} for f in verified["findings"]]
    result = _scorer(findings, extracted["calls"])
    result["summary"] = verified["summary"]
    result["errors"] = verified["errors"]
    result["http"] = _http(result)
    result["http_coverage"] = _http_coverage(result)
    result["sdk"] = _sdk(result)
    result["calls_missed"] = [f"{line} {_via(line)}" for line in result["calls_missed"]]
    return result


def _scorer(findings: list[Row], calls: list[Row]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "findings.json"), Path(folder, "calls.json")
        first.write_text(json.dumps(findings))
        second.write_text(json.dumps(calls))
        command = [sys.executable, str(AGENTIC / "score.py"), str(first), "--calls", str(second), "--json"]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # type: ignore[no-any-return]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (AGENTIC / name).read_text("utf-8").splitlines() if line.strip()]


def call_id(call: Row) -> str:
    return f"{call['case']}/{call['file']}:{call['line']} {call['method']} {call['path_template']}"


def _via(line: str) -> str:
    return "via-" + next(call["via"] for call in rows("calls.jsonl") if call_id(call) == line)


def _plain_clients(case: str) -> bool:
    """Does the case send its HTTP calls through requests or httpx alone?"""
    return not any(OTHER_CLIENTS.search(file.read_text("utf-8")) for file in (CASES / case).rglob("*.py"))


def over_http(labels: list[Row], calls: list[Row]) -> list[Row]:
    """Labels whose call is sent by requests or httpx, database and SDK kinds left out."""
    via = {(c["case"], c["file"], c["line"], c["method"], c["path_template"]): c["via"] for c in calls}

    def http(label: Row) -> bool:
        at = label.get("target") or {}
        place = (label["case"], at.get("file"), at.get("line"), at.get("method"), at.get("path"))
        return via.get(place) == "http" and label["kind"] not in SDK_KINDS | DATABASE_KINDS

    return [label for label in labels if http(label) and _plain_clients(label["case"])]


def _http(result: Row) -> Row:
    """Figures by kind. Every false positive of an HTTP kind counts here, whatever its call goes through."""
    missed = {line.split(": ")[0] for line in result["missed"]}
    kinds: dict[str, Row] = defaultdict(lambda: {"labels": 0, "found": 0, "false_positives": 0})
    for label in over_http(rows("labels.jsonl"), rows("calls.jsonl")):
        kinds[label["kind"]]["labels"] += 1
        kinds[label["kind"]]["found"] += through_sdks.identity(label) not in missed
    for line in chain.from_iterable(result["false_positive_list"].values()):
        kind = line.rsplit(" ", 1)[1]
        if kind not in SDK_KINDS | DATABASE_KINDS:
            kinds[kind]["false_positives"] += 1
    return dict(sorted(kinds.items()))


def _sdk(result: Row) -> Row:
    missed = {line.split(": ")[0] for line in result["missed"]}
    wrong = chain.from_iterable(result["false_positive_list"].values())
    return through_sdks.figures(rows("labels.jsonl"), rows("calls.jsonl"), missed, wrong)


def _http_coverage(result: Row) -> Row:
    """Decidable calls of requests and httpx apart from those of the other clients."""
    missed = set(result["calls_missed"])
    shares: dict[str, Row] = {name: {"decidable": 0, "in_case": 0} for name in ("requests, httpx", "other clients")}
    for call in rows("calls.jsonl"):
        if call["via"] != "http" or not call["decidable"]:
            continue
        share = shares["requests, httpx" if _plain_clients(call["case"]) else "other clients"]
        share["decidable"] += 1
        share["in_case"] += call_id(call) not in missed
    return shares
