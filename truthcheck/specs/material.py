"""The raw bytes behind a wish: a file, an address or a package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from truthcheck.errors import DocumentError
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.rules.rule_pages import part_names
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import BROKEN
from truthcheck.surfaces import archive, fetch
from truthcheck.surfaces.archive import Beside
from truthcheck.surfaces.fetch import Progress, Unchanged
from truthcheck.surfaces.project_lock import KeepWish, LockedSurface

_METADATA = 1 << 20  # bytes
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*==[\w.+!]+")


@dataclass(frozen=True, slots=True)
class Material:
    """`data` as it came; `document` is the text to compile, "" bytes for a wheel. `sha256` is of `data`.

    `parts` are further wheels that its SDK consists of, by file name.
    """

    data: bytes
    name: str
    document: bytes = b""
    etag: str = ""
    last_modified: str = ""
    beside: Beside | None = None
    wheel: bool = False
    parts: tuple[tuple[str, bytes], ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def obtain(
    wish: KeepWish, root: Path, progress: Progress, rules: SdkRules, known: LockedSurface | None = None
) -> Material | Unchanged:
    """Read or fetch the source. Raises DocumentError.

    `rules` say which wheels belong to a package's own; with `known`, a server may answer that it is unchanged.
    """
    if wish.kind == "url":
        return _fetched(wish, progress, known)
    if wish.kind == "package":
        return _package(wish, rules)
    return open_file(root / wish.source, wish)


def _fetched(wish: KeepWish, progress: Progress, known: LockedSurface | None) -> Material | Unchanged:
    request = fetch.Request(
        wish.source,
        known.etag if known else "",
        known.last_modified if known else "",
        wish.header_env,
        wish.allow_hosts,
    )
    answer = fetch.fetch(request, progress)
    if isinstance(answer, Unchanged):
        return answer
    return Material(answer.data, fetch.shown(wish.source), answer.data, answer.etag, answer.last_modified)


def open_file(file: Path, wish: KeepWish) -> Material:
    if not file.is_file():
        raise DocumentError(f"{wish.source}: no such file", "give a file, or an address with https://")
    if file.suffix == ".whl":
        return Material(file.read_bytes(), file.name, wheel=True)
    document, name, beside = archive.open_document(file, follow=wish.follow)
    return Material(document, name, document, beside=beside)


def check_requirement(text: str) -> None:
    """Raise for anything but NAME==VERSION: pip would take an option or an address as well."""
    if not _REQUIREMENT.fullmatch(text):
        raise DocumentError(f"--package: expected a name and a version such as stripe==16.1.0, got `{text[:60]}`")


def _package(wish: KeepWish, rules: SdkRules) -> Material:
    """The wheel, brought by pip with pip's own configuration; it is never installed or imported."""
    from tempfile import TemporaryDirectory

    check_requirement(wish.source)
    with TemporaryDirectory(prefix="truthcheck-") as folder:
        _download(wish.source, folder)
        wheels = sorted(Path(folder).glob("*.whl"))
        if not wheels:
            raise DocumentError(f"{wish.source}: pip brought no wheel", "give the wheel as a file instead")
        whole = Material(wheels[0].read_bytes(), wheels[0].name, wheel=True)
        wanted = part_names(rules.page(wish.source.partition("==")[0]))
        return replace(whole, parts=tuple(_parts(wanted, whole, Path(folder))))


def _parts(wanted: set[str], whole: Material, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The wheels that the rules read together with this one, in the versions that it asks for."""
    for number, requirement in enumerate(_required(whole.data) if wanted else ()):
        if normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) in wanted:
            place = folder / str(number)
            place.mkdir()
            _download(requirement, str(place))
            yield from ((wheel.name, wheel.read_bytes()) for wheel in sorted(place.glob("*.whl"))[:1])


def _required(wheel: bytes) -> list[str]:
    """What a wheel asks for, as pip takes it; extras left out. Nothing for one that cannot be read."""
    try:
        with ZipFile(BytesIO(wheel)) as bundle:
            name = next(name for name in bundle.namelist() if name.endswith(".dist-info/METADATA"))
            with bundle.open(name) as stream:
                text = stream.read(_METADATA).decode("utf-8", "replace")
    except (*BROKEN, StopIteration):
        return []
    lines = re.findall(r"^Requires-Dist: *(.*?)\r?$", text, re.MULTILINE)
    return [written for line in lines if (written := _unconditional(line))]


def _unconditional(line: str) -> str:
    """A requirement as pip takes it, "" for one of an extra or that nobody can read."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return ""
    of_extra = requirement.marker is not None and "extra" in str(requirement.marker)
    return "" if of_extra or requirement.url else f"{requirement.name}{requirement.specifier}"


def _download(requirement: str, folder: str) -> None:
    import shutil
    import subprocess

    pip = shutil.which("pip") or shutil.which("pip3")
    if pip is None:
        raise DocumentError("pip is not on PATH, so no package can be fetched", "give the wheel as a file instead")
    command = [pip, "download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet"]
    try:
        done = subprocess.run(
            [*command, "--dest", folder, requirement], capture_output=True, text=True, timeout=300, check=False
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{requirement}: pip takes longer than 300 s", "try again later") from None
    if done.returncode:
        why = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR:")), "ERROR: failed")
        raise DocumentError(f"{requirement}: pip says: {_masked(why[6:].strip())}", "give the wheel as a file instead")


def _masked(text: str) -> str:
    return re.sub(r"//[^/\s@]*@", "//", text)[:300]
