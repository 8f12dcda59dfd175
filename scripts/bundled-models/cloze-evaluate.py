"""Measures the exported cloze model, the file that is shipped. usage: cloze-evaluate.py DATA_FOLDER MODEL_FOLDER LABELLED_FOLDER [REPORT]
Held-out lines by split (combo: seen sentences, unseen texts; test and final: unseen sentences and templates), and the labelled texts in the
templates of the presets. Prints a report and writes it as JSON."""

import json
import math
import re
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from cloze_lines import MASK, PAD, UNKNOWN, LabelWords, Lines, load_tokenizer

PRESETS = {
    "sentiment": ("sentiment.quality", "It was <mask>. {text}"),
    "news": ("news", "A <mask> news: {text}"),
    "questions": ("questions", "A <mask> question: {text}"),
    "descriptions": ("descriptions", "[Topic : <mask>] {text}"),
}


WORD = re.compile(r"[A-Za-z0-9]+")


class Model:
    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "onnx/model.onnx"), options)

    def logits(self, ids):
        """float32 [lines, tokens, vocabulary] of padded ids [lines, tokens]."""
        feeds = dict(input_ids=ids, attention_mask=(ids != PAD).astype(np.int64))
        return self.session.run(None, feeds)[0]


def log_softmax(values):
    top = values.max(-1, keepdims=True)
    return values - top - np.log(np.exp(values - top).sum(-1, keepdims=True))


class Verbalizer:
    """The label words of a task's classes as token ids, most frequent first, `count` of each."""

    def __init__(self, label_words, task, tokenizer, count=None):
        self.labels = list(label_words.tasks[task])
        ids = [
            [tokenizer.encode(word, add_special_tokens=False).ids[0] for word in shares]
            for shares in label_words.tasks[task].values()]
        self.ids = [row[:count] for row in ids]

    def class_logits(self, logits):
        return np.stack([logits[..., row].mean(-1) for row in self.ids], -1)


def masks(model, lines, label_words, tokenizer):
    """By task: accuracy by all label words and by one, share of the mass on the class's words, cross-entropy and the generator's own entropy."""
    found = {}
    verbalizers = {task: (Verbalizer(label_words, task, tokenizer), Verbalizer(label_words, task, tokenizer, 1)) for task in label_words.tasks}
    shares = label_words.shares.numpy()
    for batch in lines.batches(np.random.default_rng(0), 6000):
        ids, _, _, classes = (each.numpy() for each in lines.collate(batch))
        logits = model.logits(ids)[ids == MASK]
        for row, at in zip(logits, classes):
            task, label = label_words.classes[at]
            log_probs, share = log_softmax(row), shares[at]
            right = [each.labels[int(each.class_logits(row).argmax())] == label for each in verbalizers[task]]
            mass = np.exp(log_probs[share > 0]).sum()
            own = -(share[share > 0] * np.log(share[share > 0])).sum()
            found.setdefault(task, []).append([*right, mass, -(share * log_probs).sum(), own])
    return {task: dict(n=len(rows), **dict(zip(("accuracy", "one_word", "mass", "cross_entropy", "entropy"), np.mean(rows, 0).round(4).tolist())))
            for task, rows in sorted(found.items())}


def perplexity(model, lines):
    """Of 15 % of the ordinary tokens, masked; the template's mask stays."""
    random, total, count = np.random.default_rng(0), 0.0, 0
    for batch in lines.batches(np.random.default_rng(0), 6000):
        ids = lines.collate(batch)[0].numpy()
        chosen = (ids > MASK) & (random.random(ids.shape) < 0.15)
        log_probs = log_softmax(model.logits(np.where(chosen, MASK, ids))[chosen])
        total -= log_probs[np.arange(len(log_probs)), ids[chosen]].sum()
        count += int(chosen.sum())
    return round(math.exp(total / count), 3)


def labelled(model, path, label_words, tokenizer):
    """Accuracy in the preset's template, and how often the word that an explanation ranks first lies in a decisive span."""
    task, template = PRESETS[path.stem]
    verbalizer = Verbalizer(label_words, task, tokenizer)
    rows = []
    for example in map(json.loads, path.read_text().splitlines()):
        offset = template.index("{text}")
        encoded = tokenizer.encode(template.replace("{text}", example["text"]))
        ids = np.array([encoded.ids])
        at = encoded.ids.index(MASK)
        label = verbalizer.labels.index(example["label"])
        of_classes = log_softmax(verbalizer.class_logits(model.logits(ids)[0]))
        spans = [(start - offset, end - offset) for start, end in encoded.offsets]
        words = [(found.start(), found.end()) for found in WORD.finditer(example["text"])]
        tokens = [[index for index, (a, b) in enumerate(spans) if a < end and b > start and b > a] for start, end in words]
        without = np.repeat(ids, len(words), 0)
        for row, part in zip(without, tokens):
            row[part] = UNKNOWN
        losses = of_classes[at, label] - log_softmax(verbalizer.class_logits(model.logits(without)[:, at]))[:, label]
        meaning = [of_classes[part, label].max() for part in tokens]
        decides = [any(start < b and end > a for a, b in example["decisive"]) for start, end in words]
        rows.append([of_classes[at].argmax() == label, decides[int(np.argmax(meaning))], decides[int(np.argmax(losses))], np.mean(decides)])
    return dict(n=len(rows), **dict(zip(("accuracy", "prompt_explainer_first", "leave_one_out_first", "chance"), np.mean(rows, 0).round(3).tolist())))


def main(data, folder, labelled_folder, report=None):
    tokenizer = load_tokenizer(folder)
    label_words, model = LabelWords(data, tokenizer), Model(folder)
    measured = {}
    for split in ("combo", "test", "final"):
        lines = Lines(data / f"{split}.jsonl", tokenizer, label_words, 1000)
        measured[split] = dict(perplexity=perplexity(model, lines), masks=masks(model, lines, label_words, tokenizer))
    measured["labelled"] = {path.stem: labelled(model, path, label_words, tokenizer) for path in sorted(labelled_folder.glob("*.jsonl"))}
    for part, facts in measured.items():
        print(part, facts.get("perplexity", ""))
        for name, values in facts.get("masks", facts).items():
            print(" ", name, values)
    if report:
        report.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
