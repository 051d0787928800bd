"""Which members of an SDK make a request: its member index, searched by the request alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST = 3


def sdk_calls(folder: Path, provider: str, method: str, path: str) -> tuple[str, ...]:
    """At most three members such as "stripe.Customer.create" of the newest package of `provider`.

    `folder` holds member indexes with their catalogue; a package that cannot be read tells nothing.
    """
    try:
        packages = json.loads((folder / "catalogue.json").read_bytes())["packages"]
        files = [_newest(folder, name, one) for name, one in sorted(packages.items()) if one["provider"] == provider]
        found = [call for file in files for call in _calls(file.read_bytes(), method, path)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ()
    calls = dict.fromkeys(sorted(found, key=lambda call: (call.count("."), len(call), call)))
    plain = [call for call in calls if not any(call.startswith(f"{other}_") for other in calls)]
    return tuple(plain[:_MOST])  # `create_with_raw_reply` is `create` once more


def _newest(folder: Path, name: str, package: dict[str, Any]) -> Path:
    def order(version: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", version)]

    return folder / f"{name}@{max(package['versions'], key=order)}.jsonl"


def _calls(data: bytes, method: str, path: str) -> Iterator[str]:
    """The base path may be missing in the package; parameters have names of their own there."""
    for template in (path, "/" + "/".join(path.strip("/").split("/")[1:])):
        parts = [r'[^"/]+' if part.startswith("{") else re.escape(part) for part in template.strip("/").split("/")]
        asks = re.compile(rf'\["{re.escape(method)}","/{"/".join(parts)}/?["?]'.encode())
        found = [call for line in _lines(data, asks) for call in _members(line, asks)]
        if found:
            yield from found
            return


def _lines(data: bytes, asks: re.Pattern[bytes]) -> Iterator[bytes]:
    """Every line that holds the request once, without splitting the whole file."""
    at = 0
    while found := asks.search(data, at):
        end = data.find(b"\n", found.end())
        yield data[data.rfind(b"\n", 0, found.start()) + 1 : end]
        at = end


def _members(line: bytes, asks: re.Pattern[bytes]) -> Iterator[str]:
    key, record = json.loads(line)
    if not isinstance(record, dict):
        return
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
