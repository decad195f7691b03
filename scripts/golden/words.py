"""What test/learn/wordpiece.test.ts and test/learn/jieba.test.ts expect: Python's `tokenizers` and `jieba` on the same texts.

    python scripts/golden/words.py FOLDER      (tokenizers 0.23, jieba 0.42.1; the folder has all-MiniLM-L6-v2's tokenizer.json)

`tokenizers` numbers the "##" characters of a WordPiece alphabet in a random order, which decides between pairs of equal count; the vocabulary is
kept only when five trainings agree.
"""
import json
import sys
import tempfile
from pathlib import Path

import jieba
from tokenizers import BertWordPieceTokenizer, Tokenizer

GOLDEN = Path(__file__).parents[2] / "test" / "learn" / "golden"
TEXTS = json.loads((GOLDEN / "sentences.json").read_text())
ODD = ["", "  ", "naïve café", "GPT-4 costs $0.03!", "机器学习很有趣。", "unbelievably antidisestablishmentarianism", "a\tb\nc", "Tom's e-mail: x@y.z", "½ … “quotes”", "🙂 emoji", "x" * 120]
CORPUS = ["low " * 5 + "lower " * 2 + "newest " * 6 + "widest " * 3, "hug " * 10 + "pug " * 5 + "pun " * 12 + "bun " * 4 + "hugs " * 5]


def trained(text, size):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(text)
        file.flush()
        tokenizer = BertWordPieceTokenizer()
        tokenizer.train([file.name], vocab_size=size, show_progress=False)
        return tokenizer


def vocabularies():
    for text in CORPUS:
        for size in range(20, 60):
            runs = {frozenset(trained(text, size).get_vocab()) for _ in range(5)}
            if len(runs) == 1 and len(tokens := sorted(next(iter(runs)))) == size:
                yield {"text": text, "size": size, "tokens": tokens}


def main():
    published = Tokenizer.from_file(str(Path(sys.argv[1]) / "tokenizer.json"))
    published.no_truncation()
    published.no_padding()
    encoded = [published.encode(text).ids for text in TEXTS + ODD]
    words = json.loads((GOLDEN / "jieba-texts.json").read_text())
    golden = {"published": {"texts": TEXTS + ODD, "ids": encoded}, "trained": list(vocabularies())}
    (GOLDEN / "wordpiece.json").write_text(json.dumps(golden, ensure_ascii=False))
    cuts = {"exact": [jieba.lcut(text) for text in words], "plain": [jieba.lcut(text, HMM=False) for text in words],
            "search": [jieba.lcut_for_search(text) for text in words]}
    (GOLDEN / "jieba.json").write_text(json.dumps({"texts": words, **cuts}, ensure_ascii=False))


main()
