# A stranger needs two commands: make demo, make test. The rest is for those who change the code.
# Another Python than python3: make demo PY=python3.12

PY ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin

PYTHON := $(shell $(PY) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
LOCKED := 3.11 3.12 3.13
EXTRAS := [test,dev,sweep,office,live]
SLOW_EXTRAS := [test,dev,sweep,office,live,cluster]
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)

.PHONY: help demo test compiled test-all test-slow test-long lint lock benchmarks clean check held reference calibrated verdicts sample

help:
	@echo 'make demo        install, run one telling journey into out/demo and print its story'
	@echo 'make test        install what tests need too, and run the quick tests'
	@echo 'make test-all    every test, the slow ones too'
	@echo 'make test-long   both engines side by side over 20,000 random organisations (half an hour)'
	@echo 'make lint        ruff and mypy'
	@echo 'make benchmarks  what a month costs'
	@echo 'make lock        write the lock files afresh (UPGRADE=--upgrade moves to newest releases)'
	@echo 'make clean       remove .venv, out and every cache'

demo: $(VENV)/.core
	@$(BIN)/exit-sim run funder_pilot_cliff --seed 13 --out out/demo

test: $(VENV)/.dev compiled
	$(PYTEST) -m 'not slow'

test-all: $(VENV)/.cluster compiled
	$(PYTEST)

test-slow: $(VENV)/.cluster compiled
	$(PYTEST) -m slow

test-long: $(VENV)/.dev compiled
	EQUAL_SCENARIOS=20000 $(PYTEST) -m slow -k test_random_scenarios tests/test_ensemble_equality.py

# The rules are compiled once, before tests that would each have to wait for it.
compiled: $(VENV)/.dev
	@$(BIN)/python -W ignore -m exit_sim.ensemble \
		|| echo 'The rules cannot be compiled here; tests of the compiled engine will say so.'

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict exit_sim

# Data that rest on the rules: each mechanism's usual level, and the reference population's page.
held: $(VENV)/.core
	$(BIN)/python -m exit_sim.analysis.holding exit_sim/scenarios/held.json

reference: $(VENV)/.core
	$(BIN)/python -m exit_sim.analysis.reference docs/reference_population.md

# The report that the README shows, answered as in the library.
sample: $(VENV)/.core
	$(BIN)/exit-sim report what-if champion_leaves_pilot --change champion_stays --runs 256 \
		--out docs/sample_report.html

# Sets of settings that fit the targets; waves that ended are not lived through again.
CALIBRATED := exit_sim/scenarios/calibration
calibrated: $(VENV)/.dev
	$(BIN)/exit-sim calibrate reference --out out/calibrated
	cp out/calibrated/accepted.csv out/calibrated/accepted.json $(CALIBRATED)/

# Verdicts as they are published, at every level, and what they rest on: an hour or two, resumable.
PUT := out/propositions
VERDICTS := exit_sim/scenarios/verdicts
verdicts: $(VENV)/.dev
	$(BIN)/exit-sim knockouts --out $(PUT)
	cp $(PUT)/knockouts/knockouts.json $(VERDICTS)/
	cp $(PUT)/knockouts/figures/knockouts.svg docs/images/
	@set -e; for level in baseline calibrated plausible; do \
		$(BIN)/exit-sim propositions --level $$level --out $(PUT); \
		cp $(PUT)/verdicts/verdicts.json $(VERDICTS)/$$level.json; \
		cp $(PUT)/verdicts/figures/verdicts.svg docs/images/verdicts_$$level.svg; \
	done
	$(BIN)/python -m exit_sim.analysis.propositions.page docs/verdicts.md

benchmarks: $(VENV)/.dev
	@set -e; for each in benchmarks/bench_*.py; do echo "$$each"; $(BIN)/python "$$each"; done

clean:
	rm -rf $(VENV) .venv-lock .axe-core-* out build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find exit_sim tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Before anything is made: one sentence for each thing a machine may lack.
check:
	@test -n '$(PYTHON)' || { echo "exit_sim needs Python 3.11 or newer, and '$(PY)' does not run here: install Python, or name one with PY=python3.12." >&2; exit 2; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "exit_sim needs Python 3.11 or newer, and '$(PY)' is $(PYTHON): install a newer Python, or name one with PY=python3.12." >&2; exit 2; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PY)' cannot make virtual environments: on Debian and Ubuntu, 'sudo apt install python3-venv' adds what is missing." >&2; exit 2; }

# Another Python than last time begins a new environment.
$(VENV)/.python-$(PYTHON): | check
	@rm -rf $(VENV)
	@$(PY) -m venv $(VENV)
	@touch $@

# $(call install,lock file,extras)
ifneq ($(filter $(PYTHON),$(LOCKED)),)
define install
	@echo 'Installing into $(VENV) what $(1) pins (once; about a minute).'
	@$(PIP) --require-hashes -r $(1)
	@$(PIP) --no-deps --no-build-isolation -e .
endef
else
define install
	@echo 'Installing into $(VENV) the newest releases: the lock files are for Python $(LOCKED), and this is $(PYTHON).'
	@$(PIP) -e '.$(2)'
endef
endif

$(VENV)/.core: pyproject.toml requirements.lock $(VENV)/.python-$(PYTHON)
	$(call install,requirements.lock,)
	@touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.lock $(VENV)/.python-$(PYTHON)
	$(call install,requirements-dev.lock,$(EXTRAS))
	@touch $(VENV)/.core $@

# What slow tests need beside: a cluster on this machine.
$(VENV)/.cluster: pyproject.toml requirements-cluster.lock $(VENV)/.dev
	$(call install,requirements-cluster.lock,$(SLOW_EXTRAS))
	@touch $@

# Pins are kept where they still fit, unless UPGRADE=--upgrade. All files pin the same core. Extras
# are pinned as they are asked for: pip takes a newer release for one that is not, and refuses it.
UV := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-strip-extras --group backend $(UPGRADE)

lock: check
	@$(PY) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(UV) pyproject.toml -o requirements.lock
	@$(UV) pyproject.toml --extra test --extra dev --extra sweep --extra office --extra live -c requirements.lock -o requirements-dev.lock
	@$(UV) pyproject.toml --extra cluster -c requirements-dev.lock -o requirements-cluster.lock
	@for each in requirements.lock requirements-dev.lock requirements-cluster.lock; do \
		if grep -nE '://|--(extra-)?index|--find-links| @ ' $$each; then echo "$$each names an address" >&2; exit 1; fi; \
		{ echo '# Made by `make lock`.'; cat $$each; } > $$each.new && mv $$each.new $$each; \
	done
	@rm -rf .venv-lock
