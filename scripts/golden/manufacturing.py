"""The scikit-learn baselines of the manufacturing lesson: fault detectors on the motes, strength of concrete.

    python scripts/golden/manufacturing.py > notebooks/data/manufacturing-sklearn.json

Needs scikit-learn, pandas and brotli. Lesson 06-applications-manufacturing fits the same models by hand and compares.
"""
import datetime
import io
import json
import platform
from pathlib import Path

import brotli
import numpy as np
import pandas as pd
import sklearn
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import average_precision_score, mean_squared_error, roc_auc_score
from sklearn.preprocessing import StandardScaler

HERE = Path(__file__).resolve().parents[2] / "notebooks" / "data"
LAGS = [1, 6, 12]  # readings, 5 s each


def windows(rows):
    """What has changed over each lag, in humidity and temperature; the label of the window's last reading."""
    values, last = rows[["humidity", "temperature"]].to_numpy(), max(LAGS)
    x = np.hstack([values[last:] - values[last - lag : len(values) - lag] for lag in LAGS])
    return x, (rows.anomaly == "yes").to_numpy(int)[last:]


def detectors():
    text = brotli.decompress((HERE / "sensor-anomalies.tsv.br").read_bytes()).decode()
    motes = dict(list(pd.read_csv(io.StringIO(text), sep="\t").groupby("mote")))
    (x, y), (test_x, test_y) = (map(np.concatenate, zip(*(windows(motes[m]) for m in part))) for part in ([1, 2], [3, 4]))
    covariance = EmpiricalCovariance().fit(x[y == 0])
    distances = covariance.mahalanobis(test_x)
    return {
        "windows": len(y), "testWindows": len(test_y),
        "signed": logistic(x, y, test_x, test_y), "sized": logistic(abs(x), y, abs(test_x), test_y),
        "mahalanobis": scores(test_y, distances),
        "distances": distances[test_y == 1].tolist(),
        "spectrum": PCA().fit(x[y == 0]).explained_variance_.tolist(),
    }


def logistic(x, y, test_x, test_y):
    """Scaled by the normal training windows; `signed` reads changes, `sized` their sizes alone."""
    scaler = StandardScaler().fit(x[y == 0])
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=100_000).fit(scaler.transform(x), y)
    found = scores(test_y, model.decision_function(scaler.transform(test_x)))
    return {"intercept": model.intercept_[0], "weights": model.coef_[0].tolist(), **found}


def scores(labels, values):
    return {"averagePrecision": average_precision_score(labels, values), "auc": roc_auc_score(labels, values)}


def concrete():
    """Splits by row, and by recipe: the same recipe is tested at several ages."""
    rows = pd.read_csv(HERE / "concrete.tsv", sep="\t")
    recipe = rows.groupby(list(rows.columns[:7]), sort=False).ngroup().to_numpy()
    splits = {"byRow": np.arange(len(rows)) % 5 == 0, "byRecipe": recipe % 5 == 0}
    return {"recipes": int(recipe.max()) + 1, **{name: errors(rows, test) for name, test in splits.items()}}


def errors(rows, test):
    x, y = rows.drop(columns="strength").assign(age=np.log(rows.age)).to_numpy(), rows.strength.to_numpy()
    models = {"linear": LinearRegression(), "boosting": GradientBoostingRegressor(n_estimators=400, max_depth=4, learning_rate=0.08, random_state=0)}
    return {name: float(np.sqrt(mean_squared_error(y[test], model.fit(x[~test], y[~test]).predict(x[test])))) for name, model in models.items()}


print(json.dumps({
    "made": datetime.date.today().isoformat(),
    "by": "scripts/golden/manufacturing.py",
    "versions": {"sklearn": sklearn.__version__, "python": platform.python_version()},
    "lags": LAGS, "detectors": detectors(), "concrete": concrete(),
}, indent=1))
