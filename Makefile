# `make demo` runs the whole product on this machine; `make test` installs what the tests need and runs them.
PYTHON ?= python3
BIN := .venv/bin
DEBIAN := redis-server

.PHONY: demo test check bench docs install tools clean

demo: install
	$(BIN)/pomoshnik demo

test: tools install check
	$(BIN)/pytest --cov --cov-report=term
	$(BIN)/coverage report --include='smpp/*,state/*,dialogs/*' --fail-under=95

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: tools install
	$(BIN)/python -m bench.turns

docs: install
	$(BIN)/python -m pomoshnik.settings_page > docs/settings.md

install: .venv/installed

.venv/installed: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@

# The tests start a redis-server of their own; only root can install it.
tools:
	@command -v redis-server >/dev/null || { \
		test "$$(id -u)" = 0 || { echo 'make: install $(DEBIAN) first (or run as root)' >&2; exit 1; }; \
		apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN); }

clean:
	rm -rf .venv build *.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache
