"""What a function passes on of something hot, told from its text: attributes that it sets, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Set
from functools import cache

from truthcheck.claims import ir
from truthcheck.claims.reach import parsed
from truthcheck.claims.reach.outline import FAR, Flow

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
_KEPT = re.compile(r"\.(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*\w+[ \t]*$", re.MULTILINE)
_AS = re.compile(r"\bas[ \t]+([\w.]+)")
_IMPORTED = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+([^\n#]+)", re.MULTILINE)
_BRACKET = re.compile(r"[()]")
# In the head of a function: what parameters are said to be, and what they are when nobody gives them.
_ANNOTATED = re.compile(r"(\w+)[ \t]*:[ \t]*([^,=\n]+)")
_DEFAULTED = re.compile(r"(\w+)[ \t]*(?::[^,=\n]+)?=[ \t]*([^,\n]+)")


class _Passing:
    """One function's text, read from top to bottom: what becomes hot on the way, and where it goes."""

    def __init__(self, text: str, hot: Mapping[str, int]) -> None:
        self._text = text
        self._warm = dict(hot)
        self._attributes: dict[str, int] = {}
        self._back = FAR

    def flow(self) -> Flow:
        text = self._text
        end = _head_end(text)
        for name, annotation in (*_ANNOTATED.findall(text, 0, end), *_DEFAULTED.findall(text, 0, end)):
            _warmed(self._warm, [name], annotation)
        for module, names in _IMPORTED.findall(text):
            _warmed(self._warm, re.findall(r"\w+", names), module)
        for taking in _TAKES.finditer(text):
            self._take(taking)
        given = ((name, _warmed(self._warm, (), arguments)) for name, arguments in _MAKES.findall(text))
        return Flow(self._attributes, self._back, {name: distance for name, distance in given if distance < FAR})

    def _take(self, taking: re.Match[str]) -> None:
        targets = _targets(taking)
        distance = _warmed(self._warm, targets, self._value(taking))
        if distance == FAR:
            return
        if taking["back"]:
            self._back = min(self._back, distance)
        self._attributes.update((name.rpartition(".")[2], distance) for name in targets if "." in name)

    def _value(self, taking: re.Match[str]) -> str:
        """What is taken, with the lines below that go on with it; but a loop or a `with` has its body there."""
        if taking["managed"] or taking["each"]:
            return taking["over"] or taking["managed"] or ""
        value = taking["value"] or taking["given"] or ""
        more = _below(taking["indent"]).match(self._text, taking.end())
        return value + more[0] if more else value


class _Text:
    """The reader of functions that are text still."""

    def flow(self, node: ir.FuncDef, hot: Mapping[str, int]) -> Flow:
        return parsed.flow(node, hot) if node.late is None else _Passing(node.late.text, hot).flow()

    def kept(self, node: ir.FuncDef) -> Set[str]:
        return parsed.kept(node) if node.late is None else set(_KEPT.findall(node.late.text))

    def sends(self, node: ir.FuncDef, names: Set[str]) -> bool:
        return parsed.sends(node, names) if node.late is None else sends(node.late.text, names)


READER = _Text()


def _warmed(warm: dict[str, int], targets: Iterable[str], value: str) -> int:
    """Make plain names as hot as the hottest part of what they get; how hot that is."""
    distance = FAR
    depth = 0  # counted on the way: a long display must not be read anew for each of its words
    for step in _STEP.finditer(value):
        word = step[0]
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif word in warm:
            distance = min(distance, warm[word] + _asked(value, step.end()) + (depth > 0))
    if distance < FAR:
        warm.update((name, min(distance, warm.get(name, FAR))) for name in targets if "." not in name)
    return distance


def _asked(value: str, end: int) -> int:
    """How many methods are called one after the other on the name that ends here."""
    chain = _CHAIN.match(value, end)
    return len(_ASKED.findall(_outside(chain[0]))) if chain else 0


def _head_end(text: str) -> int:
    """Where the head of a function ends: behind the bracket that closes its parameters."""
    depth = 0
    for bracket in _BRACKET.finditer(text, text.find("def ")):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return bracket.end()
    return 0


def _outside(text: str) -> str:
    """What stands outside of brackets, these themselves included: arguments are asked nothing of it."""
    depth, kept = 0, []
    for letter in text:
        depth -= letter in ")]"
        if depth <= 0:
            kept.append(letter)
        depth += letter in "(["
    return "".join(kept)


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
    return any(call[1] in names and _is_addressed(call) for call in _ADDRESSED.finditer(text))


def _is_addressed(call: re.Match[str]) -> bool:
    if call["text"] is not None:
        return "/" in call["text"]
    return call["name"] is None or call[1] != "get" or bool(_NAMED.search(call["name"]))
