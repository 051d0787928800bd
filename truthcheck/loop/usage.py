"""Tokens and cost of one agent run, as the agent reports them, or estimated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CHARACTERS_PER_TOKEN = 4
_INPUT = ("input_tokens", "prompt_tokens", "inputTokens", "promptTokenCount")
_CACHED = ("cache_creation_input_tokens", "cache_read_input_tokens")
_OUTPUT = ("output_tokens", "completion_tokens", "outputTokens", "candidatesTokenCount")
_HOLDERS = re.compile(r'\{[^{}]*"(?:input_tokens|prompt_tokens|inputTokens|promptTokenCount)"')
_COST = re.compile(r'"(?:total_cost_usd|cost_usd)"\s*:\s*([0-9][0-9.eE+-]*)')


@dataclass(frozen=True, slots=True)
class Usage:
    """`cost` is in US dollars, None when the agent did not say."""

    input: int
    output: int
    estimated: bool
    cost: float | None = None

    @property
    def tokens(self) -> int:
        return self.input + self.output


def estimate(prompt: str, output_size: int) -> Usage:
    """Four characters to a token; what the agent read on its own is not in it."""
    return Usage(len(prompt) // CHARACTERS_PER_TOKEN, output_size // CHARACTERS_PER_TOKEN, True)


def read(output: str) -> Usage | None:
    """The last usage object in the output. The command-line agents print totals at the end, in differing words."""
    found = None
    for counts in _objects(output):
        found = counts
    if found is None:
        return None
    cost = _COST.findall(output)
    return Usage(_sum(found, _INPUT + _CACHED), _sum(found, _OUTPUT), False, _dollars(cost[-1]) if cost else None)


def _objects(output: str) -> Iterator[Mapping[str, object]]:
    decoder = json.JSONDecoder()
    for match in _HOLDERS.finditer(output):
        try:
            value, _ = decoder.raw_decode(output, match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _sum(counts: Mapping[str, object], names: tuple[str, ...]) -> int:
    values = [counts.get(name) for name in names]
    return sum(value for value in values if isinstance(value, int) and 0 <= value < 10**12)


def _dollars(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
