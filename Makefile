# The whole command surface, beside `python -m loaders`. On Windows see docs/administrator.md.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
# Libraries are compiled once, when first imported. Where a machine forbids Python to keep that, every start would take twice as long.
export PYTHONDONTWRITEBYTECODE :=
# A missing Chromium is installed while libraries are.
MAKEFLAGS += --jobs=2

# uv installs in a quarter of pip's time; where it is not to be had, or finds no registry of its own, pip does it.
PIP := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check
install = { $(PIP) uv==0.13.9 && $(BIN)/uv pip install --quiet --python $(BIN)/python -r $(1); } || $(PIP) -r $(1)

.PHONY: run test bench calibrate prove chromium postgresql nginx

run: .venv/installed
	@$(BIN)/python -c "import sys; from loaders.settings import store_root; from loaders.store.reader import current_build; sys.exit(current_build(store_root()) is None)" || $(BIN)/python -m loaders demo
	$(BIN)/python -m ui serve --port $(PORT)

test: .venv/tested chromium postgresql nginx
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-logo
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

bench: .venv/tested chromium
	$(BIN)/python -m bench

chromium:
	@sh tests/need_chromium.sh

postgresql: chromium
	@sh tests/need_postgresql.sh

nginx: postgresql
	@sh tests/need_nginx.sh

calibrate: .venv/tested
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.calibrate

# The large counts that a release is held to; `make test` holds a small version of each.
prove: .venv/tested chromium postgresql nginx
	$(BIN)/python -m bench.prove

.venv/installed: requirements.txt
	$(PYTHON) -m venv .venv
	$(call install,requirements.txt)
	@touch $@

.venv/tested: .venv/installed requirements-dev.txt
	$(call install,requirements-dev.txt)
	@touch $@
