"""The figures of `loop stats` for a terminal and for a browser."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from truthcheck.loop.decide import STOPS
from truthcheck.loop.stats import Stats

WIDTH = 40  # columns of the longest bar


def text(stats: Stats) -> str:
    """Tables and bars in plain characters."""
    return "\n".join(_lines(stats)) + "\n"


def _lines(stats: Stats) -> Iterator[str]:
    yield _headline(stats)
    yield from _bars("rounds to clean", {str(rounds): count for rounds, count in stats.to_clean.items()})
    yield from _bars("why they stopped", stats.stops)
    if stats.rules:
        yield from ("", "repaired, by rule")
        wide = max(len(rule) for rule in stats.rules)
        for rule, (repaired, asked) in stats.rules.items():
            bar = "█" * round(WIDTH * repaired / asked)
            yield f"  {rule:{wide}}  {repaired:>4} of {asked:<4} {_percent(repaired, asked):>5}  {bar}".rstrip()
    yield from ("", f"  {'':12} {'p50':>12} {'p95':>12}")
    for figure in stats.figures:
        yield f"  {figure.name:12} {_number(figure.p50):>12} {_number(figure.p95):>12}"
    if stats.estimated:
        yield "  (tokens of some rounds are estimated from the length of prompt and output)"


def _headline(stats: Stats) -> str:
    loops = "1 loop" if stats.loops == 1 else f"{stats.loops} loops"
    return f"{loops}, {stats.clean} clean ({_percent(stats.clean, stats.loops)})"


def _bars(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield from ("", title)
    wide, most = max(map(len, counts)), max(counts.values())
    for name, count in counts.items():
        yield f"  {name:{wide}}  {'█' * max(1, round(WIDTH * count / most))} {count}"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "-"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem; }
td, th { text-align: left; padding: .2rem .6rem .2rem 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.bar { width: 100%; }
td.bar span { display: block; height: .9rem; background: #3b7dd8; border-radius: 2px; }
"""


def page(stats: Stats) -> str:
    """The same as one page that needs nothing else: no script, no font, no image."""
    body = "\n".join(_parts(stats))
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>truthcheck loops</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>truthcheck loops</h1>\n{body}\n</body>\n</html>\n"
    )


def _parts(stats: Stats) -> Iterator[str]:
    yield f"<p>{_headline(stats)}.</p>"
    rounds = {str(count): number for count, number in stats.to_clean.items()}
    yield _table("Rounds to clean", [_row(name, str(n), n, max(rounds.values())) for name, n in rounds.items()])
    stops = stats.stops
    yield _table(
        "Why they stopped",
        [_row(f"{name}: {STOPS.get(name, name)}", str(n), n, max(stops.values())) for name, n in stops.items()],
    )
    yield _table(
        "Repaired, by rule",
        [_row(rule, f"{done} of {asked}", done, asked) for rule, (done, asked) in stats.rules.items()],
    )
    rows = [f"<tr><td>{html.escape(f.name)}<td>{_number(f.p50)}<td>{_number(f.p95)}" for f in stats.figures]
    yield _table("Cost of a loop", ["<tr><th><th>p50<th>p95", *rows])


def _row(name: str, words: str, value: int, most: int) -> str:
    width = round(100 * value / most) if most else 0
    return f'<tr><td>{html.escape(name)}<td>{words}<td class="bar"><span style="width:{width}%"></span>'


def _table(title: str, rows: list[str]) -> str:
    return f"<h2>{title}</h2>\n<table>\n" + "\n".join(rows) + "\n</table>" if rows else ""
