# `make explore` and `make test` do all the set-up they need, on a fresh machine too.

VENV := .venv
BIN := $(VENV)/bin

.PHONY: explore test notebook bench clean

explore: $(VENV)/.explore  ## load, check, answer the first questions, write and open build/explorer.html
	$(BIN)/kg explore

test: $(VENV)/.test  ## everything, a real browser included
	.ci/browser $(BIN)/python
	.ci/servers
	$(BIN)/python -m pytest -q

notebook: $(VENV)/.notebook  ## open the notebooks in Jupyter
	$(BIN)/jupyter lab notebooks

bench: build/venv/.bench  ## all engines side by side: tables and plot in build/bench; SIZE=1000000 for a million quads
	build/venv/bin/python bench/run.py $(SIZE)

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build

$(VENV)/.explore: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) ".[test]"
	touch $@ $(VENV)/.explore

build/venv/.bench: pyproject.toml constraints.txt .ci/venv  # apart, as the peers bring much with them
	mkdir -p build
	.ci/venv build/venv ".[bench]"
	touch $@

$(VENV)/.notebook: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) ".[notebook]"
	touch $@ $(VENV)/.explore
