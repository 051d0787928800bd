"""A wish and its material to a surface: the line of the lock, and the bytes of the index."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Origin
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.specs.material import Material
from truthcheck.surfaces import compile, index, overlay
from truthcheck.surfaces.document import read
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.placeholders import real
from truthcheck.surfaces.project_lock import KeepWish

_HOST = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class MadeSurface:
    """A surface ready to be kept. `notes` say what was left out."""

    entry: LockEntry
    data: bytes
    overlay_sha256: tuple[str, ...]
    notes: tuple[str, ...]


def compiled(wish: KeepWish, material: Material, root: Path, day: str, rules: SdkRules) -> MadeSurface:
    """`rules` say how packages are read. Raises DocumentError when the material describes no API."""
    origin = Origin(wish.name, wish.name, "", wish.date, "", wish.source, material.sha256, wish.worth)
    if material.wheel:
        return _wheel(wish, material, origin, day, rules)
    document, digests, notes = corrected(wish, material, root)
    hosts, base = place(wish.hosts)
    raw = compile.Raw(document, origin, material.name, hosts, base, beside=material.beside)
    made = compile.compile(raw)
    if not made.kept:
        raise DocumentError(f"{material.name}: describes no operation", "is this the whole document?")
    facts = replace(made.facts, hosts=made.facts.hosts if hosts else real(made.facts.hosts, material.name))
    entry = _entry(wish, facts, made.data, made.kept, facts.origin.date)
    return MadeSurface(entry, made.data, digests, (*notes, *made.notes))


def place(hosts: tuple[str, ...]) -> tuple[tuple[str, ...] | None, str | None]:
    """The hosts of `--host api.acme.dev/v2`, and the base path; None for what is left to the document."""
    if not hosts:
        return None, None
    names, bases = [], set()
    for written in hosts:
        host, _, base = re.sub(r"^https?://", "", written.strip().lower()).partition("/")
        host = host.partition(":")[0]
        if not _HOST.fullmatch(host):
            raise DocumentError(f"--host: `{written[:60]}` is no host", "give a name such as api.example.com")
        names.append(host)
        bases.add(f"/{base.strip('/')}" if base.strip("/") else None)
    if len(bases) > 1:
        raise DocumentError("--host: the base paths differ", "give the same base path with each host")
    return tuple(dict.fromkeys(names)), bases.pop()


def corrected(wish: KeepWish, material: Material, root: Path) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """The document after its overlays, their sha256, and what met nothing."""
    document = material.document
    digests: list[str] = []
    notes: list[str] = []
    for name in wish.overlays:
        data = read(root / name)
        document, missed = overlay.apply(document, material.name, overlay.read(data, name))
        digests.append(hashlib.sha256(data).hexdigest())
        notes += missed
    return document, tuple(digests), tuple(notes)


def _wheel(wish: KeepWish, material: Material, origin: Origin, day: str, rules: SdkRules) -> MadeSurface:
    from tempfile import TemporaryDirectory

    from truthcheck.sdks.source.description.compiler import compile_wheel

    if wish.overlays:
        raise DocumentError(f"{material.name}: an overlay corrects documents, not packages", "leave --overlay out")
    with TemporaryDirectory(prefix="truthcheck-") as folder:
        file = Path(folder) / material.name
        file.write_bytes(material.data)
        if wish.kind == "package" and rules.of(wish.source.partition("==")[0]).specification is None:
            return _members(wish, file, origin, day, rules)
        found = compile_wheel(file, rules)
    mine = replace(found.origin, provider=wish.name, document=wish.name)
    hosts, _ = place(wish.hosts)
    facts = index.Facts(mine, hosts or found.hosts, found.bases, found.licence, "")
    data = index.write(facts, found.operations, found.shapes)
    entry = _entry(wish, facts, data, len(found.operations), found.origin.date or day)
    return MadeSurface(replace(entry, source=found.origin.source), data, (), found.notes)


def _members(wish: KeepWish, file: Path, origin: Origin, day: str, rules: SdkRules) -> MadeSurface:
    """A package that describes no API, only what can be called: a surface without operations stands for it."""
    from truthcheck.sdks.project.package_source import opened
    from truthcheck.sdks.source.archive import open_package

    archive = open_package(file)
    opened([archive], rules, lambda _: None)  # raises when it cannot be judged
    source = f"{archive.name} {archive.version}"
    mine = replace(origin, version=archive.version, date=day, kind="sdk", source=source)
    facts = index.Facts(mine, place(wish.hosts)[0] or (), (), archive.licence, "")
    data = index.write(facts, (), {})
    return MadeSurface(replace(_entry(wish, facts, data, 0, day), source=source), data, (), ())


def _entry(wish: KeepWish, facts: index.Facts, data: bytes, operations: int, day: str) -> LockEntry:
    """The content's hash is part of the file's name, so that an old surface is never overwritten."""
    digest = hashlib.sha256(data).hexdigest()
    version = re.sub(r"[^\w.+-]+", "-", facts.origin.version)[:60].strip(".") or "0"
    return LockEntry(
        provider=wish.name,
        document=wish.name,
        version=facts.origin.version,
        date=day,
        kind=facts.origin.kind,
        source=facts.origin.source,
        commit="",
        licence=facts.licence,
        sha256=facts.origin.sha256,
        index=digest,
        operations=operations,
        hosts=facts.hosts,
        bases=facts.bases,
        current=True,
        worth=facts.origin.worth,
        file=f"{wish.name}/{version}-{digest[:12]}.jsonl",
    )
