"""What happens to an answer's log-probability when words of the prompt lose their embedding.

The generator says which words decide an answer, which pairs are redundant and which only decide together; these
measures ask whether the model agrees. Drops are in nats: log-probability of the answer with the whole prompt minus that
with the masked one.
"""

import re

import numpy as np
import torch

from export import HIDDEN
from tokenizer import START, STOP, ended, framed


class Prompt:
    """An example as tokens, with the tokens that each span of the user's text touches."""

    def __init__(self, tokenizer, example, answer=None):
        text, user = framed(example), example["user"]
        tail = "" if example.get("raw") else f"{STOP}\n{START}assistant\n"
        self.start = len(text) - len(tail) - len(user)
        self.encoding = tokenizer.encode(text)
        self.ids = self.encoding.ids
        self.answer = tokenizer.encode(ended(example) if answer is None else answer).ids
        self.text = text

    def tokens_of(self, spans):
        """Indices of the tokens that touch one of the spans, [start, end) in the user's text.

        Spans count UTF-16 code units, offsets count characters; the generated text has none outside the basic plane.
        """
        found = []
        for index, (start, end) in enumerate(self.encoding.offsets):
            start += self.text[start:end].startswith(" ")  # the space before a word is not part of it
            if any(start - self.start < b and a < end - self.start for a, b in spans):
                found.append(index)
        return found


@torch.no_grad()
def drops(model, prompt, masks):
    """Nats lost by each mask, a list of token indices whose embeddings become zero: [masks]."""
    ids = torch.tensor(prompt.ids + prompt.answer)
    count, size = len(masks) + 1, len(ids)
    embeddings = model.embed(ids)[None].repeat(count, 1, 1)
    for row, mask in enumerate(masks, 1):
        embeddings[row, mask] = 0
    bias = torch.zeros(size, size).masked_fill(~torch.ones(size, size, dtype=torch.bool).tril(), HIDDEN)
    states, _ = model(embeddings, model.rotary(torch.arange(size)[None]), bias[None, None])
    logits = model.logits(states[:, len(prompt.ids) - 1 : -1])
    targets = torch.tensor(prompt.answer)[None, :, None].expand(count, -1, 1)
    total = logits.log_softmax(-1).gather(2, targets)[..., 0].sum(1)
    return (total[0] - total[1:]).numpy()


def pair_drops(model, tokenizer, example, spans, answer=None):
    """Nats lost without the first span, without the second, and without both."""
    prompt = Prompt(tokenizer, example, answer)
    parts = [prompt.tokens_of([span]) for span in spans]
    return drops(model, prompt, [*parts, sorted({t for part in parts for t in part})])


def redundancy(model, tokenizer, examples):
    """Pairs of which each suffices: both together should cost more than the sum of the single drops."""
    return interaction(
        [pair_drops(model, tokenizer, e, p) for e in examples for p in e["redundant"] if len(p) == 2],
        lambda first, second, both: both > first + second,
    )


def synergy(model, tokenizer, examples):
    """Pairs that only decide together: without one the other is useless, so the sum should exceed both together."""
    return interaction(
        [pair_drops(model, tokenizer, e, g) for e in examples for g in e["synergy"][:1] if len(g) == 2],
        lambda first, second, both: first + second > both,
    )


def interaction(rows, holds):
    table = np.array(rows)
    return {
        "pairs": len(table),
        "first": round(float(table[:, 0].mean()), 3),
        "second": round(float(table[:, 1].mean()), 3),
        "both": round(float(table[:, 2].mean()), 3),
        "rate": round(float(holds(table[:, 0], table[:, 1], table[:, 2]).mean()), 3),
    }


def words_of(text):
    """Spans of the words of a text, without the punctuation at their edges."""
    spans = []
    for match in re.finditer(r"\S+", text):
        word = match.group()
        start = match.start() + len(word) - len(word.lstrip('.,:;!?"('))
        end = match.end() - (len(word) - len(word.rstrip('.,:;!?")')))
        if start < end:
            spans.append((start, end))
    return spans


def deciding_words(model, tokenizer, examples):
    """One word at a time masked: is the word with the largest drop one of those that decide, and what do others cost?"""
    rows = []
    for example in examples:
        words = words_of(example["user"])

        def touched(spans):
            return np.array([any(s < b and a < e for s, e in spans) for a, b in words], dtype=bool)

        deciding, distracting = touched(example["decisive"]), touched(example["distractors"])
        if not deciding.any() or deciding.all():
            continue
        prompt = Prompt(tokenizer, example)
        lost = drops(model, prompt, [prompt.tokens_of([word]) for word in words])
        groups = (deciding, distracting & ~deciding, ~deciding & ~distracting)
        means = [float(lost[group].mean()) if group.any() else None for group in groups]
        rows.append([bool(deciding[int(lost.argmax())]), float(deciding.mean()), *means])
    names = ("top_word_decides", "by_chance", "deciding", "distractor", "other")
    columns = list(zip(*rows)) or [[]] * len(names)
    return {"prompts": len(rows)} | {n: mean_of(column) for n, column in zip(names, columns)}


def mean_of(values):
    there = [v for v in values if v is not None]
    return round(float(np.mean(there)), 3) if there else None
