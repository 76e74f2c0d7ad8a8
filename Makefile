# Every target sets up what it needs in .venv; nothing is downloaded while that is up to date.

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

# What is measured, and by which tests: measuring all of them would take much longer.
CORE := simulator.domain,simulator.engine,simulator.acts
CORE_TESTS := $(patsubst %,tests/unit/%,domain engine acts) \
	$(filter-out %/test_evidence.py,$(wildcard tests/unit/scoring/test_*.py))

# Many tests wait for processes, pages and timers: two more run at a time than there are cores.
AT_ONCE = -n $$($(BIN)/python -c 'import os; print(2 + (os.cpu_count() or 2))') --dist loadgroup

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.PHONY: help demo test check lint bench long clean chromium

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## play the sample exercise
	@$(BIN)/simulacro demo

test: ## every check and test but the long ones; every branch of the core
	@$(MAKE) chromium & $(MAKE) lint; ended=$$?; wait; exit $$ended
	@$(BIN)/coverage erase
	@$(BIN)/coverage run --source=$(CORE) -m pytest -n auto --dist loadgroup $(CORE_TESTS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=100
	@$(BIN)/pytest $(AT_ONCE) $(CORE_TESTS:%=--ignore=%)

check: lint ## the same without the slow tests
	@$(BIN)/pytest $(AT_ONCE) -m "not slow and not long"

lint: $(DEV) ## format, lint, types and import contracts
	@$(BIN)/ruff format --check --quiet . || { echo 'Some files are not formatted: run `ruff format`.'; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

bench: $(DEV) ## ratios against floors and peers
	@$(BIN)/python -m tests.bench

long: $(DEV) ## the property tests on many more examples, a thousand kills, an hour under load; takes long
	@$(BIN)/pytest -n auto --dist loadgroup -m "hypothesis or long" --hypothesis-profile=long
	@$(BIN)/python -m tests.kill --kills 1000
	@$(BIN)/python -m tests.kill --kills 1000 --power

chromium: # what the pages are tested in; Debian's own
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get -qq update && apt-get -qq install --yes chromium >/dev/null; } || \
		echo 'Without chromium the tests in a browser are skipped; on Debian: apt-get install chromium'

clean: ## remove what the other targets made
	@rm -rf .venv .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml | $(BIN)/python
	@echo 'Setting up .venv; this is done once and takes about a minute.'
	@$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo 'Setting up .venv for the tests; this is done once and takes about a minute.'
	@$(PIP) install --editable '.[dev]'
	@touch $(RUNTIME) $@

$(BIN)/python:
	@test -n '$(PYTHON)' && $(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || \
		{ echo 'Simulacro needs Python 3.11 or newer: install it, or name yours with make PYTHON=...'; exit 1; }
	@$(PYTHON) -m venv .venv
