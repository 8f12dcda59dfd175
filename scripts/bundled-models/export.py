"""Writes the trained model in the transformers.js layout.

    export.py CHECKPOINT MODEL_FOLDER

onnx/model.onnx takes input_ids, attention_mask, position_ids and past_key_values.N.key|value, and gives logits and
present.N.key|value; opset 17, standard operators only, weights in fp16 (see onnx_files.py). config.json and
generation_config.json are written beside it; the tokenizer is there already.
"""

import json
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

from model import CausalLM
from onnx_files import round_to_half, store_in_half

HIDDEN = -1e4  # added to the attention score of a token that must not be seen


class WithCache(nn.Module):
    """The model with the inputs and outputs of the exported file."""

    def __init__(self, model):
        super().__init__()
        self.inner = model

    def forward(self, input_ids, attention_mask, position_ids, *cache):
        past = list(zip(cache[0::2], cache[1::2]))
        length, total = input_ids.shape[1], attention_mask.shape[1]
        key, query = torch.arange(total), torch.arange(length) + (total - length)
        seen = (key[None, :] <= query[:, None])[None, None] & (attention_mask[:, None, None, :] != 0)
        bias = torch.where(seen, torch.tensor(0.0), torch.tensor(HIDDEN))
        embedding = self.inner.model.embed_tokens.weight
        states, kept = self.inner(self.inner.embed(input_ids), self.inner.rotary(position_ids), bias, past)
        return (torch.matmul(states, embedding.t()), *(tensor for pair in kept for tensor in pair))


def load(checkpoint):
    """The model of a checkpoint with its weights as they are shipped, and what was noted when it was saved."""
    saved = torch.load(checkpoint, map_location="cpu")
    model = CausalLM(saved["config"])
    model.load_state_dict(saved.pop("model"))
    round_to_half(model)
    return model.eval(), saved


def export(model, path):
    config = model.config
    layers, groups, size = config["num_hidden_layers"], config["num_key_value_heads"], config["head_dim"]
    batch, past, new = 2, 3, 4
    ids = torch.randint(3, config["vocab_size"], (batch, new))
    mask = torch.ones(batch, past + new, dtype=torch.long)
    positions = torch.arange(past, past + new)[None].expand(batch, -1).contiguous()
    cache = [torch.randn(batch, groups, past, size) for _ in range(2 * layers)]
    kinds = [(layer, kind) for layer in range(layers) for kind in ("key", "value")]
    past_names = [f"past_key_values.{layer}.{kind}" for layer, kind in kinds]
    present_names = [f"present.{layer}.{kind}" for layer, kind in kinds]
    axes = {n: {0: "batch_size", 1: "sequence_length"} for n in ("input_ids", "position_ids", "logits")}
    axes["attention_mask"] = {0: "batch_size", 1: "total_sequence_length"}
    axes |= {n: {0: "batch_size", 2: "past_sequence_length"} for n in past_names}
    axes |= {n: {0: "batch_size", 2: "total_sequence_length"} for n in present_names}
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            WithCache(model),
            (ids, mask, positions, *cache),
            str(path),
            input_names=["input_ids", "attention_mask", "position_ids", *past_names],
            output_names=["logits", *present_names],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    store_in_half(path)


def main(checkpoint, folder):
    model, saved = load(checkpoint)
    folder = Path(folder)
    export(model, folder / "onnx/model.onnx")
    generation = {"eos_token_id": [2, 0], "pad_token_id": 0, "max_new_tokens": 120, "do_sample": False}
    for name, value in (("config", model.config), ("generation_config", generation)):
        (folder / f"{name}.json").write_text(json.dumps(value, indent=2) + "\n")
    size = (folder / "onnx/model.onnx").stat().st_size
    print(f"step {saved['step']}: {size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:3])
