"""Makes test/learn/golden/tables.json: what pandas reads in the tables of notebooks/data (rows, means, counts, missing cells).

    python scripts/golden/tables.py          (pandas 2 with brotli)
"""
import io
import json
from pathlib import Path

import brotli
import pandas as pd

ROOT = Path(__file__).parents[2]
TABLES = ["credit.tsv", "lending-club.tsv.br", "concrete.tsv", "sensor-anomalies.tsv.br", "seattle-weather.tsv", "cldr-words.tsv.br"]


def read(name):
    content = (ROOT / "notebooks" / "data" / name).read_bytes()
    text = brotli.decompress(content) if name.endswith(".br") else content
    return pd.read_csv(io.BytesIO(text), sep="\t", keep_default_na=False, na_values=[""], dtype={"term": str, "employment": str})


def summary(column):
    missing = int(column.isna().sum())
    if pd.api.types.is_numeric_dtype(column):
        return {"missing": missing, "mean": float(column.mean()), "deviation": float(column.std(ddof=0))}
    return {"missing": missing, "counts": {key: int(value) for key, value in sorted(column.value_counts().items())[:60]}}


golden = {}
for name in TABLES:
    frame = read(name)
    golden[name.split(".")[0]] = {"rows": len(frame), "columns": {column: summary(frame[column]) for column in frame if frame[column].nunique() <= 60 or pd.api.types.is_numeric_dtype(frame[column])}}
(ROOT / "test" / "learn" / "golden" / "tables.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
