"""Figures to Markdown, laid out so that a diff of bench/RESULTS.md shows what changed and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
HEAD = """\
# Results

Written by `python -m bench`; do not edit. Reasons for misses come from `bench/misses.toml`.
How it is scored: `bench/agentic/README.md`.
"""


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    """`head` is "name | figure | figure"; the first column is text, the others figures."""
    columns = head.count("|")
    lines = [f"| {head} |", "| --- " + "| --: " * columns + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def totals(kinds: Row) -> tuple[int, int, int]:
    """Labels, found, false positives over all kinds."""
    rows = kinds.values()
    return sum(k["labels"] for k in rows), sum(k["found"] for k in rows), sum(k["false_positives"] for k in rows)


def accuracy(result: Row) -> str:
    wrong = sum(result["false_positives"].values())
    right = sum(k["right_kind"] for k in result["per_kind"].values())
    sets = [
        _set("everything", result["labels"], result["found"], right, wrong),
        _set("HTTP kinds, calls through requests or httpx", *totals(result["http"])[:2], "", totals(result["http"])[2]),
        *(_through(name, row) for name, row in result["sdk"].items()),
    ]
    kinds = (_kind(kind, row, result["http"].get(kind)) for kind, row in result["per_kind"].items())
    providers = ((k, v["labels"], v["found"], v["false_positives"]) for k, v in result["per_provider"].items())
    return "\n".join(
        [
            "## Accuracy on the 121 cases\n",
            table("set | falsehoods | found | recall | right kind | false positives | precision", sets),
            _accused(result["clean_cases_flagged"]) + _calls(result["summary"]),
            table("kind | falsehoods | found | right kind | requests, httpx | found | false positives", kinds),
            table("provider | falsehoods | found | false positives", providers),
        ]
    )


def _set(name: str, labels: int, found: int, right: object, wrong: int) -> tuple[object, ...]:
    return (name, labels, found, percent(found, labels), right, wrong, percent(found, found + wrong))


def _through(name: str, row: Row) -> tuple[object, ...]:
    return _set(f"SDK calls: {name}", row["labels"], row["found"], "", row["false_positives"])


def _accused(groups: Row) -> str:
    return "".join(
        f"* {row['flagged']} of {row['cases']} {group} cases are accused.\n" for group, row in groups.items()
    )


def _calls(summary: Row) -> str:
    figures = ", ".join(f"{summary[verdict]} {verdict}" for verdict in ("verified", "refuted", "unverified"))
    return f"* {summary['files']} files, {summary['calls']} calls: {figures}.\n"


def _kind(kind: str, row: Row, http: Row | None) -> tuple[object, ...]:
    apart = (http["labels"], http["found"], http["false_positives"]) if http else ("", "", "")
    return (kind, row["labels"], row["found"], row["right_kind"], *apart)


def coverage(result: Row) -> str:
    rows = [
        (k, v["decidable"], v["in_case"], percent(v["in_case"], v["decidable"])) for k, v in result["calls"].items()
    ]
    apart = [
        (f"http: {k}", v["decidable"], v["in_case"], percent(v["in_case"], v["decidable"]))
        for k, v in result["http_coverage"].items()
    ]
    head = "calls | decidable | found with the right method and path | coverage"
    return "## Coverage: which calls are seen at all\n\n" + table(head, rows + apart)


def unverified(result: Row) -> str:
    reasons = sorted(result["summary"]["unverified_reasons"].items(), key=lambda pair: (-pair[1], pair[0]))
    return "## Why calls are unverified\n\n" + table("reason | calls", reasons)


def misses(result: Row, reasons: Row) -> str:
    """Every miss in a line of its own, with its reason where somebody found it out."""
    parts = ["## Misses\n"]
    wrong = [f"{line} ({group} case)" for group, lines in result["false_positive_list"].items() for line in lines]
    for title, key, lines in (
        ("False positives", "false_positives", wrong),
        ("Falsehoods not found", "labels", result["missed"]),
        ("Decidable calls not seen", "calls", result["calls_missed"]),
    ):
        parts.append(f"### {title}: {len(lines)}\n")
        parts += [f"* {line}{_reason(reasons.get(key, {}), line)}" for line in sorted(lines)] or ["None."]
        parts.append("")
    return "\n".join(parts)


def _reason(known: Row, line: str) -> str:
    """A reason is filed under the beginning of a line, or under a word of it such as a kind."""
    place, _, rest = line.partition(" ")
    words = rest.split(":")[0].split()
    reason = next((known[key] for key in (f"{place} {words[0]}", place, *words) if key in known), "")
    return f" **Because:** {reason}" if reason else ""


def speed(figures: Row) -> str:
    """`figures` is what bench/speed.py measured: `runs`, `notes` and a few facts of the machine."""
    rows = [
        (
            r["what"],
            f"{r['seconds']:.3f}",
            f"{r['ratio']:.2f} x {r['against']}" if r["against"] else "",
            r["bound"],
            r["mb"],
        )
        for r in figures["runs"]
    ]
    lines = [f"* {note}" for note in figures["notes"]]
    head = "what (median of interleaved runs) | seconds | ratio | bound | peak MB"
    return f"## Speed\n\n{figures['machine']}\n\n" + table(head, rows) + "\n" + "\n".join(lines) + "\n"
