"""The first line of an index, from the rules of a package and its distributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.source.archive import Archive


def header_of(first: Archive, archives: Sequence[Archive], rules: Sdk) -> dict[str, Any]:
    """What the first line of an index says of the package; the further archives are its parts."""
    tops = {name.split("/", 1)[0].removesuffix(".py") for archive in archives for name in archive.files}
    return {
        "package": normal(rules.package),
        "version": first.version,
        "provider": rules.provider,
        "imports": [name for name in rules.imports if name in tops],
        "parts": {normal(archive.name): archive.version for archive in archives[1:]},
        "clients": list(rules.clients),
        "redirects": list(rules.redirects),
        "models": list(rules.models),
        "closed_bases": {name: list(members) for name, members in rules.closed_bases.items()},
        "chains": dict(rules.chains),
        **({"formerly": list(rules.formerly)} if rules.formerly else {}),
        "licence": first.licence,
        "sha256": {normal(archive.name): archive.sha256 for archive in archives},
    }
