"""Methods for any endpoint: `client.post("/v1/new", json={})`. They are judged as a request that the user wrote."""

from __future__ import annotations

from truthcheck.checks.calls import exchange
from truthcheck.checks.core.library import Library
from truthcheck.checks.sdk.arguments import given, meant
from truthcheck.model.call import Argument, Call
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import Checked
from truthcheck.model.value import Unknown
from truthcheck.sdks.index.values import SdkMethod
from truthcheck.sdks.rules.shared_words import words

_UNNAMED = "content"


def is_door(method: SdkMethod) -> bool:
    """Whether the path is the user's own: one argument of a method for any endpoint, or a chain of attributes."""
    names = {parameter.name for signature in method.signatures for parameter in signature.parameters}
    return names >= words().door or method.symbol.startswith("/")


def judge(call: Call, method: SdkMethod, library: Library) -> Checked:
    """The request that the call writes."""
    arguments = given(call, meant(call, method) or method.signatures[0])
    roles = words().door_roles
    known = [(roles[entry.key], entry) for entry in arguments.entries if entry.key in roles]
    sent = [Argument(role, entry.value, entry.at) for role, entry in known if role != _UNNAMED]
    if arguments.rest is not None or arguments.extra or any(role == _UNNAMED for role, _ in known):
        sent.append(Argument(_UNNAMED, arguments.rest or Unknown(Reason(Why.SENT_WITHOUT_NAMES))))
    return exchange.check(replace(call, arguments=tuple(sent)), library).checked
