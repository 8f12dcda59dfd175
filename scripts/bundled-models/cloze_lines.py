"""The cloze generator's lines as arrays of token ids, and batches of them. For cloze-train.py and cloze-evaluate.py."""

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

START, PAD, END, UNKNOWN, MASK = range(5)


class LabelWords:
    """The classes of all tasks in one list, and what a mask of each may be: `shares` [classes, vocabulary]."""

    def __init__(self, data, tokenizer):
        self.tasks = json.loads((Path(data) / "label-words.json").read_text())
        self.classes = [(task, label) for task, labels in self.tasks.items() for label in labels]
        self.index = {each: at for at, each in enumerate(self.classes)}
        self.shares = torch.zeros(len(self.classes), tokenizer.get_vocab_size())
        for at, (task, label) in enumerate(self.classes):
            for word, share in self.tasks[task][label].items():
                [token] = tokenizer.encode(word, add_special_tokens=False).ids
                self.shares[at, token] += share

    def of_task(self, task):
        return [at for at, (each, _) in enumerate(self.classes) if each == task]


class Lines:
    """Flat arrays of all lines: `ids`; `other`, what could stand there instead; `group`, which tokens change together
    (0: none); the class of the line's mask, -1 for a line without one."""

    def __init__(self, path, tokenizer, label_words, limit=None):
        ids, other, group, starts, classes = [], [], [], [0], []
        words = {}

        def tokens_of(word):
            if word not in words:
                words[word] = tokenizer.encode(word, add_special_tokens=False).ids
            return words[word]

        lines = [json.loads(line) for _, line in zip(range(limit or 10**9), open(path))]
        for first in range(0, len(lines), 10_000):
            part = lines[first:first + 10_000]
            for line, encoded in zip(part, tokenizer.encode_batch([line["text"] for line in part])):
                row = encoded.ids
                if len(row) > 256:
                    continue
                alternative, groups = list(row), [0] * len(row)
                for number, (start, end, word) in enumerate(line["swaps"], 1):
                    at = [index for index, (a, b) in enumerate(encoded.offsets) if a < end and b > start and b > a]
                    instead = tokens_of(word)
                    if len(at) == len(instead) and number < 128:
                        for index, token in zip(at, instead):
                            alternative[index], groups[index] = token, number
                ids += row
                other += alternative
                group += groups
                starts.append(len(ids))
                classes.append(label_words.index[line["task"], line["label"]] if "task" in line else -1)
        self.ids, self.other = np.array(ids, np.int16), np.array(other, np.int16)
        self.group, self.starts = np.array(group, np.int16), np.array(starts)
        self.classes = np.array(classes)

    def __len__(self):
        return len(self.classes)

    def batches(self, random, tokens):
        """Indices of lines of about one length, about `tokens` tokens each, in random order."""
        lengths = np.diff(self.starts) + random.uniform(0, 4, len(self))
        batches, current, longest = [], [], 0
        for index in np.argsort(lengths, kind="stable"):
            longest = max(longest, self.starts[index + 1] - self.starts[index])
            current.append(index)
            if longest * len(current) >= tokens:
                batches.append(np.array(current))
                current, longest = [], 0
        if current:
            batches.append(np.array(current))
        random.shuffle(batches)
        return batches

    def collate(self, batch):
        """ids, other, group [lines, tokens], padded, and classes [lines]."""
        longest = max(self.starts[index + 1] - self.starts[index] for index in batch)
        arrays = np.full((3, len(batch), longest), PAD, np.int64)
        arrays[2] = 0
        for row, index in enumerate(batch):
            part = slice(self.starts[index], self.starts[index + 1])
            length = part.stop - part.start
            for target, source in zip(arrays, (self.ids, self.other, self.group)):
                target[row, :length] = source[part]
        return (*map(torch.from_numpy, arrays), torch.from_numpy(self.classes[batch]))


def load_tokenizer(folder):
    return Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
