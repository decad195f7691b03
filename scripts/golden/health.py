"""The scikit-learn baseline of the health lesson: a split, folds, coefficients, probabilities and scores; with pROC's DeLong variance.

    python scripts/golden/health.py > notebooks/data/health-sklearn.json

Needs scikit-learn, and Rscript with the package pROC. Lesson 06-applications-health fits the same model by hand and compares.
"""
import datetime
import json
import platform
import subprocess

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
X, benign = load_breast_cancer(return_X_y=True)
y = 1 - benign  # 1 = malignant; splits are drawn by the data set's own label, as its users do
everyone = np.arange(len(y))


def fitted(ids):
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0, tol=1e-10, max_iter=100_000)).fit(X[ids], y[ids])


def out_of_fold():
    """Each mass scored by a model that never saw it."""
    fold_of, logits = np.zeros(len(y), int), np.zeros(len(y))
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED).split(X, benign)
    for fold, (train, test) in enumerate(folds):
        fold_of[test], logits[test] = fold, fitted(train).decision_function(X[test])
    return fold_of, logits


def delong(scores, labels):
    """AUC and DeLong variance by R's pROC."""
    code = """suppressMessages(library(pROC)); d <- read.csv(file("stdin"))
r <- roc(d$label, d$score, direction = "<", levels = c(0, 1))
cat(format(c(auc(r), var(r, method = "delong")), digits = 15), as.character(packageVersion("pROC")))"""
    rows = "label,score\n" + "\n".join(f"{label},{float(score)!r}" for label, score in zip(labels, scores))
    said = subprocess.run(["Rscript", "-e", code], input=rows, capture_output=True, text=True, check=True).stdout
    auc, variance, version = said.split()
    return {"auc": float(auc), "variance": float(variance)}, version


train, test = train_test_split(everyone, test_size=0.3, random_state=SEED, stratify=benign)
model = fitted(train)
scaler, regression = model[0], model[1]
probabilities = model.predict_proba(X[test])[:, 1]
fold_of, logits = out_of_fold()
platt = LogisticRegression(C=np.inf, tol=1e-10).fit(logits[:, None], y)
by_proc, proc_version = delong(model.decision_function(X[test]), y[test])

print(json.dumps({
    "made": datetime.date.today().isoformat(),
    "by": "scripts/golden/health.py",
    "versions": {"sklearn": sklearn.__version__, "python": platform.python_version(), "pROC": proc_version},
    "seed": SEED,
    "test": test.tolist(),
    "scaler": {"mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist()},
    "intercept": regression.intercept_[0],
    "weights": regression.coef_[0].tolist(),
    "probabilities": probabilities.tolist(),
    "auc": roc_auc_score(y[test], probabilities),
    "accuracy": accuracy_score(y[test], probabilities > 0.5),
    "logLoss": log_loss(y[test], probabilities),
    "brier": brier_score_loss(y[test], probabilities),
    "deLong": by_proc,
    "foldOf": fold_of.tolist(),
    "foldAuc": [roc_auc_score(y[fold_of == fold], logits[fold_of == fold]) for fold in range(5)],
    "outOfFoldLogits": logits.tolist(),
    "outOfFoldBrier": brier_score_loss(y, 1 / (1 + np.exp(-logits))),
    "platt": {"slope": platt.coef_[0, 0], "intercept": platt.intercept_[0]},
}, indent=1))
