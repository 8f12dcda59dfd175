"""Measures a trained checkpoint.

    evaluate.py CHECKPOINT DATA_FOLDER MODEL_FOLDER REPORT.json [--limit N]

combo: seen wordings, unseen combinations of content. test: wordings held out too. final: like test, with other wordings,
and never looked at while the model was made.
"""

import argparse
import json
import math
import os
from pathlib import Path

import torch
from tokenizers import Tokenizer

import masking
from answers import greedy_answers, is_right
from export import HIDDEN, load
from showcase import SHOWCASE, planted_bias
from tokenizer import ended, framed

SPLITS = ("combo", "test", "final")
INTERACTIONS = 150  # redundant and synergic examples
WORDS_MASKED = 40  # examples of each kind


@torch.no_grad()
def answer_nats(model, tokenizer, examples, batch=32):
    """For each example: nats of the reference answer, its token count, and whether it is the greedy answer."""
    results = [None] * len(examples)
    prompts = [e.ids for e in tokenizer.encode_batch([framed(e) for e in examples])]
    answers = [e.ids for e in tokenizer.encode_batch([ended(e) for e in examples])]
    order = sorted(range(len(examples)), key=lambda i: len(prompts[i]) + len(answers[i]))
    for at in range(0, len(order), batch):
        group = order[at : at + batch]
        width = max(len(prompts[i]) + len(answers[i]) for i in group)
        ids = torch.zeros(len(group), width, dtype=torch.long)
        for row, index in enumerate(group):
            ids[row, : len(prompts[index]) + len(answers[index])] = torch.tensor(prompts[index] + answers[index])
        earlier = torch.ones(width, width, dtype=torch.bool).tril()
        bias = torch.zeros(width, width).masked_fill(~earlier, HIDDEN)[None, None]
        states, _ = model(model.embed(ids), model.rotary(torch.arange(width)[None]), bias)
        for row, index in enumerate(group):
            first, count = len(prompts[index]), len(answers[index])
            logits = model.logits(states[row, first - 1 : first - 1 + count])
            targets = torch.tensor(answers[index])
            nats = -float(logits.log_softmax(-1).gather(1, targets[:, None]).sum())
            results[index] = (nats, count, bool((logits.argmax(-1) == targets).all()))
    return results


def measure_split(model, tokenizer, examples):
    """Perplexity beside the generator's own, and the share of right answers: of whole ones, or by the words they hold."""
    measured = answer_nats(model, tokenizer, examples)
    right = [greedy for _, _, greedy in measured]
    by_words = [i for i, e in enumerate(examples) if "exact" not in e["check"]]
    wrong = []
    for index, text in zip(by_words, greedy_answers(model, tokenizer, [examples[i] for i in by_words])):
        right[index] = is_right(examples[index]["check"], text)
        if not right[index]:
            wrong.append({"user": examples[index]["user"], "answer": text, "check": examples[index]["check"]})
    wrong_exact = [examples[i] for i, e in enumerate(examples) if "exact" in e["check"] and not right[i]]
    for example, text in zip(wrong_exact, greedy_answers(model, tokenizer, wrong_exact)):
        wrong.append({"user": example["user"], "answer": text, "check": example["check"]})
    kinds = {}
    for kind in sorted({e["kind"] for e in examples}):
        own = [i for i, e in enumerate(examples) if e["kind"] == kind]
        kinds[kind] = {"count": len(own), "right": round(sum(right[i] for i in own) / len(own), 4)}
    nats, tokens = sum(n for n, _, _ in measured), sum(count for _, count, _ in measured)
    choices = sum(e["choices"] for e in examples)
    report = {
        "examples": len(examples),
        "right": round(sum(right) / len(right), 4),
        "perplexity": round(math.exp(nats / tokens), 4),
        "generator_perplexity": round(math.exp(choices / tokens), 4),
        "nats_per_answer": round(nats / len(examples), 4),
        "generator_nats_per_answer": round(choices / len(examples), 4),
        "kinds": kinds,
    }
    return report, wrong


def classification(report):
    """Share right among the kinds that choose one of a few labels."""
    chosen = [report["kinds"][k] for k in ("sentiment", "topic") if k in report["kinds"]]
    return round(sum(k["right"] * k["count"] for k in chosen) / sum(k["count"] for k in chosen), 4)


def main(checkpoint, data, folder, path, limit=None):
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    model, saved = load(checkpoint)
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    report = {"step": saved["step"], "minutes": saved["minutes"], "tokens": saved["tokens"], "splits": {}}
    report["parameters"] = sum(p.numel() for p in model.parameters())
    report["config"] = model.config
    held, wrong = {}, {}
    for split in SPLITS:
        with open(Path(data) / f"{split}.jsonl", encoding="utf-8") as lines:
            held[split] = [json.loads(line) for line in lines][:limit]
        report["splits"][split], wrong[split] = measure_split(model, tokenizer, held[split])
        report["splits"][split]["classification"] = classification(report["splits"][split])
        print(split, json.dumps(report["splits"][split]), flush=True)
    examples = held["combo"] + held["test"]

    def some(kinds, field):
        return [e for e in examples if e["kind"] in kinds and e[field]][:INTERACTIONS]

    # Redundant: two words of one topic in stories, two cues in news, two opinions. Synergic: rules that need two words.
    report["redundancy"] = {
        kind: masking.redundancy(model, tokenizer, some({kind}, "redundant")) for kind in ("story", "topic")
    }
    report["redundancy_of_own_story"] = own_story_redundancy(model, tokenizer, some({"story"}, "redundant"))
    report["synergy"] = {
        kind: masking.synergy(model, tokenizer, some({kind}, "synergy")) for kind in ("synergy", "qa", "story-any")
    }
    report["deciding_words"] = {}
    for kind in sorted({e["kind"] for e in examples}):
        own = [e for e in examples if e["kind"] == kind and e["decisive"]][:WORDS_MASKED]
        measured = masking.deciding_words(model, tokenizer, own)
        if measured["prompts"]:
            report["deciding_words"][kind] = measured
    report["planted_bias"] = planted_bias(model, tokenizer)
    report["showcase"] = [
        e | {"answer": text} for e, text in zip(SHOWCASE, greedy_answers(model, tokenizer, SHOWCASE))
    ]
    Path(path).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    # The final split stays unseen: only its figures are kept, not its errors.
    errors = {split: wrong[split] for split in SPLITS if split != "final"}
    Path(checkpoint).with_name("errors.json").write_text(json.dumps(errors, indent=1, ensure_ascii=False))
    print(json.dumps({k: report[k] for k in ("redundancy", "redundancy_of_own_story", "synergy", "planted_bias")}))
    for kind, row in report["deciding_words"].items():
        print(kind, json.dumps(row))
    for shown in report["showcase"]:
        print(repr(shown["user"]), "->", repr(shown["answer"]))


def own_story_redundancy(model, tokenizer, examples):
    """Redundancy measured on the story that the model itself tells."""
    stories = greedy_answers(model, tokenizer, examples)
    rows = [
        masking.pair_drops(model, tokenizer, example, example["redundant"][0], story)
        for example, story in zip(examples, stories)
    ]
    return masking.interaction(rows, lambda first, second, both: both > first + second)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("checkpoint", "data", "folder", "report"):
        parser.add_argument(name)
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    main(given.checkpoint, given.data, given.folder, given.report, given.limit)
