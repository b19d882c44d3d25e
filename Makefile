# Verbs of this house, the same ones CI runs. Each sets up what it needs; nothing to install before.
PYTHON ?= python3
VENV ?= .venv
PINS ?= constraints.txt
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check --retries 10 -c $(PINS)
PORT ?=
SIZES ?=
BASE ?=
SHARE ?=
.DEFAULT_GOAL := help
.PHONY: help install dev serve build test unit oldest newest lint types golden docs bench bench-import torture wheel browser clean

help: ; @sed -n 's/^\([a-z-]*\):[^;]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
$(VENV)/base: pyproject.toml $(PINS) ; $(PYTHON) -m venv $(VENV) && $(PIP) -e . && touch $@
$(VENV)/dev: $(VENV)/base ; $(PIP) -e '.[dev]' && touch $@
.cache/oldest.txt: pyproject.toml tests/oldest.py ; mkdir -p .cache && $(PYTHON) tests/oldest.py > $@
install: $(VENV)/base ## set up .venv with the command alone: .venv/bin/coranto
dev: $(VENV)/dev      ## the same with all that development needs
serve: $(VENV)/base   ## serve the example digest with live reload
	$(BIN)/coranto serve $(if $(PORT),--port $(PORT))
build: $(VENV)/base   ## build the example digest into output/
	$(BIN)/coranto build
browser: ; @sh tests/browser.sh
test: $(VENV)/dev browser  ## pass every test
	$(BIN)/python -m pytest -q -n auto
unit: $(VENV)/dev     ## the fast tests alone: no browser, no server
	$(BIN)/python -m pytest -q -n auto -m 'not browser and not server'
oldest: .cache/oldest.txt  ## the fast tests with the oldest libraries that pyproject.toml allows
	$(MAKE) unit VENV=.cache/oldest PINS=.cache/oldest.txt
newest:               ## the fast tests with the newest libraries there are (PYTHON=python3.14 for a newer Python)
	rm -rf .cache/newest && mkdir -p .cache && : > .cache/newest.txt && $(MAKE) unit VENV=.cache/newest PINS=.cache/newest.txt
lint: $(VENV)/dev     ## ruff: lint and format
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: $(VENV)/dev    ## mypy --strict
	$(BIN)/mypy
golden: $(VENV)/dev   ## write the golden sites anew; read the diff before committing it
	GOLDEN=write $(BIN)/python -m pytest -q tests/test_golden.py
docs: $(VENV)/base    ## the documentation as a site, in build/docs/output
	$(BIN)/python docs/make.py build/docs $(BASE)
	$(BIN)/coranto build --root build/docs --strict && $(BIN)/coranto check --root build/docs --strict
bench: $(VENV)/base   ## how long a build takes beside other generators (SIZES=1000,10000)
	$(BIN)/python benchmarks/build.py $(if $(SIZES),--sizes $(SIZES))
bench-import: $(VENV)/dev  ## how well and how fast saved pages are read, with peers beside
	$(BIN)/python benchmarks/import.py
torture: $(VENV)/dev browser  ## try to break it, at length, and print the figures (SHARE=0.1 for a tenth)
	$(BIN)/python benchmarks/torture.py $(if $(SHARE),--share $(SHARE))
wheel: $(VENV)/dev    ## build dist/*.whl and the sdist
	rm -rf dist && $(BIN)/python -m build -q --no-isolation
clean: ; rm -rf .venv .coranto .cache build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
