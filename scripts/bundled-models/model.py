"""A small decoder of the Qwen3 kind: RMSNorm, rotary positions, grouped-query attention with normalized queries and
keys, SwiGLU, tied embeddings. Parameters carry the names of the Hugging Face checkpoint, so the weights load elsewhere.
"""

import math

import torch
import torch.nn.functional as functional
from torch import nn
EMBEDDING_SIZE = 0.5  # standard deviation at the start


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

    def seed_weights(self, seed):
        """Projections back into the residual stream start smaller, so that its size does not grow with depth.

        Embeddings start large, so that the layers do not drown which token it is; the last norm starts small instead,
        or the tied head would give logits far from uniform.
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
        self.look_back()

    def look_back(self):
        """Lets the first two heads of the first layer start by attending to the token before, and the one before that.

        Questions about several people need an induction head, and that needs to know what stood before a token. Found
        by gradient descent alone, this takes many millions of tokens. A constant in the first number of every embedding
        becomes a query and a key whose rotary product is largest at that distance.
        """
        size, attention = self.config["head_dim"], self.model.layers[0].self_attn
        energy = torch.zeros(size // 2)
        energy[:5] = torch.tensor([0.45, 0.25, 0.15, 0.1, 0.05])

        def turned(steps):
            angle = steps * self.config["rope_theta"] ** -(torch.arange(0, size, 2) / size)
            return torch.cat((angle.cos(), angle.sin())) * energy.sqrt().repeat(2)

        with torch.no_grad():
            self.model.embed_tokens.weight[:, 0] = 6 * EMBEDDING_SIZE
            for rows, steps, matrix in ((0, 0, "q_proj"), (1, -1, "q_proj"), (0, 1, "k_proj")):
                weight = getattr(attention, matrix).weight[rows * size : (rows + 1) * size]
                weight.zero_()
                weight[:, 0] = turned(steps)
            for norm in (attention.q_norm, attention.k_norm):
                norm.weight.fill_(1.6)
            # What these heads bring must be as large as the embedding that it is added to.
            attention.o_proj.weight[:, : 2 * size] *= math.sqrt(2 * self.config["num_hidden_layers"])

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
