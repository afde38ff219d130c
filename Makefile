# Every command of the project. Each sets up what it needs by itself; none needs root.
#
#   make test ARGS="tests/course -x"     pytest's own arguments
#   make bench WRITE=1                   the figures into docs/benchmarks.md
#   make lock UPGRADE=1                  newer pins, not only those that changed
#   make run PYTHON=python3.13           a Python of your choice for a new .venv

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
RUN  := $(VENV)/.run
DEV  := $(VENV)/.dev
RIVALS := $(VENV)/rivals

# Only what is pinned, only with a known hash, and nothing built on the way.
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-input \
           --require-hashes --only-binary=:all:
COMPILE  = $(PY) -m uv pip compile --quiet --no-config --universal \
           --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
           --no-emit-find-links --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test check bench torture fuzz format lint types imports deps container catalogues lessons \
        messages lock clean FORCE

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1 \2/p' Makefile | \
	  while read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: $(RUN) ## start the bot, or without BOT_TOKEN the chat page
	@exec $(PY) -m bot run

test: $(DEV) ## run every test
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

check: lint types imports deps container catalogues lessons ## everything that can be checked without running

bench: $(DEV) $(RIVALS)/.ready ## run the benchmarks
	@TMPDIR=$${TMPDIR:-/var/tmp} $(PY) -m pytest -m bench -s $(ARGS)

torture: $(DEV) ## break what can break, for minutes (SEED=7 ONLY=disk WRITE=1)
	@$(PY) -m tests.torture $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

fuzz: $(DEV) ## try random input for minutes: lessons, updates, forms, addresses
	@$(PY) -m pytest tests/attack/test_fuzz.py -o timeout=0 --hypothesis-profile=fuzz $(ARGS)

format: $(DEV) ## put the code into its one format
	@$(PY) -m ruff check --quiet --fix-only . && $(PY) -m ruff format --quiet .

# ── the parts of make check ───────────────────────────────────────────────────────────

# $(call report,NAME,COMMAND): one line when it is well, the whole output when it is not.
report = @out=$$( { $(2); } 2>&1 ) && printf '%-10s ok\n' '$(1)' || \
         { printf '%s\n%-10s FAILED\n' "$$out" '$(1)'; exit 1; }

lint: $(DEV)
	$(call report,$@,$(PY) -m ruff check --quiet --output-format=concise . && $(PY) -m ruff format --check .)

types: $(DEV)
	$(call report,$@,$(PY) -m mypy --no-error-summary)

imports: $(DEV)
	$(call report,$@,$(PY) $(BIN)/lint-imports --no-logo)

deps: $(DEV)
	$(call report,$@,$(PY) -m deptry --no-ansi .)

container: $(DEV)
	$(call report,$@,$(BIN)/hadolint Dockerfile)

catalogues: $(DEV)
	$(call report,$@,$(PY) .ci/catalogues.py check)

lessons: $(DEV)
	$(call report,$@,$(PY) -m bot check)

# ── now and then ──────────────────────────────────────────────────────────────────────

messages: $(DEV) ## collect the interface texts and update the catalogues
	@$(PY) .ci/catalogues.py update

lock: $(DEV) ## recompile requirements*.txt from pyproject.toml
	@$(COMPILE) pyproject.toml --output-file requirements.txt
	@$(COMPILE) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(COMPILE) --group rivals --output-file requirements-rivals.txt

clean: ## remove .venv, caches and artefacts; never your data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache artefacts
	@find bot tests -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# ── the virtual environment ───────────────────────────────────────────────────────────

# A stamp is as old as the installation it stands for. `run` needs only what the bot needs.
$(RUN): requirements.txt $(VENV)/.python
	@echo 'installing what the bot needs …'
	@$(INSTALL) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt $(VENV)/.python
	@echo 'installing what the bot and its tests need …'
	@$(INSTALL) -r requirements-dev.txt
	@touch $(RUN) $@

# The libraries that the benchmarks compare with: their pins are none of ours.
$(RIVALS)/.ready: requirements-rivals.txt $(DEV)
	@echo 'installing what the benchmarks compare with …'
	@$(PY) -m venv --clear $(RIVALS)
	@$(RIVALS)/bin/python $(wordlist 2,99,$(INSTALL)) -r requirements-rivals.txt
	@touch $@

# Made anew when its Python has gone, for instance after an upgrade of the system.
$(VENV)/.python: $(shell $(PY) -c '' 2>/dev/null || echo FORCE)
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if $$python -c 'import sys, ensurepip, sqlite3, ssl, venv; sys.exit(sys.version_info < (3, 11))' \
	    2>/dev/null; then exec $$python -m venv --clear $(VENV); fi; \
	done; \
	echo 'Epizod needs Python 3.11 or newer with its venv module, and found none.' >&2; \
	echo 'On Debian or Ubuntu: apt-get install python3 python3-venv.' >&2; \
	echo 'Or name one: make PYTHON=/path/to/python3 run' >&2; \
	exit 1
	@touch $@
