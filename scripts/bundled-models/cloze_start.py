"""Where the cloze model's training starts: a continuous bag of words. Attention that is still flat then hands the mean of the context's
embeddings to the head, which already names related words, and training begins beyond the long plateau of mere word counts."""

import numpy as np
import torch


def related_embeddings(lines, label_words, width, vocabulary):
    """[vocabulary, width] of about unit variance: words of the same lines lie together. The positive pointwise mutual information of
    words in a line, a line's label words counted by their shares, reduced by singular values (Levy & Goldberg 2014)."""
    pairs = np.zeros(vocabulary * vocabulary)
    by_class = np.zeros((len(label_words.classes), vocabulary))
    for start, end, at in zip(lines.starts, lines.starts[1:], lines.classes):
        words = np.unique(lines.ids[start:end]).astype(np.int64)
        np.add.at(pairs, (words[:, None] * vocabulary + words).ravel(), 1)
        if at >= 0:
            by_class[at, words] += 1
    shares = label_words.shares.numpy()
    with_labels = shares.T @ by_class
    counts = pairs.reshape(vocabulary, vocabulary) + 8 * (with_labels + with_labels.T)
    counts += 8 * shares.T @ (by_class.max(1, keepdims=True) * shares)
    total, rows = counts.sum(), counts.sum(1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log(counts * total / (rows * rows.T))
    information = torch.from_numpy(np.nan_to_num(np.maximum(information, 0), posinf=0)).float()
    vectors, values, _ = torch.svd_lowrank(information, width, niter=4)
    vectors = vectors * values.sqrt()
    return vectors / vectors.pow(2).mean(1, keepdim=True).sqrt().clamp(min=1e-6)


@torch.no_grad()
def start_as_bag_of_words(model, lines, label_words):
    config = model.config
    vectors = related_embeddings(lines, label_words, config.hidden_size, config.vocab_size)
    table = model.roberta.embeddings.word_embeddings.weight
    seen = vectors.pow(2).sum(1) > 0.5
    table[seen] = config.initializer_range * vectors[seen]
    same = torch.eye(config.hidden_size)
    for layer in model.roberta.encoder.layer:
        for linear in (layer.attention.self.value, layer.attention.output.dense):
            linear.weight.mul_(0.5).add_(same)
        layer.output.dense.weight.mul_(0.5)
    model.lm_head.dense.weight.mul_(0.5).add_(same)
