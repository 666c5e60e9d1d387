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

bench: $(VENV)/.test  ## measure side by side: start-up, loading, queries, status; SIZE=5000 for fewer commitments
	$(BIN)/python bench/figures.py
	$(BIN)/python bench/status.py $(SIZE)

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build

$(VENV)/.explore: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) ".[test]"
	touch $@ $(VENV)/.explore

$(VENV)/.notebook: pyproject.toml constraints.txt .ci/venv
	.ci/venv $(VENV) ".[notebook]"
	touch $@ $(VENV)/.explore
