# Everything a newcomer needs is `make sandbox` and `make test`; both set themselves up.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What has been installed, as files that say when; each of them holds all that stands before it.
RUN := $(VENV)/.run
SANDBOX := $(VENV)/.sandbox
DEV := $(VENV)/.dev
# No package runs code of its own while it is installed: what has no wheel is refused.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes

# Each worker of the tests, and each program that they start, would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup dev environment grpc sandbox run test coverage slow storm bench mutations check secrets audit format lock screenshots clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(RUN) ## install what running needs into .venv

dev: $(DEV) ## install what the tests and checks need, too

# An environment is kept, with all that is in it. One that is of no use is made anew: there is none, its Python is gone, too
# old, or has become another version under it, as with an upgrade of the system, and looks for the libraries elsewhere.
ifneq ($(shell $(BIN)/python -c 'import os, sys, sysconfig as s; print(sys.version_info >= (3, 11) \
	and os.path.isdir(s.get_path("purelib")))' 2>/dev/null),True)
MADE_ANEW := environment
endif

environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv; or: make PYTHON=python3.12 ...)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv is needed (Debian: apt-get install python3-venv)"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# An environment that uv made, or whose making was interrupted, has no pip yet.
define install
@echo "Fetching the libraries of $<; the first time, this takes a minute or two."
@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
$(INSTALL) -r $<
@touch $(1)
endef

$(RUN): requirements/bot.txt $(MADE_ANEW)
	$(call install,$@)

$(SANDBOX): requirements/sandbox.txt $(MADE_ANEW)
	$(call install,$(RUN) $@)

$(DEV): requirements/dev.txt $(MADE_ANEW)
	$(call install,$(RUN) $(SANDBOX) $@)

grpc: $(RUN) ## install the optional packages of gRPC beside them
	$(INSTALL) -r requirements/grpc.txt

sandbox: $(SANDBOX) ## the bot in an offline world, with a chat page to try it in
	$(BIN)/python -m sandbox $(ARGS)

run: $(RUN) ## the bot itself, with the settings in .env
	$(BIN)/python -m bot run

test: $(DEV) ## all tests but the slow ones, under five minutes
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist worksteal $(ARGS)

coverage: $(DEV) ## the tests that stay in one process, and what they leave out
	$(BIN)/python -m pytest -m "not slow or flow" -n $(WORKERS) --dist worksteal --ignore=tests/acceptance --ignore=tests/fuzz \
		--cov --cov-report=term:skip-covered $(ARGS)

slow: $(DEV) ## proofs that take minutes
	$(BIN)/python -m pytest -m slow -n $(WORKERS) --dist worksteal $(ARGS)

storm: $(DEV) ## all plans with two faults, all walks; then kill the bot again and again while it draws, and count what was lost
	ALL_PLANS=1 $(BIN)/python -m pytest -q -m slow -n $(WORKERS) tests/unit/drawing/model tests/fuzz/money/test_walks.py \
		tests/fuzz/test_walk.py tests/fuzz/test_any_order.py tests/fuzz/test_updates.py tests/acceptance/browser
	$(BIN)/python -m benchmarks.storm $(ARGS)

bench: $(SANDBOX) ## ten thousand requests within a minute, and a start with ten thousand pending
	$(BIN)/python -m benchmarks.overload $(ARGS)

mutations: $(DEV) ## break what is promised, one thing after the other, and see that a test notices
	$(BIN)/python tests/mutations/run.py $(ARGS)

check: $(DEV) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

secrets: $(DEV) ## keys and tokens in the files that git keeps
	.ci/secrets

audit: $(RUN) ## known vulnerabilities of the libraries, where the package index tells them
	$(INSTALL) -r requirements/audit.txt
	$(BIN)/python .ci/advisories.py $(ARGS)

format: $(DEV) ## bring all files into form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Much of a test's time is waiting for processes: half as many workers again as there are cores.
WORKERS = $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')

COMPILE := uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
	--custom-compile-command "make lock"

lock: ## pin the newest versions that pyproject.toml allows, with hashes
	$(COMPILE) pyproject.toml -o requirements/bot.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml --group sandbox -c requirements/dev.txt -o requirements/sandbox.txt
	$(COMPILE) pyproject.toml --extra grpc -o requirements/grpc.txt
	$(COMPILE) requirements/vendor.in -c requirements/grpc.txt -o requirements/vendor.txt
	$(COMPILE) requirements/audit.in -c requirements/dev.txt -o requirements/audit.txt

screenshots: $(DEV) ## take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m docs.screenshots

clean: ## remove what was made here
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
