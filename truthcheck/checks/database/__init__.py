"""Calls about the project's own database: what a request to its tables means, and what is false of it.

A chain of steps and a request over HTTP both become a `Query`; which step or path means what is rule data. The checks
judge a query beside a `Database`, whatever the sources were that it was read from.

Imports `checks/core`, `checks/calls`, `suggest` and `model`.
"""
