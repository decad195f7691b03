"""Token ids by SentencePiece and stories by Hugging Face's Llama from the weights of llama2.c: what test/learn/stories.test.ts expects.

Needs numpy, sentencepiece, torch and transformers. Argument: llama2.data, a model of llama2.c with its tokenizer behind it.
"""
import io
import json
import pathlib
import struct
import sys
import numpy as np
import sentencepiece
import torch
import transformers
from sentencepiece import sentencepiece_model_pb2 as proto

GOLDEN = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden"
BEGINNINGS = ["Lily went to the zoo with her brother Tom", "Zoë’s café: 3 cats, 5  dogs", "从前有一只猫"]
data = pathlib.Path(sys.argv[1]).read_bytes()
width, inner, layers, heads, kv_heads, vocab, context = struct.unpack("7i", data[:28])
stream = io.BytesIO(data[28:])


def take(*shape):
    return torch.from_numpy(np.frombuffer(stream.read(4 * int(np.prod(shape))), np.float32).copy().reshape(shape))


def permuted(weight, heads):
    """As in Hugging Face's conversion of Meta's weights: pairs of neighbours become halves."""
    rows, columns = weight.shape
    return weight.view(heads, rows // heads // 2, 2, columns).transpose(1, 2).reshape(rows, columns)


def model():
    size = width // heads
    weights = {"model.embed_tokens.weight": take(vocab, width)}
    shapes = [("input_layernorm", (width,)), ("self_attn.q_proj", (width, width)), ("self_attn.k_proj", (kv_heads * size, width)), ("self_attn.v_proj", (kv_heads * size, width)), ("self_attn.o_proj", (width, width))]
    shapes += [("post_attention_layernorm", (width,)), ("mlp.gate_proj", (inner, width)), ("mlp.down_proj", (width, inner)), ("mlp.up_proj", (inner, width))]
    for name, shape in shapes:
        for layer, weight in enumerate(take(layers, *shape)):
            turns = heads if "q_proj" in name else kv_heads if "k_proj" in name else 0
            weights[f"model.layers.{layer}.{name}.weight"] = permuted(weight, turns) if turns else weight
    weights["model.norm.weight"] = take(width)
    take(context * size)  # rotary tables
    config = transformers.LlamaConfig(vocab_size=vocab, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=kv_heads, intermediate_size=inner, max_position_embeddings=context, rms_norm_eps=1e-5, tie_word_embeddings=True)
    llama = transformers.LlamaForCausalLM(config).eval()
    missing, unexpected = llama.load_state_dict(weights, strict=False)
    assert missing in ([], ["lm_head.weight"]) and not unexpected, (missing, unexpected)
    llama.tie_weights()
    return llama


def tokenizer():
    """The pieces and scores as a SentencePiece model."""
    spec = proto.ModelProto()
    spec.trainer_spec.model_type = proto.TrainerSpec.BPE
    spec.trainer_spec.byte_fallback = True
    spec.normalizer_spec.name = "identity"
    spec.normalizer_spec.add_dummy_prefix = True
    spec.normalizer_spec.remove_extra_whitespaces = False
    stream.read(4)
    for token in range(vocab):
        score, length = struct.unpack("fi", stream.read(8))
        piece = spec.pieces.add(piece=stream.read(length).decode().replace(" ", "▁"), score=score)
        piece.type = proto.ModelProto.SentencePiece.UNKNOWN if token == 0 else 3 if token < 3 else proto.ModelProto.SentencePiece.BYTE if token < 259 else 1
        if token in (1, 2):
            piece.piece = piece.piece.strip()
        if 3 <= token < 259:
            piece.piece = f"<0x{token - 3:02X}>"
    return sentencepiece.SentencePieceProcessor(model_proto=spec.SerializeToString())


llama, pieces = model(), tokenizer()
stories = []
for beginning in BEGINNINGS:
    ids = pieces.encode(beginning)
    told = llama.generate(torch.tensor([[1, *ids]]), max_new_tokens=40, do_sample=False, eos_token_id=1, pad_token_id=0)[0, len(ids) + 1 :].tolist()
    stories.append({"beginning": beginning, "ids": ids, "told": told})
versions = {"sentencepiece": sentencepiece.__version__, "torch": torch.__version__, "transformers": transformers.__version__}
(GOLDEN / "stories.json").write_text(json.dumps({"versions": versions, "stories": stories}, ensure_ascii=False) + "\n")
