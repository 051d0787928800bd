"""Python's meaning, as the engine asks for it: this module is an `engine.meaning.Meaning`."""

from truthcheck.claims.languages.python.meaning.annotations import annotated
from truthcheck.claims.languages.python.meaning.binding import bind
from truthcheck.claims.languages.python.meaning.classes import injected, instantiate, on_instances, receiver
from truthcheck.claims.languages.python.meaning.collections import on_mapping, on_sequence
from truthcheck.claims.languages.python.meaning.labels import class_test, label
from truthcheck.claims.languages.python.meaning.library import functions
from truthcheck.claims.languages.python.meaning.methods import external_item, on_encoded, on_reply
from truthcheck.claims.languages.python.meaning.objects import (
    call_object,
    class_attribute,
    constant_attribute,
    enter,
    object_attribute,
    on_object,
    on_super,
    super_attribute,
)
from truthcheck.claims.languages.python.meaning.operators import binary, compare, truth, unary
from truthcheck.claims.languages.python.meaning.strings import on_text
from truthcheck.claims.languages.python.meaning.words import (
    builtins,
    expects,
    external_types,
    harmless,
    missing_field,
    missing_name,
    own_file,
    sdks,
    submodules,
)

__all__ = [
    "annotated",
    "binary",
    "bind",
    "builtins",
    "call_object",
    "class_attribute",
    "class_test",
    "compare",
    "constant_attribute",
    "enter",
    "expects",
    "external_item",
    "external_types",
    "functions",
    "harmless",
    "injected",
    "instantiate",
    "label",
    "missing_field",
    "missing_name",
    "object_attribute",
    "on_encoded",
    "on_instances",
    "on_mapping",
    "on_object",
    "on_reply",
    "on_sequence",
    "on_super",
    "on_text",
    "own_file",
    "receiver",
    "sdks",
    "submodules",
    "super_attribute",
    "truth",
    "unary",
]
