# Every target makes its own virtual environment; nothing need be active or installed but Python 3.11 or newer.
PYTHON ?= $(shell for each in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SIZES ?= 1000 10000
RUNS ?= 3

.PHONY: site test serve lint dist messages pictures bench bench-stages clean

site: $(VENV)/installed
	$(BIN)/beslut build

serve: $(VENV)/installed
	$(BIN)/beslut serve --port $(PORT)

test: $(VENV)/installed-for-tests lint
	$(BIN)/beslut build
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The package as it is handed on: dist/, checked.
dist: $(VENV)/installed-for-tests
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*

# Bring the catalogues up to date with the messages in the program and the templates.
messages: $(VENV)/installed
	$(BIN)/pybabel -q extract -F builder/locale/babel.cfg --no-location --sort-output -k key:3 -o $(VENV)/beslut.pot .
	$(BIN)/pybabel -q update -N --ignore-obsolete --no-wrap --ignore-pot-creation-date -D beslut -i $(VENV)/beslut.pot -d builder/locale

# Take the pictures of docs/redaktoer/kom-i-gang.md anew; needs chromium.
pictures: $(VENV)/installed-for-tests
	$(BIN)/python tests/support/screenshots.py

# Measure beslut beside its peers; with both sizes docs/ydelse.md is brought up to date. A try: make bench SIZES=200 RUNS=1
bench: $(VENV)/installed-for-bench
	$(BIN)/python -m bench --cases $(SIZES) --runs $(RUNS)

# Measure each stage of a build by itself.
bench-stages: $(VENV)/installed-for-bench
	$(BIN)/python -m pytest bench/test_stages.py --benchmark-columns=min,median,iqr,rounds --benchmark-sort=fullname

clean:
	rm -rf $(VENV) .bench .benchmarks .beslut .mypy_cache .ruff_cache .pytest_cache .hypothesis dist tests/node_modules tests/nginx
	find builder tests -name __pycache__ -type d -exec rm -rf {} +
	find site -mindepth 1 ! -name .gitignore -delete

$(VENV)/installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed tests/install.sh tests/package.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	sh tests/install.sh
	touch $@

$(VENV)/installed-for-bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@
