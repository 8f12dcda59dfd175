"""Trains the cloze model's tokenizer: byte-level BPE with a space in front of the first word, special tokens as RoBERTa's.
usage: cloze-tokenizer.py DATA_FOLDER MODEL_FOLDER [VOCABULARY_SIZE]
Every label word is one token: each is shown to the training often enough to be merged whole."""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LINES = 100_000


def texts(data):
    label_words = json.loads((data / "label-words.json").read_text())
    words = {word for classes in label_words.values() for shares in classes.values() for word in shares}
    for word in sorted(words):
        yield from [word] * 300
    with open(data / "train.jsonl") as lines:
        for _, line in zip(range(LINES), lines):
            yield from json.loads(line)["text"].split("<mask>")


def main(data, folder, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(name, lstrip=name == "<mask>", normalized=False, special=True) for name in SPECIALS]
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts(data), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")), trim_offsets=True, add_prefix_space=True)
    folder.mkdir(parents=True, exist_ok=True)
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact + "\n")
    names = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", sep_token="</s>", cls_token="<s>", pad_token="<pad>", mask_token="<mask>")
    config = dict(tokenizer_class="RobertaTokenizer", add_prefix_space=True, **names, model_max_length=256, clean_up_tokenization_spaces=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    mask = dict(content="<mask>", lstrip=True, normalized=False, rstrip=False, single_word=False)
    (folder / "special_tokens_map.json").write_text(json.dumps(dict(names, mask_token=mask), indent=1) + "\n")
    label_words = json.loads((data / "label-words.json").read_text())
    split = sorted({
        word for classes in label_words.values() for shares in classes.values() for word in shares
        if len(tokenizer.encode(word, add_special_tokens=False).ids) > 1})
    assert not split, f"label words of several tokens: {split}"
    print("tokens", tokenizer.get_vocab_size())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 4200)
