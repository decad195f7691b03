"""Executes notebooks by papermill, one after the other: python papermill_all.py OUT NOTEBOOK..."""

import os
import sys

from papermill import execute_notebook

out, *notebooks = sys.argv[1:]
os.makedirs(out, exist_ok=True)
for notebook in notebooks:
    execute_notebook(notebook, os.path.join(out, os.path.basename(notebook)), progress_bar=False)
