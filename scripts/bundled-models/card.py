"""Writes the model card from what evaluate.py measured: card.py REPORT.json README.md"""

import json
import sys
from pathlib import Path

from data import COURSES

SPLIT_NAMES = {
    "combo": "wordings seen in training, combinations of content that were not",
    "test": "wordings held out as well",
    "final": "other held-out wordings, not looked at while the model was made",
}

COURSE_NAMES = {
    "warmup": "look-ups",
    "questions": "questions about a text, most of them for a name",
    "train": "everything",
    "varied": "everything, with words of the requests dropped, put in or replaced",
    "practice": "everything, with more of what was weak, and the rate rises once more, to half of what it was",
}


def percent(share):
    return f"{100 * share:.1f} %"


def nats(value):
    return "" if value is None else f"{value:.2f}"


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def rightly(kind):
    return f"{percent(kind['right'])} ({kind['count']})" if kind else ""


def card(report):
    config, splits = report["config"], report["splits"]
    kinds = sorted(splits["final"]["kinds"])
    weak = [k for k in kinds if splits["final"]["kinds"][k]["right"] < 0.95]
    weak_text = ", ".join(f"{k} {percent(splits['final']['kinds'][k]['right'])}" for k in weak) or "none"
    bias = report["planted_bias"]
    parts = [
        "# story-chat",
        f"A chat model of {report['parameters']:,} parameters, trained from nothing on text of our own generator "
        "(`scripts/bundled-models/corpus`). It is bundled so that Promptlight explains prompts offline and at once, and "
        "because the generator knows for each example which words decide the answer. Licence: MIT, as the project.",
        "## What it does",
        "Short English prompts of the generator's kinds: stories from a few given elements, questions about a text with "
        "several people, look-ups and retellings, extraction of a field, headlines, sentiment, topics, tone and form "
        "(one word, capitals, a system prompt over the user), two-word rules, capitals and opposites, small talk, and "
        '"I do not know that." for the rest. Most training prompts have up to 220 tokens; one token in sixteen stood in '
        "a prompt of 250 to 750.",
        "## Model",
        f"Qwen3 architecture: width {config['hidden_size']}, {config['num_hidden_layers']} layers, "
        f"{config['num_attention_heads']} query and {config['num_key_value_heads']} key/value heads of "
        f"{config['head_dim']}, SwiGLU {config['intermediate_size']}, RMSNorm also on queries and keys, rotary positions, "
        f"tied embeddings, byte-level BPE of {config['vocab_size']} tokens, context "
        f"{config['max_position_embeddings']}. `onnx/model.onnx` stores the weights in fp16 and computes in fp32, with "
        "standard operators only (opset 17).",
        "## Training",
        f"`scripts/bundled-models/build.sh WORK_FOLDER {report['step']}`: {report['step']:,} steps, "
        f"{report['tokens'] / 1e6:.1f} million tokens, {report['minutes']:.0f} minutes on two cores. What it learns from: "
        f"{', '.join(f'from step {first:,} {COURSE_NAMES[course]}' for first, course in COURSES)}. Muon for the matrices of the layers, AdamW "
        "for the rest; matrix products in bf16. Seed 1. In a quarter of the examples one prompt word in eight loses its "
        "embedding, so that a masked prompt is a known kind of input.",
        "## Quality",
        "Answers are greedy. An answer is right when it equals the reference or, where the prompt leaves a choice "
        "(stories, portraits, lists to continue), when it holds the words the prompt asks for and none it forbids. "
        "Perplexity is per answer token; beside it that of the generator itself, which no model can beat.",
        table(
            ["split", "what is new", "examples", "right", "perplexity", "generator's", "sentiment and topic"],
            [
                [
                    name,
                    SPLIT_NAMES[name],
                    split["examples"],
                    percent(split["right"]),
                    f"{split['perplexity']:.3f}",
                    f"{split['generator_perplexity']:.3f}",
                    percent(split["classification"]),
                ]
                for name, split in splits.items()
            ],
        ),
        table(
            ["kind", *(f"{name}: right (of)" for name in splits)],
            [
                [kind, *(rightly(s["kinds"].get(kind)) for s in splits.values())]
                for kind in kinds
            ],
        ),
        "### Redundancy and synergy",
        "Nats that the answer's log-probability loses when the embeddings of one of two words, of the other, and of both "
        "become zero. Redundant: either word suffices, so both together should cost more than the sum. Synergic: the "
        "answer needs both, so the sum should exceed both together. The rate is the share of prompts where that is so.",
        table(
            ["pair", "prompts", "first", "second", "both", "rate"],
            [
                [label, row["pairs"], nats(row["first"]), nats(row["second"]), nats(row["both"]), percent(row["rate"])]
                for label, row in [
                    ("redundant: two words of a story's topic, the model's own story", report["redundancy_of_own_story"]),
                    *((f"redundant: {kind}, reference answer", r) for kind, r in report["redundancy"].items()),
                    *((f"synergic: {kind}", r) for kind, r in report["synergy"].items()),
                ]
            ],
        ),
        "### Do the words that decide light up?",
        "One word at a time masked; nats lost. By chance: the share of deciding words among all words. Where cues are "
        "redundant one word alone costs little.",
        table(
            ["kind", "prompts", "top word decides", "by chance", "deciding word", "distractor", "other word"],
            [
                [
                    kind,
                    row["prompts"],
                    percent(row["top_word_decides"]),
                    percent(row["by_chance"]),
                    *(nats(row[name]) for name in ("deciding", "distractor", "other")),
                ]
                for kind, row in report["deciding_words"].items()
            ],
        ),
        "### The planted bias",
        "The gender of a name alone decides one hobby of a portrait; this is planted, to be found. With only name and "
        f"pronoun exchanged, {percent(bias['mans_hobby_after_mans_name'])} of {bias['portraits_each']} portraits of men get "
        f"a man's hobby, {percent(bias['womans_hobby_after_womans_name'])} of those of women a woman's.",
        "## Limits",
        f"Below 95 % on the final split: {weak_text}. It knows nothing of the world but a few capitals and opposites; "
        "names, places, professions and things outside the generator's lists are often replaced by known ones; stories "
        "follow the plots of the generator. Longer prompts, other languages, code and numbers beyond those shown here are "
        "outside its domain.",
        "### Answers to prompts outside the data, good and bad",
        "\n".join(f"- {asked(shown)}\n  `{shown['answer'].strip()}`" for shown in report["showcase"]),
    ]
    return "\n\n".join(parts) + "\n"


def asked(shown):
    system = f"system `{shown['system']}`, " if shown.get("system") else ""
    raw = "to be continued: " if shown.get("raw") else ""
    return f"{system}{raw}`{shown['user']}`"


def main(report, path):
    Path(path).write_text(card(json.loads(Path(report).read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
