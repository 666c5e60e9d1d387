"""The notebooks run from a fresh clone, and are kept without outputs."""

import nbformat
import pytest
from nbclient import NotebookClient

from helpers import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


# Jupyter's own clients warn of what they will change in themselves.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code), "commit notebooks without outputs"
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output.data for cell in code for output in cell.outputs if "data" in output]
    tables = sum("<table" in data.get("text/html", "") for data in shown)
    pictures = sum("<iframe" in data.get("text/html", "") for data in shown)
    assert tables >= 5 and pictures == 1
