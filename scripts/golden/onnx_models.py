"""A tiny ONNX model and what ONNX Runtime for Python computes with it; with a folder given, a chat model's greedy answers too.

Needs numpy, onnx, onnxruntime and tokenizers. Argument (may be left out): the folder with config.json, tokenizer.json and onnx/model_quantized.onnx.
"""
import json
import pathlib
import sys
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

GOLDEN = pathlib.Path(__file__).parents[2] / "test" / "learn" / "golden"


def tiny():
    """Token ids [n] (int64) and a bias [3] → probabilities [n, 3] (float32) and the best class [n] (int64)."""
    rng = np.random.default_rng(1)
    table, weight = (rng.normal(size=size).round(3).astype(np.float32) for size in ((5, 4), (4, 3)))
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["embedded"]),
        helper.make_node("Gemm", ["embedded", "weight", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        helper.make_node("ArgMax", ["probabilities"], ["best"], axis=1, keepdims=0),
    ]
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"]), helper.make_tensor_value_info("bias", TensorProto.FLOAT, [3])]
    outputs = [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", 3]), helper.make_tensor_value_info("best", TensorProto.INT64, ["n"])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, [numpy_helper.from_array(table, "table"), numpy_helper.from_array(weight, "weight")])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), GOLDEN / "tiny.onnx")
    ids, bias = [4, 0, 2, 2], [0.5, -0.25, 0]
    probabilities, best = onnxruntime.InferenceSession(GOLDEN / "tiny.onnx").run(None, {"ids": np.array(ids), "bias": np.array(bias, np.float32)})
    return {"ids": ids, "bias": bias, "probabilities": probabilities.flatten().tolist(), "best": best.tolist()}


def answer(folder, question, most=40):
    """The likeliest tokens one by one, each computed alone behind the keys and values of those before it."""
    from tokenizers import Tokenizer

    config = json.loads((folder / "config.json").read_text())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    session = onnxruntime.InferenceSession(folder / "onnx" / "model_quantized.onnx")
    text = f"<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
    prompt = tokenizer.encode(text, add_special_tokens=False).ids
    past = {each.name: np.zeros((1, config["num_key_value_heads"], 0, config["head_dim"]), np.float32) for each in session.get_inputs() if "past" in each.name}
    tokens, made = list(prompt), []
    for place in range(len(prompt) + most):
        feed = {"input_ids": np.array([[tokens[place]]]), "attention_mask": np.ones((1, place + 1), np.int64), "position_ids": np.array([[place]]), **past}
        result = dict(zip([each.name for each in session.get_outputs()], session.run(None, feed)))
        past = {name.replace("present", "past_key_values"): value for name, value in result.items() if name != "logits"}
        if place + 1 < len(prompt):
            continue
        best = int(result["logits"][0, -1].argmax())
        if best == config["eos_token_id"]:
            break
        tokens.append(best)
        made.append(best)
    return {"question": question, "prompt": prompt, "ids": made, "text": tokenizer.decode(made)}


(GOLDEN / "tiny-onnx.json").write_text(json.dumps({"versions": {"onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__}, **tiny()}) + "\n")
if len(sys.argv) > 1:
    answers = [answer(pathlib.Path(sys.argv[1]), question) for question in ("你好，请介绍一下你自己。", "中国的首都是哪里？")]
    (GOLDEN / "chat.json").write_text(json.dumps({"versions": {"onnxruntime": onnxruntime.__version__}, "answers": answers}, ensure_ascii=False) + "\n")
