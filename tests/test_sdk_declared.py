"""What a package declares is true: its methods, called as they declare it, give no finding.

Every method that sends is called with what it needs, and with all that it takes, by name and by place, down to the
keys of typed dictionaries. Texts and numbers stay unknown: a document may list values where the package says `str`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from pathlib import Path
from typing import Any

import pytest
from shipped_sdks import history, names, release

from truthcheck.config import Config
from truthcheck.pipeline import verify
from truthcheck.sdks.index.history_file import History
from truthcheck.sdks.rules.shared_words import words

SMALL = 40_000  # bytes of a history that the quick run asks for
FEW, MANY = 300, 1500  # calls of one package
# What a vendor has taken out of service, or does not take together, stays declared in its package: another truth.
BY_VENDOR = ("retired", "excluded-parameter")
SPARED = ("missing-parameter",)
DEPTH = 4  # of dictionaries in dictionaries
FREE = "  # free"  # what hands `**kwargs` on may need some of them

Records = Mapping[str, Any]


def indexes() -> Iterator[Any]:
    """Every version that ships, but for packages that make their classes when they run."""
    for name in names():
        for version in asked(history(name)):
            if "described" not in release(f"{name}@{version}").header:
                marks = [] if history(name).path.stat().st_size < SMALL else [pytest.mark.slow]
                yield pytest.param(f"{name}@{version}", id=f"{name}@{version}", marks=marks)


def asked(history: History) -> list[str]:
    """The first and the present release, and some between."""
    known = history.releases[: history.releases.index(history.present) + 1]
    return sorted({known[0], *random.Random(history.path.name).sample(known, min(2, len(known))), known[-1]})


@pytest.mark.parametrize("where", list(indexes()))
def test_a_declared_call_is_not_accused(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records: Records = dict(release(where).records())
    made = list(calls(records))
    random.seed(where)
    random.shuffle(made)
    name, _, version = where.partition("@")
    limit = MANY if history(name).path.stat().st_size >= SMALL else FEW
    (tmp_path / "requirements.txt").write_text(f"{name}=={version}\n")
    (tmp_path / "case.py").write_text("\n".join(functions(made[:limit])))
    monkeypatch.chdir(tmp_path)
    report = verify((".",), Config())
    assert not report.problems
    assert len(report.calls) >= len(made[:limit]) * 0.9
    lines = (tmp_path / "case.py").read_text().splitlines()
    errors = [finding for finding in report.findings if finding.severity == "error" and finding.rule not in BY_VENDOR]
    told = [(finding, lines[finding.at.line - 1].strip()) for finding in errors]
    told = [(finding, line) for finding, line in told if not (finding.rule in SPARED and line.endswith(FREE))]
    assert [f"{finding.message} | {line[:300]}" for finding, line in told] == []


def calls(records: Records) -> Iterator[tuple[str, str]]:
    """Public classes with a call on an object of each."""
    names = dict(_exported(records))
    for key, record in records.items():
        where = names.get(key) or key.replace(":", ".")
        if not key.endswith(":") and not any(word.startswith("_") for word in where.split(".")):
            yield from ((where, call) for call in _of_class(records, record))


def _of_class(records: Records, record: Records) -> Iterator[str]:
    for name, method in record.get("m", {}).items():
        if name.startswith("_") or iskeyword(name) or not isinstance(method, dict) or not method.get("op"):
            continue
        for way in method.get("ov") or [method]:
            parameters = way.get("p", ())
            free = any(kind == "**" and term[:1] != ["unpack"] for _, kind, _, term in parameters)
            for every, placed in ((False, False), (True, False), (True, True)):
                given = ", ".join(_given(records, parameters, every, placed))
                yield f"{name}({given}){FREE if free else ''}"


def functions(made: list[tuple[str, str]]) -> Iterator[str]:
    yield from sorted({f"import {where.rpartition('.')[0]}" for where, _ in made})
    for number, (where, call) in enumerate(made):
        yield f"\n\ndef f{number}(x: {where}, v):\n    x.{call}"


def _exported(records: Records) -> Iterator[tuple[str, str]]:
    """Classes by the names that public modules give them."""
    for key, record in records.items():
        for name, term in record.get("n", {}).items() if key.endswith(":") else ():
            shown = f"{key[:-1]}.{name}"
            if isinstance(term, list) and term[:1] == ["type"] and "._" not in f".{shown}":
                yield str(term[1]), shown


def _given(records: Records, parameters: list[list[Any]], every: bool, placed: bool) -> Iterator[str]:
    for name, kind, required, term in parameters:
        if kind == "**" and isinstance(term, list) and term[0] == "unpack":
            yield from _unpacked(records, records.get(term[1], {}), every)
        elif kind == "/":
            yield "v"
        elif kind in ("p", "k") and (required or every or name in words().payloads) and not iskeyword(name):
            yield ("" if placed and kind == "p" else f"{name}=") + _value(records, term, every)


def _unpacked(records: Records, typed: Records, every: bool) -> Iterator[str]:
    keys = _keys(records, typed, every, 1)
    yield from (f"{name}={value}" for name, value in keys.items() if name.isidentifier() and not iskeyword(name))
    other = [f"{name!r}: {value}" for name, value in keys.items() if not name.isidentifier() or iskeyword(name)]
    if other:
        yield f"**{{{', '.join(other)}}}"


def _keys(records: Records, typed: Records, every: bool, depth: int) -> dict[str, str]:
    needed = typed.get("q", ())
    chosen = {key: term for key, term in typed.get("f", {}).items() if key in needed or (every and depth < 2)}
    return {key: _value(records, term, every, depth) for key, term in chosen.items()}


def _value(records: Records, term: Any, every: bool, depth: int = 0) -> str:
    """An expression of the declared type, `v` where none is known."""
    match term:
        case "bool":
            return "True"
        case str() if records.get(term, {}).get("k") == "typed" and depth < DEPTH:
            keys = _keys(records, records[term], every, depth + 1)
            return "{" + ", ".join(f"{key!r}: {value}" for key, value in keys.items()) + "}"
        case ["=", *values]:
            return repr(values[-1 if every else 0])
        case ["list" | "iter", inner]:
            return f"[{_value(records, inner, every, depth + 1)}]"
        case ["|", *parts]:
            found = [_value(records, part, every, depth) for part in (reversed(parts) if every else parts)]
            return next((value for value in found if value != "v"), "v")
    return "v"
