"""A byte-level BPE tokenizer in the transformers.js layout, trained on the generated text.

    tokenizer.py DATA_FOLDER MODEL_FOLDER [VOCABULARY_SIZE]

Reads DATA_FOLDER/train.jsonl; writes tokenizer.json and tokenizer_config.json with the chat template.
"""

import json
import sys
from itertools import islice
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

END, START, STOP = SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
SAMPLE = 300_000  # lines of training text that the merges are learned from


def framed(example):
    """The prompt as the chat template writes it; a raw example is continued without a frame."""
    if example.get("raw"):
        return example["user"]
    messages = [*example.get("history", []), {"role": "user", "content": example["user"]}]
    if example.get("system"):
        messages.insert(0, {"role": "system", "content": example["system"]})
    framed_messages = (f"{START}{m['role']}\n{m['content']}{STOP}\n" for m in messages)
    return "".join(framed_messages) + f"{START}assistant\n"


def ended(example):
    """The answer with the token that ends it."""
    return example["assistant"] + (END if example.get("raw") else STOP)


def train_bpe(texts, size, specials):
    """A byte-level BPE tokenizer of `size` tokens, the special ones first, from an iterator of texts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[AddedToken(s, special=True, normalized=False) for s in specials],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def write_folder(tokenizer, folder, config):
    """tokenizer.json as transformers.js reads it, and tokenizer_config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    text = json.dumps(config, ensure_ascii=False, indent=2)
    (folder / "tokenizer_config.json").write_text(text + "\n", encoding="utf-8")


def main(data, folder, size=3072):
    def texts():
        with open(Path(data) / "train.jsonl", encoding="utf-8") as lines:
            for line in islice(lines, SAMPLE):
                example = json.loads(line)
                for part in ("system", "user", "assistant"):
                    if example.get(part):
                        yield example[part]
        yield "system\nuser\nassistant\n"

    tokenizer = train_bpe(texts(), int(size), SPECIALS)
    added = tokenizer.get_added_tokens_decoder()
    write_folder(
        tokenizer,
        Path(folder),
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": None,
            "eos_token": STOP,
            "pad_token": END,
            "unk_token": None,
            "model_max_length": 1024,
            "add_prefix_space": False,
            "clean_up_tokenization_spaces": False,
            "chat_template": CHAT_TEMPLATE,
            "added_tokens_decoder": {
                str(i): {
                    "content": token.content,
                    "lstrip": False,
                    "normalized": False,
                    "rstrip": False,
                    "single_word": False,
                    "special": True,
                }
                for i, token in sorted(added.items())
            },
        },
    )
    print("tokens", tokenizer.get_vocab_size())


if __name__ == "__main__":
    main(*sys.argv[1:4])
