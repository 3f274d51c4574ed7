# Everything a developer or a merchant runs. `make help` lists it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODE ?= dev
CODE := src tests benchmarks demo clients
# Tests wait a good part of their time for another process, a lock, a clock.
JOBS ?= 3
# Tests start a hundred programs. Where nothing may keep what was compiled, each of them compiles Django and the house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: e2e-vendure sbom help setup run test test-fast test-browser test-long lint fix types floors migrations check bench docs reference clean

help: ## Show what there is
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## Make the virtual environment with the locked dependencies

$(READY): requirements/dev.txt requirements/uv.txt pyproject.toml benchmarks/pyproject.toml demo/pyproject.toml clients/python/pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or name it with PYTHON=…"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/$(MODE).txt requirements/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e . -e benchmarks -e demo -e clients/python
	@touch $(READY)

run: $(READY) ## Start Kontor on http://127.0.0.1:8000
	@exec $(BIN)/kontor run

test: $(READY) ## Run all tests but the long ones, and say how much of each room they walk
	PYTEST_PLUGINS=walked PYTHONPATH=tests $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not long and not browser"

test-fast: $(READY) ## Run the tests that need no database
	$(BIN)/python -m pytest tests/rules tests/architecture

test-browser: $(READY) ## Run the tests in a real browser (Debian's Chromium)
	$(BIN)/python -m pytest tests/browser -m browser

test-long: $(READY) ## Run every test, the long ones too
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser"

lint: $(READY) ## Look for faults of style
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint src/kontor/backoffice/templates --lint --quiet

fix: $(READY) ## Mend what can be mended by machine
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types: $(READY) ## Check the types
	$(BIN)/mypy

floors: $(READY) ## Check that calls go down the stairs
	$(BIN)/lint-imports

migrations: $(READY) ## Check that the migrations are complete
	DJANGO_SETTINGS_MODULE=kontor.config.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run

deploy-check: $(READY) ## Check the settings of a production installation
	KONTOR_PRODUCTION=1 KONTOR_HOSTS=kontor.example DJANGO_SETTINGS_MODULE=kontor.config.settings \
		$(BIN)/python -W ignore -m django check --deploy --fail-level WARNING

check: lint types floors migrations deploy-check ## All checks that need no database; the pre-commit hooks run the same

bench: $(READY) ## Measure Kontor beside the limit of pure SQL
	$(BIN)/kontor bench intake
	$(BIN)/kontor bench http
	$(BIN)/kontor bench hot-sku
	$(BIN)/kontor bench walk

reference: $(READY) ## Write the generated reference
	$(BIN)/python -m kontor.config.reference docs/reference

client: $(READY) ## Write the generated part of the Python client
	$(BIN)/python -m kontor.config.client clients/python
	$(BIN)/ruff check -q --fix --ignore N815 clients
	$(BIN)/ruff format -q clients

docs: reference ## Build the documentation as a site: build/docs/index.html
	$(BIN)/sphinx-build -q -W --keep-going -j 2 -b html docs build/docs

e2e-vendure: $(READY) ## Sell through a real Vendure shop (npm, Node 20; not part of `make test`)
	cd e2e/vendure && npm install --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest e2e/vendure -p no:cacheprovider

sbom: $(READY) ## Write the bill of materials of what is installed with Kontor (CycloneDX)
	$(BIN)/cyclonedx-py requirements requirements/runtime.txt --output-reproducible --of JSON -o sbom.json

clean: ## Remove what was built (not KONTOR_HOME)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
