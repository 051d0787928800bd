"""Known text where a parameter stands: what can be its value, and what is rather an invented endpoint."""

from __future__ import annotations

import re

import pytest
from surfaces_world import World, ask

from truthcheck.model.surface import Found, NoPath, Operation, Parameter, Route, Shape


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("7", True),
        ("AC123", True),
        ("me", True),
        ("latest", True),
        ("your-id", True),
        ("issue_number", True),
        ("list", False),
    ],
)
def test_a_plain_word_is_no_number(text: str, possible: bool) -> None:
    class Numbered(World):
        def operation(self, route: Route) -> Operation:
            number = Parameter("issue_number", "path", True, Shape(types=("integer",)))
            return Operation(route.method, route.path, parameters=(number,))

    result = ask(Numbered("GET /issues/{issue_number}"), f"GET /issues/{text}")
    assert isinstance(result, Found if possible else NoPath)


@pytest.mark.parametrize(("text", "possible"), [("SM12", True), ("SM1", True), ("list", False), ("archive", True)])
def test_a_plain_word_of_another_length_is_no_identifier(text: str, possible: bool) -> None:
    class Sized(World):
        def operation(self, route: Route) -> Operation:
            sid = Parameter("Sid", "path", True, Shape(types=("string",), length=(7, 7)))
            return Operation(route.method, route.path, parameters=(sid,))

    result = ask(Sized("GET /messages/{Sid}.json"), f"GET /messages/{text}.json")
    assert isinstance(result, Found if possible else NoPath)


@pytest.mark.parametrize(
    ("call", "possible"),
    [
        ("POST /customers/create", False),
        ("POST /customers/cus_1", True),
        ("POST /customers/list", True),
        ("POST /users/list", False),
        ("POST /labels/create", True),
        ("POST /tables/create", True),
    ],
)
def test_a_verb_is_no_identifier_except_where_people_choose_it(call: str, possible: bool) -> None:
    class Named(World):
        def operation(self, route: Route) -> Operation:
            names = re.findall(r"{(\w+)}", route.path)
            return Operation(
                route.method, route.path, parameters=tuple(Parameter(n, "path", True, Shape()) for n in names)
            )

    world = Named(
        "POST /customers/{customer}", "POST /users/{user_id}", "POST /labels/{name}", "POST /tables/{idOrName}"
    )
    assert isinstance(ask(world, call), Found if possible else NoPath)
