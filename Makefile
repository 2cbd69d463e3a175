# Everything that is done to this project, by name. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

# The first that runs (a version manager's shim may not) and for which every pinned package has a wheel; else python3.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$each && exit; \
	done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
ROOMS := schema domain adapters activities workflows workers api cli
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --quiet
ARGS ?=
# Two halves of the tests at a time, each with servers of its own; 0 runs all in one process.
PROCESSES ?= 2

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMP) ## Virtual environment with pinned, hash-checked packages (PYTHON=… chooses the interpreter)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "python -m venv failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	$(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: setup ## From nothing to ranked jobs in one run (KEEP=1 leaves it up afterwards)
	$(BIN)/vitaeflow demo $(if $(KEEP),--keep) $(ARGS)

.PHONY: up
up: setup ## Serve until Ctrl-C
	$(BIN)/vitaeflow up $(ARGS)

.PHONY: doctor
doctor: setup ## What this machine has and what it lacks
	$(BIN)/vitaeflow doctor $(ARGS)

.PHONY: test
test: setup ## All tests, on real PostgreSQL, Temporal and Qdrant (ARGS='-k …' chooses)
	@echo "Temporal: $$($(BIN)/python -m adapters.embedded.temporal_cli)"
	$(BIN)/pytest --numprocesses $(PROCESSES) --dist loadfile $(ARGS)

.PHONY: check
check: setup docker-compose.yml ## Lint, format, types, import rules, compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(ROOMS) tests bench eval
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

.PHONY: bench
bench: setup ## Speed: every figure with its ratio, into docs/benchmarks.md
	$(BIN)/python -m bench $(ARGS)

.PHONY: eval
eval: setup ## Quality: how well résumés are read and matched, against floors (CV=1 adds leave-one-out tables)
	$(BIN)/vitaeflow eval $(if $(CV),--cv) $(ARGS)

.PHONY: lock
lock: setup ## Resolve both lock files anew (UPGRADE=1 takes the newest versions)
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra ocr --output-file requirements.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra ocr --extra dev --constraint requirements.lock --output-file requirements-dev.lock

.PHONY: clean
clean: ## Remove environment, caches and the embedded parts' data
	rm -rf $(VENV) .vitaeflow demo-out build dist *.egg-info .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
