"""Hosts that documents write where they mean "yours": nothing answers there, so no call is ever checked by them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truthcheck.errors import DocumentError

_WORDS = (
    "no-default nodefault unknown default host hostname server domain none null undefined changeme change-me todo tbd "
    "placeholder url baseurl base-url endpoint instance"
)
_WHOLE = frozenset(_WORDS.split())
_LABEL = re.compile(
    r"(your|my)[-_]?(own)?[-_]?(sub)?(domain|host|hostname|site|server|instance|tenant|company|org|organi[sz]ation|account|app|"
    r"name|team|workspace|project|api|store|shop|region)?|(sub)?domain|tenant|placeholder|changeme|yourdomain[a-z]*",
    re.I,
)


def is_placeholder(host: str) -> bool:
    """Whether a host stands for one that only the reader knows: `your-domain.acme.dev`, `no-default`."""
    if host in _WHOLE:
        return True
    labels = host.removeprefix("*.").split(".")
    below, name = labels[:-2], labels[-2] if len(labels) > 1 else ""
    told = [label for label in (*below, name) if _LABEL.fullmatch(label) and label not in ("my", "your")]
    return any(label in below or label.startswith("your") for label in told)


def real(hosts: Iterable[str], file: str) -> tuple[str, ...]:
    """The hosts without placeholders. Raises DocumentError when nothing else is named."""
    named = tuple(hosts)
    kept = tuple(host for host in named if not is_placeholder(host))
    if named and not kept:
        raise DocumentError(
            f"{file}: its host `{named[0]}` stands for one that is yours",
            "say which: `--host api.example.com`, or `--host '*.example.com'` for any name below",
        )
    return kept
