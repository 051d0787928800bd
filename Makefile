# For contributors. `make install` once, then `make check` before a commit; `make ci` is what the server runs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RULE ?= unknown-endpoint

.PHONY: install check ci test coverage rule bench readme release

install:
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

ci:
	.ci/run

test:
	$(BIN)/python -m pytest -n auto

# what the quick tests leave unread, file by file, the worst first
coverage:
	$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

# make rule RULE=wrong-method: one rule's page and its examples, run as tests
rule:
	$(BIN)/truthcheck explain $(RULE)
	$(BIN)/python -m pytest tests/test_cases.py -k $(RULE) -v

bench:
	$(BIN)/python -m bench

# make release VERSION=1.2.3: cuts the changelog and sets the version; what to do then is in CONTRIBUTING.md
release:
	$(PYTHON) .ci/changelog.py cut $(VERSION)

# writes the present output of its commands into README.md
readme:
	$(BIN)/python tests/test_readme.py
