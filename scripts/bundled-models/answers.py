"""Greedy answers of a trained model, and how they are judged."""

import torch

from export import HIDDEN
from tokenizer import END, STOP, framed

LONGEST = 120  # tokens of an answer


@torch.no_grad()
def greedy_answers(model, tokenizer, examples, batch=32):
    """The model's greedy answer to each example, as text; prompts of a batch are padded on the left."""
    ends = [tokenizer.token_to_id(t) for t in (END, STOP)]
    prompts = [e.ids for e in tokenizer.encode_batch([framed(e) for e in examples])]
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    texts = [""] * len(prompts)
    for at in range(0, len(order), batch):
        group = order[at : at + batch]
        for index, ids in zip(group, continued(model, [prompts[i] for i in group], ends)):
            texts[index] = tokenizer.decode(ids)
    return texts


def continued(model, prompts, ends):
    width = max(map(len, prompts))
    ids = torch.zeros(len(prompts), width, dtype=torch.long)
    there = torch.zeros(len(prompts), width, dtype=torch.bool)
    for row, prompt in enumerate(prompts):
        ids[row, width - len(prompt) :] = torch.tensor(prompt)
        there[row, width - len(prompt) :] = True
    answers, open_rows, past = [[] for _ in prompts], set(range(len(prompts))), None
    for _ in range(LONGEST):
        total, new = there.shape[1], ids.shape[1]
        earlier = torch.ones(new, total, dtype=torch.bool).tril(total - new)
        seen = (earlier & there[:, None, :])[:, None]
        bias = torch.zeros(seen.shape).masked_fill(~seen, HIDDEN)
        positions = (there.long().cumsum(1) - 1).clamp(min=0)[:, -new:]
        states, past = model(model.embed(ids), model.rotary(positions), bias, past)
        best = model.logits(states[:, -1]).argmax(-1)
        for row in sorted(open_rows):
            token = int(best[row])
            if token in ends:
                open_rows.discard(row)
            else:
                answers[row].append(token)
        if not open_rows:
            break
        ids = best[:, None]
        there = torch.cat([there, torch.ones(len(prompts), 1, dtype=torch.bool)], 1)
    return answers


def is_right(check, text):
    """Whether an answer passes: equal to `exact`; otherwise all of `all`, one of `any`, none of `none`, case ignored."""
    if "exact" in check:
        return text.strip() == check["exact"].strip()
    low = text.lower()

    def holds(words, rule):
        return rule(word.lower() in low for word in words)

    wanted = holds(check.get("all", []), all) and (not check.get("any") or holds(check["any"], any))
    return wanted and not holds(check.get("none", []), any)
