"""Payload to reply. Whatever happens inside, the harness gets valid JSON and the agent goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from truthcheck.hooks import state
from truthcheck.hooks.contracts import CONTRACTS, EDIT, STOP, TEXT, Contract
from truthcheck.hooks.payload import Event, read
from truthcheck.model.noun import NamedTuple
from truthcheck.model.report import Report

NOTHING = "{}\n"
LOG_BYTES = 64 * 1024
UNSEEN = 3600  # seconds: how far to look back at the stop of a session that no edit hook has seen


class HookTools(NamedTuple):
    """`verify` takes the folder to stand in and the files; `feedback` a report and the most characters it may say.

    `changed` gives the Python files that differ from the last commit and were written since that time.
    """

    verify: Callable[[Path, Sequence[Path]], Report]
    feedback: Callable[[Report, int], str]
    changed: Callable[[Path, float], Sequence[Path]]


def reply(harness: str, raw: bytes, tools: HookTools) -> str:
    """What to print. Never raises: a hook that fails must not stop the agent."""
    try:
        return _reply(harness, CONTRACTS[harness], raw, tools)
    except Exception as error:
        log(harness, error)
        return NOTHING


def log(harness: str, error: BaseException) -> None:
    """One line into the cache, for `truthcheck doctor`: type and message, nothing of the payload."""
    try:
        path = state.folder() / "failures.log"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = path.read_bytes()[-LOG_BYTES:] if path.exists() else b""
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = f"{when} {harness} {type(error).__name__}: {str(error)[:200]}".replace("\n", " ")
        path.write_bytes(kept + line.encode("utf-8", "replace") + b"\n")
    except OSError:
        return


def _reply(harness: str, contract: Contract, raw: bytes, tools: HookTools) -> str:
    event = read(contract, raw)
    if event.kind not in (EDIT, STOP):
        return NOTHING
    said = (_edited if event.kind == EDIT else _stopping)(harness, contract, event, tools)
    return json.dumps(_filled(contract.replies[event.kind], said)) + "\n" if said else NOTHING


def _filled(template: object, said: str) -> object:
    if isinstance(template, dict):
        return {key: _filled(value, said) for key, value in template.items()}
    return said if template == TEXT else template


def _edited(harness: str, contract: Contract, event: Event, tools: HookTools) -> str:
    """What is false in the files just written; "" when the session has heard exactly that of exactly this text."""
    if not event.files:
        return ""
    report = tools.verify(event.folder, event.files)
    said = _fitting(contract, report, tools)
    digest = hashlib.sha256(b"".join(_content(path) for path in event.files) + said.encode()).hexdigest()[:16]
    with state.opened(harness, event.session or str(event.folder)) as session:
        # A harness may run the same hook from two settings files: the second one stays silent.
        news = [session.news(path, digest) for path in event.files]
    return said if any(news) else ""


def _stopping(harness: str, contract: Contract, event: Event, tools: HookTools) -> str:
    """What is still false in all that the session wrote. Once for the same findings, and never twice in a row."""
    if event.active:
        return ""
    with state.opened(harness, event.session or str(event.folder)) as session:
        told, stopped = list(session.told), set(session.stopped)
        since = session.since if told else session.since - UNSEEN
    files = dict.fromkeys((*map(Path, told), *tools.changed(event.folder, since)))
    present = [path for path in files if path.is_file()]
    report = tools.verify(event.folder, present) if present else Report((), (), (), 0, 0.0)
    marks = {finding.fingerprint for finding in report.findings if finding.severity == "error"}
    if marks <= stopped:
        return ""
    with state.opened(harness, event.session or str(event.folder)) as session:
        session.stopped |= marks
    state.sweep()
    return _fitting(contract, report, tools)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _fitting(contract: Contract, report: Report, tools: HookTools) -> str:
    """The feedback within the harness's limit. What is over it would be dropped whole, so measure in bytes."""
    most = min(contract.limit, 8000)
    while most > 200:
        said = tools.feedback(report, most)
        if len(json.dumps(said)) <= contract.limit:
            return said
        most = most * 3 // 4
    return ""
