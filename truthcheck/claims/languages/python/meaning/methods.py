"""Methods of encoded values and of decoded replies, and settings of the environment."""

from __future__ import annotations

from truthcheck.claims.engine import templates
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.containers import get_from_reply
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.site import Site
from truthcheck.claims.engine.values import Assumed, Data, Encoded, Val
from truthcheck.claims.languages.python.meaning.strings import substitute
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Template, Typed, Unknown

ENVIRONMENT = "os.environ"


def external_item(dotted: str, key: Val, at: Span) -> Val | None:
    """`os.environ["NAME"]`."""
    return templates.setting(key, at) if dotted == ENVIRONMENT else None


def from_environment(args: Arguments, frame: Frame, at: Span) -> Val:
    """`os.environ.get(name, default)`: the default counts, but decides nothing."""
    default = args.get(1, "default")
    name = args.get(0, "key") or Literal("setting")
    if default is None or templates.is_none(default) or templates.known(default) == "":
        return Assumed(templates.setting(name, at))
    return Assumed(default) if isinstance(default, Literal | Template) else default


def on_encoded(value: Encoded, name: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A method of an encoded text, or of a template that is filled by name."""
    if value.kind == "template" and name in ("substitute", "safe_substitute"):
        return substitute(value.value, Site(args, frame, at))
    return value if name in ("encode", "decode", "strip", "read") else Typed("string")


def on_reply(data: Data, name: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A method of a decoded reply, which is a dictionary or a list."""
    if name in ("get", "pop", "setdefault"):
        key = args.get(0, "key")
        return get_from_reply(data, key, frame, at) if key is not None else Unknown(Reason(Why.PART_OF_REPLY))
    return data if name == "copy" else Unknown(Reason(Why.PART_OF_REPLY), at)
