"""Trains the cloze model. usage: cloze-train.py DATA_FOLDER MODEL_FOLDER RUN_FOLDER [--steps N] [--tokens N] [--seed N]
Writes RUN_FOLDER/last.pt and log.jsonl. One thread, matrix products in bf16; the same seed gives the same model on the same processor.

What the model sees, and what it is asked for:
  the mask of a template: the whole distribution of the class's label words, so that none of them is favoured by chance;
  15 % of the other tokens (in a quarter of the lines 40 %, in a quarter none): RoBERTa's masking, 80 % <mask>, 10 % another
  token, 10 % as it is;
  a sixth of the cues: a cue of the same meaning instead, to be put right, so that a visible cue predicts its relatives too;
  in a quarter of the lines: any share of the tokens becomes <unk>, as in the pruning and activation curves of PromptExplainer."""

import argparse
import json
import math
import os
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
import torch.nn.functional as F
from transformers import RobertaConfig, RobertaForMaskedLM

from cloze_lines import END, MASK, PAD, START, UNKNOWN, LabelWords, Lines, load_tokenizer
from cloze_start import start_as_bag_of_words


def configuration(vocabulary):
    return RobertaConfig(
        vocab_size=vocabulary, hidden_size=128, intermediate_size=512, num_hidden_layers=4, num_attention_heads=4, hidden_act="gelu",
        max_position_embeddings=258, type_vocab_size=1, layer_norm_eps=1e-5, pad_token_id=PAD, bos_token_id=START, eos_token_id=END,
        tie_word_embeddings=True, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        # With RoBERTa's 0.02 a model of this width says almost nothing by its attention at first.
        initializer_range=0.08,
        # The fused attention's backward pass in bf16 takes two thirds of all time on a processor.
        attn_implementation="eager")


def corrupt(ids, other, group, vocabulary):
    """What the model reads, and where it is asked for what stood there."""
    ordinary = (ids > MASK)
    swapped = torch.rand(ids.shape[0], int(group.max()) + 1) < 1 / 6
    swapped[:, 0] = False
    swapped = swapped.gather(1, group)
    read = torch.where(swapped, other, ids)
    rate = torch.tensor([0.0, 0.15, 0.15, 0.4])[torch.randint(4, (ids.shape[0], 1))]
    chosen = ordinary & (torch.rand(ids.shape) < rate)
    how = torch.rand(ids.shape)
    read = torch.where(chosen & (how < 0.8), MASK, read)
    read = torch.where(chosen & (how >= 0.8) & (how < 0.9), torch.randint(MASK + 1, vocabulary, ids.shape), read)
    share = torch.where(torch.rand(ids.shape[0], 1) < 0.25, torch.rand(ids.shape[0], 1), 0.0)
    lost = ordinary & (torch.rand(ids.shape) < share)
    return torch.where(lost, UNKNOWN, read), (swapped | chosen) & ~lost


def predictions(model, read, where):
    """Logits [places, vocabulary] at the places where they are wanted only."""
    attention = (read != PAD).long()
    states = model.roberta(read, attention_mask=attention).last_hidden_state
    return model.lm_head(states[where]).float()


def train_step(model, batch, shares):
    ids, other, group, classes = batch
    read, asked = corrupt(ids, other, group, model.config.vocab_size)
    has_class = classes >= 0
    cloze = (ids == MASK)
    where = asked | cloze
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = predictions(model, read, where)
    log_probs = logits.log_softmax(-1)
    is_cloze = cloze[where]
    token_loss = F.nll_loss(log_probs[~is_cloze], ids[where][~is_cloze])
    cloze_loss = -(shares[classes[has_class]] * log_probs[is_cloze]).sum(-1).mean()
    return token_loss, cloze_loss


@torch.no_grad()
def accuracy(model, lines, label_words):
    """Share of masks where the mean logit of the right class's label words is the highest, by task."""
    hits = {}
    tokens = [(row > 0).nonzero()[:, 0] for row in label_words.shares]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in lines.batches(np.random.default_rng(0), 8000):
            ids, _, _, classes = lines.collate(batch)
            logits = predictions(model, ids, ids == MASK)
            means = torch.stack([logits[:, each].mean(-1) for each in tokens], -1)
            for row, at in zip(means, classes.tolist()):
                task = label_words.classes[at][0]
                rivals = label_words.of_task(task)
                hits.setdefault(task, []).append(rivals[int(row[rivals].argmax())] == at)
    return {task: round(float(np.mean(found)), 4) for task, found in sorted(hits.items())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("run")
    for name, default in dict(steps=7200, tokens=1200, seed=1, every=600, warmup=30).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    run = Path(options.run)
    run.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.model)
    label_words = LabelWords(options.data, tokenizer)
    lines = Lines(f"{options.data}/train.jsonl", tokenizer, label_words)
    held = {split: Lines(f"{options.data}/{split}.jsonl", tokenizer, label_words, 500) for split in ("combo", "test")}
    model = RobertaForMaskedLM(configuration(tokenizer.get_vocab_size()))
    start_as_bag_of_words(model, lines, label_words)
    print("lines", len(lines), "tokens", len(lines.ids), "parameters", sum(each.numel() for each in model.parameters()), flush=True)
    matrices = [each for each in model.parameters() if each.dim() > 1]
    vectors = [each for each in model.parameters() if each.dim() < 2]
    optimizer = torch.optim.AdamW([dict(params=matrices, weight_decay=0.05), dict(params=vectors, weight_decay=0)], betas=(0.9, 0.98), fused=True)
    random = np.random.default_rng(options.seed)
    queue, losses, seen, began = [], [], 0, time.time()
    log = open(run / "log.jsonl", "w")
    for step in range(1, options.steps + 1):
        rate = options.rate * min(1, step / options.warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / options.steps)))
        for each in optimizer.param_groups:
            each["lr"] = rate
        if not queue:
            queue = lines.batches(random, options.tokens)
        batch = lines.collate(queue.pop())
        token_loss, cloze_loss = train_step(model, batch, label_words.shares)
        optimizer.zero_grad(set_to_none=True)
        (token_loss + 2 * cloze_loss).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seen += int((batch[0] != PAD).sum())
        losses.append((token_loss.item(), cloze_loss.item()))
        if step % 50 == 0:
            print(step, "token %.3f cloze %.3f" % tuple(np.mean(losses[-50:], 0)), "tokens/s %.0f" % (seen / (time.time() - began)), flush=True)
        if step % options.every == 0 or step == options.steps:
            entry = dict(step=step, minutes=round((time.time() - began) / 60, 2), tokens=seen)
            entry |= {split: accuracy(model, part, label_words) for split, part in held.items()}
            print(json.dumps(entry), flush=True)
            log.write(json.dumps(entry) + "\n")
            log.flush()
            torch.save(dict(model=model.state_dict(), step=step, tokens=seen), run / "last.pt")


if __name__ == "__main__":
    main()
