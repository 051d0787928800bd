"""`truthcheck init`: which files change and how, and the change itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from truthcheck.errors import TruthcheckError
from truthcheck.hooks import merge, settings
from truthcheck.hooks.settings import Block, Listed, Merged, Own
from truthcheck.locks import write_whole
from truthcheck.model.noun import NamedTuple

# What in a project says that a harness is used there.
TRACES = {
    "claude": (".claude", "CLAUDE.md"),
    "codex": (".codex",),
    "cursor": (".cursor",),
    "gemini": (".gemini", "GEMINI.md"),
    "copilot": (".github/hooks", ".github/copilot-instructions.md", ".github/copilot"),
    "opencode": (".opencode", "opencode.json", "opencode.jsonc"),
    "aider": (".aider.conf.yml",),
    "pre-commit": (".pre-commit-config.yaml",),
    "github": (),
}


class FileChange(NamedTuple):
    """One file: its text before and after, None where there is none. `problem` says why it cannot be changed."""

    path: str
    before: str | None
    after: str | None
    problem: str = ""
    hint: str = ""


def detect(root: Path) -> tuple[str, ...]:
    """The harnesses that this project already uses."""
    return tuple(name for name, traces in TRACES.items() if any((root / trace).exists() for trace in traces))


def plan(root: Path, names: Iterable[str], command: str, remove: bool) -> Iterator[FileChange]:
    """The files that would change. A file that is right already is left out."""
    for name in names:
        for part in settings.harness(name, command):
            change = _change(root, part, remove)
            if change.problem or change.before != change.after:
                yield change


def _change(root: Path, part: Merged | Own | Block | Listed, remove: bool) -> FileChange:
    path = root / part.path
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else None
        after = _without(part, before) if remove else _with(part, before)
        return FileChange(part.path, before, after)
    except TruthcheckError as error:
        return FileChange(part.path, None, None, error.message, error.hint)
    except (OSError, UnicodeDecodeError) as error:
        return FileChange(part.path, None, None, f"{part.path}: cannot read: {error}", "add the hook by hand")


def _with(part: Merged | Own | Block | Listed, text: str | None) -> str:
    match part:
        case Merged():
            return merge.json_with(part, text)
        case Own():
            return text if part.starter and text is not None else part.text
        case Block():
            _not_set(part, text)
            return merge.block_with(part, text)
        case Listed():
            return merge.list_with(part, text)


def _without(part: Merged | Own | Block | Listed, text: str | None) -> str | None:
    if text is None:
        return None
    match part:
        case Merged():
            return merge.json_without(part, text)
        case Own():
            if part.starter and text != part.text:
                raise TruthcheckError(f"{part.path}: changed since it was written", "delete it by hand")
            return None
        case Block():
            return merge.block_without(part, text)
        case Listed():
            return merge.list_without(part, text)


def _not_set(block: Block, text: str | None) -> None:
    """A YAML key can stand only once: somebody else's stays."""
    key = merge.key_of(block)
    theirs = merge.block_without(block, text) if text else None
    if key and theirs and any(line.startswith(f"{key}:") for line in theirs.splitlines()):
        ours = block.text.splitlines()[-1].strip().lstrip("- ").strip('"')
        raise TruthcheckError(f"{block.path}: `{key}` is already set", f"add this command to it by hand: {ours}")


def apply(root: Path, changes: Sequence[FileChange]) -> None:
    """Write the changes; a file of which nothing is left goes, with the folders that it leaves empty."""
    for change in changes:
        path = root / change.path
        if change.problem:
            continue
        if change.after is None:
            path.unlink(missing_ok=True)
            _prune(root, path.parent)
        else:
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            write_whole(path, change.after.encode(), mode)


def _prune(root: Path, folder: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def diff(changes: Sequence[FileChange]) -> str:
    """The changes as a unified diff."""
    pieces: list[str] = []
    for change in changes:
        if change.problem:
            continue
        old = f"a/{change.path}" if change.before is not None else "/dev/null"
        new = f"b/{change.path}" if change.after is not None else "/dev/null"
        before, after = (change.before or "").splitlines(), (change.after or "").splitlines()
        pieces += [f"{line}\n" for line in difflib.unified_diff(before, after, old, new, lineterm="")]
    return "".join(pieces)
