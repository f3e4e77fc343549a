# Everything a newcomer needs is `make sandbox` and `make test`; both set themselves up.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Each worker of the tests, and each program that they start, would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup grpc sandbox run test coverage slow storm bench mutations check format lock screenshots clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## install the pinned requirements into .venv

$(READY): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv; or: make PYTHON=python3.12 ...)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv is needed (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

grpc: $(READY) ## install the optional packages of gRPC beside them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/grpc.txt

sandbox: $(READY) ## the bot in an offline world, with a chat page to try it in
	$(BIN)/python -m sandbox $(ARGS)

run: $(READY) ## the bot itself, with the settings in .env
	$(BIN)/python -m bot run

test: $(READY) ## all tests but the slow ones, under five minutes
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist worksteal $(ARGS)

coverage: $(READY) ## the tests that stay in one process, and what they leave out
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist worksteal --ignore=tests/acceptance --ignore=tests/fuzz \
		--cov --cov-report=term:skip-covered $(ARGS)

slow: $(READY) ## proofs that take minutes
	$(BIN)/python -m pytest -m slow -n $(WORKERS) --dist worksteal $(ARGS)

storm: $(READY) ## all plans with two faults; then kill the bot again and again while it draws, and count what was lost
	ALL_PLANS=1 $(BIN)/python -m pytest -q -m slow -n $(WORKERS) tests/unit/drawing/model
	$(BIN)/python -m benchmarks.storm $(ARGS)

bench: $(READY) ## ten thousand requests within a minute, and a start with ten thousand pending
	$(BIN)/python -m benchmarks.overload $(ARGS)

mutations: $(READY) ## break what is promised, one thing after the other, and see that a test notices
	$(BIN)/python tests/mutations/run.py $(ARGS)

check: $(READY) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY) ## bring all files into form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Much of a test's time is waiting for processes: half as many workers again as there are cores.
WORKERS = $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')

COMPILE := uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
	--custom-compile-command "make lock"

lock: ## pin the newest versions that pyproject.toml allows, with hashes
	$(COMPILE) pyproject.toml -o requirements/bot.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra grpc -o requirements/grpc.txt
	$(COMPILE) requirements/vendor.in -c requirements/grpc.txt -o requirements/vendor.txt

screenshots: $(READY) ## take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m docs.screenshots

clean: ## remove what was made here
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
