# `make demo` runs the whole product on this machine; `make test` installs what the tests need and runs them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test stories soak soak-simulation soak-kills fuzz check interop bench bench-tools docs screenshots install tools clean

demo: .venv/demo
	$(BIN)/pomoshnik demo

test: tools install check
	$(BIN)/pytest -n auto --dist worksteal tests/smpp tests/state tests/dialogs --cov=smpp --cov=state --cov=dialogs --cov-report=
	$(BIN)/coverage report --include='smpp/*,state/*,dialogs/*' --fail-under=95
	$(BIN)/pytest -n auto --dist worksteal $(foreach room,smpp state dialogs,--ignore=tests/$(room))

# On real stacks.
stories: tools install
	$(BIN)/pomoshnik play stories

# Until stopped, or until something is lost.
soak: tools install
	$(MAKE) --jobs=2 soak-simulation soak-kills

soak-simulation: .venv/installed
	$(BIN)/python -m tests.simulation

soak-kills: .venv/installed
	$(BIN)/python -m tests.system

# Until stopped, for so many SECONDS, or until something is found.
fuzz: .venv/fuzz
	$(BIN)/python -m tests.hardening $(SECONDS)

check: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Foreign stacks at the other end of the simulator and of the gateway; writes docs/interop.md.
interop: tools install $(foreach stack,aiosmpplib naz smpp34,.venv-interop/$(stack))
	$(BIN)/python -m tests.interop

.venv-interop/%:
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet $* || { rm -rf $@; exit 1; }

# Kannel, nginx and node-smpp run beside the gateway, on free ports, and end with it.
bench: tools bench-tools .venv/installed bench/nodesmpp/node_modules
	PATH="$$PATH:/usr/sbin" $(BIN)/python -m bench

docs: .venv/installed
	$(BIN)/python -m pomoshnik.settings_page > docs/settings.md
	$(BIN)/pomoshnik dialogs draw > docs/dialogs.md
	$(BIN)/python -m pomoshnik.faults_page > docs/faults.md

screenshots: tools install
	SCREENSHOTS=docs/screenshots $(BIN)/pytest -q tests/browser/test_whole_way.py tests/browser/test_simulator_phones.py tests/browser/test_simulator_network.py

install: .venv/installed tests/browser/node_modules tests/interop/node_modules

.venv/demo .venv/installed: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.$(if $(filter %/installed,$@),[test])'
	touch $@

.venv/fuzz: .venv/installed
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	touch $@

%/node_modules: %/package.json
	npm install --prefix $* --no-package-lock --no-audit --no-fund --silent
	touch $@

# The tests start a redis-server, a PostgreSQL, a browser and a Kannel of their own; only root can install them. In
# RUNLEVEL 1 no package starts what it brings. Debian keeps PostgreSQL's server and Kannel off the path of people, and its
# npm conflicts with other Nodes.
tools:
	@missing=; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v npm >/dev/null || missing="$$missing npm"; \
	test -x /usr/sbin/bearerbox || missing="$$missing kannel"; \
	test -z "$$missing" || { \
		test "$$(id -u)" = 0 || { echo "make: install$$missing first (or run as root)" >&2; exit 1; }; \
		apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; }

bench-tools:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { \
		test "$$(id -u)" = 0 || { echo "make: install nginx-light first (or run as root)" >&2; exit 1; }; \
		apt-get update -qq && \
		RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; }

clean:
	rm -rf .venv .venv-interop tests/*/node_modules bench/nodesmpp/node_modules build *.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache
