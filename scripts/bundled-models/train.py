"""Trains the bundled chat model.

    train.py DATA_FOLDER MODEL_FOLDER RUN_FOLDER --steps N ...

MODEL_FOLDER holds the tokenizer; its config.json is written. RUN_FOLDER gets log.jsonl, and at each measurement last.pt and
what a run needs to go on: after a file RUN_FOLDER/pause it ends there, and the same command takes it up again.
Matrix products run in bf16, the rest of the arithmetic in fp32 where it matters, and torch.compile fuses what lies
between. The rate stays on a plateau and falls to zero; with the last course it rises again, not as high.
"""

import os

# Each worker has one thread; threads of the mathematics libraries would only wait for each other.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TORCHINDUCTOR_COMPILE_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch._inductor.config
import torch.nn.functional as functional
from tokenizers import Tokenizer

from data import COURSES, Examples, Rows, attention_bias, collate, course_at, pack
from model import CausalLM, configuration
from workers import SharedOptimizer, Workers

# The pattern matcher would put PyTorch's fused attention back in, which is slow backward (see model.py).
torch._inductor.config.pattern_matcher = False

HELD_OUT = ("combo", "test")


def step_loss(model, ids, rotation, bias, kept, at, targets, weights):
    """The weighted sum of the losses at the places `at` of the flattened batch, and each loss without weight."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        embeddings = (model.embed(ids) * kept[..., None]).bfloat16()
        states, _ = model(embeddings, rotation, bias)
        logits = model.logits(states.flatten(0, 1)[at]).float()
    losses = functional.cross_entropy(logits, targets, reduction="none")
    return (losses * weights).sum(), losses.detach()


class Trainer:
    def __init__(self, options, examples, held, workers, rank):
        self.options, self.examples, self.held = options, examples, held
        self.workers, self.rank = workers, rank
        self.model = workers.model
        self.random = torch.Generator().manual_seed(options.seed * 1000 + rank)
        self.optimizer = SharedOptimizer(workers, rank, options.decay, muon=not options.adam)
        self.compiled = torch.compile(step_loss, dynamic=False)
        self.rotations = {
            width: tuple(t.bfloat16() for t in self.model.rotary(torch.arange(width)[None]))
            for width in (options.short, options.long, options.longest)
        }
        self.short = {
            course: Rows(some, np.flatnonzero(some.lengths <= options.short), options.short, options.seed * 10 + 1)
            for course, some in examples.items()
        }
        lengths = examples["train"].lengths
        is_long = (lengths > options.short) & (lengths <= options.long)
        self.long = Rows(examples["train"], np.flatnonzero(is_long), options.long, options.seed * 10 + 2)
        is_longest = lengths > options.long
        self.longest = Rows(examples["train"], np.flatnonzero(is_longest), options.longest, options.seed * 10 + 3)

    def batch(self, course, step):
        """This worker's rows of a step: most of them short, a few long ones from the training text, and now and then a
        very long one."""
        options, count = self.options, self.workers.count
        very_long = int(step % options.longest_every == options.longest_every - 1)
        left = options.tokens - options.long_rows * options.long - very_long * options.longest
        rows_of = ((self.short[course], left // options.short), (self.long, options.long_rows), (self.longest, very_long))
        parts = []
        for supply, rows in rows_of:
            if rows == 0:
                continue
            taken = supply.take(rows * count)[self.rank :: count]
            parts.append(collate(supply.examples, taken, supply.width))
        return parts

    def inputs(self, part):
        """What step_loss needs; the losses are taken at all answer tokens and at some of the prompt tokens."""
        ids, owner, answer, worth = part
        options = self.options
        # A quarter of the examples lose one prompt word in eight (a zero embedding). Masking words is what the product
        # does all day: without this, a masked prompt would be a kind of input that the model has never seen.
        chosen = torch.rand(len(ids), 256, generator=self.random) < 0.25
        chosen = chosen.gather(1, owner.clamp(min=0, max=255))
        lost = torch.rand(ids.shape, generator=self.random) < 0.12
        kept = 1 - (chosen & lost & ~answer & (ids > 2)).float()
        places = ids.numel() // 2
        follows = torch.zeros(ids.shape, dtype=torch.bool)
        follows[:, :-1] = (owner[:, 1:] == owner[:, :-1]) & (owner[:, 1:] >= 0)
        target_is_answer = torch.zeros_like(follows)
        target_is_answer[:, :-1] = answer[:, 1:]
        answers = (follows & target_is_answer).flatten().nonzero()[:, 0]
        prompts = (follows & ~target_is_answer).flatten().nonzero()[:, 0]
        prompts = prompts[torch.randperm(len(prompts), generator=self.random)]
        answers = answers[torch.randperm(len(answers), generator=self.random)][:places]
        sampled = prompts[: places - len(answers)]
        at = torch.cat([answers, sampled])
        weights = torch.zeros(places)
        weights[: len(answers)] = worth.flatten()[answers + 1]
        if len(sampled):
            weights[len(answers) : len(at)] = options.prompt_weight * len(prompts) / len(sampled)
        at = torch.cat([at, torch.zeros(places - len(at), dtype=torch.long)])
        targets = ids.flatten()[at + 1]
        # Rotation and bias are made here: inside, torch.compile would compute them again wherever they are used.
        arguments = (ids, self.rotations[ids.shape[1]], attention_bias(owner), kept, at, targets, weights)
        return arguments, len(answers)

    def step(self, course, step, rate):
        """One update; the mean loss per answer token of this worker's rows."""
        parts = [self.inputs(part) for part in self.batch(course, step)]
        total_weight = sum(float(arguments[-1].sum()) for arguments, _ in parts)
        answer_loss, answers = 0.0, 0
        for arguments, count in parts:
            loss, losses = self.compiled(self.model, *arguments)
            (loss / total_weight).backward()
            answer_loss += float(losses[:count].sum())
            answers += count
        self.optimizer.step(rate)
        return answer_loss / max(1, answers)

    def keep(self, folder):
        torch.save([part.state_dict() for part in self.optimizer.parts], folder / f"optimizer-{self.rank}.pt")

    def go_on(self, folder, steps):
        """To where a run stood after `steps`: the same weights and averages, and the same examples and masks to come."""
        parts = torch.load(folder / f"optimizer-{self.rank}.pt", weights_only=True)
        for part, kept in zip(self.optimizer.parts, parts):
            part.load_state_dict(kept)
        for step in range(steps):
            for rows in self.batch(course_at(step), step):
                self.inputs(rows)

    @torch.no_grad()
    def measure(self):
        """Held-out loss per answer token, and the share of examples whose whole greedy answer is right, by kind."""
        found = {}
        for name, examples in self.held.items():
            rows = pack(examples.lengths, range(len(examples)), self.options.long)
            rows = rows[self.rank :: self.workers.count]
            hits, total, tokens = {}, 0.0, 0
            for at in range(0, len(rows), 8):
                group = rows[at : at + 8]
                ids, owner, answer, _ = collate(examples, group, self.options.long)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    embeddings = self.model.embed(ids).bfloat16()
                    states, _ = self.model(embeddings, self.rotations[ids.shape[1]], attention_bias(owner))
                    logits = self.model.logits(states[:, :-1][answer[:, 1:]]).float()
                targets, owners = ids[:, 1:][answer[:, 1:]], owner[:, 1:][answer[:, 1:]]
                row_of = answer[:, 1:].nonzero()[:, 0]
                total += float(functional.cross_entropy(logits, targets, reduction="sum"))
                tokens += len(targets)
                wrong = logits.argmax(-1) != targets
                bad = set(zip(row_of[wrong].tolist(), owners[wrong].tolist()))
                for index, row in enumerate(group):
                    for number, example in enumerate(row):
                        hits.setdefault(examples.kinds[example], []).append((index, number) not in bad)
            kinds = sorted(set(examples.kinds))
            numbers = [total, tokens] + [f(hits.get(k, [])) for k in kinds for f in (sum, len)]
            sums = self.workers.tell(self.rank, numbers).sum(0).tolist()
            found[name] = round(sums[0] / sums[1], 4)
            found[f"{name}_exact"] = round(sum(sums[2::2]) / sum(sums[3::2]), 4)
            found[f"{name}_kinds"] = {k: round(sums[2 + 2 * i] / max(1, sums[3 + 2 * i]), 3) for i, k in enumerate(kinds)}
        return found


def rate_at(step, steps, options):
    """Warm-up, a plateau, and a straight line to zero; in the last course warm-up again and a straight line to zero."""
    last = COURSES[-1][0]
    if step >= last:
        warm = min(1.0, (step + 1 - last) / options.warmup)
        return options.rate * options.again * warm * (steps - step) / (steps - last)
    end = min(steps, last)
    warm = min(1.0, (step + 1) / options.warmup)
    return options.rate * warm * min(1.0, (end - step) / (end * options.cooldown))


def work(rank, options, config, examples, held, workers, earlier):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    trainer = Trainer(options, examples, held, workers, rank)
    folder, began, running = Path(options.out), None, []
    steps, step, minutes_before = options.steps, 0, 0.0
    if earlier:
        step, minutes_before = earlier["step"], earlier["minutes"]
        if step < steps:
            trainer.go_on(folder, step)
    while step < steps:
        course = course_at(step)
        rate = rate_at(step, steps, options)
        running.append(trainer.step(course, step, rate))
        began = began or time.time()  # the first step is mostly compilation
        minutes = minutes_before + (time.time() - began) / 60
        # Only the first worker's clock counts, and all learn it.
        is_pause = rank == 0 and (folder / "pause").exists()
        minutes, is_pause = workers.tell(rank, [minutes, is_pause])[0].tolist()
        last = step + 1 == steps
        tokens = (step + 1) * options.tokens * workers.count
        if rank == 0 and (step + 1) % 50 == 0:
            loss, speed = np.mean(running[-50:]), tokens / max(minutes, 1e-9) / 60
            print(f"step {step + 1} {course} loss {loss:.4f} rate {rate:.5f} {speed:.0f} tokens/s", flush=True)
        if (step + 1) % options.every == 0 or last or is_pause:
            entry = {"step": step + 1, "minutes": round(minutes, 2), "tokens": tokens}
            entry["train"] = round(float(np.mean(running[-options.every :])), 4)
            entry |= trainer.measure()
            if rank == 0:
                with open(folder / "log.jsonl", "a") as log:
                    log.write(json.dumps(entry) + "\n")
                print(json.dumps(entry), flush=True)
                state = {"model": workers.model.state_dict(), "config": config, **entry}
                torch.save(state, folder / "last.pt")
            trainer.keep(folder)
        step += 1
        if is_pause:
            return


def families(tokenizer):
    """[vocabulary]: for each token the first that spells the same word, whatever its case and the space before it."""
    first = {}
    size = tokenizer.get_vocab_size()
    spelt = (tokenizer.id_to_token(index).lstrip("\u0120").lower() for index in range(size))
    return torch.tensor([first.setdefault(word, index) for index, word in enumerate(spelt)])


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, required=True)
    for name, value in {
        "tokens": 2048, "workers": 2, "short": 128, "long": 256, "longest": 768, "longest-every": 6, "width": 192, "layers": 6, "heads": 6,
        "groups": 3, "size": 32, "inner": 512, "seed": 1, "warmup": 200, "every": 250, "limit": 0, "long-rows": 1,
    }.items():  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=value)
    for name, value in {
        "rate": 3e-3, "again": 0.5, "decay": 0.1, "prompt-weight": 0.1, "cooldown": 0.45,
    }.items():  # fmt: skip
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--adam", action="store_true")
    return parser.parse_args()


def main():
    options = read_options()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(Path(options.model) / "tokenizer.json"))
    Path(options.out).mkdir(parents=True, exist_ok=True)
    config = configuration(
        tokenizer.get_vocab_size(), options.width, options.layers, options.heads, options.groups, options.size,
        options.inner, context=1024,
    )  # fmt: skip
    (Path(options.model) / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    began, data = time.time(), Path(options.data)
    examples = {
        course: Examples(data / f"{course}.jsonl", tokenizer, options.longest, options.limit)
        for _, course in COURSES
    }
    held = {name: Examples(data / f"{name}.jsonl", tokenizer, options.long, 1000) for name in HELD_OUT}
    model = CausalLM(config)
    model.seed_weights(options.seed, families(tokenizer))
    kept = Path(options.out) / "last.pt"
    earlier = torch.load(kept, weights_only=True) if kept.exists() else None
    if earlier:
        model.load_state_dict(earlier["model"])
        (kept.parent / "pause").unlink(missing_ok=True)
    size = sum(p.numel() for p in model.parameters())
    counted = ", ".join(f"{k}: {len(e)} examples, {len(e.ids)} tokens" for k, e in examples.items())
    print(f"{counted}; {size} parameters; read in {time.time() - began:.0f} s", flush=True)
    workers = Workers(options.workers, model)
    workers.start(lambda rank: work(rank, options, config, examples, held, workers, earlier))


if __name__ == "__main__":
    main()
