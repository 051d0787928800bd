"""One test run: the exchanges that were met, test by test, and what is false of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from truthcheck import config as configuration
from truthcheck.library import Library
from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.report import json as shown
from truthcheck.report.text import clean
from truthcheck.testing.watch import Met, Watch
from truthcheck.traffic import verdicts
from truthcheck.traffic.quick import Quick
from truthcheck.traffic.recorded import Recorded

_SHOWN = 20  # findings in the summary; the report file has all of them


class RefutedExchange(NamedTuple):
    """`fails` is false for what a server really sent: it is no invention of the test."""

    text: str
    fails: bool


class WatchedRun:
    """Not thread-safe but for what is noted: clients may send from any thread."""

    def __init__(self, root: Path, mode: str) -> None:
        config = configuration.load(root)
        self.mode = mode
        self._library = Library(config)
        self._watch = Watch(self._library.rulebook.clients().watched)
        self._counts: Counter[str] = Counter()
        self._findings: list[dict[str, Any]] = []
        self._quick = Quick(self._library)
        self._known: dict[object, Checked] = {}
        self._asked = True

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._watch.stop()

    def enter(self, asked: bool) -> None:
        """A test begins; nothing is `asked` of one that opted out."""
        self._asked = asked

    def judge(self, test: str, path: str, line: int) -> list[RefutedExchange]:
        """What is false of the exchanges since the last time."""
        met = self._watch.taken()
        if not (met and self._asked):
            return []
        at = Span(path, line, 1, line, 1)
        found = [told for one in met for told in self._told_of(one, test, at)]
        return list(dict.fromkeys(found))

    def _verdict(self, met: Met, recorded: Recorded) -> Checked:
        """The same exchange is judged once."""
        key = met.key()
        if key not in self._known:
            self._known[key] = verdicts.check(recorded, self._library, strict=False)
        return self._known[key]

    def _told_of(self, met: Met, test: str, at: Span) -> list[RefutedExchange]:
        recorded = met.recorded(at)
        verdict = self._quick.verdict(recorded)
        if verdict is not None:
            self._counts[verdict] += 1
            return []
        return self._told(met, self._verdict(met, recorded), test, at)

    def _told(self, met: Met, checked: Checked, test: str, at: Span) -> list[RefutedExchange]:
        self._counts[checked.verdict] += 1
        told = []
        for finding in checked.findings:
            row = {"test": test, **shown.finding(finding), **shown.place(at)}
            if row not in self._findings:
                self._findings.append(row)
            words = f"{finding.message}; {finding.help}" if finding.help else finding.message
            told.append(RefutedExchange(clean(f"[{finding.rule}] {words}"), not met.received))
        return told

    # What is handed on --------------------------------------------------------

    def told(self) -> str:
        """All of it, for the process that started this one."""
        return json.dumps({"counts": self._counts, "findings": self._findings})

    def take(self, told: str) -> None:
        other = json.loads(told)
        self._counts.update(other["counts"])
        self._findings.extend(other["findings"])

    def lines(self) -> list[str]:
        """A summary for the terminal."""
        counts, more = self._counts, len(self._findings) - _SHOWN
        judged = f"{counts[SUPPORTED]} verified, {counts[REFUTED]} refuted, {counts[UNVERIFIED]} unverified"
        lines = [f"Checked {sum(counts.values())} exchanges: {judged}"]
        lines += [clean(f"{row['test']}: [{row['rule']}] {row['message']}") for row in self._findings[:_SHOWN]]
        return [*lines, f"and {more} more findings"] if more > 0 else lines

    def write(self, file: Path) -> None:
        """The report file. What cannot be written is said in one line, and fails nothing."""
        whole = {"summary": dict(self._counts), "findings": self._findings}
        try:
            file.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            print(f"truthcheck: {file}: cannot be written: {error.strerror or error}")
