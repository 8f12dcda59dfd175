"""Writes the trained cloze model in the transformers.js layout: config.json and onnx/model.onnx (opset 17, standard operators).
usage: cloze-export.py CHECKPOINT MODEL_FOLDER
Inputs input_ids, attention_mask [batch, tokens] int64; output logits [batch, tokens, vocabulary]. Matrices are stored in fp16 and cast to
fp32 in the graph: half the size, and every calculation stays fp32 (onnxruntime folds the casts when it loads). The tied head is stored once.
Also writes test/fixtures/cloze/logits.json: what PyTorch says on the same rounded weights, for a few texts."""

import importlib.util
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import RobertaForMaskedLM

from cloze_lines import load_tokenizer

TEXTS = [
    "It was <mask>. I really enjoy this movie.",
    "A <mask> news: The goalkeeper saved a penalty in the final against Peru.",
    "[Topic : <mask>] It is a species of beetle in the family Olsen.",
    "The soup was not good, but I loved the <mask>.",
]


def training():
    """The sister script, whose name is no module's."""
    spec = importlib.util.spec_from_file_location("cloze_train", Path(__file__).with_name("cloze-train.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Exported(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def compact(path):
    """Stores each matrix once and in fp16, with a Cast, and a Transpose for the tied head, before its use."""
    exported = onnx.load(path)
    graph = exported.graph
    weights = {each.name: each for each in graph.initializer}
    arrays = {name: numpy_helper.to_array(each) for name, each in weights.items()}
    large = [name for name, array in arrays.items() if array.dtype == np.float32 and array.size >= 1024]
    table = next(name for name in large if "word_embeddings" in name)
    first = []
    for name in large:
        graph.initializer.remove(weights[name])
        array = arrays[name]
        if name != table and array.shape == arrays[table].shape[::-1] and np.array_equal(array, arrays[table].T):
            first.append(helper.make_node("Transpose", [table], [name], name="tied_head", perm=[1, 0]))
            continue
        graph.initializer.append(numpy_helper.from_array(array.astype(np.float16), f"{name}_fp16"))
        first.insert(0, helper.make_node("Cast", [f"{name}_fp16"], [name], name=f"{name}_cast", to=TensorProto.FLOAT))
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend(first + rest)
    for message in [graph, *graph.node, *graph.value_info]:
        message.ClearField("doc_string")
        message.ClearField("metadata_props")
    onnx.checker.check_model(exported)
    onnx.save(exported, path)


def main(checkpoint, folder):
    saved = torch.load(checkpoint, map_location="cpu")
    tokenizer = load_tokenizer(folder)
    config = training().configuration(tokenizer.get_vocab_size())
    model = RobertaForMaskedLM(config)
    model.load_state_dict(saved["model"])
    model.eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.numel() >= 1024:
                parameter.copy_(parameter.half().float())
    path = folder / "onnx/model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {0: "batch_size", 1: "sequence_length"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(model), (torch.randint(5, 100, (2, 7)), torch.ones(2, 7, dtype=torch.int64)), str(path),
            input_names=["input_ids", "attention_mask"], output_names=["logits"], opset_version=17, dynamo=False,
            dynamic_axes=dict(input_ids=row, attention_mask=row, logits=row))
    compact(path)
    facts = config.to_dict()
    kept = ("model_type vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads hidden_act max_position_embeddings "
            "type_vocab_size layer_norm_eps pad_token_id bos_token_id eos_token_id tie_word_embeddings").split()
    written = dict(architectures=["RobertaForMaskedLM"], **{name: facts[name] for name in kept}, position_embedding_type="absolute", torch_dtype="float32")
    (folder / "config.json").write_text(json.dumps(written, indent=1) + "\n")
    write_logits(model, tokenizer)
    print("step", saved["step"], "parameters", sum(each.numel() for each in model.parameters()), "bytes", path.stat().st_size)


def write_logits(model, tokenizer):
    """The five highest logits at every position, in float64."""
    model = model.double()
    cases = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.int64)).logits[0]
        values, best = logits.topk(5)
        cases.append(dict(text=text, ids=ids, best=best.tolist(), logits=[[round(value, 6) for value in row] for row in values.tolist()]))
    out = Path(__file__).parents[2] / "test/fixtures/cloze/logits.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
