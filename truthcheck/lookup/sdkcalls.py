"""Which members of an SDK make a request: its member index, searched by the request alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from truthcheck.errors import SurfaceError
from truthcheck.sdks.index.history_file import SUFFIX, History, Release

_MOST = 3


def sdk_calls(folder: Path, provider: str, method: str, path: str) -> tuple[str, ...]:
    """At most three members such as "stripe.Customer.create" of the newest package of `provider`.

    `folder` holds histories with their catalogue; the present release is asked. One that cannot be read tells nothing.
    """
    try:
        packages = json.loads((folder / "catalogue.json").read_bytes())["packages"]
        names = [name for name, one in sorted(packages.items()) if one["provider"] == provider]
        histories = [History(folder / f"{name}{SUFFIX}") for name in names]
        found = [call for one in histories for call in _calls(one.at(one.present), method, path)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, SurfaceError):
        return ()
    calls = dict.fromkeys(sorted(found, key=lambda call: (call.count("."), len(call), call)))
    plain = [call for call in calls if not any(call.startswith(f"{other}_") for other in calls)]
    return tuple(plain[:_MOST])  # `create_with_raw_reply` is `create` once more


def _calls(index: Release, method: str, path: str) -> Iterator[str]:
    """The base path may be missing in the package; parameters have names of their own there."""
    for template in (path, "/" + "/".join(path.strip("/").split("/")[1:])):
        parts = [r'[^"/]+' if part.startswith("{") else re.escape(part) for part in template.strip("/").split("/")]
        asks = re.compile(rf'\["{re.escape(method)}","/{"/".join(parts)}/?["?]'.encode())
        found = [call for key, record in index.records(asks) for call in _members(key, record, asks)]
        if found:
            yield from found
            return


def _members(key: str, record: dict[str, Any], asks: re.Pattern[bytes]) -> Iterator[str]:
    module, _, name = key.partition(":")
    where = [part for part in module.split(".") if not part.startswith("_")]
    if where[-1:] == name.split(".")[-1:]:  # github.Repository.Repository is github.Repository to its users
        where.pop()
    for member, one in record.get("m", {}).items():
        made = json.dumps(one.get("op", ()), separators=(",", ":")).encode() if isinstance(one, dict) else b""
        if asks.search(made) and not member.startswith("_") and not one.get("a") and not _asynchronous(name):
            yield ".".join((*where, *([name] if name else []), member))


def _asynchronous(name: str) -> bool:
    return name.startswith("Async") or "Raw" in name or "WithStreaming" in name
