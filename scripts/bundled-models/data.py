"""Examples as token ids, packed into rows."""

import json
import math
from pathlib import Path

import numpy as np
import torch

from tokenizer import ended, framed

ENCODED_AT_ONCE = 20_000  # lines
# What a run learns from, and from which step on. Look-ups come alone first, and then questions for a name: among
# everything else neither is learned.
COURSES = [(0, "warmup"), (800, "questions"), (2000, "train"), (5500, "varied"), (11_000, "practice")]


def course_at(step):
    """The name of the course that a step (from 0) belongs to."""
    return [course for first, course in COURSES if step >= first][-1]


class Examples:
    """All examples of a file in one flat array: `ids`, the `starts` of the examples, and where each `answers` begins."""

    def __init__(self, path, tokenizer, context, limit=None):
        pieces, lengths, prompts, self.kinds = [], [], [], []
        for lines in in_groups(path, limit):
            examples = [json.loads(line) for line in lines]
            asked = tokenizer.encode_batch([framed(e) for e in examples])
            answered = tokenizer.encode_batch([ended(e) for e in examples])
            for example, prompt, answer in zip(examples, asked, answered):
                ids = prompt.ids + answer.ids
                if len(ids) > context:
                    continue
                pieces.append(np.array(ids, np.int16))
                lengths.append(len(ids))
                prompts.append(len(prompt.ids))
                self.kinds.append(example["kind"])
        self.ids = np.concatenate(pieces)
        self.starts = np.concatenate([[0], np.cumsum(lengths)])
        self.answers = self.starts[:-1] + prompts

    def __len__(self):
        return len(self.answers)

    @property
    def lengths(self):
        return np.diff(self.starts)


def in_groups(path, limit):
    group = []
    with open(Path(path), encoding="utf-8") as lines:
        for index, line in enumerate(lines):
            if limit and index == limit:
                break
            group.append(line)
            if len(group) == ENCODED_AT_ONCE:
                yield group
                group = []
    if group:
        yield group


def pack(lengths, order, width, open_rows=64):
    """Rows of examples, first fit into a few open rows; about one place in a hundred stays empty."""
    rows, current = [], []
    for example in order:
        length = lengths[example]
        for row in current:
            if row[0] + length <= width:
                row[0] += length
                row[1].append(example)
                break
        else:
            current.append([length, [example]])
            if len(current) > open_rows:
                fullest = max(range(len(current)), key=lambda i: current[i][0])
                rows.append(current.pop(fullest)[1])
    return rows + [row[1] for row in current]


class Rows:
    """An endless supply of rows of `width` tokens from some of the examples, in a new order each time round."""

    def __init__(self, examples, chosen, width, seed):
        self.examples, self.chosen, self.width = examples, chosen, width
        self.random = np.random.default_rng(seed)
        self.waiting = []

    def take(self, count):
        while len(self.waiting) < count:
            order = self.random.permutation(self.chosen)
            rows = pack(self.examples.lengths, order.tolist(), self.width)
            self.random.shuffle(rows)
            self.waiting = rows + self.waiting
        return [self.waiting.pop() for _ in range(count)]


def collate(examples, rows, width):
    """ids, example number (-1: empty), whether a token is an answer, and its worth; each [rows, width].

    A story has sixty answer tokens, most of them free choices; "Paris." has two, and they must be right. So tokens of
    short answers are worth more, or the lookups that decide them would be learned last.
    """
    shape = (len(rows), width)
    ids, owner = np.zeros(shape, np.int64), np.full(shape, -1, np.int64)
    answer, worth = np.zeros(shape, bool), np.zeros(shape, np.float32)
    for index, row in enumerate(rows):
        at = 0
        for number, example in enumerate(row):
            start, end = examples.starts[example], examples.starts[example + 1]
            place = slice(at, at + end - start)
            first = at + examples.answers[example] - start
            at += end - start
            ids[index, place] = examples.ids[start:end]
            owner[index, place] = number
            answer[index, first:at] = True
            worth[index, first:at] = 4 / math.sqrt(at - first)
    return tuple(torch.from_numpy(a) for a in (ids, owner, answer, worth))


def attention_bias(owner, dtype=torch.bfloat16):
    """[rows, 1, width, width]: a token sees the earlier tokens of its own example and nothing else."""
    width = owner.shape[1]
    earlier = torch.ones(width, width, dtype=torch.bool).tril()
    seen = (owner[:, :, None] == owner[:, None, :]) & earlier
    return torch.zeros(seen.shape, dtype=dtype).masked_fill_(~seen, -1e4)[:, None]
