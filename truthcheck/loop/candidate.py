"""Candidates: the text of the files that the check judges, kept so that each can be put back."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from truthcheck.claims import languages
from truthcheck.locks import write_whole

SUFFIXES = (*languages.named_suffixes(), ".sql", ".toml")
SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist", "venv"})
MOST_FILES = 50_000
MOST_BYTES = 4 * 1024 * 1024  # a larger file is not hand-made: not watched


@dataclass(frozen=True, slots=True)
class FileState:
    """One state of the watched files: path below the root, with forward slashes, to the SHA-256 of its content."""

    files: Mapping[str, str]

    @property
    def hash(self) -> str:
        lines = "".join(f"{path}\0{digest}\n" for path, digest in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    def changed(self, other: FileState) -> tuple[str, ...]:
        """The paths that differ, either way."""
        paths = self.files.keys() | other.files.keys()
        return tuple(sorted(path for path in paths if self.files.get(path) != other.files.get(path)))

    def taking(self, other: FileState, paths: Iterable[str]) -> FileState:
        """This one, with `paths` as `other` has them."""
        taken = set(paths)
        kept = {path: digest for path, digest in self.files.items() if path not in taken}
        return FileState({**kept, **{path: other.files[path] for path in taken if path in other.files}})


@dataclass(slots=True)
class Workspace:
    """Takes candidates of `root` and puts them back; contents are kept by digest in the folder `store`.

    Files that the check does not judge are none of its business: they are neither kept nor put back.
    `also` are further files to watch, such as the user's own rules and baseline.
    """

    root: Path
    store: Path
    also: tuple[str, ...] = ()
    _known: dict[str, tuple[tuple[int, int, int], str]] = field(default_factory=dict)
    _modes: dict[str, int] = field(default_factory=dict)

    def take(self) -> FileState:
        """The files as they stand now, their contents kept first."""
        paths = _listed(self.root) | set(self._known) | set(self._further())
        digests = {path: self._keep(path) for path in sorted(paths)[:MOST_FILES]}
        return FileState({path: digest for path, digest in digests.items() if digest})

    def _further(self) -> Iterable[str]:
        for name in self.also:
            path = self.root / name
            for file in path.rglob("*") if path.is_dir() else (path,):
                yield file.relative_to(self.root).as_posix()

    def _keep(self, path: str) -> str:
        try:
            status = os.lstat(self.root / path)
        except OSError:
            return ""
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return ""
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._known.get(path)
        if known and known[0] == stamp:
            return known[1]
        self._modes[path] = stat.S_IMODE(status.st_mode)
        data = (self.root / path).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if not (self.store / digest).exists():
            write_whole(self.store / digest, data)
        self._known[path] = (stamp, digest)
        return digest

    def content(self, candidate: FileState, path: str) -> bytes | None:
        """What `path` held in `candidate`; None when it was not there."""
        digest = candidate.files.get(path)
        return (self.store / digest).read_bytes() if digest else None

    def texts(self, candidate: FileState, paths: Iterable[str]) -> dict[str, str]:
        contents = {path: self.content(candidate, path) for path in paths}
        return {path: data.decode("utf-8", "replace") for path, data in contents.items() if data is not None}

    def restore(self, wanted: FileState, expected: FileState) -> tuple[str, ...]:
        """Put `wanted` back where the tree still is as `expected`.

        A file that somebody else has changed since stays as it is; those are returned.
        """
        now = self.take()
        left = []
        for path in wanted.changed(now):
            if now.files.get(path) != expected.files.get(path):
                left.append(path)
                continue
            self._put(path, self.content(wanted, path))
        return tuple(left)

    def _put(self, path: str, data: bytes | None) -> None:
        target = self.root / path
        if data is None:
            target.unlink(missing_ok=True)
            return
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else self._modes.get(path, 0o644)
        write_whole(target, data, mode)


def _listed(root: Path) -> set[str]:
    """The watched files below `root`: what git tracks or would track; without git, what is not hidden or installed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    try:
        run = subprocess.run([*command, *(f"*{s}" for s in SUFFIXES)], cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return set(_walked(root))
    return {os.fsdecode(name) for name in run.stdout.split(b"\0") if name}


def _walked(root: Path) -> Iterable[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not _skipped(Path(folder, name))]
        for name in files:
            if name.endswith(SUFFIXES):
                yield Path(folder, name).relative_to(root).as_posix()


def _skipped(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name in SKIPPED or (folder / "pyvenv.cfg").exists()
