# Verbs of this house, the same ones CI runs. Each sets up what it needs; nothing to install before.
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?=
SIZES ?=
BASE ?=
SHARE ?=
.DEFAULT_GOAL := help
.PHONY: help install serve build test unit lint types golden docs bench bench-import torture wheel browser clean

help: ; @sed -n 's/^\([a-z-]*\):[^;]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
$(VENV)/base: pyproject.toml constraints.txt ; python3 -m venv $(VENV) && $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e . && touch $@
$(VENV)/dev: $(VENV)/base ; $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]' && touch $@
install: $(VENV)/dev  ## set up .venv with all that development needs
serve: $(VENV)/base   ## serve the example digest with live reload
	$(BIN)/coranto serve $(if $(PORT),--port $(PORT))
build: $(VENV)/base   ## build the example digest into output/
	$(BIN)/coranto build
browser: ; @sh tests/browser.sh
test: $(VENV)/dev browser  ## pass every test
	$(BIN)/python -m pytest -q -n auto
unit: $(VENV)/dev     ## the fast tests alone: no browser, no server
	$(BIN)/python -m pytest -q -n auto -m 'not browser and not server'
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
	$(BIN)/python -m build -q
clean: ; rm -rf .venv .coranto build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
