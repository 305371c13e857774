# leafgen: every command a developer or a build server needs. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types layers docs-fresh plain pseudo docs mutants smoke archival goldens browser format hooks clean
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with the pinned packages and the native libraries; quick when nothing changed
	@bash .ci/setup

demo: setup ## make and prove every leaflet and label there is, into output/
	@$(BIN)/leafgen build

test: setup ## run the tests; ARGS is handed to pytest
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: lint types layers docs-fresh plain test smoke ## everything a change must pass
	@$(MAKE) mutants SAMPLE=2
	@echo "check: all passed"

lint: setup ## lint and format check
	@$(BIN)/ruff check --quiet && echo "lint: clean"
	@$(BIN)/ruff format --check --quiet && echo "format: clean"

types: setup ## mypy, strict, tests included
	@$(BIN)/mypy

layers: setup ## the import contract
	@$(BIN)/lint-imports --no-logo > .venv/layers.txt && echo "layers: kept" || { cat .venv/layers.txt; exit 1; }

docs-fresh: setup ## fail when docs/ is not what the code says
	@$(BIN)/python -m tests.house.pages --check

plain: setup ## measure the language of every leaflet; warnings name the sentences, and nothing is refused
	@$(BIN)/leafgen locale plain

pseudo: setup ## try every leaflet, and labels small and large, in made-up languages of long words; takes minutes
	@$(BIN)/python -m tests.translate.pseudo_sweep

docs: setup ## write docs/ from the code: commands, rules, checks, rooms
	@$(BIN)/python -m tests.house.pages

mutants: setup ## change real files in every way we know and show the table; SAMPLE=N files, all when empty
	@$(BIN)/python -m tests.verify.mutants $(if $(SAMPLE),--sample $(SAMPLE) --seed $(or $(SEED),ci))

smoke: setup ## build the wheel and use it from a foreign folder, without development packages
	@bash tests/smoke/wheel.sh

goldens: setup ## keep the sample leaflets and labels anew, after a change that was meant; shows the difference
	@$(BIN)/python -m tests.goldens

archival: setup ## hold every leaflet, and a print run of every locale, to PDF/UA-1 and PDF/A-3a; needs a JDK and veraPDF
	@$(BIN)/python -m tests.render.verapdf

browser: setup ## get Chromium (Debian, as root) and axe-core (npm), with which pages for browsers are tested
	@command -v chromium >/dev/null || apt-get install -qq -y --no-install-recommends chromium >/dev/null 2>&1 || \
		{ apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; }
	@[ -s .venv/axe/axe.min.js ] || { mkdir -p .venv/axe && cd .venv/axe && tar xzf "$$(npm pack --silent axe-core@4.14.1)" --strip-components=1 package/axe.min.js; }

format: setup ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

hooks: setup ## run the quick checks before every commit
	@$(BIN)/prek install

clean: ## remove what was built, and the environment
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find output -mindepth 1 ! -name .gitkeep -delete
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
