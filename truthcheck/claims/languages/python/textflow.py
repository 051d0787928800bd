"""What a function passes on of something hot, told from its text: attributes that it sets, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from truthcheck.claims import ir
from truthcheck.claims.engine.scan import mentioned
from truthcheck.claims.reach.distance import FAR

_STEP = re.compile(r"[^\W\d]\w*|[()]")
# One line of an assignment, a `return`, a loop or a `with`: the part that takes, and the part that gives.
_TAKES = re.compile(
    r"^(?P<indent>[ \t]*)(?:"
    r"(?P<target>[^\s#=:()\"'][^#=:\n()\"']*)(?::[^=\n]+)?(?<![<>!+\-*/%&|^@])=(?!=)(?P<value>[^\n]*)"
    r"|(?P<back>return|yield)\b(?P<given>[^\n]*)"
    r"|(?:async[ \t]+)?for[ \t]+(?P<each>[^\n]+?)[ \t]in[ \t](?P<over>[^\n]*)"
    r"|(?:async[ \t]+)?with[ \t](?P<managed>[^\n]*)"
    r")",
    re.MULTILINE,
)
_MAKES = re.compile(r"\b([^\W\d]\w*)\(((?:[^()]|\([^()]*\))*)")
# What follows a name: attributes, calls, items. A method that is called may ask the server: its result is further away,
# and so is what a call gives that only gets the name as an argument.
_CHAIN = re.compile(r"(?:\s*\.\s*\w+|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\[\]]*\])*")
_ASKED = re.compile(r"\.\s*[a-z_]\w*\(")
_AS = re.compile(r"\bas[ \t]+([\w.]+)")
_ANNOTATED = re.compile(r"(\w+)[ \t]*:[ \t]*([^,=\n]+)")


class Flow(NamedTuple):
    """Where something hot goes, with how far it is from a client there.

    `attributes` are what it is assigned to, `back` is what the function gives back (FAR: nothing hot), `makes` the
    callables that get it as an argument.
    """

    attributes: Mapping[str, int]
    back: int
    makes: Mapping[str, int]


def flow(node: ir.FuncDef, hot: Mapping[str, int]) -> Flow:
    """`hot` are hot words of the function with their distances from a client."""
    if node.late is None:  # no text to read: everything may be passed on
        nearest = min(hot.values())
        everything = dict.fromkeys(mentioned((node.body, node.returns)), nearest)
        return Flow(everything, nearest, everything)
    text = node.late.text
    warm = dict(hot)
    for name, annotation in _ANNOTATED.findall(text, 0, text.find("\n", text.find(")"))):
        _warmed(warm, [name], annotation)
    attributes: dict[str, int] = {}
    back = FAR
    for found in _TAKES.finditer(text):
        value = found["value"] or found["given"] or found["over"] or found["managed"] or ""
        more = None if found["managed"] or found["each"] else _below(found["indent"]).match(text, found.end())
        distance = _warmed(warm, _targets(found), value + more[0] if more else value)
        if distance < FAR:
            back = min(back, distance) if found["back"] else back
            attributes.update((name.rpartition(".")[2], distance) for name in _targets(found) if "." in name)
    given = ((name, _warmed(warm, (), arguments)) for name, arguments in _MAKES.findall(text))
    return Flow(attributes, back, {name: distance for name, distance in given if distance < FAR})


def kept(node: ir.FuncDef) -> set[str]:
    """Attributes that a constructor sets to just what it is given."""
    if node.late is None:
        return set()
    return set(re.findall(r"\.(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*\w+[ \t]*$", node.late.text, re.MULTILINE))


def _warmed(warm: dict[str, int], targets: Iterable[str], value: str) -> int:
    """Make plain names as hot as the hottest part of what they get; how hot that is."""
    distance = FAR
    depth = 0  # counted on the way: a long display must not be read anew for each of its words
    for found in _STEP.finditer(value):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif found[0] in warm:
            chain = _CHAIN.match(value, found.end())
            asked = len(_ASKED.findall(chain[0])) if chain else 0
            distance = min(distance, warm[found[0]] + asked + (depth > 0))
    if distance < FAR:
        warm.update((name, min(distance, warm.get(name, FAR))) for name in targets if "." not in name)
    return distance


def _targets(found: re.Match[str]) -> list[str]:
    if found["managed"]:
        return _AS.findall(found["managed"])
    return re.findall(r"[\w.]+", found["target"] or found["each"] or "")


@cache
def _below(indent: str) -> re.Pattern[str]:
    """The lines that go on below a line with that indent."""
    return re.compile(rf"(?:\n(?:{indent}[ \t]+[^\n]*|[ \t]*[)\]}}][^\n]*|[ \t]*(?=\n)))*")


# A call of a method that is named like one that sends, up to its first argument.
_ADDRESSED = re.compile(
    r"\.(\w+)[ \t]*\(\s*(?:"
    r"(?:url|method|request|base_url|host)\s*=(?!=)"  # named so
    r"|(?:[rRbBuU]?[\"'])(?P<text>[^\"'\n]*)[\"']"
    r"|(?P<name>[^\W\d][\w.]*)\s*[,)]"
    r"|(?![)*]|\w+\s*=(?!=))(?P<other>.)"
    r")"
)
_NAMED = re.compile(r"url|uri|link|href|path|endpoint|address|api|base|route|page|next|location|site|feed|host", re.I)


def sends(text: str, names: Container[str]) -> bool:
    """Whether a method named like one that sends is given what may be an address: not `mapping.get("key")`."""
    for found in _ADDRESSED.finditer(text):
        if found[1] not in names:
            continue
        if found["text"] is not None:
            if "/" in found["text"]:
                return True
        elif found["name"] is None or found[1] != "get" or _NAMED.search(found["name"]):
            return True
    return False
