"""Makes test/learn/golden/sql.json: what pandas answers to the queries of test/learn/sql.test.ts on notebooks/data.

    python scripts/golden/sql.py          (pandas 2)
"""
import json
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
credit = pd.read_csv(ROOT / "notebooks/data/credit.tsv", sep="\t")
weather = pd.read_csv(ROOT / "notebooks/data/seattle-weather.tsv", sep="\t")

by_job = credit.dropna(subset=["job"]).groupby("job").agg(count=("status", "size"), income=("income", "mean"), bad=("status", lambda status: (status == "bad").mean())).reset_index()
rain = weather.assign(year=weather.date.str[:4]).groupby("year").agg(days=("date", "size"), rain=("precipitation", "sum"), hottest=("temperatureMax", "max")).reset_index()
golden = {"byJob": by_job.to_dict("records"), "rain": rain.to_dict("records")}
(ROOT / "test" / "learn" / "golden" / "sql.json").write_text(json.dumps(golden, indent=1) + "\n")
