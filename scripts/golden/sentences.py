"""Embeddings of 100 sentences by Hugging Face transformers, in float32 from all-MiniLM-L6-v2: what test/learn/sentences.test.ts expects.

Needs torch, transformers and safetensors. Argument: the folder with config.json, tokenizer.json and model.fp16.safetensors.
"""
import json
import pathlib
import sys
import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

folder = pathlib.Path(sys.argv[1])
golden = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden"
texts = json.loads((golden / "sentences.json").read_text())
model = BertModel(BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False).eval()
weights = {name: value.float() for name, value in load_file(folder / "model.fp16.safetensors").items()}
missing, unexpected = model.load_state_dict(weights, strict=False)
assert not missing, missing
tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), pad_token="[PAD]")
with torch.no_grad():
    rows = []
    for text in texts:
        given = tokenizer([text], return_tensors="pt", truncation=True, max_length=256)
        hidden = model(input_ids=given["input_ids"], attention_mask=given["attention_mask"]).last_hidden_state[0]
        rows.append(torch.nn.functional.normalize(hidden.mean(0), dim=0))
save_file({"embeddings": torch.stack(rows)}, golden / "sentences.safetensors")
print(len(rows), rows[0][:4])
