"""HTTP libraries as data (`rules/clients/*.toml`): which callable sends, which argument is what, how a reply is read.

`name()` in a dotted name stands for what calling `name` gives: `httpx.Client().get` is a method of an instance. What
other libraries do with the values on their way (`rules/libraries/*.toml`) and what tests put in the place of replies
(`rules/mocks/*.toml`) is joined with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path

from truthcheck.rulebook.client_file import add_client, add_library
from truthcheck.rulebook.client_rules import Clients, ReplyWords, SendRule, SessionRule
from truthcheck.rulebook.mock_file import add_mocks
from truthcheck.rulebook.mock_rules import MockRule
from truthcheck.rulebook.role import Role

__all__ = ["Clients", "MockRule", "ReplyWords", "Role", "SendRule", "SessionRule", "load"]


def load(folders: Iterable[Path], library_folders: Iterable[Path] = (), mock_folders: Iterable[Path] = ()) -> Clients:
    """Read every rule file of the folders; a file in a later folder replaces one of the same name before it."""
    known = Clients()
    for file in _files(library_folders):
        add_library(file, known)
    for file in _files(folders):
        add_client(file, known)
    for file in _files(mock_folders):
        add_mocks(file, known)
    known.any_reply = reduce(ReplyWords.joined, known.replies.values(), ReplyWords())
    return known


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    named = {file.name: file for folder in folders for file in folder.glob("*.toml")}
    return (file for _, file in sorted(named.items()))
