"""Every rule that a run judges by, made once from the shipped folder and the user's own, and handed to who asks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from truthcheck import shipped
from truthcheck.model.provider import Provider
from truthcheck.rulebook import clients, providers
from truthcheck.rulebook.clients import Clients


class Rulebook:
    """The rules of `own`, the user's folders, over those that come with truthcheck.

    A file of a later folder replaces the one of its name. Each kind of rule is read when it is first asked for.
    """

    def __init__(self, own: Iterable[Path] = ()) -> None:
        self._folders = (shipped.folder("rules"), *own)
        self._clients: Clients | None = None
        self._providers: dict[tuple[str, bool], Provider] = {}

    def clients(self) -> Clients:
        """HTTP libraries: which callable sends, and which argument is what."""
        if self._clients is None:
            self._clients = clients.load(self._kind("clients"), self._kind("libraries"), self._kind("mocks"))
        return self._clients

    def provider(self, id: str, own: bool = False) -> Provider:
        """How an API is judged; one that no file describes is judged by its documents alone.

        What is said of shipped documents holds for no document of the user's own: of these, only his files speak.
        """
        if (id, own) not in self._providers:
            self._providers[id, own] = providers.load(self._kind("providers")[own:], id)
        return self._providers[id, own]

    def files(self, kind: str) -> tuple[Path, ...]:
        """The rule files of a kind ("clients", "libraries", "mocks", "providers", "sdks"), sorted by name."""
        named = {file.name: file for folder in self._kind(kind) for file in folder.glob("*.toml")}
        return tuple(file for _, file in sorted(named.items()))

    def is_own(self, file: Path) -> bool:
        """Whether a rule file is the user's, of which nobody has checked that it fits its schema."""
        return not file.is_relative_to(self._folders[0])

    def file(self, kind: str, stem: str) -> Path | None:
        """The rule file of that name, None when no folder has one."""
        there = (folder / f"{stem}.toml" for folder in reversed(self._kind(kind)))
        return next((file for file in there if file.is_file()), None)

    def _kind(self, kind: str) -> tuple[Path, ...]:
        return tuple(folder / kind for folder in self._folders)
