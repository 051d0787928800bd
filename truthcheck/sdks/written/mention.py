"""One mention of a package in a file of a project, and requirements as pip, Poetry and conda write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal

BASE, EXTRA, CONSTRAINT, OVERRIDE = "base", "extra", "constraint", "override"
MAX_TEXT = 1000  # of one requirement, without its hashes

_NAME = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\[\]]*\])?\s*")
_EXACT = re.compile(r"={2,3}\s*v?(\d[\w.+!-]*)\Z")
_RANGE = re.compile(r"[\w.*+!<>=~^|, -]*\Z")
# these are seldom met: compiled when they are
_WHEEL = r"([A-Za-z0-9][\w.]*)-(\d[\w.+!]*)(?:-\d\w*)?-[\w.]+-[\w.]+-[\w.]+\.whl\Z"
_ARCHIVE = r"([A-Za-z0-9][\w.-]*)-(\d[\w.+!]*)\.(?:tar\.gz|zip)\Z"
_EGG = r"[#&]egg=([A-Za-z0-9][\w.-]*)"
_ENDS = (" #", "\t#", " --", "\t--", " \\")


class Mention(NamedTuple):
    """`spec` is what it says of the version, "" for any; `line` where it stands, 0 when that is not known.

    `kind`: a `BASE` one always holds, an `EXTRA` one where somebody asks for it, a `CONSTRAINT` beside others, an
    `OVERRIDE` instead of them. `address` is where the package is taken from when no version of a registry is meant.
    """

    package: str
    spec: str
    line: int = 0
    kind: str = BASE
    address: str = ""


class Include(NamedTuple):
    """Another file that belongs to this one, by its path from there."""

    path: str
    kind: str = BASE


Row: TypeAlias = "Mention | Include"
Reader: TypeAlias = "Callable[[str], Iterator[Row]]"


def exact(spec: str) -> str:
    """The one version that a specifier allows, "" for a range."""
    found = _EXACT.match(spec)
    return found.group(1) if found and "*" not in spec else ""


def requirement(text: str, line: int = 0, kind: str = BASE) -> Iterator[Mention]:
    """ "stripe[async]==7.1 ; python_version > '3.8'", "stripe @ https://...", "git+https://...#egg=stripe"."""
    bare = _without_end(text.strip())
    if not bare or len(bare) > MAX_TEXT:
        return
    if "://" in bare.partition("@")[0] or bare.startswith((".", "/", "git+")):
        yield from _address("", bare, line, kind)
        return
    found = _NAME.match(bare)
    if not found:
        return
    name, rest = found.group(1), bare[found.end() :]
    if rest.startswith("@") and not re.match(r"@\s*[\^~\d]|@\s*latest\b", rest):
        yield from _address(name, rest[1:].strip(), line, kind)
    else:
        yield from specified(name, rest.partition(";")[0].strip(), line, kind)


def _without_end(text: str) -> str:
    """Without a comment, hashes and other options."""
    ends = (at for end in _ENDS if (at := text.find(end)) >= 0)
    return text[: min(ends, default=len(text))].strip()


def specified(name: str, spec: str, line: int, kind: str = BASE) -> Iterator[Mention]:
    """A name with its specifier, in brackets or after "@" (`poetry add name@^1.2`); one only the run decides is any."""
    if spec.startswith("(") and spec.endswith(")"):
        spec = spec[1:-1].strip()
    if spec.startswith("@"):
        spec = tilde(spec[1:].strip())
    if "$" in spec or "{" in spec or spec == "*":
        spec = ""
    if _RANGE.match(spec) and (not spec or not spec[0].isalnum()):
        yield Mention(normal(name), spec, line, kind)


def tilde(text: str) -> str:
    """What Poetry writes: a bare version is that very one, "*" and "latest" any."""
    if text in ("*", "latest"):
        return ""
    return f"=={text}" if re.match(r"v?\d[\w.+!*-]*\Z", text) else text


def _address(name: str, address: str, line: int, kind: str) -> Iterator[Mention]:
    """A file's name may tell the version; what else stands at an address is not known."""
    path, marker, fragment = address.partition(" ;")[0].strip().partition("#")
    file = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    found = re.match(_WHEEL, file) or re.match(_ARCHIVE, file)
    if found:
        yield Mention(normal(name or found.group(1)), f"=={found.group(2)}", line, kind)
        return
    egg = re.search(_EGG, marker + fragment)
    named = "" if not path else name or (egg.group(1) if egg else file.partition("@")[0].removesuffix(".git"))
    if named and normal(named):
        yield Mention(normal(named), "", line, kind, path[:200])
