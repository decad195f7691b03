"""Executes the code cells given as a JSON list on stdin with nbclient, and prints each cell's outputs as JSON."""

import json
import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in json.load(sys.stdin)])
NotebookClient(notebook, kernel_name=sys.argv[1], timeout=120, allow_errors=True).execute(cwd=sys.argv[2])
nbformat.validate(notebook)
json.dump([{"count": cell.execution_count, "outputs": cell.outputs} for cell in notebook.cells], sys.stdout)
