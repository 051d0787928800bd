"""Our part in a file that others write as well: put in, kept as it is, taken out."""

from __future__ import annotations

import json
import re

from truthcheck.errors import TruthcheckError
from truthcheck.hooks.settings import MARKS, Block, Listed, Merged


def json_with(part: Merged, text: str | None) -> str:
    """`text` with our part merged in; the same text when it is there already."""
    document = _parsed(part.path, text)
    if _holds(document, part.part):
        return text or ""
    return _written(_added(_stripped(document), part.part), text)


def json_without(part: Merged, text: str) -> str | None:
    """`text` without our part; None when nothing of anybody's is left."""
    document = _parsed(part.path, text)
    left = _stripped(document)
    if left == document:
        return text
    scaffold = {key: value for key, value in part.part.items() if not isinstance(value, (dict, list))}
    return None if left in ({}, scaffold) else _written(left, text)


def _parsed(path: str, text: str | None) -> object:
    if text is None or not text.strip():
        return {}
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TruthcheckError(f"{path}: not plain JSON: {error}", "add the hook by hand, or repair the file") from None
    if not isinstance(document, dict):
        raise TruthcheckError(f"{path}: expected a JSON object", "add the hook by hand, or repair the file")
    return document


def _written(document: object, text: str | None) -> str:
    found = re.search(r'^([ \t]+)"', text or "", re.MULTILINE)
    indent = found.group(1) if found else "  "
    return json.dumps(document, indent=indent, ensure_ascii=False) + "\n"


def _holds(document: object, part: object) -> bool:
    match document, part:
        case dict(), dict():
            return all(key in document and _holds(document[key], value) for key, value in part.items())
        case list(), list():
            ours = [item for item in document if _ours(item) or _stripped(item) != item]
            return ours == part
    return document == part


def _added(document: object, part: object) -> object:
    match document, part:
        case dict(), dict():
            joined = {key: _added(document[key], value) if key in document else value for key, value in part.items()}
            return {**document, **joined}
        case list(), list():
            return [*document, *part]
    return document


def _ours(item: object) -> bool:
    """An entry that calls truthcheck itself, however it was called when it was written."""
    words = item.values() if isinstance(item, dict) else [item]
    return any(isinstance(word, str) and "truthcheck" in word and any(m in word for m in MARKS) for word in words)


def _stripped(value: object) -> object:
    """Without our entries, and without what is empty only because of that."""
    match value:
        case dict():
            kept = {key: _stripped(inner) for key, inner in value.items()}
            return {key: inner for key, inner in kept.items() if inner or not value[key]}
        case list():
            pairs = [(item, _stripped(item)) for item in value if not _ours(item)]
            return [left for item, left in pairs if left == item or not _emptied(item, left)]
    return value


def _emptied(item: object, left: object) -> bool:
    """A group of hooks that held only ours: its matcher alone is no reason to stay."""
    return isinstance(item, dict) and isinstance(left, dict) and "hooks" in item and "hooks" not in left


def block_with(block: Block, text: str | None) -> str:
    """`text` with our lines between their marks, at the end or where they were."""
    begin, end = block.marks
    ours = f"{begin}\n{block.text}{end}\n"
    if text is None or not text.strip():
        return ours
    if _block(block).search(text):
        return _block(block).sub(lambda _: ours, text, count=1)
    return f"{text.rstrip()}\n\n{ours}"


def block_without(block: Block, text: str) -> str | None:
    left = _block(block).sub("", text, count=1)
    return text if left == text else (f"{left.rstrip()}\n" if left.strip() else None)


def _block(block: Block) -> re.Pattern[str]:
    begin, end = map(re.escape, block.marks)
    return re.compile(rf"^{begin}\n.*?^{end}\n?", re.MULTILINE | re.DOTALL)


def key_of(block: Block) -> str:
    """The YAML key that the block sets; "" for a block of prose."""
    return block.text.split(":", 1)[0] if block.path.endswith((".yml", ".yaml")) else ""


def list_with(entry: Listed, text: str | None) -> str:
    """`text` with our entry at the end of the list `key`, between two marks."""
    if text is None or not text.strip():
        return f"{entry.header}{_marked(entry, '  ')}"
    if re.search(rf"^\s*# {re.escape(_BEGIN)}$", text, re.MULTILINE):
        return text
    line, indent = _end_of_list(entry, text)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:line], _marked(entry, indent), *lines[line:]])


_BEGIN, _END = "truthcheck: begin", "truthcheck: end"


def _marked(entry: Listed, indent: str) -> str:
    body = "".join(f"{indent}{line}" for line in entry.text.splitlines(keepends=True))
    return f"{indent}# {_BEGIN}\n{body}{indent}# {_END}\n"


def list_without(entry: Listed, text: str) -> str | None:
    pattern = rf"^[ \t]*# {re.escape(_BEGIN)}\n.*?^[ \t]*# {re.escape(_END)}\n?"
    left = re.sub(pattern, "", text, count=1, flags=re.MULTILINE | re.DOTALL)
    return None if left.strip() in ("", entry.header.strip()) else left


def _end_of_list(entry: Listed, text: str) -> tuple[int, str]:
    """The line before which a further entry belongs, and the entries' indentation."""
    import yaml

    hint = "add the hook by hand"
    try:
        document = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise TruthcheckError(f"{entry.path}: not valid YAML: {str(error).splitlines()[0]}", hint) from None
    for key, value in document.value if isinstance(document, yaml.MappingNode) else ():
        if key.value == entry.key and isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
            return _last_line(text, value.value[-1].end_mark.line), " " * value.start_mark.column
    raise TruthcheckError(f"{entry.path}: no list `{entry.key}` to add to", hint)


def _last_line(text: str, line: int) -> int:
    """YAML ends an entry where the next begins: go back over blank lines and comments between them."""
    lines = text.splitlines()
    line = min(line, len(lines))
    while line and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line
