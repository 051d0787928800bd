# For contributors. `make install` once, then `make check` before a commit; `make ci` is what the server runs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RULE ?= unknown-endpoint

.PHONY: install check ci test rule bench readme

install:
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

ci:
	.ci/run

test:
	$(BIN)/python -m pytest

# make rule RULE=wrong-method: one rule's page and its examples, run as tests
rule:
	$(BIN)/truthcheck explain $(RULE)
	$(BIN)/python -m pytest tests/test_cases.py -k $(RULE) -v

bench:
	$(BIN)/python -m bench

# writes the present output of its commands into README.md
readme:
	$(BIN)/python tests/test_readme.py
