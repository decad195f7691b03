"""The scikit-learn baseline of the finance lesson: scorecards on two data sets, with splits, evidence, weights and scores; SciPy's quantiles.

    python scripts/golden/finance.py > notebooks/data/finance-sklearn.json

Needs scikit-learn, SciPy, pandas and Node (which unpacks). Lesson 06-applications-finance computes the same by hand and compares.
"""
import datetime
import io
import json
import pathlib
import platform
import subprocess

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy import stats
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

SEED = 0
DATA = pathlib.Path(__file__).parents[2] / "notebooks" / "data"
MONOTONE = ["seniority", "income", "assets"]  # more of it may never make an applicant look riskier
LENDING = ["amount", "term", "interestRate", "annualIncome", "delinquencies2Years", "inquiries6Months", "revolvingUtilisation",
           "openInstalment12Months", "utilisation", "inquiries12Months", "instalmentAccounts"]


def bins_of(column, train):
    """Bin number of each row: deciles of the training rows (a category is its own bin); missing is a bin of its own."""
    if not pd.api.types.is_numeric_dtype(column):
        return column.fillna("missing")
    edges = np.unique(np.quantile(column.iloc[train].dropna(), np.arange(1, 10) / 10))
    return pd.Series(np.where(column.isna(), "missing", np.searchsorted(edges, column, side="left").astype(str)))


def evidence(column, y, train):
    """ln odds of bad in the row's bin, less the ln odds of all; learnt from the training rows."""
    bins = bins_of(column, train)
    counts = pd.DataFrame({"bin": bins.iloc[train], "y": y[train]}).groupby("bin").y.agg(["sum", "size"])
    rate, weight = (counts["sum"] + 0.5) / (counts["size"] + 1), counts["size"] + 1
    if column.name in MONOTONE:
        order = [name for name in rate.index if name != "missing"]
        rate[order] = IsotonicRegression(increasing=False).fit(range(len(order)), rate[order], weight[order]).predict(range(len(order)))
    woe = np.log(rate / (1 - rate)) - np.log(y[train].sum() / (len(train) - y[train].sum()))
    return bins.map(woe).fillna(0.0).to_numpy()


def scores(y, p):
    return {"auc": roc_auc_score(y, p), "averagePrecision": average_precision_score(y, p), "logLoss": log_loss(y, p), "brier": brier_score_loss(y, p)}


def split(y):
    return train_test_split(np.arange(len(y)), test_size=0.3, random_state=SEED, stratify=y)


def logistic(**options):
    return LogisticRegression(C=1.0, tol=1e-10, max_iter=100_000, **options)


def usual(table, y, train, test):
    """What practitioners try first: one-hot columns and medians; and gradient boosting."""
    numbers = table.select_dtypes("number").columns.tolist()
    words = [name for name in table if name not in numbers]
    coded = make_column_transformer((make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
                                    (OneHotEncoder(handle_unknown="ignore"), words))
    boosted = make_column_transformer(("passthrough", numbers), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), words))
    models = {"oneHot": make_pipeline(coded, logistic()), "boosting": make_pipeline(boosted, HistGradientBoostingClassifier(random_state=SEED))}
    return {name: model.fit(table.iloc[train], y[train]).predict_proba(table.iloc[test])[:, 1] for name, model in models.items()}


def credit():
    table = pd.read_csv(DATA / "credit.tsv", sep="\t")
    y = (table.pop("status") == "bad").to_numpy().astype(int)
    train, test = split(y)
    X = np.stack([evidence(table[name], y, train) for name in table], 1)
    model = logistic().fit(X[train], y[train])
    p = model.predict_proba(X[test])[:, 1]
    others = usual(table, y, train, test)
    return {"test": sorted(test.tolist()), "columns": list(table), "monotone": MONOTONE, "evidence": X[sorted(test)[:20]].tolist(),
            "intercept": model.intercept_[0], "weights": model.coef_[0].tolist(), **scores(y[test], p),
            "others": {name: scores(y[test], q) for name, q in others.items()}}


def lending():
    unpack = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"
    text = subprocess.run(["node", "-e", unpack, DATA / "lending-club.tsv.br"], capture_output=True, check=True).stdout
    table = pd.read_csv(io.BytesIO(text), sep="\t")
    y = (table["class"] == "bad").to_numpy().astype(int)
    train, test = split(y)
    scaler = StandardScaler().fit(table[LENDING].iloc[train])
    X = scaler.transform(table[LENDING])
    model, balanced = logistic().fit(X[train], y[train]), logistic(class_weight="balanced").fit(X[train], y[train])
    p = model.predict_proba(X[test])[:, 1]
    boosting = HistGradientBoostingClassifier(random_state=SEED).fit(table[LENDING].iloc[train], y[train]).predict_proba(table[LENDING].iloc[test])[:, 1]
    return {"test": sorted(test.tolist()), "columns": LENDING, "intercept": model.intercept_[0], "weights": model.coef_[0].tolist(), **scores(y[test], p),
            "balanced": scores(y[test], balanced.predict_proba(X[test])[:, 1]), "boosting": scores(y[test], boosting)}


def tails():
    """Quantiles and tail means that the lesson computes by integrals; p-values of the chi-squared law with one degree of freedom."""
    return {"normalQuantile": stats.norm.ppf(0.01), "studentQuantiles": {str(nu): stats.t.ppf(0.01, nu) for nu in (3, 4, 8)},
            "studentShortfall": {str(nu): -stats.t.expect(lambda x: x, (nu,), ub=stats.t.ppf(0.01, nu), conditional=True) for nu in (3, 4, 8)},
            "chiSquared": {str(x): stats.chi2.sf(x, 1) for x in (1, 3.84, 8)}}


print(json.dumps({
    "made": datetime.date.today().isoformat(),
    "by": "scripts/golden/finance.py",
    "versions": {"sklearn": sklearn.__version__, "scipy": scipy.__version__, "python": platform.python_version()},
    "seed": SEED,
    "credit": credit(),
    "lending": lending(),
    "tails": tails(),
}, indent=1))
