"""Lowering: the same places as Python's own parser gives, the right values, one clear line for what cannot be read."""

from __future__ import annotations

import ast
import os
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from truthcheck.claims import ir
from truthcheck.claims.ir import Unreadable
from truthcheck.claims.languages.python.parse.encoding import decode
from truthcheck.claims.languages.python.parse.lower import lower

LIBRARY = Path(os.__file__).parent


def walk(node: Any) -> Iterator[Any]:
    todo = [node]
    while todo:
        node = todo.pop()
        if hasattr(node, "_fields"):
            yield node
        if isinstance(node, ir.FuncDef):
            node = (node.decorators, node.params, node.returns, node.body)
        todo.extend(reversed([part for part in node if isinstance(part, tuple | ir.FuncDef)]))


def only(text: str) -> Any:
    """The value of a module that is one expression."""
    statement = lower("x.py", text.encode()).body[0]
    assert isinstance(statement, ir.ExprStmt)
    return statement.value


def cut(text: str, at: ir.Pos) -> str:
    lines = text.splitlines(keepends=True)
    line, column, end_line, end_column = at
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    middle = lines[line : end_line - 1]
    return lines[line - 1][column - 1 :] + "".join(middle) + lines[end_line - 1][: end_column - 1]


def places(source: bytes) -> tuple[set[Any], set[Any]]:
    """(kind, name or "", place) by Python's parser and by ours. Patterns and insides of f-strings are left out:
    the tree keeps the first only in part, and older Pythons place the second wrongly."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
    lines = decode(source).replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode()) + 1

    theirs = set()
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if not isinstance(node, (ast.JoinedStr, ast.pattern)):
            todo.extend(ast.iter_child_nodes(node))
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Constant)):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = (node.lineno, column(node.lineno, node.col_offset))
            end = (node.end_lineno, column(node.end_lineno, node.end_col_offset))
            name = getattr(node, "id", getattr(node, "attr", ""))
            theirs.add((type(node).__name__, name, (*start, *end)))
    kinds = {ir.Name: "Name", ir.Attr: "Attribute", ir.CallExpr: "Call", ir.Const: "Constant"}
    ours = {
        (kinds[type(node)], getattr(node, "id", getattr(node, "name", "")), node.at)
        for node in walk(lower("x.py", source))
        if type(node) in kinds
    }
    return theirs, ours


def compare(files: list[Path]) -> tuple[int, list[Any]]:
    total, missing = 0, []
    for file in files:
        source = file.read_bytes()
        try:
            theirs, ours = places(source)
        except (SyntaxError, ValueError, Unreadable):
            continue
        total += len(theirs)
        missing += [(file.name, *one) for one in theirs - ours]
    return total, missing


def test_places_are_those_of_python() -> None:
    names = ("dataclasses.py", "textwrap.py", "json/decoder.py", "http/cookies.py", "argparse.py")
    total, missing = compare([LIBRARY / name for name in names if (LIBRARY / name).is_file()])
    assert total > 5_000
    assert missing == []


@pytest.mark.slow
def test_places_in_the_whole_standard_library() -> None:
    files = [file for file in sorted(LIBRARY.rglob("*.py")) if "site-packages" not in file.parts]
    total, missing = compare(files)
    assert total > 500_000
    assert len(missing) <= total / 10_000, missing[:20]


TEXTS = [
    "f(a, *b, c=1, **d)",
    "((a).b)[(c)](\n  d,  # note, with (brackets\n  e = (f),\n)",
    "a . b \\\n . c (x) [1:2, ::3]",
    "f'é{ a . b (c) !r:>{w}}' 'tail' f'{d=}{{e}}'",
    "((a + (b)) - c) * d(e)",
    "lambda x, /, y=f(1), *a, z: g(x)",
    "[f(x) for x, y in g(z) if h(x) for w in x]",
    "{**a, 'k': f(v), (1, 2): [x, *y]}",
    "(x := f(y)) if not a.b else (yield from c.d)",
    "a < b() is not c.d not in e",
    "ünï.cödé('日本') + x.y",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_place_cuts_out_what_stands_there(text: str, newline: str) -> None:
    text = text.replace("\n", newline)
    for node in walk(lower("x.py", text.encode())):
        if isinstance(node, ir.Name):
            assert cut(text, node.at) == node.id
        if isinstance(node, ir.Attr):
            assert cut(text, node.name_at) == node.name
        if isinstance(node, ir.CallExpr):
            assert cut(text, node.at).endswith(")")
        if isinstance(node, ir.Arg) and node.keyword:
            assert node.keyword_at is not None
            assert cut(text, node.keyword_at) == node.keyword


LITERALS = [
    "'a'", '"é"', "''", "'''a\nb'''", r"'\n\t\\\'\x41\u00e9\U0001F600\101\0'", r"r'\n\d'", r"'\d\N{BULLET}'",
    r"b'\xff\n\u0041'", r"rb'\xff'",
    "u'x'", "'a' \"b\" r'\\c'", "b'a' b'b'", "'line \\\n join'", "'''\"'''", '""""a"""',
    "0", "1_000", "0xFF", "0o17", "0b11", "1.5e3", ".5", "2j", "1_0.0_1", "True", "None", "...", "00",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("literal", LITERALS)
def test_a_literal_has_the_value_python_gives_it(literal: str) -> None:
    node = only(literal)
    assert isinstance(node, ir.Const)
    assert node.value == ast.literal_eval(literal)
    assert type(node.value) is type(ast.literal_eval(literal))


def test_f_strings_are_texts_and_fields() -> None:
    node = only(r"f'/a/{b}/\x41{{}}{c!r}{d:>{w}}' '/e{f}' rf'\g{h!s}'")
    assert isinstance(node, ir.Joined)
    fields = [part for part in node.parts if isinstance(part, ir.Formatted)]
    texts = [part.value for part in node.parts if isinstance(part, ir.Const)]
    assert texts == ["/a/", "/A{}", "/e{f}", "\\g"]
    assert [(field.value.id, field.plain) for field in fields if isinstance(field.value, ir.Name)] == [
        *(("b", True), ("c", False), ("d", False), ("h", True))
    ]
    assert [type(inner.value) for inner in fields[2].spec] == [ir.Name]


def test_a_self_documenting_field_writes_its_own_name() -> None:
    node = only("f'{x = }'")
    assert isinstance(node, ir.Joined)
    assert [part.value for part in node.parts if isinstance(part, ir.Const)] == ["x = "]


def test_statements() -> None:
    module = lower(
        "x.py",
        b"from . import a as b, c\nimport d.e as f\nfrom g import *\n"
        b"@deco(1)\nasync def h(x, /, y: int = 1, *a, z, **k) -> str: return x\n"
        b"class K(B, *M, metaclass=T): pass\n"
        b"if p: pass\nelif q: pass\nelse: r()\n"
        b"x: int = 1; y += 2; del x, y\n",
    )
    relative, plain, star, function, cls, branch, annotated, augmented, delete = module.body
    assert isinstance(relative, ir.ImportFrom)
    assert (relative.module, relative.level, relative.names) == ("", 1, (("a", "b"), ("c", "")))
    assert isinstance(plain, ir.Import)
    assert plain.names == (("d.e", "f"),)
    assert isinstance(star, ir.ImportFrom)
    assert star.names == (("*", ""),)
    assert isinstance(function, ir.FuncDef)
    assert [(param.name, param.kind) for param in function.params] == [
        *(("x", "posonly"), ("y", "normal"), ("a", "*"), ("z", "kwonly"), ("k", "**"))
    ]
    assert function.at[:2] == (5, 1)
    assert isinstance(cls, ir.ClassDef)
    assert [type(base) for base in cls.bases] == [ir.Name, ir.Star]
    assert [name for name, _ in cls.keywords] == ["metaclass"]
    assert isinstance(branch, ir.If)
    assert isinstance(branch.orelse[0], ir.If)
    assert isinstance(branch.orelse[0].orelse[0], ir.ExprStmt)
    assert isinstance(annotated, ir.AnnAssign)
    assert isinstance(augmented, ir.AugAssign)
    assert augmented.op == "+"
    assert isinstance(delete, ir.Delete)
    assert len(delete.targets) == 2


def test_match_keeps_literals_and_names() -> None:
    module = lower(
        "x.py",
        b"match m:\n case 'GET' | 'POST': a()\n case K(x, y=[z, *r]) if g(z): b()\n"
        b" case {'k': v, **rest}: c()\n case ('one',): d()\n case -1: e()\n case _: f()\n",
    )
    (match,) = module.body
    assert isinstance(match, ir.Match)
    values = [tuple(getattr(value, "value", None) for value in case.values) for case in match.cases]
    assert values == [("GET", "POST"), (), (), (), (None,), ()]
    assert [case.names for case in match.cases] == [(), ("x", "z", "r"), ("v", "rest"), (), (), ()]
    calls = [node.at[0] for node in walk(module) if isinstance(node, ir.CallExpr)]
    assert sorted(calls) == [2, 3, 3, 4, 5, 6, 7]


def test_no_call_is_lost() -> None:
    text = "assert a(), b()\nraise c() from d()\nx = f'{e():{g()}}'\n{**h() for i in j()}\n"
    try:
        module = lower("x.py", text.encode())
    except Unreadable:  # `{**x for ...}` needs a newer grammar
        module = lower("x.py", text.rpartition("{**")[0].encode())
    called = {node.func.id for node in walk(module) if isinstance(node, ir.CallExpr) and isinstance(node.func, ir.Name)}
    assert called >= set("abcdeg")


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        (b"x = 1\ny = <>\n", "syntax error", 2),
        (b"def f(:\n  pass\n", "syntax error", 1),
        (b"print 'hello'\n", "syntax error", 1),
        (b"x = 1\ny = '\xff'\n", "not utf-8 text: byte 0xff", 2),
        (b"# coding: nonsense\n", "cannot be decoded", 1),
        (b"\xef\xbb\xbf# coding: latin-1\n", "cannot be decoded", 1),
        (b"x = 1\x00\n", "", 0),
    ],
)
def test_one_clear_line_for_what_cannot_be_read(source: bytes, message: str, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        lower("x.py", source)
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message
    assert caught.value.line == line or not line


def test_declared_encodings_and_marks() -> None:
    (statement,) = lower("x.py", "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1")).body
    assert isinstance(statement, ir.Assign)
    assert statement.value == ir.Const("é", (2, 5, 2, 8))
    (statement,) = lower("x.py", b"\xef\xbb\xbfx = 1\n").body
    assert statement.at == (1, 1, 1, 6)


# Each would end the process, or keep it busy for minutes, in the parser.
DEEP = {
    "sum": "x = " + " + ".join("a" * 10_000),
    "parentheses": "x = " + "(" * 1_000 + "1" + ")" * 1_000,
    "lists": "x = " + "[" * 10_000,
    "not": "x = " + "not " * 10_000 + "a",
    "minus": "x = " + "-" * 10_000 + "1",
    "and": "x = " + " and ".join("a" * 10_000),
    "attributes": "x = a" + ".b" * 5_000,
    "calls": "x = a" + ".b()" * 5_000,
    "subscripts": "x = a" + "[0]" * 5_000,
    "conditions": "x = " + "a if b else " * 5_000 + "c",
    "lambdas": "x = " + "lambda a, b: " * 5_000 + "c",
    "words behind numbers": "x = " + "0xfor 1or " * 5_000 + "1",
    "import": "import " + ".".join("a" * 10_000),
    "f-string": "x = f'{" + "[" * 5_000 + "]" * 5_000 + "}'",
    "f-string braces": "x = f'" + "{" + "{1:" * 5_000 + "}" * 5_001 + "'",
    "open": "{" * 100_000,
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_beyond_reason_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable, match="nested too deeply") as caught:
        lower("x.py", ("import requests\n'''two\nlines'''\n" + DEEP[kind]).encode())
    assert caught.value.line == 4


WIDE = {
    "dictionary": "x = {" + ", ".join(f"'k{i}': f({i})" for i in range(10_000)) + "}",
    "elif": "if a: f()\n" + "elif b: f()\n" * 3_000,
    "sum": "x = " + " + ".join(["a"] * 400),
    "lists": "x = " + "[" * 90 + "1" + "]" * 90,
    "strings": "x = (" + "'a'\n" * 2_500 + ")",
    "polynomial": "x = " + " + ".join(f"{i} * a**{i} * b.c" for i in range(200)),
    "long string": 'x = f("""' + "{([ a + b\n" * 5_000 + '""")',
    "long raw string": 'x = r"""{' + "a + b\n" * 500 + '}"""',
    "long f-string": "x = f'''" + "body {{ color: red; }}\n" * 500 + "{x}'''",
}


@pytest.mark.parametrize("kind", WIDE)
def test_what_is_only_long_is_read(kind: str) -> None:
    started = time.process_time()
    assert lower("x.py", WIDE[kind].encode()).body
    assert time.process_time() - started < 5


@pytest.mark.slow
def test_a_generated_file_of_20_000_lines() -> None:
    one = 'def f{0}(a, b):\n    x = requests.get("https://api/{0}", params={{"a": a, "b": {0}}})\n    return x["k"]\n\n'
    source = ("import requests\n" + "".join(one.format(i) for i in range(5_000))).encode()
    started = time.process_time()
    assert len(lower("x.py", source).body) == 5_001
    assert time.process_time() - started < 5
