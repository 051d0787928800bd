"""What many loops cost and brought, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens; used where the agent did not report a cost itself."""

    input: float = 0.0
    output: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity over all loops."""

    name: str
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Stats:
    """`to_clean` maps rounds needed to the number of loops; `rules` maps a rule to (repaired, asked to repair)."""

    loops: int
    clean: int
    to_clean: Mapping[int, int]
    stops: Mapping[str, int]
    rules: Mapping[str, tuple[int, int]]
    figures: tuple[Figure, ...]
    estimated: bool


def measure(trajectories: Sequence[Sequence[Mapping[str, Any]]], prices: Prices) -> Stats:
    """The figures of these trajectories. A loop that was killed counts, with the stop reason "killed"."""
    ends = [_end(records) for records in trajectories]
    rounds = [_rounds(records) for records in trajectories]
    clean = [len(each) for each, end in zip(rounds, ends, strict=True) if end == "clean"]
    return Stats(
        loops=len(trajectories),
        clean=len(clean),
        to_clean=dict(sorted(Counter(clean).items())),
        stops=dict(Counter(ends).most_common()),
        rules=_rules(trajectories),
        figures=tuple(_figures(rounds, prices)),
        estimated=any(r.get("tokens", {}).get("estimated") for each in rounds for r in each),
    )


def _figures(rounds: Sequence[Sequence[Mapping[str, Any]]], prices: Prices) -> Iterator[Figure]:
    yield _figure("tokens", [sum(sum(_tokens(r)) for r in each) for each in rounds])
    yield _figure("seconds", [sum(float(r.get("seconds", 0)) for r in each) for each in rounds])
    costs = [sum(_cost(r, prices) for r in each) for each in rounds]
    if any(costs):
        yield _figure("cost in US$", costs)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of all reaches (nearest rank); 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    rank = max(1, -(-len(ordered) * round(share * 100) // 100))
    return ordered[rank - 1]


def _figure(name: str, values: Sequence[float]) -> Figure:
    return Figure(name, percentile(values, 0.5), percentile(values, 0.95))


def _rounds(records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [record for record in records if record.get("kind") == "round"]


def _end(records: Sequence[Mapping[str, Any]]) -> str:
    return str(records[-1].get("stop", "")) if records[-1].get("kind") == "end" else "killed"


def _tokens(record: Mapping[str, Any]) -> tuple[int, int]:
    tokens = record.get("tokens", {})
    return int(tokens.get("input", 0)), int(tokens.get("output", 0))


def _cost(record: Mapping[str, Any], prices: Prices) -> float:
    reported = record.get("cost")
    if isinstance(reported, (int, float)):
        return float(reported)
    read, written = _tokens(record)
    return (read * prices.input + written * prices.output) / 1_000_000


def _rules(trajectories: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, tuple[int, int]]:
    """By rule: how many of the findings of the first candidate are gone from the one left in place."""
    asked: Counter[str] = Counter()
    repaired: Counter[str] = Counter()
    for records in trajectories:
        first, left = _first(records), _left(records)
        for fingerprint, rule in first.items():
            asked[rule] += 1
            repaired[rule] += fingerprint not in left
    return {rule: (repaired[rule], count) for rule, count in asked.most_common()}


def _first(records: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """With a task the first candidate is what the first round made."""
    rounds = _rounds(records)
    record = rounds[0] if records[0].get("task") and rounds else records[0]
    return {str(found["fingerprint"]): str(found["rule"]) for found in record.get("findings", [])}


def _left(records: Sequence[Mapping[str, Any]]) -> set[str]:
    best = records[-1].get("best") if records[-1].get("kind") == "end" else None
    kept = [record for record in records if record.get("candidate") == best] or [records[-1]]
    return {str(found["fingerprint"]) for found in kept[-1].get("findings", [])}
