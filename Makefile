# make demo: set up and run the main job on the bundled samples.   make test: all that CI runs.
# Needs only Python 3.11+, pip, make and git; everything goes into $(VENV).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ASKED := --indicator 县域就诊率 --indicator 基层就诊率 --year 2025

.PHONY: demo test test-long lint lab lock clean setup
.DEFAULT_GOAL := demo

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q corpus extract kb
	$(BIN)/python -m kb.keep
	touch $@

demo: $(READY)
	mkdir -p demo
	$(BIN)/junxian build corpus/samples/plans --kb demo/junxian.db
	$(BIN)/junxian compare $(ASKED) --kb demo/junxian.db
	for format in xlsx csv html; do \
	  $(BIN)/junxian compare $(ASKED) --kb demo/junxian.db --format $$format -o demo/comparison.$$format || exit 1; done
	@echo "Written: demo/comparison.xlsx, demo/comparison.csv, demo/comparison.html, demo/junxian.db"
	@echo "The notebooks: make lab.   Your own folder: $(BIN)/junxian build FOLDER --kb my.db"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(READY) lint
	$(BIN)/python -m pytest -q -n 2 -m "not long"

test-long: $(READY)
	$(BIN)/python -m pytest -q -n 2 -m long --durations 20 --junitxml=reliability.xml \
	  -o junit_suite_name=$$(git rev-parse --short HEAD)
	@echo "The figures: $(BIN)/python benchmarks/reliability.py reliability.xml"

lab: $(READY)
	$(BIN)/junxian lab

# Rewrites requirements.lock from pyproject.toml; uv is needed only here.
lock:
	uv pip compile pyproject.toml --extra test --extra dask --extra audit --generate-hashes --python-version 3.11 --universal \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o requirements.lock

clean:
	rm -rf $(VENV) demo
