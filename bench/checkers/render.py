"""The scores as Markdown, and as JSON for a machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bench.checkers.labels import VARIANTS, Unit
from bench.checkers.score import Score, kinds
from bench.results import table

PLACES = ("installed", "bare")
HEAD = """\
## Type checkers beside truthcheck, on the same lines

`python -m bench.checkers`. {wrong} wrong and {right} right lines over nine SDKs and raw HTTP, written twice: annotated
(`def answer(client: OpenAI)`), and plain, as code mostly is: no annotation at all, clients in attributes, globals and
parameters that callers fill. Each is checked beside an environment with the SDKs and beside a bare one.
Found: a wrong line has an error, whatever it says. Noise: a right line has one; errors that only say that a package
or its types are not there count apart. Only errors count; settings are the default ones but for what the names say.
Seconds are of one cold run over the annotated lines with the SDKs, in the versions of
`bench/checkers/lines/requirements.txt`. Without a configuration pyrefly takes its preset `basic`.
The lines were written before truthcheck ever ran on them. Its first run found 87 in each variant and accused two right
lines; what that showed to be wrong or missing in general was then mended, for all SDKs alike.
"""
TELLS = """\
Closed values: what a `Literal` lists. Open values: what the API lists, and the SDK types as `Literal[...] | str` or
as `str`. Spread payload: `create(**payload)`; a checker that finds it mostly says the same of the right payload.
"""

Scores = dict[str, dict[tuple[str, str], Score]]  # by checker, then by environment and variant


def markdown(scores: Scores, units: dict[str, list[Unit]], versions: dict[str, str], why: dict[str, str]) -> str:
    first = units[VARIANTS[0]]
    wrong = sum(bool(unit.kind) for unit in first)
    parts = [
        HEAD.format(wrong=wrong, right=len(first) - wrong),
        _whole(scores, versions),
        "Found of each kind with the SDKs installed: annotated / not.\n",
        _by_kind(scores, first),
        TELLS,
        "### Wrong lines that truthcheck does not find\n",
        "\n".join(_misses(scores, why)) + "\n",
        "### Right lines that truthcheck accuses\n",
        "\n".join(_accused(scores)) + "\n",
        f"Measured on {date.today().isoformat()}; {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}.\n",
    ]
    return "\n".join(parts)


def _whole(scores: Scores, versions: dict[str, str]) -> str:
    head = (
        "checker | installed, annotated: found | noise | installed, plain: found | noise"
        " | bare, annotated: found | noise | bare, plain: found | noise | import errors, bare | seconds | CPU seconds"
    )
    return table(head, (_row(name, versions[name], by) for name, by in scores.items()))


def _row(name: str, version: str, by: dict[tuple[str, str], Score]) -> Iterator[object]:
    yield f"{name} ({version})"
    for place in PLACES:
        for variant in VARIANTS:
            yield len(by[place, variant].found)
            yield by[place, variant].noise
    yield by["bare", "annotated"].imports
    yield f"{by['installed', 'annotated'].seconds:.1f}"
    yield f"{by['installed', 'annotated'].cpu:.1f}"


def _by_kind(scores: Scores, units: list[Unit]) -> str:
    rows = []
    for kind in kinds(units):
        pairs = [[by["installed", variant].of(kind) for variant in VARIANTS] for by in scores.values()]
        rows.append([kind, pairs[0][0][1], *(" / ".join(str(found) for found, _ in pair) for pair in pairs)])
    return table(" | ".join(["kind", "lines", *scores]), rows)


def _misses(scores: Scores, why: dict[str, str]) -> Iterator[str]:
    """Each line once, with the variants in which it is missed, who finds it, and the reason."""
    ours = scores["truthcheck"]
    lines: dict[tuple[str, str, str], list[str]] = {}
    for variant in VARIANTS:
        for unit in ours["installed", variant].missed:
            lines.setdefault((unit.file, _bare(unit.text), unit.kind), []).append(variant)
    for (file, text, kind), where in sorted(lines.items()):
        finders = [name for name in scores if name != "truthcheck" and _finds(scores[name], file, text)]
        reason = next((said for part, said in why.items() if part in text), "not looked at yet")
        seen = f" Found by {', '.join(finders)}." if finders else " Nobody finds it."
        yield f"* {file} ({' and '.join(where)}), {kind}: `{text}`.{seen} **Because:** {reason}"
    if not lines:
        yield "None."


def _accused(scores: Scores) -> Iterator[str]:
    found = {
        f"* {unit.file} ({variant}, {place}): `{unit.text}`"
        for (place, variant), score in scores["truthcheck"].items()
        for unit in score.accused
    }
    yield from sorted(found) or ["None."]


def _finds(by: dict[tuple[str, str], Score], file: str, text: str) -> bool:
    return any(u.file == file and _bare(u.text) == text for (_, _), score in by.items() for u in score.found)


def _bare(text: str) -> str:
    """The same line of both variants: a client is an attribute in one of them."""
    return text.replace("self.client.", "client.")


def as_json(scores: Scores, versions: dict[str, str]) -> dict[str, Any]:
    return {
        "date": date.today().isoformat(),
        "checkers": [
            {"checker": name, "version": versions[name], "runs": [_run(key, one) for key, one in by.items()]}
            for name, by in scores.items()
        ],
    }


def _run(key: tuple[str, str], one: Score) -> dict[str, Any]:
    return {
        "environment": key[0],
        "variant": key[1],
        "found": len(one.found),
        "missed": _places(one.missed),
        "noise": one.noise,
        "accused": _places(one.accused),
        "import_errors": one.imports,
        "errors": one.errors,
        "seconds": round(one.seconds, 2),
        "cpu_seconds": round(one.cpu, 2),
    }


def _places(units: Iterable[Unit]) -> list[str]:
    return [f"{unit.file}:{unit.last}" for unit in units]
