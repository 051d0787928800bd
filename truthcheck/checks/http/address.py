"""A URL value taken apart: who is asked, and for which path."""

from __future__ import annotations

import re
from collections.abc import Callable

from truthcheck.model.noun import dataclass
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Text, Unknown, Value

RUN_TIME = Reason(Why.URL_AT_RUN_TIME)
NO_HOST = Reason(Why.HOST_UNKNOWN)
LOCAL = Reason(Why.LOCAL_ADDRESS)
OWN_APPLICATION = Reason(Why.OWN_APPLICATION)

_HOLE = "\0"
_START = re.compile(r"(https?):/*([^/?#\\]*)(.*)", re.I | re.S)
_LOCAL = re.compile(
    r"(.+\.)?(localhost|internal|local|example|test|invalid|lan|home|localdomain)|(.+\.)?example\.(com|org|net)", re.I
)
_IP = re.compile(r"[\d.]+|\[.*\]|0x[0-9a-f]+", re.I)
_STANDARD = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Address:
    """`host` in lower case; a hole in its first label reads as "*". `path` starts with a slash."""

    host: str
    path: Literal | Template


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why no host and path can be told; `base` when only the part before the path is unknown."""

    why: Reason
    base: bool = False


def split(url: Value, known: Callable[[str], bool] = lambda host: False) -> Address | Unclear:
    """`known` tells of hosts that some surface speaks for: a local name or a port of its own is no riddle then."""
    match url:
        case Literal(str(text), at):
            return _split((Text(text, at),), url, known)
        case Template(parts):
            return _split(parts, url, known)
        case Unknown(why):
            return Unclear(why if why == OWN_APPLICATION else RUN_TIME, True)
        case _:
            return Unclear(RUN_TIME)


def _split(parts: tuple[Text | Hole, ...], url: Literal | Template, known: Callable[[str], bool]) -> Address | Unclear:
    if isinstance(parts[0], Hole) and parts[0].why == OWN_APPLICATION:
        return Unclear(OWN_APPLICATION)
    coded = "".join(part.text.replace(_HOLE, " ") if isinstance(part, Text) else _HOLE for part in parts)
    found = _START.fullmatch(coded)
    if found is None:
        holed = coded.startswith(_HOLE)
        return Unclear(RUN_TIME if holed and coded[1:2] != "/" else NO_HOST, holed)
    scheme, authority, _ = found.groups()
    host = _host(scheme.lower(), authority, known)
    if isinstance(host, Unclear):
        return host
    path = _path(parts, found.start(3), url)
    return Address(host, path)


def _host(scheme: str, authority: str, known: Callable[[str], bool]) -> str | Unclear:
    name, port = _name_and_port(authority.rpartition("@")[2].lower())
    odd = is_local(name) or "." not in name or port not in ("", _STANDARD[scheme])
    if odd and _HOLE not in name and known(name):
        return name
    if is_local(name):
        return Unclear(LOCAL)
    if port not in ("", _STANDARD[scheme]) or "." not in name or name.endswith(_HOLE):
        return Unclear(NO_HOST)  # a hole at the end may hold the rest of the host
    first, dot, others = name.partition(".")
    if _HOLE in others:
        return Unclear(NO_HOST)
    return f"*{dot}{others}" if _HOLE in first else name


def _name_and_port(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        return authority.partition("]")[0] + "]", ""
    name, _, port = authority.partition(":")
    return name.rstrip("."), port


def is_local(host: str) -> bool:
    return bool(_LOCAL.fullmatch(host) or _IP.fullmatch(host))


def _path(parts: tuple[Text | Hole, ...], start: int, url: Literal | Template) -> Literal | Template:
    """The parts from character `start` on, every hole counted as one character."""
    kept: list[Text | Hole] = []
    position = 0
    for part in parts:
        length = len(part.text) if isinstance(part, Text) else 1
        skipped = min(max(start - position, 0), length)
        position += length
        if isinstance(part, Hole) and not skipped:
            kept.append(part)
        elif isinstance(part, Text) and skipped < length:
            kept.append(Text(part.text[skipped:], part.at))
    return _tidy(kept, url)


def _tidy(kept: list[Text | Hole], url: Literal | Template) -> Literal | Template:
    if not kept:
        return Literal("/", url.at)
    if len(kept) == 1 and isinstance(kept[0], Text):
        return Literal(_no_query(kept[0].text), kept[0].at)
    return Template(tuple(kept), url.at)


def _no_query(path: str) -> str:
    return re.split(r"[?#]", path, maxsplit=1)[0] or "/"


def shown(path: Literal | Template) -> str:
    """A path for messages: holes by their names."""
    if isinstance(path, Literal):
        return str(path.value)
    return "".join(part.text if isinstance(part, Text) else "{" + (part.name or "…") + "}" for part in path.parts)
