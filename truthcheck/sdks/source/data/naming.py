"""Names as an SDK derives them from the words of its data files."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping

_PLURAL = re.compile(r"[A-Z]{2,}s$")  # `ARNs` is one word
_WORD = re.compile(r"(.)([A-Z][a-z]+)")
_END = re.compile(r"([a-z0-9])([A-Z])")


def snake(name: str, exceptions: Mapping[str, str]) -> str:
    """`ListObjectsV2` as `list_objects_v2`; rule data names the exceptions."""
    if name in exceptions:
        return exceptions[name]
    if "_" in name:
        return name
    plural = _PLURAL.search(name)
    if plural:
        name = f"{name[: plural.start()]}_{plural.group().lower()}"
    return _END.sub(r"\1_\2", _WORD.sub(r"\1_\2", name)).lower()


def parameter(name: str) -> str:
    """`max-results` as `max_results`, `$.xgafv` as `x__xgafv`."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in name)
    return plain if name[:1].isalpha() else f"x{plain}"


def method(name: str) -> str:
    """`import` as `import_`."""
    plain = name.replace("$", "_").replace("-", "_")
    return f"{plain}_" if keyword.iskeyword(plain) or plain == "body" else plain
