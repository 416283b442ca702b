# Every command a contributor needs. No logic lives here: each line calls a tool or a module of ours.

# Any Python is good enough to start with: prepare.py looks for a newer one if it has to.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
TSC := $(BIN)/node node_modules/typescript/bin/tsc
LOCK := uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup browser serve build test test-browsers fuzz check format article language renew bench lock clean

help: ## Show this list
	@echo "CX Atlas. Each command sets up what it needs the first time, inside this folder:"
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

setup: $(VENV)/.ready node_modules/.ready ## Install what the other commands need (Python packages, Node and its packages)

serve: setup ## Build all three languages, serve them at http://127.0.0.1:8000/ and rebuild on change
	$(BIN)/python -m assessment.publish serve

build: setup ## Build the whole site once, into site/
	$(BIN)/python -m assessment.publish build

test: setup browser $(VENV)/.tests-ready ## Run every test; a part of them with make test TESTS=tests/unit
	$(BIN)/python -m pytest --numprocesses auto $(TESTS)

test-browsers: setup browser $(VENV)/.tests-ready ## The corpus and a page in Chromium, Firefox and WebKitGTK, as far as the machine has them or can get them
	@$(BIN)/python -m tests.engines.prepare
	$(BIN)/python -m pytest tests/engines

fuzz: export HYPOTHESIS_PROFILE := nightly
fuzz: export FUZZ_LINKS := 10000
fuzz: setup browser $(VENV)/.tests-ready ## Ten thousand generated requests and files, and as many links, as in the nightly run
	$(BIN)/python -m pytest tests/unit/test_fuzz.py tests/browser/test_share.py

check: setup ## Check formatting, types, prose and data
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(TSC) --noEmit -p tsconfig.json
	$(BIN)/python -m assessment.publish check

format: setup ## Put the Python code into shape, as make check wants it
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format --quiet .

# SLUG and LANGUAGE count only where they are given to make: many systems set a LANGUAGE of their own.
given = $(if $(filter command,$(origin $(1))),$($(1)))

article: setup ## Start an article, or a translation of one, that passes the check: make article SLUG=first-impressions LANGUAGE=en
	@$(BIN)/python -m assessment.publish article "$(call given,SLUG)" "$(call given,LANGUAGE)" --section "$(call given,SECTION)"

language: setup ## Begin a language that the site does not have, from English: make language LANGUAGE=cs
	@$(BIN)/python -m assessment.publish language "$(call given,LANGUAGE)"

renew: setup ## Write anew what tests/cases and tests/invalid expect, after a change that is meant; then read git diff
	$(BIN)/python -m tests.renew

bench: build browser ## Measure start-up, pages and scale, and print the figures that the README quotes (half an hour)
	$(BIN)/python -m assessment.publish.bench
	$(BIN)/python -m assessment.publish.bench_pages
	$(BIN)/python -m assessment.publish.bench_scale

browser: setup ## Make sure there is a Chromium for the tests
	@$(BIN)/python -m assessment.publish.browser

lock: ## Renew requirements*.txt and package-lock.json after a change to what we depend on (needs uv)
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-test.txt requirements-test.in
	$(BIN)/npm install --package-lock-only --loglevel=error
	$(BIN)/npm install --package-lock-only --loglevel=error --omit-lockfile-registry-resolved --prefix assessment/publish/lighthouse

clean: ## Remove everything that was installed or built in this folder
	rm -rf $(VENV) node_modules build site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The stamps: set-up runs again only when what it was made from has changed.
$(VENV)/.ready: requirements.txt pyproject.toml
	@$(PYTHON) --version >/dev/null || { echo 'Could not run $(PYTHON). Name a Python that is 3.12 or newer: make PYTHON=/path/to/python …' >&2; exit 2; }
	@$(PYTHON) assessment/publish/prepare.py $(VENV)
	@echo 'Installing Python packages into $(VENV) (a minute or two) …'
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests-ready: requirements-test.txt $(VENV)/.ready
	@echo 'Installing what only the tests need into $(VENV) (half a minute) …'
	@$(PIP) --require-hashes -r requirements-test.txt
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc | $(VENV)/.ready
	@echo 'Installing Node packages into node_modules …'
	@$(BIN)/npm ci --loglevel=error
	@touch $@
