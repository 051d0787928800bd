"""Abstract evaluation of a program: values, memory, expressions, statements, calls.

It knows no language and no library: what code means (`meaning.Meaning`) and where values leave it (`sinks.Sinks`) are
tables that its frames hand down; what holds itself in a circle, expressions and statements, meets in `dispatch`.
Imports `claims/ir` and `model` only, and of `rulebook` the types of a client's rules.
"""
