"""Mutated agent-style files through the whole of `verify`: never a fault, always in bounded time.

TRUTHCHECK_FUZZ_SECONDS is the time to spend (3 without it), TRUTHCHECK_FUZZ_SEED the start of the random sequence.
"""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

from truthcheck.config import Config
from truthcheck.model.report import Report
from truthcheck.pipeline import verify

SECONDS = float(os.environ.get("TRUTHCHECK_FUZZ_SECONDS", "3"))
SEED = int(os.environ.get("TRUTHCHECK_FUZZ_SEED", "21"))
CASES = Path(__file__).parent.parent.parent / "bench" / "agentic" / "cases"
LIMIT = 20  # seconds for one file of some hundred lines: it takes a hundredth, a busy machine ten times that
TOKEN = re.compile(r"\w+|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")


def originals() -> list[str]:
    return [file.read_text("utf-8") for file in sorted(CASES.rglob("*.py")) if file.stat().st_size < 20_000]


def spliced(one: str, other: str, chance: random.Random) -> str:
    """A block of one file between the lines of another, so that names meet values that were never meant for them."""
    lines, more = one.splitlines(), other.splitlines()
    start = chance.randrange(len(more) + 1)
    place = chance.randrange(len(lines) + 1)
    return "\n".join([*lines[:place], *more[start : start + chance.randrange(30)], *lines[place:]]) + "\n"


def shuffled(source: str, chance: random.Random) -> str:
    """Some tokens replaced by others of the same file: most results still parse, and mean something else."""
    found = list(TOKEN.finditer(source))
    if not found:
        return source
    words = [token for token in found if token[0][0].isalnum() or token[0][0] in "_\"'"] or found
    out = source
    for token in sorted(chance.sample(words, min(len(words), chance.randrange(1, 6))), key=lambda t: -t.start()):
        out = out[: token.start()] + chance.choice(words)[0] + out[token.end() :]
    return out


def mutated(sources: list[str], chance: random.Random) -> str:
    source = chance.choice(sources)
    for _ in range(chance.randrange(1, 4)):
        source = spliced(source, chance.choice(sources), chance) if chance.random() < 0.4 else shuffled(source, chance)
    return source


def checked(source: str) -> Report:
    return verify(("-",), Config(), stdin=("fuzz.py", source.encode()))


def test_no_file_brings_a_fault() -> None:
    chance = random.Random(SEED)
    sources = originals()
    called = refused = rounds = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until or not (called and refused):
        source = mutated(sources, chance)
        rounds += 1
        started = time.process_time()
        try:
            report = checked(source)
        except Exception as caught:
            raise AssertionError(f"seed {SEED}, round {rounds}: {caught!r} for\n{source}") from caught
        assert time.process_time() - started < LIMIT, source
        called += bool(report.calls)
        refused += bool(report.problems)
        for finding in report.findings:
            assert 1 <= finding.at.line <= finding.at.end_line <= source.count("\n") + 1, source
