"""Compact ONNX files: each weight matrix stored once and in fp16, all arithmetic in fp32."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALL = 1024  # a tensor with fewer numbers (norms, biases) keeps fp32


def round_to_half(model):
    """Rounds a PyTorch model's matrices to fp16 in place, so that what is measured is what is stored."""
    for parameter in model.parameters():
        if parameter.numel() >= SMALL:
            parameter.data.copy_(parameter.data.half().float())


def store_in_half(path):
    """Rewrites the file: fp16 initializers with a Cast before their use, and one copy of a tied matrix.

    Inputs, outputs and every calculation stay fp32; onnxruntime folds the casts when it loads the file.
    """
    file = onnx.load(path)
    graph, before = file.graph, []
    stored = {tensor.name: tensor for tensor in graph.initializer}
    arrays = {name: numpy_helper.to_array(tensor) for name, tensor in stored.items()}
    large = [n for n, a in arrays.items() if a.dtype == np.float32 and a.size >= SMALL]
    for name in large:
        array = arrays[name]
        graph.initializer.remove(stored[name])
        twin = next((m for m in large if is_transposed_embedding(m, arrays[m], name, array)), None)
        if twin:
            before.append(helper.make_node("Transpose", [twin], [name], name="tied_head", perm=[1, 0]))
            continue
        half = numpy_helper.from_array(array.astype(np.float16), f"{name}_fp16")
        graph.initializer.append(half)
        label = name.replace(".", "_") + "_cast"
        before.insert(0, helper.make_node("Cast", [half.name], [name], name=label, to=TensorProto.FLOAT))
    nodes = before + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(file)
    onnx.save(file, path)


def is_transposed_embedding(name, embedding, other, array):
    """Whether `array` is the tied head: the embedding matrix under another name, turned round."""
    if name == other or "embed" not in name or array.ndim != 2 or embedding.shape != array.shape[::-1]:
        return False
    return np.array_equal(embedding, array.T)
