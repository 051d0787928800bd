"""What is evil in a package, for the tests of those who read one: it would leave a mark if it ever ran."""

from __future__ import annotations

MARK = "ran.txt"
EVIL = f"""\
import pathlib
pathlib.Path({MARK!r}).write_text("import")
class Meta(type):
    def __init_subclass__(cls): pathlib.Path({MARK!r}).write_text("class")
def __getattr__(name): pathlib.Path({MARK!r}).write_text("getattr")
print("run", file=open({MARK!r}, "w"))
"""
DEEP = {
    "brackets": "(" * 10_000 + ")" * 10_000,
    "signs": "x = " + "-" * 100_000 + "1",
    "a chain": "x = a" + ".b" * 2_500,
    "a long chain": "x = a" + ".b" * 200_000,
    "a sum": "x = 'a'" + " + 'a'" * 2_500,
    "a long sum": "x = 'a'" + " + 'a'" * 200_000,
    "calls": "x = a" + "()" * 2_500,
    "a text of types": "x: " + repr("a" + "[b" * 90 + "]" * 90) + "\ny: " + repr("int" + " | int" * 50_000),
    "conditions": "if a: pass\n" + "elif a: pass\n" * 2_500,
    "many names": "\n".join(f"x{n} = x{n + 1}" for n in range(20_000)),
}
