"""Applies the fixes that findings carry, as edits of the original text, so that its format stays as it was."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truthcheck.model.finding import Edit, Finding, Fix

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Repair:
    """`sources` are the files that changed, whole; `fixed` the findings whose fix is in, `left` those whose is not."""

    sources: Mapping[str, bytes]
    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]


def repair(findings: Iterable[Finding], sources: Mapping[str, bytes], unsafe: bool = False) -> Repair:
    """Apply one fix of each finding that has any: the first safe one, or with `unsafe` the first at all.

    A fix goes in whole or not at all: when its edits touch those of another one, when its file is not in `sources`,
    or when the file would no longer parse, it stays out. Findings without a fix are in neither list.
    """
    texts = {path: text for path, data in sources.items() if (text := _decoded(data)) is not None}
    taken: list[Edit] = []
    fixed: list[Finding] = []
    left: list[Finding] = []
    for finding in findings:
        fix = _chosen(finding, unsafe)
        if fix is None:
            continue
        added = [edit for edit in fix.edits if edit not in taken]
        every = [*taken, *added]
        if _fits(added, taken, texts) and all(
            _sound(edited(texts[path], _of(every, path)), sources[path]) for path in _paths(added)
        ):
            taken = every
            fixed.append(finding)
        else:
            left.append(finding)
    changed = {path: _encoded(edited(texts[path], _of(taken, path)), sources[path]) for path in _paths(taken)}
    return Repair(changed, tuple(fixed), tuple(left))


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` with edits that do not touch each other. Lines and columns are those of the original."""
    starts = _line_starts(text)
    for edit in sorted(edits, key=lambda edit: edit.at, reverse=True):
        start, end = _offsets(edit, starts)
        text = f"{text[:start]}{edit.text}{text[end:]}"
    return text


def diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """A unified diff of the files in `after`."""
    import difflib

    pieces: list[str] = []
    for path in sorted(after):
        old, new = ((_decoded(each[path]) or "").splitlines() for each in (before, after))
        lines = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")
        pieces += [f"{line}\n" for line in lines]
    return "".join(pieces)


def _chosen(finding: Finding, unsafe: bool) -> Fix | None:
    return next((fix for fix in finding.fixes if fix.edits and (fix.safe or unsafe)), None)


def _paths(edits: Sequence[Edit]) -> list[str]:
    return list(dict.fromkeys(edit.at.path for edit in edits))


def _of(edits: Sequence[Edit], path: str) -> list[Edit]:
    return [edit for edit in edits if edit.at.path == path]


def _fits(added: Sequence[Edit], taken: Sequence[Edit], texts: Mapping[str, str]) -> bool:
    if any(edit.at.path not in texts or not _inside(edit, texts[edit.at.path]) for edit in added):
        return False
    every = [*taken, *added]
    return not any(_touch(edit, other) for edit in added for other in every if other is not edit)


def _inside(edit: Edit, text: str) -> bool:
    """Whether the place exists: a file may have changed since it was verified."""
    starts = _line_starts(text)
    at = edit.at
    if not (0 < at.line <= at.end_line < len(starts)) or at.column < 1:
        return False
    start, end = _offsets(edit, starts)
    return start <= end <= starts[at.end_line] and start <= starts[at.line]


def _touch(one: Edit, other: Edit) -> bool:
    if one.at.path != other.at.path:
        return False
    first, second = sorted((one, other), key=lambda edit: edit.at)
    return (second.at.line, second.at.column) < (first.at.end_line, first.at.end_column) or first.at == second.at


def _line_starts(text: str) -> list[int]:
    """The offset of each line as Python counts them, and at the end that of the text's end."""
    starts = [match.start() for match in _LINE.finditer(text)]
    ends_open = not text or text[-1] in "\r\n"
    return [*starts, len(text), len(text)] if ends_open else [*starts, len(text)]


def _offsets(edit: Edit, starts: Sequence[int]) -> tuple[int, int]:
    at = edit.at
    return starts[at.line - 1] + at.column - 1, starts[at.end_line - 1] + at.end_column - 1


def _sound(text: str, original: bytes) -> bool:
    """Whether the text is still Python, and can be written in the encoding of its file."""
    import libcst

    try:
        libcst.parse_module(text)
        _encoded(text, original)
    except (libcst.ParserSyntaxError, RecursionError, UnicodeEncodeError):
        return False
    return True


def _decoded(data: bytes) -> str | None:
    """The text without its byte-order mark; None when it cannot be read."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return None


def _encoded(text: str, original: bytes) -> bytes:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(original).readline)
    return text.encode(encoding)


def fixable(findings: Iterable[Finding], unsafe: bool = False) -> Iterator[Finding]:
    """The findings that `repair` would try."""
    return (finding for finding in findings if _chosen(finding, unsafe))
