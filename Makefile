# One door for every command. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
# torch stays outside the lock: its wheel differs from machine to machine. On Linux without a GPU,
# `make test TORCH_ARGS="--index-url …"` with PyTorch's CPU index saves several GB.
TORCH ?= torch==2.13.0
TORCH_ARGS ?=
# What was proved of an exercise holds in every checkout, as long as nothing has changed in it.
PROOFS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mianjing/proofs
V := .venv
BIN := $(V)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help serve serve-demo torch test check fix bench lock migration messages frontend screenshots clean system-for-serve system-for-tests

help: ## list the commands
	@grep -E '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

serve: $(V)/.serve system-for-serve ## install what is missing and start the site on 127.0.0.1:8000
	@$(BIN)/mianjing serve

serve-demo: $(V)/.serve system-for-serve ## the same with a simulated learner, in a data directory of its own
	@$(BIN)/mianjing demo
	@MIANJING_DATA_DIR=var/demo $(BIN)/mianjing serve

torch: $(V)/.serve $(V)/.torch ## install torch, which some code questions need; the judge finds it at its next start

test: $(V)/.test system-for-tests tests/browser/node_modules/.ok ## install what is missing, then run every check and every test
	@$(MAKE) --no-print-directory check
	@tests/with-postgres $(BIN)/python -m pytest -n 3 --dist worksteal $(PYTEST_ARGS)

check: $(V)/.test ## linters, types, import contracts, templates, the bank
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet templates
	MIANJING_PROOFS_DIR="$(PROOFS)" $(BIN)/mianjing bank check

fix: $(V)/.test ## format and mend what linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet templates || true

bench: $(V)/.test ## the measurements of the README: bank, srs, web, judge
	$(BIN)/mianjing bench bank
	$(BIN)/mianjing bench srs
	$(BIN)/mianjing bench web
	$(BIN)/mianjing bench judge

lock: $(V)/.venv ## renew the hashed locks from pyproject.toml
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra build --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra build --extra dev --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet \
	  -c requirements.lock -o requirements-dev.lock

migration: $(V)/.test ## write what the tables have changed as a migration: make migration m="learners may …"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="learners may …"'; exit 1; }
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(BIN)/alembic -x "url=sqlite:///$$scratch/empty.db" upgrade head; \
	$(BIN)/alembic -x "url=sqlite:///$$scratch/empty.db" revision --autogenerate -m "$(m)" \
	  --rev-id "$$(printf %04d $$(($$(ls migrations/versions/*.py | wc -l) + 1)))"

frontend: ## build the code editor anew after a change below frontend/ (needs Node 20; its bundle is committed)
	npm --prefix frontend ci --no-audit --no-fund --silent
	npm --prefix frontend run build --silent

screenshots: $(V)/.test ## draw the pictures of docs/ anew, from a demo database
	$(BIN)/python -m tests.browser.screenshots

clean: ## remove the virtual environment and caches (never var/)
	rm -rf $(V) .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/browser/node_modules frontend/node_modules

$(V)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Mianjing needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(V) || { echo "Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(V)/.serve: requirements.lock pyproject.toml | $(V)/.venv
	@echo "Installing the packages of requirements.lock (under a minute on a fast line)"
	@$(PIP) install --require-hashes -r requirements.lock | { grep -v '^Requirement already' || true; }
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.torch: | $(V)/.venv
	@echo "Installing $(TORCH) (a few minutes)"
	@$(PIP) install $(TORCH) $(TORCH_ARGS) | { grep -v '^Requirement already' || true; }
	@touch $@

$(V)/.test: requirements-dev.lock $(V)/.serve $(V)/.torch
	@echo "Installing the packages of requirements-dev.lock"
	@$(PIP) install --require-hashes -r requirements-dev.lock | { grep -v '^Requirement already' || true; }
	@touch $@

tests/browser/node_modules/.ok: tests/browser/package.json
	@if command -v npm >/dev/null; then npm --prefix tests/browser install --no-audit --no-fund --silent && touch $@; \
	else echo "npm is missing: the accessibility tests will not run. Install Node 20 or newer."; fi

system-for-serve:
	@tests/system-packages bubblewrap

system-for-tests:
	@tests/system-packages chromium-headless-shell chromium postgresql fonts-noto-cjk bubblewrap
