"""OpenAPI Overlay 1.0: the user's corrections of a vendor's document, applied before it is compiled.

An overlay is a document with `overlay: 1.0.0` and a list of `actions`. Each has a `target`, and either `update` (an
object is merged, a list grows by it, anything else is replaced) or `remove: true`. Targets are this part of JSONPath:

    $                            the whole document
    .name  ['name']  ["name"]    a property
    .*  [*]                      every property or item
    [0]  [-1]                    an item
    ..name  ..*                  at any depth
    [?(@.name == 'value')]       items or properties whose own property has this value; != as well,
    [?(@.name)]                  or has any
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.surfaces.document import parse

_STEP = re.compile(
    r"""(?P<deep>\.\.)?(?:
        \.?(?P<star>\*|\[\s*\*\s*\])
      | \[\s*(?P<index>-?\d+)\s*\]
      | \[\s*(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\]
      | \[\s*\?\s*\(?\s*@\.(?P<key>[\w-]+)\s*
          (?:(?P<test>[=!]=)\s*(?P<value>'[^']*'|"[^"]*"|-?\d+|true|false|null))?\s*\)?\s*\]
      | \.?(?P<name>[\w$-][\w$-]*)
    )""",
    re.X,
)
_MOST = 100_000  # places that one action may meet
_HINT = "see the targets that are understood: truthcheck specs add --help"

Place = tuple[Any, Any]  # a container and the key or index in it


@dataclass(frozen=True, slots=True)
class Action:
    """`where` names it for messages: "fix.yaml: actions[2]"."""

    where: str
    target: str
    update: Any = None
    remove: bool = False


def read(data: bytes, name: str) -> tuple[Action, ...]:
    """The actions of an overlay document. Raises DocumentError with the action and what was expected."""
    tree = parse(data, name)
    actions = tree.get("actions")
    if not str(tree.get("overlay", "")).startswith("1.") or not isinstance(actions, list):
        raise DocumentError(f"{name}: is no overlay: expected `overlay: 1.0.0` and a list of `actions`")
    return tuple(_action(item, f"{name}: actions[{index}]") for index, item in enumerate(actions))


def _action(item: Any, where: str) -> Action:
    if not isinstance(item, dict) or not isinstance(item.get("target"), str):
        raise DocumentError(f"{where}: target: expected a JSONPath such as $.paths")
    if item.get("remove") is not True and "update" not in item:
        raise DocumentError(f"{where}: expected `update`, or `remove: true`")
    list(_steps(item["target"], where))  # a mistake shows before anything is changed
    return Action(where, item["target"], item.get("update"), item.get("remove") is True)


def apply(data: bytes, name: str, actions: Iterable[Action]) -> tuple[bytes, tuple[str, ...]]:
    """The document after all actions, as JSON, and a note for each action that met nothing."""
    holder = {"$": json.loads(json.dumps(parse(data, name), default=str))}  # what aliases share must not change at once
    notes = []
    for action in actions:
        places = _places(holder, action)
        if not places:
            notes.append(f"{action.where}: {action.target} is nowhere in the document")
        for place in reversed(places):  # from the last item on, so that indexes stay true
            _change(place, action)
    if not isinstance(holder.get("$"), dict):
        raise DocumentError(f"{name}: is no document any more after its overlays")
    return json.dumps(holder["$"]).encode(), tuple(notes)


def _change(place: Place, action: Action) -> None:
    container, key = place
    if action.remove:
        del container[key]
    else:
        container[key] = _merged(container[key], action.update)


def _merged(old: Any, update: Any) -> Any:
    if isinstance(old, dict) and isinstance(update, dict):
        return {**old, **{key: _merged(old[key], value) if key in old else value for key, value in update.items()}}
    if isinstance(old, list):
        return [*old, *(update if isinstance(update, list) else [update])]
    return update


def _places(holder: dict[str, Any], action: Action) -> list[Place]:
    places: list[Place] = [(holder, "$")]
    for step in _steps(action.target, action.where):
        seen: set[int] = set()  # what lies below two places is walked once
        found = (place for container, key in places for place in _next(container[key], step, seen))
        places = list(_bounded(found, action.where))
    return places


def _bounded(places: Iterator[Place], where: str) -> Iterator[Place]:
    seen: set[tuple[int, Any]] = set()
    for container, key in places:
        if len(seen) >= _MOST:
            raise DocumentError(f"{where}: means more than {_MOST} places", "name them more exactly")
        if (id(container), key) not in seen:
            seen.add((id(container), key))
            yield container, key


def _steps(target: str, where: str) -> Iterator[re.Match[str]]:
    if not target.startswith("$"):
        raise DocumentError(f"{where}: target: expected a JSONPath that starts with $", _HINT)
    at = 1
    while at < len(target):
        step = _STEP.match(target, at)
        if step is None or (step["name"] and target[at] != "."):
            raise DocumentError(f"{where}: target: cannot read {target[at : at + 40]!r}", _HINT)
        yield step
        at = step.end()


def _next(node: Any, step: re.Match[str], seen: set[int]) -> Iterator[Place]:
    for one in _below(node, seen) if step["deep"] else (node,):
        yield from _picked(one, step)


def _below(node: Any, seen: set[int]) -> Iterator[Any]:
    """The node and every object and list below it, but none that was `seen`."""
    todo = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, (dict, list)) and id(one) not in seen:
            seen.add(id(one))
            yield one
            todo.extend(one.values() if isinstance(one, dict) else one)


def _picked(node: Any, step: re.Match[str]) -> Iterator[Place]:
    if step["star"]:
        yield from ((node, key) for key in _keys(node))
    elif step["key"]:
        yield from ((node, key) for key in _keys(node) if _passes(node[key], step))
    elif step["index"]:
        number = int(step["index"])
        if isinstance(node, list) and -len(node) <= number < len(node):
            yield node, number % len(node)
    elif isinstance(node, dict):
        name = step["name"] or re.sub(r"\\(.)", r"\1", step["quoted"][1:-1])
        if name in node:
            yield node, name


def _keys(node: Any) -> list[Any]:
    """The keys of an object, the indexes of a list, nothing of anything else."""
    return list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []


def _passes(node: Any, step: re.Match[str]) -> bool:
    if not isinstance(node, dict) or step["key"] not in node:
        return False
    if not step["test"]:
        return True
    written = step["value"]
    value = written[1:-1] if written[0] in "'\"" else json.loads(written)
    own = node[step["key"]]
    same = type(own) is type(value) and own == value
    return same if step["test"] == "==" else not same
