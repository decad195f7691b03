"""What other programs get for lesson 06, language: embeddings by Hugging Face, reviews sorted by scikit-learn, intervals by SciPy.

Needs torch, transformers, safetensors, scikit-learn, scipy. Argument: the folder with config.json, tokenizer.json and model.fp16.safetensors.
Writes notebooks/data/language-reference.json; the last line is its sha256, for src/learn/data/language-reference.ts and SOURCES.md.
"""
import csv
import datetime
import hashlib
import json
import pathlib
import platform
import sys
import numpy as np
import scipy
import sklearn
import torch
import transformers
from safetensors.torch import load_file
from scipy.stats import binomtest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

TEXTS = ["How old are you?", "What is your age?", "How old is the universe?", "The battery died.", "The phone ran out of power.", "A cat sat on the mat."]
folder = pathlib.Path(sys.argv[1])
data = pathlib.Path(__file__).parents[2] / "notebooks" / "data"
model = BertModel(BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False).eval()
missing, _ = model.load_state_dict({name: value.float() for name, value in load_file(folder / "model.fp16.safetensors").items()}, strict=False)
assert not missing, missing
tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), pad_token="[PAD]")


def embedded(text):
    given = tokenizer([text], return_tensors="pt", truncation=True, max_length=256)
    with torch.no_grad():
        hidden = model(input_ids=given["input_ids"], attention_mask=given["attention_mask"]).last_hidden_state[0]
    return torch.nn.functional.normalize(hidden.mean(0), dim=0).numpy()


with open(data / "amazon-reviews.tsv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
sentences, labels = [row["sentence"] for row in rows], np.array([int(row["positive"]) for row in rows])
folds = np.arange(len(rows)) % 5


def out_of_fold(features):
    """Probabilities of positive; `features` maps training texts and held-back texts to matrices."""
    found = np.zeros(len(rows))
    for fold in range(5):
        train, test = np.where(folds != fold)[0], np.where(folds == fold)[0]
        x, x_test = features(train, test)
        found[test] = LogisticRegression(C=1, tol=1e-8, max_iter=5000).fit(x, labels[train]).predict_proba(x_test)[:, 1]
    return found


def tfidf(train, test):
    vectorizer = TfidfVectorizer(token_pattern=r"[a-z']+")
    return vectorizer.fit_transform([sentences[i] for i in train]), vectorizer.transform([sentences[i] for i in test])


vectors = np.stack([embedded(sentence) for sentence in sentences])
by_words, by_vectors = out_of_fold(tfidf), out_of_fold(lambda train, test: (vectors[train], vectors[test]))
right = [(probabilities > 0.5) == labels for probabilities in (by_words, by_vectors)]
only = [int((right[0] & ~right[1]).sum()), int((~right[0] & right[1]).sum())]
interval = binomtest(int(right[0].sum()), len(rows)).proportion_ci(method="wilson")
record = {
    "made": datetime.date.today().isoformat(),
    "versions": {"python": platform.python_version(), "torch": torch.__version__, "transformers": transformers.__version__, "sklearn": sklearn.__version__, "scipy": scipy.__version__},
    "texts": TEXTS,
    "embeddings": [[round(float(value), 7) for value in embedded(text)] for text in TEXTS],
    "tfidf": [round(float(p), 6) for p in by_words],
    "frozen": [round(float(p), 5) for p in by_vectors],
    "wilson": [interval.low, interval.high],
    "mcnemar": {"only": only, "p": binomtest(only[0], sum(only)).pvalue},
}
text = json.dumps(record, separators=(",", ":")).replace(',"', ',\n"') + "\n"
(data / "language-reference.json").write_text(text)
print([part.mean() for part in right], only, record["mcnemar"], record["wilson"])
print(hashlib.sha256(text.encode()).hexdigest())
