"""A small decoder of the Qwen3 kind: RMSNorm, rotary positions, grouped-query attention with normalized queries and
keys, SwiGLU, tied embeddings. Parameters carry the names of the Hugging Face checkpoint, so the weights load elsewhere.
"""

import math

import torch
import torch.nn.functional as functional
from torch import nn

EMBEDDING_SIZE = 0.5  # standard deviation at the start
SHARED = 0.8  # of the variance: what spellings of one word have in common at the start


def configuration(vocabulary, width, layers, heads, groups, head_size, inner, context):
    """The config.json of a model: `groups` key/value heads serve `heads` query heads of `head_size` numbers each."""
    return {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": groups,
        "head_dim": head_size,
        "hidden_act": "silu",
        "max_position_embeddings": context,
        "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0,
        "rope_scaling": None,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "use_sliding_window": False,
        "initializer_range": 0.02,
        "bos_token_id": None,
        "eos_token_id": 2,
        "pad_token_id": 0,
        "tie_word_embeddings": True,
        "use_cache": True,
        "torch_dtype": "float32",
    }


class RMSNorm(nn.Module):
    def __init__(self, width, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x):
        exact = x.float()
        scale = torch.rsqrt(exact.pow(2).mean(-1, keepdim=True) + self.epsilon)
        return (self.weight * (exact * scale)).to(x.dtype)


def rotate(x, cosine, sine):
    """Rotary positions. x: [batch, heads, tokens, head size]; cosine, sine: [batch or 1, 1, tokens, head size / 2].

    Not with the usual torch.cat((-second, first)): its compiled gradient is NaN in PyTorch 2.13 on processors.
    """
    first, second = x.chunk(2, -1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, epsilon = config["hidden_size"], config["rms_norm_eps"]
        self.heads, self.groups = config["num_attention_heads"], config["num_key_value_heads"]
        self.size = config["head_dim"]
        self.q_proj = nn.Linear(width, self.heads * self.size, bias=False)
        self.k_proj = nn.Linear(width, self.groups * self.size, bias=False)
        self.v_proj = nn.Linear(width, self.groups * self.size, bias=False)
        self.o_proj = nn.Linear(self.heads * self.size, width, bias=False)
        self.q_norm = RMSNorm(self.size, epsilon)
        self.k_norm = RMSNorm(self.size, epsilon)

    def forward(self, x, cosine, sine, bias, past):
        batch, tokens, _ = x.shape
        query = self.q_norm(self.q_proj(x).view(batch, tokens, self.heads, self.size)).transpose(1, 2)
        key = self.k_norm(self.k_proj(x).view(batch, tokens, self.groups, self.size)).transpose(1, 2)
        value = self.v_proj(x).view(batch, tokens, self.groups, self.size).transpose(1, 2)
        query = rotate(query, cosine, sine) * (1 / math.sqrt(self.size))
        key = rotate(key, cosine, sine)
        if past is not None:
            key, value = torch.cat([past[0], key], 2), torch.cat([past[1], value], 2)
        # Written out: on processors the fused attention of PyTorch 2.13 is several times slower backward in bf16.
        scores = torch.matmul(query, self.spread(key).transpose(-1, -2)) + bias
        mixed = torch.matmul(torch.softmax(scores, -1), self.spread(value))
        return self.o_proj(mixed.transpose(1, 2).reshape(batch, tokens, -1)), (key, value)

    def spread(self, x):
        """[batch, groups, tokens, size] to [batch, heads, tokens, size]: one group for several heads."""
        if self.groups == self.heads:
            return x
        batch, _, tokens, _ = x.shape
        shape = (batch, self.groups, self.heads // self.groups, tokens, self.size)
        return x[:, :, None].expand(shape).reshape(batch, self.heads, tokens, self.size)


class MLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        return self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width, epsilon = config["hidden_size"], config["rms_norm_eps"]
        self.self_attn = Attention(config)
        self.mlp = MLP(config)
        self.input_layernorm = RMSNorm(width, epsilon)
        self.post_attention_layernorm = RMSNorm(width, epsilon)

    def forward(self, x, cosine, sine, bias, past):
        mixed, kept = self.self_attn(self.input_layernorm(x), cosine, sine, bias, past)
        x = x + mixed
        return x + self.mlp(self.post_attention_layernorm(x)), kept


class CausalLM(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.model.layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.model.norm = RMSNorm(config["hidden_size"], config["rms_norm_eps"])

    def seed_weights(self, seed, families):
        """The weights that training starts from. families: [vocabulary], equal for spellings of one word.

        Projections back into the residual stream start smaller, so that its size does not grow with depth.

        Embeddings start large, so that the layers do not drown which token it is; the last norm starts small instead,
        or the tied head would give logits far from uniform. Spellings of one word ("red", " red", "Red") start alike:
        what is found in a text is then half known where it is spelt for the beginning of an answer.
        """
        generator = torch.Generator().manual_seed(seed)
        depth = 1 / math.sqrt(2 * self.config["num_hidden_layers"])
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            scale = 1 / math.sqrt(parameter.shape[1])
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                scale *= depth
            with torch.no_grad():
                parameter.normal_(0, EMBEDDING_SIZE if "embed" in name else scale, generator=generator)
        self.model.norm.weight.data.fill_(0.03 / EMBEDDING_SIZE)
        with torch.no_grad():
            embedding = self.model.embed_tokens.weight
            own = torch.empty_like(embedding).normal_(0, EMBEDDING_SIZE, generator=generator)
            embedding.copy_(math.sqrt(SHARED) * embedding[families] + math.sqrt(1 - SHARED) * own)
            self.wire(generator)

    def wire(self, generator):
        """Starts the heads as circuits that look up, which questions about several people need.

        Found by gradient descent alone, they take many millions of tokens. Here the heads of the first layer start by
        looking back, at the token before, the one before that, and the last few, and note what they see in three places
        of the residual stream beside the embedding. The heads of the later layers start by looking up: each group of
        heads reads one of the three places as its key, asks with the token itself or with the token before it, and
        copies the token that it finds. In two layers one group looks up in reverse, for "Who lives in Rome?": its key
        is the token itself, but not of the last few tokens, and it copies what stood before that. Training changes all
        of it.

        A constant in the first number of every embedding serves the heads that look back: it becomes a query and a key
        whose rotary product is largest at one distance.
        """
        config, size = self.config, self.config["head_dim"]
        heads, groups = config["num_attention_heads"], config["num_key_value_heads"]
        end = config["hidden_size"] - 3 * size
        own = slice(1, end)
        places = [slice(end + place * size, end + (place + 1) * size) for place in range(3)]
        frequency = config["rope_theta"] ** -(torch.arange(0, size, 2) / size)
        # What is compared over a distance lies where rotary positions turn slowly.
        slow = torch.where(frequency < 0.05, 1.0, 0.15).repeat(2)[:, None]
        one = torch.eye(size)

        def some():
            return torch.randn(size, end - 1, generator=generator) / math.sqrt(end - 1)

        def rows(head):
            return slice(head * size, (head + 1) * size)

        def turned(steps, energies, first):
            energy = torch.zeros(size // 2)
            energy[first : first + len(energies)] = torch.tensor(energies)
            return torch.cat(((steps * frequency).cos(), (steps * frequency).sin())) * energy.sqrt().repeat(2)

        near, wide = ((0.45, 0.25, 0.15, 0.1, 0.05), 0), ((0.4, 0.3, 0.2, 0.1), 2)
        meaning = some() * slow
        embedding = self.model.embed_tokens.weight
        embedding[:, 0] = 6 * EMBEDDING_SIZE
        embedding[:, end:] *= 0.1
        for index, layer in enumerate(self.model.layers):
            attention = layer.self_attn
            query, key, value, out = (getattr(attention, f"{name}_proj").weight for name in "qkvo")
            for norm in (attention.q_norm, attention.k_norm):
                norm.weight.fill_(1.6)
            if index == 0:
                for matrix, at, steps, energy in (
                    (query, 0, 0, near), (query, 1, -1, near), (key, 0, 1, near), (query, 2, 0, wide), (key, 1, 3, wide),
                ):  # fmt: skip
                    matrix[rows(at)] = 0
                    matrix[rows(at), 0] = turned(steps, *energy)
                for group in range(2):
                    value[rows(group)] = 0
                    value[rows(group), own] = meaning
                for head, place in enumerate(places):
                    out[:, rows(head)] = 0
                    out[place, rows(head)] = 0.5 * one
                continue
            for group in range(groups):
                is_reverse = group == 2 and index in (1, 2)
                key[rows(group)] *= 0.3
                value[rows(group)] *= 0.3
                if is_reverse:
                    key[rows(group), own] += meaning
                    key[rows(group), 0] -= 0.66 * turned(0, *near)
                    value[rows(group), places[1]] += one
                    value[rows(group), places[2]] += 0.4 * one
                    copied = meaning
                else:
                    key[rows(group), places[group]] += one * slow
                    copied = some()
                    value[rows(group), own] += copied
                for head in range(group * heads // groups, (group + 1) * heads // groups):
                    asks_itself = head % (heads // groups) == 0
                    query[rows(head)] *= 0.3
                    if is_reverse:
                        query[rows(head), 0] += 0.66 * turned(0, *near)
                    if asks_itself:
                        query[rows(head), own] += meaning
                    elif index > 1 or is_reverse:
                        query[rows(head), places[0]] += one * slow
                    # Louder ones would soon drown which token it is.
                    loud = (0.4, 0.6) if is_reverse else (0.05, 0.25 if index > 1 else 0)
                    out[:, rows(head)] *= 0.5
                    out[own, rows(head)] += loud[not asks_itself] * copied.T

    def rotary(self, positions):
        """cosine and sine, each [batch, 1, tokens, head size / 2], of the angles at `positions` [batch, tokens]."""
        size = self.config["head_dim"]
        steps = torch.arange(0, size, 2, dtype=torch.float32) / size
        angle = positions[..., None].float() * (1.0 / self.config["rope_theta"] ** steps)
        return angle.cos()[:, None], angle.sin()[:, None]

    def forward(self, embeddings, rotation, bias, past=None):
        """The final states [batch, tokens, width], and the keys and values of each layer.

        embeddings: [batch, tokens, width]; rotation: see rotary(); bias: [batch, 1, tokens, all tokens], added to the
        attention scores; past: keys and values of each layer, [batch, groups, earlier tokens, head size].
        """
        cosine, sine = rotation
        x, kept = embeddings, []
        for index, layer in enumerate(self.model.layers):
            x, pair = layer(x, cosine, sine, bias, None if past is None else past[index])
            kept.append(pair)
        return self.model.norm(x), kept

    def embed(self, ids):
        return self.model.embed_tokens(ids)

    def logits(self, states):
        return functional.linear(states, self.model.embed_tokens.weight)


def hidden_matrices(model):
    """The matrices inside the layers, which the Muon optimizer updates; embeddings and norms are left to AdamW."""
    return [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
