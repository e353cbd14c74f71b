# The whole command surface, beside `python -m loaders`. On Windows see README.md.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
# Libraries are compiled once, when first imported. Where a machine forbids Python to keep that, every start would take twice as long.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test bench calibrate

run: .venv/installed
	@$(BIN)/python -c "import sys; from loaders.store import *; sys.exit(current_build(store_root()) is None)" || $(BIN)/python -m loaders demo
	$(BIN)/python -m ui.serve --server.address 127.0.0.1 --server.port $(PORT)

test: .venv/tested
	@sh tests/need_chromium.sh
	$(BIN)/ruff check .
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

bench: .venv/tested
	@sh tests/need_chromium.sh
	$(BIN)/python -m bench

calibrate: .venv/tested
	$(BIN)/python -m bench.calibrate

.venv/installed: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/tested: .venv/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.txt
	@touch $@
