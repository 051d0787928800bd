"""conda's environments, recipes and locks, and those of pixi: by their lines, since YAML is not needed for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truthcheck.sdks.written.mention import BASE, EXTRA, Mention, Row, requirement, specified

_ITEM = re.compile(r"(\s*)-\s+(.*)")
_SPEC = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)")
_FLOW = re.compile(r"^\s*(?:-\s+)?\{?\s*(dependencies|pip)\s*:\s*\[(.*)")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^,\[\]{}\"']+)")
_FIELD = re.compile(r"^\s*(?:-\s+)?(name|version):\s*[\"']?([\w.+!-]+)[\"']?\s*$")
_EXPLICIT = re.compile(r"/([A-Za-z0-9][\w.-]*)-(\d[\w.]*)-[\w.]+\.(?:conda|tar\.bz2)\b")


def environment(text: str) -> Iterator[Row]:
    """environment.yml, and the requirements of a meta.yaml: items of conda, and of pip below `pip:`."""
    pip = -1  # how deep the list of pip is indented
    for number, line in enumerate(text.splitlines(), start=1):
        flow = _FLOW.match(line)
        if flow:
            yield from _flow(flow.group(1) == "pip", flow.group(2), number)
            continue
        item = _ITEM.match(line)
        if item is None:
            continue
        depth, word = len(item.group(1)), _bare(item.group(2))
        pip = depth if word == "pip:" else pip if depth > pip else -1
        if word != "pip:":
            yield from requirement(word, number) if pip >= 0 else match_spec(word, number)


def _bare(text: str) -> str:
    """An item without its comment, which may be a selector, and without quotes."""
    return text.partition(" #")[0].strip().strip("\"'")


def _flow(pip: bool, text: str, number: int) -> Iterator[Mention]:
    """The same in one line: `dependencies: [python, {pip: [stripe==7]}]`."""
    for found in _QUOTED.finditer(text):
        word = next(filter(None, found.groups()), "").strip()
        if word == "pip:":
            pip = True
        elif word:
            yield from requirement(word, number) if pip else match_spec(word, number)


def match_spec(text: str, line: int, kind: str = BASE) -> Iterator[Mention]:
    """ "conda-forge::openai=1.2=py_0", "openai >=1,<2", "openai 1.2.3", "openai[version='>=1']"."""
    found = _SPEC.match(text)
    if found is None or "{" in text or len(text) > 400:
        return
    name, inner, spec = found.groups()
    stated = re.search(r"version\s*=\s*[\"']?([^\"'\]]*)", inner or "")
    yield from specified(name, _pep440((stated.group(1) if stated else spec).strip()), line, kind)


def _pep440(spec: str) -> str:
    """`=1.2` is 1.2 and what is below it; a build after the version says nothing of it."""
    if not spec or spec[0] in "<>!~^(":
        return spec
    bare = spec.lstrip("= ").replace("=", " ").split(" ")[0]
    if not re.match(r"\d[\w.]*\*?\Z", bare):
        return spec if spec.startswith("==") or "|" in spec or "," in spec else ""
    whole = spec.startswith("==") or bare.count(".") >= 2
    return f"=={bare}" if whole or bare.endswith("*") else f"=={bare}.*"


def locked(text: str) -> Iterator[Row]:
    """conda-lock.yml and pixi.lock: items with `name:` and `version:`; other locks of conda name their files."""
    yield from _explicit(text)
    name = version = ""
    at = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("- "):
            name = version = ""
        field = _FIELD.match(line)
        if field is None:
            continue
        name, version, at = (
            (field.group(2), version, number) if field.group(1) == "name" else (name, field.group(2), at)
        )
        if name and version:
            yield from requirement(f"{name}=={version}", at)
            name = version = ""


def _explicit(text: str) -> Iterator[Mention]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = _EXPLICIT.search(line) if "://" in line else None
        if found:
            yield from requirement(f"{found.group(1)}=={found.group(2)}", number)
        elif line.startswith("# pip "):
            yield from requirement(line[6:], number, EXTRA)
