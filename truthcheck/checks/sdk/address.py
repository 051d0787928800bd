"""The URL that an SDK call asks for: the operation's path with what the call says for its parameters."""

from __future__ import annotations

import re

from truthcheck.checks.sdk.arguments import given, meant, plain
from truthcheck.model.call import Call
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Hole, Literal, Template, Text, Value
from truthcheck.sdks.index.values import SdkMethod

_PART = re.compile(r"\{(\w+)\}")


def parameters_in(path: str) -> list[str]:
    """The names that stand in braces."""
    return _PART.findall(path)


def address(call: Call, method: SdkMethod, path: str) -> Literal | Template:
    """The path; what is not written in the call is a hole."""
    signature = meant(call, method)
    entries = given(call, signature).entries if signature else ()
    values = {plain(entry.key): entry.value for entry in entries}
    pieces = enumerate(_PART.split(path))
    parts = [_filled(piece, values, call) if odd % 2 else Text(piece, call.at) for odd, piece in pieces]
    texts = [part.text for part in parts if isinstance(part, Text)]
    return Literal("".join(texts), call.at) if len(texts) == len(parts) else Template(tuple(parts), call.at)


def _filled(name: str, values: dict[str, Value], call: Call) -> Text | Hole:
    """One segment, where the call says it in one word."""
    match values.get(plain(name)):
        case Literal(str(word), at) if word and "/" not in word:
            return Text(word, at)
        case _:
            return Hole(Reason(Why.CHOSEN_AT_RUN_TIME), name, "integer", call.at)


def url(host: str, path: Literal | Template) -> Literal | Template:
    """The whole address; the path alone where the host is not known."""
    if not host:
        return path
    if isinstance(path, Literal):
        return Literal(f"https://{host}" + str(path.value), path.at)
    return Template((Text(f"https://{host}", path.at), *path.parts), path.at)


def anything(path: Literal | Template) -> Literal | Template:
    """What the user names at run time may be any endpoint, not only what stands for an id."""
    if isinstance(path, Literal):
        return path
    return Template(tuple(replace(part, type="") if isinstance(part, Hole) else part for part in path.parts), path.at)
