"""All releases of a package that are known: any of them can be asked, and all of them at little more cost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.index.history_edges import ANY_NAME
from truthcheck.sdks.index.history_file import History
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.traced import TracedIndex
from truthcheck.sdks.index.versions import is_pre_release

T = TypeVar("T")


class KnownReleases:
    """`versions` are in their order, the oldest first; `present` is the newest that is no pre-release.

    `general` are those that are none, all where there is nothing else.
    """

    def __init__(self, history: History, rules: Callable[[str], Sdk]) -> None:
        self._history = history
        self._rules = rules
        self._packages: dict[str, Package] = {}
        self._places = {version: place for place, version in enumerate(history.releases)}
        self.versions = history.releases
        self.present = history.present
        self.general = tuple(version for version in self.versions if not is_pre_release(version)) or self.versions

    def package(self, version: str) -> Package:
        if version not in self._packages:
            self._packages[version] = Package(self._history.at(version), self._rules)
        return self._packages[version]

    def each(
        self, versions: Sequence[str], ask: Callable[[Package], T], words: Collection[str] | None = None
    ) -> list[tuple[tuple[str, ...], T]]:
        """What is answered for releases, the oldest first; those for which it is the same answer stand together.

        A release is asked only when something that the question touched is otherwise there. With `words` the question
        is whether functions take these arguments, none where it is about no argument.
        """
        named = None if words is None else (*sorted(words), *ANY_NAME) if words else ()
        found: list[tuple[tuple[str, ...], T]] = []
        left = [self._places[version] for version in versions]
        while left:
            answer, first = self._asked(left[-1], ask, named)
            cut = next(number for number, place in enumerate(left) if place >= first)
            found.append((tuple(self.versions[place] for place in left[cut:]), answer))
            del left[cut:]
        return found[::-1]

    def _asked(self, place: int, ask: Callable[[Package], T], words: tuple[str, ...] | None) -> tuple[T, int]:
        """The answer of one release, and the place of the first from which on it is the same."""
        index = TracedIndex(self._history.at(self.versions[place]))
        answer = ask(Package(index, self._rules))
        edges = sorted(self._history.edges(index.touched, words))
        before = bisect_right(edges, place)
        return answer, edges[before - 1] if before else 0

    def gaps(self, versions: Sequence[str], ask: Callable[[Package], object]) -> tuple[str, ...]:
        """Releases between which lack a name that the last of them has, and an earlier one as well.

        The last has to be asked before: mostly it shows that nothing of the kind can be.
        """
        if not any(map(self._history.is_broken, self._history.at(versions[-1]).asked())):
            return ()
        index = TracedIndex(self._history.at(versions[-1]))
        ask(Package(index, self._rules))
        places = [self._places[version] for version in versions]
        return tuple(self.versions[place] for place in sorted(self._history.gaps(index.touched, places)))
