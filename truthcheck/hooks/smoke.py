"""A payload for every harness, to see what a hook would answer without an agent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from truthcheck.hooks import install
from truthcheck.hooks.contracts import CONTRACTS, EDIT, Contract
from truthcheck.model.noun import NamedTuple

FALSE = 'import requests\n\nrequests.get("https://api.github.com/no/such/endpoint")\n'
SECONDS = 60
_CALL = re.compile(r"^(?P<call>[\w ./\\:+@-]*truthcheck[\w.]*) hook (?P<harness>[\w-]+)$")


class Configured(NamedTuple):
    """A hook as a file of the project calls it: the words before ` hook HARNESS`."""

    harness: str
    path: str
    call: str


class Answer(NamedTuple):
    """What a hook printed for code that is false; `seconds` is wall time of the whole process."""

    exit_code: int
    reply: str
    seconds: float

    @property
    def tells(self) -> bool:
        return "/no/such/endpoint" in self.reply


def configured(root: Path) -> Iterator[Configured]:
    """The hooks that this project's own files name."""
    for harness in (*CONTRACTS, "aider"):
        for change in install.plan(root, [harness], "truthcheck", remove=True):
            calls = _calls(change.before or "", harness)
            yield from (Configured(harness, change.path, call) for call in calls)


def _calls(text: str, harness: str) -> list[str]:
    """The ways in which `text` calls our hook; a plugin has the words of its call in a list."""
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    lists = [" ".join(re.findall(r'"([^"]*)"', words)) for words in re.findall(r"\[([^\[\]]*)\]", text)]
    found = [match for words in (*strings, *lists) if (match := _CALL.match(words.removeprefix("python: ")))]
    return list(dict.fromkeys(match["call"] for match in found if match["harness"] == harness))


def payload(contract: Contract, folder: Path, file: Path) -> dict[str, object]:
    """The least that an edit of `file` has to say."""
    event = next(name for name, kind in contract.events.items() if kind == EDIT)
    values: dict[str, object] = {}
    for names, value in (
        (contract.event, event),
        (contract.tool, sorted(contract.tools)[0]),
        (contract.arguments, {"file_path": str(file), "filePath": str(file), "path": str(file)}),
        (contract.session, f"doctor-{uuid.uuid4()}"),
        (contract.folder, str(folder)),
    ):
        name, _, rest = names[0].partition(".")
        values[name] = [value] if rest else value
    return values


def ask(harness: str) -> Answer:
    """Run this very truthcheck as the hook of `harness`, over a file with an invented endpoint.

    Not the command that the project names: a project's files are not trusted to be run.
    """
    import time

    with tempfile.TemporaryDirectory(prefix="truthcheck-doctor-") as name:
        folder = Path(name).resolve()
        file = folder / "smoke.py"
        file.write_text(FALSE)
        words = ["-m", "truthcheck", "hook", harness, *(["smoke.py"] if harness == "aider" else [])]
        sent = "" if harness == "aider" else json.dumps(payload(CONTRACTS[harness], folder, file))
        started = time.perf_counter()
        try:
            run = subprocess.run(
                [sys.executable, *words], input=sent, capture_output=True, text=True, cwd=folder, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, "", float(SECONDS))
        return Answer(run.returncode, run.stdout, time.perf_counter() - started)
